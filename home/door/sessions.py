"""Sessions in the database, but not under the key that the cookie holds: who reads the table has no cookie to show."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.utils import timezone

from home.door.keyed import keyed

LENGTH = 40  # characters that the column holds: 160 bits


def kept(key: str) -> str:
    """Under what the session of a cookie's `key` is kept."""
    return keyed(settings.VAULT_KEY, "session", key).hex()[:LENGTH]


class SessionStore(db.SessionStore):
    """Django's, with a keyed digest wherever the key meets the database."""

    def load(self) -> dict[str, Any]:
        key = kept(self.session_key or "")
        row = self.model.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row.session_data)

    def exists(self, session_key: str) -> bool:
        return super().exists(kept(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        row.session_key = kept(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(kept(key))

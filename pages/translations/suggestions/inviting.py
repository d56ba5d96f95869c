"""Links by which supporters are invited: one subject, one language, for some time."""

import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, QuerySet

from pages.models.desk import SuggestionLink

KEY = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 bytes, base64url
KEY_BYTES = 32
DAYS = 30
MOST_DAYS = 365


class Unknown(LookupError):
    """A key that we have never given out."""


class Over(LookupError):
    """A link that has expired or was closed, or whose subject is gone."""


def invite(subject: Any, code: str, user: Any, now: datetime, note: str = "", days: int = DAYS) -> SuggestionLink:
    """A new link to suggest translations of `subject` into the language `code`."""
    return SuggestionLink.objects.create(
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        language=code,
        key=secrets.token_urlsafe(KEY_BYTES),
        note=note,
        created_by=user,
        created_at=now,
        expires_at=now + timedelta(days=min(max(days, 1), MOST_DAYS)),
    )


def close(link: SuggestionLink, now: datetime) -> None:
    """Let the link work no more; what came by it stays."""
    SuggestionLink.objects.filter(pk=link.pk, closed_at=None).update(closed_at=now)


def find(key: str, now: datetime) -> SuggestionLink:
    """The link of `key`. Raises Unknown, for what is no key without asking the database, or Over."""
    link = SuggestionLink.objects.filter(key=key).first() if KEY.fullmatch(key) else None
    if link is None:
        raise Unknown
    if link.closed_at is not None or link.expires_at <= now or link.subject is None:
        raise Over
    return link


def links_of(subject: Any, code: str, now: datetime) -> QuerySet[SuggestionLink]:
    """The links that work now, the newest first, each with `sent`: how many suggestions came by it."""
    found: QuerySet[SuggestionLink] = SuggestionLink.objects.of(subject).filter(
        language=code, closed_at=None, expires_at__gt=now
    )
    return found.annotate(sent=Count("suggestions")).order_by("-created_at", "-pk")

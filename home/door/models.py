"""The app on somebody's phone that shows a new code every half a minute."""

from base64 import b32encode

from django.conf import settings
from django_otp.plugins.otp_totp.models import TOTPDevice

from home.door.keyed import keyed, vault_keys


class CodeApp(TOTPDevice):
    """An app that holds a secret together with us (RFC 6238).

    The row holds a seed; the secret comes of it and VAULT_KEY. So whoever has a copy of the database computes no code.
    """

    vault_key = ""  # the one that its secret is made with

    class Meta:
        proxy = True

    @property
    def bin_key(self) -> bytes:
        """The secret: 20 bytes, as RFC 4226 recommends."""
        return keyed(self.vault_key or settings.VAULT_KEY, "app", self.key)[:20]

    @property
    def secret(self) -> str:
        """The secret as one types it into an app: letters in groups of four."""
        letters = b32encode(self.bin_key).decode()
        return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))

    def verify_token(self, token: str) -> bool:
        """Whether `token` is the code of now or its neighbour, and later than the last one that was taken."""
        return any(self.verify_with(key, token) for key in vault_keys())

    def verify_with(self, vault_key: str, token: str) -> bool:
        """The same, the secret being made with one key."""
        self.vault_key = vault_key
        return bool(super().verify_token(token))

"""The app on somebody's phone that shows a new code every half a minute."""

import hashlib
import hmac
from base64 import b32encode
from collections.abc import Iterator

from django.conf import settings
from django_otp.plugins.otp_totp.models import TOTPDevice


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


def vault_keys() -> Iterator[str]:
    """The site's key and those of before: what was made with one goes on working."""
    yield settings.VAULT_KEY
    yield from settings.VAULT_KEYS_BEFORE


def keyed(key: str, purpose: str, text: str) -> bytes:
    """What only those who hold `key` (hexadecimal) can make of `text`: 32 bytes, other ones for each purpose."""
    return hmac.new(bytes.fromhex(key), f"door {purpose}\0{text}".encode(), hashlib.sha256).digest()

"""Whom we believe the second step: their apps, passkeys and recovery codes; added, asked, removed."""

import secrets
import unicodedata
from base64 import b32encode
from itertools import chain
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp_webauthn.models import WebAuthnCredential

from home.door.keyed import keyed, vault_keys
from home.door.models import CodeApp

KINDS: dict[str, type[Device]] = {"app": CodeApp, "passkey": WebAuthnCredential}
LETTERS = "abcdefghjkmnpqrstvwxyz23456789"  # none that is taken for another
CODE_LENGTH = 10  # 49 bits
CODES = 10
DIGITS = 6


class WrongCode(Exception):
    """The app shows another code."""


class LastDevice(Exception):
    """Without this device its owner could not sign in any more."""


# Who has what ---------------------------------------------------------------------------------------------------------
def of(user: Any) -> list[tuple[str, Device]]:
    """The devices of `user` with their kinds, oldest first."""
    owned = chain.from_iterable(
        ((kind, device) for device in model.objects.filter(user=user, confirmed=True)) for kind, model in KINDS.items()
    )
    return sorted(owned, key=lambda pair: pair[1].created_at)


def has_any(user: Any) -> bool:
    """Whether `user` has a device; recovery codes alone are none."""
    return any(model.objects.filter(user=user, confirmed=True).exists() for model in KINDS.values())


def is_one(vouching: Device) -> bool:
    """Whether it is a device, and not the recovery codes."""
    return isinstance(vouching, tuple(KINDS.values()))


def codes_left(user: Any) -> int:
    """How many recovery codes of `user` are unused."""
    return StaticToken.objects.filter(device__user=user).count()


# The second step ------------------------------------------------------------------------------------------------------
@transaction.atomic
def check(user: Any, typed: str) -> Device | None:
    """What of `user` vouches for the typed code: an app, or the recovery codes. Each code counts once."""
    hold(user)
    code = normal(typed)
    if len(code) == DIGITS and code.isdigit():
        return next((app for app in CodeApp.objects.filter(user=user, confirmed=True) if app.verify_token(code)), None)
    used = StaticToken.objects.filter(device__user=user, token__in=[digest(code, key) for key in vault_keys()]).first()
    if used is None:
        return None
    used.delete()
    return used.device


def hold(user: Any) -> None:
    """Let one change of `user`'s devices happen after the other, until the transaction ends."""
    get_user_model().objects.select_for_update().get(pk=user.pk)


def normal(typed: str) -> str:
    """A typed code without what separates its parts, its digits in ASCII whatever the keyboard wrote."""
    kept = [letter for letter in unicodedata.normalize("NFKC", typed) if letter.isalnum()]
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in kept).lower()


# Add and remove -------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_app(user: Any, seed: str, name: str, typed: str) -> Device:
    """The app that holds the secret of `seed` (hexadecimal) and shows the typed code. Raises WrongCode."""
    app = CodeApp.objects.create(user=user, key=seed, name=name, confirmed=False)
    if not app.verify_token(normal(typed)):
        raise WrongCode
    app.confirmed = True
    app.save(update_fields=["confirmed"])
    return app


@transaction.atomic
def remove(user: Any, device: Device, *, is_required: bool) -> None:
    """Forget one device of `user`. Raises LastDevice where they need one and it is the only one."""
    hold(user)
    others = [other for _, other in of(user) if other != device]
    if is_required and not others:
        raise LastDevice
    device.delete()


@transaction.atomic
def make_codes(user: Any) -> list[str]:
    """New recovery codes for `user`, which void the former; kept as keyed digests, so this is when they can be read."""
    hold(user)
    holder, _ = StaticDevice.objects.get_or_create(user=user, defaults={"name": "recovery"})
    holder.token_set.all().delete()
    codes = ["".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    key = next(vault_keys())
    StaticToken.objects.bulk_create([StaticToken(device=holder, token=digest(code, key)) for code in codes])
    return codes


def digest(code: str, key: str) -> str:
    """What is kept of a recovery code: 80 bits in 16 letters, as many as the column holds."""
    return b32encode(keyed(key, "recovery", code)[:10]).decode()


@transaction.atomic
def reset(user: Any) -> int:
    """Forget all devices and recovery codes of `user`; how many devices they were.

    Sessions lose what vouched for them; at the next sign-in `user` sets up anew.
    """
    hold(user)
    StaticDevice.objects.filter(user=user).delete()
    owned = of(user)
    for _, device in owned:
        device.delete()
    return len(owned)

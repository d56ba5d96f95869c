"""Passkeys: what the browser is asked, and whether its answer holds (WebAuthn, https://www.w3.org/TR/webauthn-3/)."""

import json
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django_otp.models import Device
from django_otp_webauthn.exceptions import OTPWebAuthnApiError
from django_otp_webauthn.helpers import WebAuthnHelper
from webauthn.helpers.exceptions import WebAuthnException

# Whatever may be found wrong with an answer: it comes from outside, so nothing in it need be what it should
FAULTS = (WebAuthnException, OTPWebAuthnApiError, IntegrityError, ValueError, TypeError, KeyError, RecursionError)
ASKED = "door_passkey"  # where the session keeps what was asked


class Refused(Exception):
    """The answer is not the one of a passkey of theirs to what was asked just now."""


def are_possible(request: HttpRequest) -> bool:
    """Whether the browser is at the one address that passkeys are made for."""
    return f"{request.scheme}://{request.get_host()}" in settings.OTP_WEBAUTHN_ALLOWED_ORIGINS


def ask_for_new(request: HttpRequest, user: Any) -> str:
    """What the browser needs to make a passkey, as JSON; noted in the session."""
    return ask(request, *WebAuthnHelper(request).register_begin(user))


def ask_for_known(request: HttpRequest, user: Any) -> str:
    """What the browser needs to use one of `user`'s passkeys, as JSON; noted in the session."""
    return ask(request, *WebAuthnHelper(request).authenticate_begin(user, require_user_verification=False))


def ask(request: HttpRequest, options: dict[str, Any], state: dict[str, Any]) -> str:
    """The options as JSON; the state waits in the session."""
    request.session[ASKED] = state
    return json.dumps(options)


def add(request: HttpRequest, user: Any, name: str, answer: str) -> Device:
    """The new passkey of the browser's answer (JSON). Raises Refused."""
    state = asked(request)
    try:
        with transaction.atomic():
            device: Device = WebAuthnHelper(request).register_complete(user, state, read(answer))
            device.name = name
            device.save(update_fields=["name"])
    except FAULTS as fault:
        raise Refused from fault
    return device


def check(request: HttpRequest, user: Any, answer: str) -> Device:
    """The passkey of `user` that gave the answer (JSON). Raises Refused."""
    state = asked(request)
    try:
        device: Device = WebAuthnHelper(request).authenticate_complete(user, state, read(answer))
    except FAULTS as fault:
        raise Refused from fault
    if not device.confirmed:
        raise Refused
    return device


def asked(request: HttpRequest) -> dict[str, Any]:
    """What the session waits for, once: no answer works twice. Raises Refused."""
    state: dict[str, Any] | None = request.session.pop(ASKED, None)
    if state is None:
        raise Refused
    request.session.save()
    return state


def read(answer: str) -> dict[str, Any]:
    """The browser's answer. Raises one of FAULTS."""
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise TypeError
    return found

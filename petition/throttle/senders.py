"""Who sends a form, as hashes that say nothing once their day is over: no address is kept anywhere."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac

from petition.models import DaySecret

SECRETS_LIVE = timedelta(hours=48)
KEY_CHARACTERS = 48  # 192 bits

_keys: dict[date, bytes] = {}  # of one day: a process asks the database once a day


@dataclass(frozen=True)
class Sender:
    """An address (/32, /64) and its neighbourhood (/24, /48) on one day, as keys of buckets."""

    host_key: str
    network_key: str
    binding: str  # the neighbourhood for permits, which outlive midnight; stored nowhere

    @property
    def prefix_key(self) -> str:
        """What a signature keeps of its network for a while."""
        return self.network_key.partition(":")[2]


def known(host: str, network: str, now: datetime) -> Sender:
    """The sender of pages.client_address.networks at `now`.

    Call it outside the transaction that signs: the first of a day makes the day's secret, not to be rolled back.
    """
    key = day_key(now.date())
    return Sender(
        host_key=f"host:{keyed(key, 'host', host)}",
        network_key=f"network:{keyed(key, 'network', network)}",
        binding=salted_hmac("petition.throttle network", network, algorithm="sha256").hexdigest()[:16],
    )


def day_key(day: date) -> bytes:
    """The key of `day`: nobody has it without the database and MAILBOX_KEY, and nobody once the row is gone."""
    if day not in _keys:
        DaySecret.objects.bulk_create([DaySecret(day=day, secret=secrets.token_bytes(32))], ignore_conflicts=True)
        secret = bytes(DaySecret.objects.get(day=day).secret)  # of whoever was first
        mixed = hmac.new(settings.MAILBOX_KEY.encode(), b"petition.throttle day\0" + secret, hashlib.sha256).digest()
        _keys.clear()  # yesterday's is needed no more, and what is not kept can't be taken
        _keys[day] = mixed
    return _keys[day]


def forget() -> None:
    """Ask the database again, as a new process does."""
    _keys.clear()


def keyed(key: bytes, purpose: str, text: str) -> str:
    """The hash of `text` for one purpose on one day."""
    return hmac.digest(key, f"{purpose}\0{text}".encode(), "sha256").hex()[:KEY_CHARACTERS]

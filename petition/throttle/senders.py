"""Who sends a form, as hashes that say nothing once their day is over: no address is kept anywhere."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from petition.models import Bucket, DaySecret

SECRETS_LIVE = timedelta(hours=48)
STRETCH = timedelta(minutes=10)  # in which places are counted
KEY_CHARACTERS = 48  # 192 bits

_keys: dict[date, bytes] = {}  # of today: a process asks the database once a day


class Keys(NamedTuple):
    """An address (/32, /64) and its neighbourhood (/24, /48) on one day, as keys of buckets."""

    host: str
    network: str


@dataclass(frozen=True)
class Sender:
    """Who sends a form: the buckets in which it counts now, and what outlives them."""

    host_key: str
    network_key: str
    network: str  # the neighbourhood itself; stored nowhere
    prefix_key: str  # what a signature keeps of its network for a while

    @cached_property
    def binding(self) -> str:
        """The neighbourhood for permits, which outlive midnight; stored nowhere."""
        made = salted_hmac("petition.throttle network", self.network, algorithm="sha256")
        return made.hexdigest()[:16]


def known(host: str, network: str, now: datetime) -> Sender:
    """The sender of pages.client_address.networks at `now`.

    Call it outside the transaction that signs: the first of a day makes the day's secret, not to be rolled back.
    """
    today = keys_on(now.date(), host, network)
    return Sender(*running(today, host, network, now), network, prefix_key=today.network.partition(":")[2])


def running(today: Keys, host: str, network: str, now: datetime) -> Keys:
    """Where the sender counts: in what was begun before midnight as long as that runs, else under today's keys."""
    yesterday = (now - STRETCH).date()
    if yesterday == now.date():
        for day in [day for day in _keys if day < yesterday]:  # needed no more, and what is not kept can't be taken
            _keys.pop(day, None)
        return today
    before = keys_on(yesterday, host, network)
    still = set(Bucket.objects.filter(key__in=before, ends_at__gt=now).values_list("key", flat=True))
    return Keys(*(old if old in still else new for old, new in zip(before, today, strict=True)))


def keys_on(day: date, host: str, network: str) -> Keys:
    """Under what a sender is known on `day`."""
    key = day_key(day)
    return Keys(f"host:{keyed(key, 'host', host)}", f"network:{keyed(key, 'network', network)}")


def day_key(day: date) -> bytes:
    """The key of `day`: nobody has it without the database and MAILBOX_KEY, and nobody once the row is gone."""
    if day not in _keys:
        DaySecret.objects.bulk_create([DaySecret(day=day, secret=secrets.token_bytes(32))], ignore_conflicts=True)
        secret = bytes(DaySecret.objects.get(day=day).secret)  # of whoever was first
        mixed = hmac.new(settings.MAILBOX_KEY.encode(), b"petition.throttle day\0" + secret, hashlib.sha256).digest()
        _keys[day] = mixed
        return mixed
    return _keys[day]


def forget() -> None:
    """Ask the database again, as a new process does."""
    _keys.clear()


def keyed(key: bytes, purpose: str, text: str) -> str:
    """The hash of `text` for one purpose on one day. By hmac.new, see petition.mailbox.keyed."""
    return hmac.new(key, f"{purpose}\0{text}".encode(), "sha256").hexdigest()[:KEY_CHARACTERS]

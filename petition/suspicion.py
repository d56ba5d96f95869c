"""How far a signature looks like a program's: a score with reasons, never a wall."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from disposable_email_domains import blocklist
from django.db import connection
from django.utils.functional import cached_property

from petition import hosting_networks, mailbox, rows
from petition.models import Signature

HASTE, GREAT_HASTE = 3_000, 1_000  # milliseconds in which nobody reads and fills in a form, not even with autofill
CROWD = 50  # mailboxes of one small domain in a day
REMEMBERED, MOST_REMEMBERED = timedelta(minutes=1), 1_000
DAY = timedelta(days=1)
MILLISECONDS = re.compile(r"\d{1,9}", re.ASCII)
CROWDED = """
WITH asked (domain_key) AS ({source})
SELECT domain_key FROM asked WHERE EXISTS (
    SELECT 1 FROM petition_signature AS known WHERE known.domain_key = asked.domain_key AND known.signed_at > %s
    ORDER BY known.signed_at LIMIT 1 OFFSET {before}
)
"""

PROVIDERS_FILE = Path(__file__).parent / "data" / "mail_providers.txt"

_crowds: dict[str, datetime] = {}  # when a domain was last found to be one


@dataclass(frozen=True)
class Traces:
    """What is known of a form besides what was typed."""

    mailbox: str  # a tidy address
    address: str  # of the sender, see pages.client_address
    trap: str = ""  # what stood in the field that nobody sees
    milliseconds: str = ""  # from the sight of the form until it was sent, as a script counted; "" without one

    @cached_property
    def domain(self) -> str:
        """Of the mailbox, as the mail system writes it."""
        return mailbox.domain_of(self.mailbox)


@dataclass(frozen=True)
class Suspicion:
    """The parts of a score, in points."""

    trap: int = 0
    haste: int = 0
    disposable: int = 0  # a mailbox that lives for an hour
    crowd: int = 0  # one small domain, many mailboxes: perhaps one owner who catches all
    hosting: int = 0  # sent from a data centre
    listed: int = 0  # a domain that editors have named

    @property
    def score(self) -> int:
        """All parts together."""
        return sum(vars(self).values())


def of(traces: Traces, named_domains: frozenset[str], now: datetime) -> Suspicion:
    """The suspicion of a form. It asks the database the same for every mailbox, known or not."""
    return judged(traces, named_domains, is_crowded(traces.domain, now))


def judged(traces: Traces, named_domains: frozenset[str], is_crowd: bool) -> Suspicion:
    """The same where it is known whether many mailboxes of the domain signed within a day."""
    is_crowd = is_crowd and traces.domain not in providers()
    return Suspicion(
        trap=6 if traces.trap else 0,
        haste=haste(traces.milliseconds),
        disposable=3 if is_one_of(traces.domain, blocklist) else 0,
        crowd=3 if is_crowd else 0,
        hosting=3 if hosting_networks.has(traces.address) else 0,
        listed=8 if is_one_of(traces.domain, named_domains) else 0,
    )


@cache
def providers() -> frozenset[str]:
    """The domains with so many mailboxes that a crowd from them means nothing."""
    lines = PROVIDERS_FILE.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def haste(milliseconds: str) -> int:
    """The points of a form that was sent too soon. Caches keep pages, so only a script can tell; without one, none."""
    if not MILLISECONDS.fullmatch(milliseconds):
        return 0
    return 4 if int(milliseconds) < GREAT_HASTE else 2 if int(milliseconds) < HASTE else 0


def is_one_of(domain: str, domains: frozenset[str] | set[str]) -> bool:
    """Whether the domain, or one that it is part of, is among `domains`."""
    parts = domain.split(".")
    return any(".".join(parts[place:]) in domains for place in range(len(parts) - 1))


def is_crowded(domain: str, now: datetime) -> bool:
    """Whether many mailboxes of the domain signed within a day: one step in an index, however many they are."""
    recent = Signature.objects.filter(domain_key=mailbox.domain_key(domain), signed_at__gt=now - DAY)
    return recent.order_by("signed_at").values_list("pk")[CROWD - 1 : CROWD].exists()


def crowded(domains: Iterable[str], now: datetime) -> set[str]:
    """Those of `domains` from which many mailboxes signed within a day, in one statement. No provider is asked for.

    A crowd is remembered for a minute, in which a storm from one domain asks for it no more.
    """
    asked = set(domains) - providers()
    found = {domain for domain in asked if (seen := _crowds.get(domain)) and timedelta(0) <= now - seen < REMEMBERED}
    keys = {mailbox.domain_key(domain): domain for domain in asked - found}
    if keys:
        fields = rows.fields_of(Signature, ("domain_key", "signed_at"))
        source, values = rows.source(fields[:1], [(key,) for key in sorted(keys)])
        since = fields[1].get_db_prep_value(now - DAY, connection)
        new = {keys[key] for (key,) in rows.ask(CROWDED.format(source=source, before=CROWD - 1), [*values, since])}
        remember(new, now)
        found |= new
    return found


def remember(domains: Iterable[str], now: datetime) -> None:
    """Know crowds for a while; not more than a thousand."""
    if len(_crowds) > MOST_REMEMBERED:
        _crowds.clear()
    _crowds.update(dict.fromkeys(domains, now))


def forget() -> None:
    """Ask the database again, as a new process does."""
    _crowds.clear()

"""Measures the limits at the size of an attack, through the real form. `make bench-limits` runs it, for some minutes.

Aimed at: 10,000 forms from one address leave at most 50 signatures in ten minutes while the neighbour gets through; one
mailbox typed 10,000 times from 5,000 addresses gets at most three letters a day; a proof is verified within 1 ms; the
answer costs the same whatever the mailbox has done before.
"""

import base64
import datetime as dt
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any
from unittest import mock

from django.core.handlers.base import BaseHandler
from django.db import connection
from django.db.models import F
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks import stage

FORMS = 10_000
PROOFS = 5_000
SIGN = "/en/petitions/trees/sign/"
FORM = {"name": "Aygün Əliyeva", "country": "AZ", "consent": "yes"}
TEN_MINUTES, DAY = dt.timedelta(minutes=10), dt.timedelta(days=1)
FACTORY = RequestFactory()
ATTACKER, NEIGHBOUR = "203.0.113.7", "203.0.113.8"


def main() -> None:
    """Attack a site of its own, and tell."""
    options = stage.options(__doc__)
    options.add_argument("--forms", type=int, default=FORMS, help="fewer, for a first look")
    forms = options.parse_args().forms
    stage.build()
    from tests.petition.conftest import add_petition  # the site is loaded by now

    add_petition()
    for line in measure(forms):
        stage.say(line)


def measure(forms: int) -> Iterator[str]:
    """Everything, line by line."""
    site = BaseHandler()
    site.load_middleware()
    yield from flood(site, forms)
    yield from letter_bomb(site, forms)
    yield from verifying()
    yield from equal_answers(site)


# A flood --------------------------------------------------------------------------------------------------------------
def flood(site: BaseHandler, most: int) -> Iterator[str]:
    """One address sends forms for ten minutes: one that proves nothing, then one that solves every task it is given."""
    from petition.models import Signature  # the site is loaded by now

    attacks = (("proves nothing", "198.51.100.7", most // 10), ("solves every task", ATTACKER, most))
    for name, sender, forms in attacks:
        before, start = Signature.objects.count(), time.perf_counter()
        told: Counter[str] = Counter()
        for number, _now in enumerate(moments(forms, TEN_MINUTES)):
            html = send(site, f"{name[0]}{number}@example.org", sender)
            if sender == ATTACKER and "data-challenge" in html:
                told["task"] += 1
                html = send(site, "", sender, solved(html))
            told[answer_of(html)] += 1
        rows, seconds = Signature.objects.count() - before, time.perf_counter() - start
        yield f"{forms:,} forms from one address in 10 minutes, {name}: {rows} signatures (at most 50); {dict(told)}"
        yield f"  {1_000 * seconds / forms:.1f} ms a form"
    now = answer_of(send(site, "neighbour@example.org", NEIGHBOUR))
    yield f"the neighbour in the same /24, at the same moment: {now}"


def letter_bomb(site: BaseHandler, forms: int) -> Iterator[str]:
    """One mailbox is typed all day from thousands of addresses, each in a network of its own."""
    from petition.models import Letter, Signature  # the site is loaded by now

    before = list(Letter.objects.values_list("pk", flat=True))
    told: Counter[str] = Counter()
    for number, _now in enumerate(moments(forms, DAY)):
        place = number % (forms // 2)
        told[answer_of(send(site, "victim@example.net", f"{11 + place // 250}.{place % 250}.0.1"))] += 1
    letters = Letter.objects.exclude(pk__in=before).values_list("due_at", flat=True)
    days = Counter(due.date().isoformat() for due in letters)
    yield f"one mailbox {forms:,} times from {forms // 2:,} addresses in a day: letters {dict(days)} (at most 3 a day)"
    yield f"  {dict(told)}; {Signature.objects.count()} signatures in all"


def moments(count: int, span: dt.timedelta) -> Iterator[dt.datetime]:
    """So many moments spread over `span`, each of them now while it is the loop's: a slow machine attacks no slower."""
    start = timezone.now()
    for number in range(count):
        now = start + number * span / count
        with mock.patch.object(timezone, "now", return_value=now):
            yield now


def send(site: BaseHandler, email: str, sender: str, data: dict[str, str] | None = None) -> str:
    """The page that answers a form."""
    whence = {"HTTP_HOST": "localhost", "HTTP_SEC_FETCH_SITE": "same-origin", "REMOTE_ADDR": sender}
    answer = site.get_response(FACTORY.post(SIGN, data or {**FORM, "email": email}, **whence))
    return str(answer.content.decode())


def answer_of(html: str) -> str:
    """Which page it is."""
    marks = {"Check your mailbox": "signed", "Almost there": "task", "Please try again later": "later"}
    return next((name for mark, name in marks.items() if f"<h1>{mark}</h1>" in html), "something else")


def solved(html: str) -> dict[str, str]:
    """What a browser sends once it has solved the task of a page."""
    from petition.throttle.proofs import hashed  # the site is loaded by now

    form = html.split("<main", 1)[1].split("</form>")[0]
    fields = {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)}
    task: dict[str, Any] = json.loads(unescape(re.findall(r'data-challenge="([^"]*)"', html)[0]))
    most = task.pop("maxnumber")
    number = next(each for each in range(most + 1) if hashed(task["salt"], each) == task["challenge"])
    return {**fields, "proof": base64.b64encode(json.dumps({**task, "number": number}).encode()).decode()}


# Verifying ------------------------------------------------------------------------------------------------------------
def verifying() -> Iterator[str]:
    """How long a proof takes to be verified, a true one and a forged one."""
    from petition.throttle import proofs  # the site is loaded by now

    now = timezone.now()
    permit = proofs.new(1, "0123456789abcdef", now)
    task = proofs.challenge(permit, 100)
    number = next(each for each in range(101) if proofs.hashed(task["salt"], each) == task["challenge"])
    for name, found in (("true", number), ("forged", number + 1)):
        payload = base64.b64encode(json.dumps({**task, "number": found}).encode()).decode()
        took = sorted(timed(lambda payload=payload: verified(payload, now)) for _ in range(PROOFS))
        yield (
            f"a {name} proof is judged in {statistics.median(took) * 1_000:.3f} ms "
            f"(99 of 100 in {took[PROOFS * 99 // 100] * 1_000:.3f}; at most 1)"
        )


def verified(payload: str, now: dt.datetime) -> bool:
    """Whether a proof is good."""
    from petition.throttle import proofs  # the site is loaded by now

    try:
        proofs.check(proofs.worked(payload), 1, "0123456789abcdef", now)
    except proofs.Worthless:
        return False
    return True


def timed(deed: Callable[[], object]) -> float:
    """Seconds that a deed takes."""
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


# Equal answers --------------------------------------------------------------------------------------------------------
def equal_answers(site: BaseHandler) -> Iterator[str]:
    """How often the database is asked for each kind of mailbox: nobody can tell one from another by it."""
    from petition.models import Signature  # the site is loaded by now

    send(site, "warm@example.org", "20.0.0.1")
    asked: dict[str, set[int]] = {}
    for number in range(100):
        emails = {"new": f"new{number}@example.org", "disposable": f"new{number}@mailinator.com"}
        for state, email in {**emails, "pending": f"new{number}@example.org"}.items():
            asked.setdefault(state, set()).add(queries(site, email, f"20.{number}.{len(state)}.1"))
        Signature.objects.filter(confirmed_at=None).update(confirmed_at=F("signed_at"))
        asked.setdefault("confirmed", set()).add(queries(site, f"new{number}@example.org", f"20.{number}.99.1"))
    yield f"queries for a mailbox that is {asked}"


def queries(site: BaseHandler, email: str, sender: str) -> int:
    """How many there are, but for those that every few seconds read the rules again."""
    with CaptureQueriesContext(connection) as captured:
        send(site, email, sender)
    return sum("_protection" not in each["sql"] and "_breaker" not in each["sql"] for each in captured)


if __name__ == "__main__":
    main()

"""Everything that somebody waits for at a site with many signatures, and the worker's rounds with nothing to do."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks import synthesiser

STATES = ("pending", "confirmed", "held", "withdrawn", "invalidated", "erased")


def deeds(client: Client, petitions: list[int]) -> dict[str, Callable[[], Any]]:
    """Everything that somebody waits for, and the worker's rounds with nothing to do."""
    return {**visits(client, petitions), **lists(client, petitions), **deeds_of_signing(petitions), **chores()}


def visits(client: Client, petitions: list[int]) -> dict[str, Callable[[], Any]]:
    """Pages of visitors, and of editors that show numbers."""
    from petition import counting, tokens  # the site is loaded by now
    from petition.models import Petition, Signature

    somebody = Signature.objects.get(mailbox_key=key_of_somebody(petitions[0]))
    token = tokens.make(tokens.Purpose.OWN, tokens.Link(somebody.pk, somebody.petition_id, somebody.epoch))
    pages = {
        "petition's page, with signatories": "/en/petitions/large/",
        "tally.json": "/petitions/large/tally.json",
        "integrity page": "/en/petitions/large/integrity/",
        "own page": f"/en/signatures/{token}/",
        "counts page": reverse(Petition.snippet_viewset.get_url_name("counts"), args=[petitions[0]]),
        "front page of the admin": reverse("wagtailadmin_home"),
        "one signature in the admin": reverse("petition_signatures:inspect", args=[somebody.pk]),
        "failed letters": reverse("petition_failed_letters:index"),
    }
    shown = {"shown count": lambda: counting.shown(petitions[0])}
    return shown | {name: asking(client, url) for name, url in pages.items()}


def key_of_somebody(petition_id: int) -> str:
    """The mailbox that is looked for."""
    from petition import mailbox  # the site is loaded by now

    return mailbox.key(synthesiser.SOMEBODY, petition_id)


def asking(client: Client, url: str, **query: Any) -> Callable[[], int]:
    """Asks for a page; how many rows of a list it shows. RuntimeError where it is no page."""

    def ask() -> int:
        answer = client.get(url, query)
        if answer.status_code != 200:
            raise RuntimeError(f"{url} answers {answer.status_code}")
        page = answer.context.get("page") if answer.context else None
        return len(getattr(page, "rows", ()))

    return ask


def lists(client: Client, petitions: list[int]) -> dict[str, Callable[[], Any]]:
    """The list of signatures: first page, a page in its middle, by each filter, by search; the start of an export."""
    from petition.models import Signature  # the site is loaded by now
    from petition.viewsets.keyset import Cursor

    url, held = reverse("petition_signatures:index"), reverse("petition_quarantines:held")
    large, _middle, small = petitions
    row = Signature.objects.get(mailbox_key=key_of_somebody(large))
    deep = str(Cursor(is_older=True, moment=row.signed_at, pk=row.pk))
    asked = {
        "first": {}, "deep": {"p": deep}, "small petition": {"petition": small}, "common country": {"country": "IN"},
        "rare country": {"country": "VA"}, "rare country of small petition": {"country": "VA", "petition": small},
        "rare language": {"language": "zh-hans"}, "rare language, deep": {"language": "zh-hans", "p": deep},
        "days": {"signed_at_from": day(row), "signed_at_to": day(row), "petition": large},
        "news": {"wants_news": "true"},
        **{f"{state}": {"state": state} for state in STATES},
        **{f"{state} of small petition": {"state": state, "petition": small} for state in STATES},
        "language and country": {"language": "zh-hans", "country": "VA", "petition": large},
    }  # fmt: skip
    searched = {"search by mailbox": synthesiser.SOMEBODY, "search by name": synthesiser.NAME}
    return {
        **{f"list, {name}": asking(client, url, **query) for name, query in asked.items()},
        **{name: asking(client, url, q=typed) for name, typed in searched.items()},
        "list of held ones": asking(client, held, petition=large),
        **{f"start of an export, {kind}": starting(petitions[0], kind) for kind in ("addressees", "impersonal")},
    }


def day(row: Any) -> str:
    """When somebody signed, as a filter takes it."""
    return f"{row.signed_at:%Y-%m-%d}"


def starting(petition: int, kind: str) -> Callable[[], None]:
    """Takes the first piece of a file and hangs up."""
    from petition import export  # the site is loaded by now
    from petition.models import Signature

    def start() -> None:
        pieces = export.file(Signature.objects.filter(petition=petition), export.Kind(kind), "en", lambda _n: None)
        next(pieces)
        next(pieces)
        pieces.close()

    return start


def deeds_of_signing(petitions: list[int]) -> dict[str, Callable[[], Any]]:
    """Signing by a new mailbox, confirming, signing again, choosing."""
    from petition import lifecycle  # the site is loaded by now
    from petition.models import PetitionText, Signature
    from petition.tokens import Link

    text = PetitionText.objects.select_related("petition").get(petition=petitions[0], language="en")
    waiting: list[Link] = []
    numbers = iter(range(10**9))

    def sign() -> None:
        given = lifecycle.Given("Somebody New", f"new{next(numbers)}@example.org", "AZ")
        lifecycle.sign(text, given, "en", timezone.now())

    def note() -> None:
        known = {link.signature_id for link in waiting}
        fresh = Signature.objects.order_by("-pk").filter(confirmed_at=None)[:400]
        waiting.extend(Link(each.pk, each.petition_id, each.epoch) for each in fresh if each.pk not in known)

    def confirm() -> None:
        if not waiting:
            note()
        lifecycle.confirm(waiting.pop(), timezone.now())

    def sign_again() -> None:
        given = lifecycle.Given(synthesiser.NAME, synthesiser.SOMEBODY, "AZ")
        lifecycle.sign(text, given, "en", timezone.now())

    return {"signing": sign, "confirming": confirm, "signing again": sign_again}


def chores() -> dict[str, Callable[[], Any]]:
    """The worker's rounds when nothing is due, and what it looks at every few minutes."""
    from petition import (
        alarms,
        counting,
        integrity,
        lifecycle,
        outbox,
        retention,
        throttle,
    )  # the site is loaded by now

    counting.fold(timezone.now())
    now = timezone.now
    return {
        "worker: fold": lambda: counting.fold(now()) + integrity.fold(),
        "worker: prepare": lifecycle.prepare,
        "worker: news and crowds": lambda: lifecycle.work_off(now()) + lifecycle.announce(now()),
        "worker: letters": lambda: outbox.send_due(now()),
        "worker: remind": lambda: lifecycle.remind(now()),
        "worker: expire": lambda: lifecycle.expire(now()),
        "worker: breakers": lambda: throttle.check_breakers(now()),
        "worker: alarms": lambda: alarms.look(now()),
        "worker: retention": lambda: retention.apply(now()),
    }

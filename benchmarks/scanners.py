"""Lets mail scanners loose on 1,000 letters of all kinds. `make bench-scanners` runs it.

Aimed at: 0 signatures confirmed, withdrawn, erased or otherwise changed, 0 news stopped. Every letter is scanned by
HTTP (HEAD, OPTIONS, GET, every form as it is); as many as the minutes allow by Chromium with scripts, which stays 10
seconds on each page, then presses every button and sends every form.
"""

import os
import time
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from benchmarks import stage
from tests import chromium

LANGUAGES = ("en", "az", "ar", "ru", "fr")
SLUG = "justice-for-khojaly"
OWN = "/signatures/"
TELL_EVERY = 200  # letters


def main() -> None:
    """Sign, write, scan, compare, tell."""
    parser = stage.options(__doc__)
    parser.add_argument("--letters", type=int, default=1_000)
    parser.add_argument("--minutes", type=float, default=10, help="for the browser")
    parser.add_argument("--seconds", type=float, default=10, help="that it stays on each page")
    chosen = parser.parse_args()
    stage.build()
    call_command("load_demo", verbosity=0)
    written = list(islice(letters(), chosen.letters))
    stage.say(f"{len(written)} letters to as many signatures, of {len({kind for kind, _addresses in written})} kinds")
    by_http([addresses for _kind, addresses in written])
    by_browser([addresses for _kind, addresses in written], chosen.minutes * 60, chosen.seconds)


def letters() -> Iterator[tuple[str, set[str]]]:
    """(kind, addresses in the letter) of one letter after another, each to a signature of its own."""
    from pages.models import NewsPage  # models exist since the site was loaded
    from petition import lifecycle
    from petition.models import PetitionText
    from petition.models.letter import Kind

    texts = PetitionText.objects.with_terms().filter(petition__slug=SLUG).newest()
    by_language = {text.language: text for text in texts}
    page = NewsPage.objects.live().latest("date")
    first = next(iter(by_language.values()))
    news = lifecycle.plan_news(first.petition, page.pk, None, timezone.now())
    for number, kind in enumerate(cycle(Kind)):
        code = LANGUAGES[number // len(Kind) % len(LANGUAGES)]
        told = news if kind == Kind.NEWS else None
        yield str(kind), letter(by_language.get(code, first), kind, code, number, told)


def letter(text: Any, kind: Any, code: str, number: int, news: Any) -> set[str]:
    """The addresses in a letter of `kind` to a new signature that wants news and shows its name."""
    from petition import lifecycle  # models exist since the site was loaded
    from petition.lifecycle import Given
    from petition.models import Signature
    from petition.models.letter import Kind
    from petition.tokens import Link
    from tests import scanning

    now = timezone.now()
    lifecycle.sign(text, Given("Aygün Əliyeva", f"a{number}@example.org", "AZ", "Because.", True, True), code, now)
    signature = Signature.objects.select_related("petition", "text").latest("pk")
    link = Link(signature.pk, signature.petition_id, signature.epoch)
    if kind not in {Kind.CONFIRM, Kind.REMINDER}:
        signature = lifecycle.confirm(link, now)
    if kind == Kind.WITHDRAWN:
        signature = lifecycle.withdraw(link, now)
    lifecycle.prepare()
    return scanning.letter_to(signature, kind, code, news).addresses


def by_http(written: list[set[str]]) -> None:
    """Every letter."""
    from tests import scanning  # models exist since the site was loaded

    scanner, before, start = scanning.HttpScanner(), scanning.state(), time.perf_counter()
    for number, addresses in enumerate(written, start=1):
        scanner.scan(addresses)
        if number % TELL_EVERY == 0 or number == len(written):
            took, pages = time.perf_counter() - start, len(scanner.known)
            stage.say(f"by HTTP: {number} letters, {pages} pages, {scanner.requests} requests in {took:.0f} s")
            tell_changes(before, scanning.state())


def by_browser(written: list[set[str]], most: float, seconds: float) -> None:
    """As many letters as `most` seconds allow, `seconds` on each page."""
    from tests import scanning  # models exist since the site was loaded

    server = LiveServer(os.environ["DJANGO_LIVE_TEST_SERVER_ADDRESS"])
    before, start, done = scanning.state(), time.perf_counter(), 0
    with sync_playwright() as playwright:
        path = chromium.find(playwright)
        if path is None:
            raise SystemExit(chromium.MISSING)
        visitor = chromium.start(playwright, path).new_context()
        scanner = scanning.BrowserScanner(visitor, seconds)
        while done < len(written) and time.perf_counter() - start < most:
            scanner.scan(address for address in written[done] if OWN in address)
            done += 1
    server.stop()
    pages, took = len(scanner.known), time.perf_counter() - start
    stage.say(f"by Chromium: {done} letters, {pages} pages, {scanner.presses} presses in {took:.0f} s")
    tell_changes(before, scanning.state())


def tell_changes(before: Any, after: Any) -> None:
    """How many signatures became what nobody wanted; ends the run where any did."""
    signatures = list(zip(before[0], after[0], strict=True))
    counts = {
        "confirmed": sum(old["confirmed_at"] != new["confirmed_at"] for old, new in signatures),
        "withdrawn": sum(old["withdrawn_at"] != new["withdrawn_at"] for old, new in signatures),
        "unsubscribed": sum(old["wants_news"] != new["wants_news"] for old, new in signatures),
        "erased": sum(old["erased_at"] != new["erased_at"] for old, new in signatures),
        "changed": sum(old != new for old, new in signatures),
    }
    stage.say(", ".join(f"{count} {name}" for name, count in counts.items()))
    if before != after:
        raise SystemExit("A scanner changed something.")


if __name__ == "__main__":
    main()

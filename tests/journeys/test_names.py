"""Thirty names, the most different of the corpus, through a real browser: typed, and read again wherever they stand."""

import csv
import io
import itertools
import re
import unicodedata
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page
from wagtail.models import Site

from petition import lifecycle, throttle
from petition.models import Protection, Signature
from petition.tokens import Link
from tests.journeys import desk
from tests.journeys.cast import SLUG
from tests.journeys.conftest import Visit
from tests.journeys.post import Postman
from tests.journeys.screens import expect_heading, sign_form
from tests.petition.conftest import person_of

CORPUS = Path(__file__).parents[1] / "data/names.csv"
ROWS = list(csv.DictReader(CORPUS.read_text("utf-8").splitlines()))
HOW_MANY = 30


def sample() -> list[str]:
    """The names that break most, then one of each script."""
    names = [row["name"] for row in ROWS]
    hard = [
        next(name for name in names if not unicodedata.is_normalized("NFC", name)),
        next(name for name in names if "\N{ZERO WIDTH NON-JOINER}" in name),
        next(name for name in names if "\N{ZERO WIDTH JOINER}" in name),
        next(name for name in names if any(ord(sign) >> 16 == 2 for sign in name)),
        next(name for name in names if "'" in name),
        min(names, key=len),
        max(names, key=len),
    ]
    of_each_script = {row["script"]: row["name"] for row in reversed(ROWS)}.values()
    return list(itertools.islice(dict.fromkeys([*hard, *of_each_script]), HOW_MANY))


NAMES = sample()
HALVES = [NAMES[::2], NAMES[1::2]]  # so that two workers share them; the petition's page shows the newest 20


def sign(page: Page, name: str, number: int) -> str:
    """Sign as `name`, first without the tick; what stood in the field of the page that came back."""
    page.goto(f"/en/petitions/{SLUG}/")
    form = sign_form(page)
    form.name.fill(name)
    form.email.fill(f"person{number}@example.org")
    form.place.locator("[name=public]").check()
    form.button.click()
    page.wait_for_url("**/sign/**")
    came_back = form.name.input_value()
    form.consent.check()
    form.button.click()
    expect_heading(page, "Check your mailbox", "en")
    return came_back


def confirm(signatures: list[Signature]) -> None:
    """Follow the links of some letters, without a browser."""
    for signature in signatures:
        lifecycle.confirm(Link(signature.pk, signature.petition_id, signature.epoch), timezone.now())


def texts(found: Locator) -> list[str]:
    """What stands in each of some elements, to the byte."""
    return [str(text).strip() for text in found.evaluate_all("elements => elements.map(each => each.textContent)")]


@pytest.mark.parametrize("names", HALVES, ids=["half", "other-half"])
def test_thirty_names_come_back_from_every_page_and_letter(visit: Visit, postman: Postman, names: list[str]) -> None:
    kept = [unicodedata.normalize("NFC", name) for name in names]
    Protection.objects.create(site=Site.objects.get(is_default_site=True), soft_per_address=HOW_MANY)
    throttle.forget()
    visitor = visit("/en/", javascript=False)
    assert [sign(visitor, name, number) for number, name in enumerate(names)] == names
    signatures = list(Signature.objects.order_by("pk"))
    assert [person_of(signature).name for signature in signatures] == kept

    confirm(signatures)
    lifecycle.prepare()
    visitor.goto(f"/en/petitions/{SLUG}/")
    assert texts(visitor.locator(".petition-signatories bdi"))[::-1] == kept

    receipts = postman.letters("receipt")
    thanked = [re.findall(r"Thank you, \u2068(.*)\u2069\.", letter.text) for letter in receipts]
    assert thanked == [[name] for name in kept]
    visitor.set_content("".join(str(letter.html.h1) for letter in receipts))
    assert texts(visitor.locator("h1 bdi")) == kept

    desk.add_editor()
    office = visit("/admin/")
    desk.sign_in(office)
    assert in_list(office) == kept
    assert in_details(office, signatures) == kept
    assert in_file(office) == kept


def in_list(office: Page) -> list[str]:
    """The names in the admin's list, which begins with the newest."""
    office.goto("/admin/signatures/")
    return texts(office.locator("td.petition-name bdi"))[::-1]


def in_details(office: Page, signatures: list[Signature]) -> list[str]:
    """The name on the page of each signature, asked by the browser but not drawn, which would take a minute."""
    pages = [office.request.get(f"/admin/signatures/{signature.pk}/").text() for signature in signatures]
    office.set_content("".join(re.findall(r"<dl.*?</dl>", "".join(pages), re.DOTALL)))
    return texts(office.locator("dl dd:first-of-type bdi"))


def in_file(office: Page) -> list[str]:
    """The names in the exported file, as it lands on an editor's disk."""
    office.goto("/admin/signatures/export/")
    office.get_by_label("Reason").fill("A story")
    with office.expect_download() as download:
        office.get_by_role("button", name="Download CSV").click()
    rows = csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"), newline=""))
    return [row["Name"] for row in rows]

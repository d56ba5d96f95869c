"""What attackers type, in every field of visitors and editors: nothing breaks, runs, computes, or leaves in a letter.

`make payloads` tries every payload in every place; otherwise it is every seventh, but for the form.
"""

import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from pages.models import SiteSettings
from petition import export, lifecycle, outbox
from petition.models import Petition, PetitionText, Signature
from tests.pages.conftest import add_page, admin_in, editor, home
from tests.petition.conftest import FORM, given, link_of, petition, text
from tests.petition.test_export import spreadsheet

__all__ = ["admin_in", "editor", "home", "petition", "text"]

PAYLOADS = [json.loads(line) for line in (Path(__file__).parent / "data/payloads.txt").read_text("ascii").splitlines()]
SOME = PAYLOADS[:: int(os.environ.get("PAYLOADS_EVERY", "7"))]
SIGN = "/en/petitions/trees/sign/"
TYPED = ("name", "email", "country", "comment", "public", "news", "consent")
UNSEEN = ("subject", "took", "page", "form", "text", "proof", "ticket", "rounds")
ASKING = ("User-Agent", "Accept-Language", "Accept", "Referer", "X-Forwarded-For", "Cookie", "Origin")


class Reader(HTMLParser):
    """Finds in a page what a browser would run without the policy's permission."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            begins = (value or "").strip("\0\1\t\r\n ").casefold()
            runs = name.startswith("on") or name == "srcdoc"
            if runs or (name in {"href", "src", "action", "formaction", "data"} and begins.startswith("javascript:")):
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script" and "window.ran" in data:
            self.found.append(data)


def check(answer: Any, usual: set[str], payload: str) -> None:
    """An answer to a payload is no failure, has no header that others have not, and holds nothing that runs."""
    assert answer.status_code < 500, payload
    assert set(answer.headers) <= usual | {"Location", "Retry-After", "Allow", "Vary", "Content-Language"}, payload
    assert not any(sign in value for value in answer.headers.values() for sign in "\r\n"), payload
    if not answer.streaming and "html" in answer.get("Content-Type", ""):
        assert Reader(answer.content.decode()).found == [], payload


@pytest.fixture
def stranger() -> Callable[[], Client]:
    """Somebody from an address that nobody came from before."""
    numbers = itertools.count(1)
    return lambda: Client(REMOTE_ADDR=f"10.{(number := next(numbers)) // 250}.{number % 250}.1")


def usual(client: Client) -> set[str]:
    """The headers of an answer to nothing special."""
    return set(client.get("/en/petitions/trees/").headers) | set(client.post(SIGN, {"name": "Anna"}).headers)


def test_there_are_200_payloads_of_every_kind() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 200
    for sign in ("\r\nBcc:", "<script>", "=1+1", "\u202e", "javascript:", "{{", "%s", "\0"):
        assert any(sign in payload for payload in PAYLOADS), sign


# Visitors -------------------------------------------------------------------------------------------------------------
def test_every_field_of_the_form_takes_every_payload(petition: Petition, stranger: Callable[[], Client]) -> None:
    known = usual(stranger())
    for payload in PAYLOADS:
        check(stranger().post(SIGN, dict.fromkeys([*TYPED, *UNSEEN], payload)), known, payload)


def test_what_is_signed_with_a_payload_leaves_in_no_letter(petition: Petition, stranger: Callable[[], Client]) -> None:
    known = usual(stranger())
    for number, payload in enumerate(SOME):
        person = {**FORM, "email": f"person{number}@example.org", "comment": payload, **dict.fromkeys(UNSEEN, payload)}
        answer = stranger().post(SIGN, {**person, "name": payload})
        check(answer, known, payload)
        if answer.status_code == 422:  # it can't be a name; then it is signed with the comment alone
            check(stranger().post(SIGN, person), known, payload)
    while outbox.send_due(timezone.now()):
        pass
    assert len(mail.outbox) == Signature.objects.count() > len(SOME) / 2
    headers = {frozenset(name.casefold() for name in sent.message().keys()) for sent in mail.outbox}  # noqa: SIM118
    assert len(headers) == 1
    for sent in mail.outbox:
        said = "".join([sent.subject, str(sent.body), *(str(other.content) for other in sent.alternatives)])
        assert len(sent.recipients()) == 1
        assert "thief" not in said
        assert "window.ran" not in said
        assert "1+1" not in said


def test_every_address_and_header_takes_every_payload(petition: Petition, stranger: Callable[[], Client]) -> None:
    known = usual(stranger())
    shapes = ("/{}", "/en/{}/", "/en/petitions/{}/", "/en/signatures/{}/confirm/", "/petitions/{}/tally.json")
    for payload, shape in zip(SOME, itertools.cycle(shapes)):
        path = quote(payload, safe="")
        check(stranger().get(shape.format(path)), known, payload)
        check(stranger().get(f"/en/search/?q={path}&page={path}"), known, payload)
        asked = {name: payload.encode("utf-8").decode("latin-1") for name in ASKING}
        check(stranger().get("/en/petitions/trees/", headers=asked), known, payload)


# Editors --------------------------------------------------------------------------------------------------------------
def test_every_search_box_and_filter_of_editors_takes_every_payload(
    petition: Petition, admin_in: Callable[..., Client]
) -> None:
    client = admin_in()
    places = [reverse("petition_signatures:index"), reverse("wagtailsnippets_petition_petition:list")]
    known = set(client.get(places[0]).headers)
    names = ("q", "email", "name", "country", "language", "state", "petition", "signed_at_from", "ordering", "p")
    for payload, place, name in zip(SOME, itertools.cycle(places), itertools.cycle(names[:3])):
        check_failure(client.get(place, dict.fromkeys(names, payload)), known, payload)
        check_failure(client.get(place, {name: payload}), known, payload)


def check_failure(answer: Any, known: set[str], payload: str) -> None:
    """Wagtail's own pages have handlers of their own kind; what was typed runs in none of them."""
    assert answer.status_code < 500, payload
    assert set(answer.headers) <= known | {"Location", "Vary", "Content-Disposition"}, payload
    if not answer.streaming:
        assert not [found for found in Reader(answer.content.decode()).found if "ran" in found], payload


def test_reasons_of_editors_take_every_payload(petition: Petition, admin_in: Callable[..., Client]) -> None:
    client = admin_in()
    place = reverse("petition_signatures:export")
    known = set(client.get(place).headers)
    for payload in SOME:
        order = {"kind": "complete", "reason": payload, "petition": petition.pk}
        check_failure(client.post(f"{place}?q={quote(payload, safe='')}", order), known, payload)
    check_failure(client.get(reverse("wagtailadmin_reports:site_history")), known, "in the log")


def test_words_of_editors_run_nowhere_and_begin_no_header(
    petition: Petition, home: Any, stranger: Callable[[], Client]
) -> None:
    known = usual(stranger())
    text = petition.live_texts["en"]
    for number, payload in enumerate(SOME):
        word = payload.replace("\0", "")  # PostgreSQL keeps none, and every form refuses it
        draft = petition.get_latest_revision_as_object()
        draft.heading_en, draft.consent_en, draft.share_text_en = word[:100], word, word
        draft.save_revision(clean=False)
        Petition.objects.get(pk=petition.pk).publish_languages(["en"], although_unready=True)
        SiteSettings.objects.update(organisation_en=word[:100])
        for path in ("/en/petitions/trees/", "/en/petitions/trees/integrity/"):
            check(stranger().get(path), known, payload)
        text = PetitionText.objects.select_related("petition").filter(petition=petition, language="en").latest("pk")
        lifecycle.sign(text, given(email=f"person{number}@example.org"), "en", timezone.now())
    while outbox.send_due(timezone.now()):
        pass
    assert len(mail.outbox) == len(SOME)
    for sent in mail.outbox:
        names = [name.casefold() for name in sent.message().keys()]  # noqa: SIM118
        assert not {"bcc", "cc", "set-cookie", "x-extra", "location"} & set(names)
        assert len(names) == len(set(names))
        assert Reader(str(sent.alternatives[0].content)).found == []


def test_blocks_of_a_page_run_nothing(petition: Petition, home: Any, stranger: Callable[[], Client]) -> None:
    known = usual(stranger())
    words = [payload.replace("\0", "") for payload in PAYLOADS]
    for number, some in enumerate(batches(words)):
        body = [{"type": "text", "value": typed(word), "id": f"{number}-{place}"} for place, word in enumerate(some)]
        add_page(home, ("en",), heading={"en": some[0] or "x"}, slug=f"words-{number}", body={"en": body})
        check(stranger().get(f"/en/words-{number}/"), known, some[0])


def typed(word: str) -> str:
    """What the editor's box for text with marks makes of a word that is typed into it."""
    block = {"key": "a", "type": "unstyled", "text": word, "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    written = json.dumps({"blocks": [block], "entityMap": {}})
    return str(ContentstateConverter(["bold", "link"]).to_database_format(written))


def batches(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Sixty at once."""
    return (tuple(words[place : place + 60]) for place in range(0, len(words), 60))


# Files and browsers ---------------------------------------------------------------------------------------------------
@pytest.mark.skipif(
    shutil.which("soffice") is None and shutil.which("libreoffice") is None,
    reason="LibreOffice was not found. On Debian and Ubuntu: sudo apt install libreoffice-calc",
)
def test_a_spreadsheet_computes_no_payload(text: PetitionText, tmp_path: Path) -> None:
    now = timezone.now()
    for number, payload in enumerate(PAYLOADS):
        words = given(name=payload, comment=payload, email=f"person{number}@example.org")
        lifecycle.sign(text, words, "en", now)
    lifecycle.confirm(link_of(Signature.objects.latest("pk")), now)
    file = "".join(export.csv_lines(Signature.objects.all(), export.Kind.COMPLETE, "en", lambda: None))
    assert file.count("person") >= len(PAYLOADS)
    assert "table:formula" not in spreadsheet(tmp_path, file)


def test_a_browser_runs_no_payload(visit: Callable[..., Any]) -> None:
    page = visit("/en/petitions/justice-for-khojaly/")
    address = page.url
    for some in batches([payload.replace("\0", "") for payload in PAYLOADS]):
        page.goto(address)
        page.evaluate("document.querySelectorAll('form').forEach(form => form.noValidate = true)")
        form = page.locator("form.petition-form").first
        form.locator("[name=name]").fill(" ".join(some))
        form.locator("[name=email]").fill("nobody")
        form.locator("button[type=submit]").first.click()
        page.wait_for_load_state()
        assert page.locator(".error-summary").count() >= 1
        assert page.evaluate("window.ran") is None

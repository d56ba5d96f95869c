"""The form over HTTP: taken, or back in the very page it stood in; the answer tells nobody who has signed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from home.models import HomePage
from pages.models import SiteSettings
from petition import lifecycle, mailbox, throttle
from petition.models import Letter, Petition, PetitionText, Signature
from tests.pages.conftest import add_page
from tests.petition.conftest import FORM, NOW, add_petition, confirmed, link_of

SIGN = "/en/petitions/trees/sign/"


def block(petition: Petition, **value: Any) -> dict[str, Any]:
    return {"type": "petition_form", "value": {"petition": petition.pk, **value}}


@pytest.fixture
def page(home: HomePage, petition: Petition) -> Page:
    """A page in which the form stands twice, public in English and Azerbaijani."""
    blocks = {"en": [block(petition, heading="First"), block(petition, heading="Second")]}
    return add_page(
        home, ("en", "az"), heading={"en": "Act", "az": "Hərəkət"}, slug="act", body={**blocks, "az": blocks["en"]}
    )


def forms_in(html: str) -> list[dict[str, str]]:
    """The hidden fields of each petition form in a page."""
    forms = re.findall(r'<form class="petition-form".*?</form>', html, re.DOTALL)
    return [dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)) for form in forms]


def test_the_form_tells_its_page_its_place_and_the_words_it_shows(
    page: Page, client: Client, petition: Petition
) -> None:
    first, second = forms_in(client.get("/en/act/").content.decode())
    assert first["page"] == second["page"] == str(page.pk)
    assert first["form"] != second["form"]
    assert first["text"] == str(petition.live_texts["en"].pk)


def test_signing_binds_to_the_words_that_the_form_showed(petition: Petition, visitor: Client) -> None:
    old = petition.live_texts["en"]
    draft = petition.get_latest_revision_as_object()
    draft.demand_en = "<p>Newer words</p>"
    draft.save_revision(clean=False)
    Petition.objects.get().publish_languages(["en"], although_unready=True)
    visitor.post(SIGN, {**FORM, "text": old.pk})
    assert Signature.objects.get().text == old
    visitor.post(SIGN, {**FORM, "email": "b@example.org"})
    assert Signature.objects.latest("pk").text.version == 2


@pytest.mark.parametrize("text", ["0", "-1", "x", "9" * 30, "１"])
def test_a_text_that_is_not_the_petitions_is_not_signed(petition: Petition, visitor: Client, text: str) -> None:
    assert visitor.post(SIGN, {**FORM, "text": text}).status_code == 200
    assert Signature.objects.get().text == petition.live_texts["en"]


def test_a_text_of_another_petition_is_not_signed(petition: Petition, visitor: Client) -> None:
    other = add_petition(slug="rivers").live_texts["en"]
    visitor.post(SIGN, {**FORM, "text": other.pk})
    assert Signature.objects.get().petition == petition


def test_the_signatory_keeps_the_language_of_the_address(petition: Petition, visitor: Client) -> None:
    visitor.post("/ar/petitions/trees/sign/", FORM)
    signature = Signature.objects.get()
    assert (signature.language, signature.text.language) == ("ar", "ar")
    visitor.post("/fr/petitions/trees/sign/", {**FORM, "email": "b@example.org"})
    signature = Signature.objects.latest("pk")
    assert (signature.language, signature.text.language) == ("fr", "en")


def test_wrong_input_comes_back_in_the_very_page_and_in_the_very_form(page: Page, visitor: Client) -> None:
    _first, second = forms_in(visitor.get("/az/act/").content.decode())
    answer = visitor.post("/az/petitions/trees/sign/", {**second, "name": "Zərifə", "email": "nobody", "country": "XX"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<h1>Hərəkət</h1>" in html
    assert html.count('class="error-summary"') == 1
    assert html.count('value="Zərifə"') == 1
    assert forms_in(html) == forms_in(visitor.get("/az/act/").content.decode())
    assert html.index("First") < html.index("Second") < html.index('class="error-summary"')
    for field in ("email", "country", "consent"):
        assert f'href="#{second["form"]}-{field}"' in html
        assert f'id="{second["form"]}-{field}-error"' in html
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    "gone", [{"page": "999999"}, {"form": "sign-elsewhere"}, {"page": ""}, {"page": "x", "form": "<b>"}]
)
def test_where_the_page_has_the_form_no_more_the_petitions_own_page_answers(
    page: Page, visitor: Client, gone: dict[str, str]
) -> None:
    first, _second = forms_in(visitor.get("/en/act/").content.decode())
    answer = visitor.post(SIGN, {**first, **gone, "name": "Zərifə"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<h1>Plant more trees</h1>" in html
    assert 'value="Zərifə"' in html
    assert html.count('class="error-summary"') == 1
    assert "<b>" not in html


def test_nothing_typed_is_more_than_words(petition: Petition, visitor: Client) -> None:
    html = visitor.post(SIGN, {**FORM, "name": '"><script>x</script>', "email": "<b>"}).content.decode()
    assert "<script>x" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html


def in_every_state(text: PetitionText) -> dict[str, Callable[[], object]]:
    """{state: what brings FORM's mailbox into it}."""
    return {
        "new": lambda: None,
        "pending": lambda: lifecycle.sign(text, lifecycle.Given("A", FORM["email"]), "en", timezone.now()),
        "confirmed": lambda: confirmed(text, timezone.now(), email=FORM["email"]),
        "withdrawn": lambda: lifecycle.withdraw(link_of(Signature.objects.get()), timezone.now()),
    }


@pytest.mark.parametrize("road", ["sign", "resend"])
def test_the_answer_is_the_same_whether_or_not_the_mailbox_has_signed(
    text: PetitionText, visitor: Client, road: str
) -> None:
    answers = set()
    for bring in in_every_state(text).values():
        bring()
        answer = visitor.post(f"/en/petitions/trees/{road}/", {**FORM, "text": text.pk})
        answers.add((answer.status_code, answer.content, tuple(sorted(answer.headers.items()))))
    assert len(answers) == 1


def test_the_page_after_signing_sends_again_and_corrects_the_address(petition: Petition, visitor: Client) -> None:
    html = visitor.post(SIGN, FORM).content.decode()
    assert 'action="/en/petitions/trees/resend/"' in html
    typed = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html.split("</form>")[0]))
    assert typed.items() >= FORM.items()
    assert visitor.post("/en/petitions/trees/resend/", typed).status_code == 200
    assert Letter.objects.count() == 2
    assert visitor.post(SIGN, {**typed, "email": "right@example.org"}).status_code == 200
    keys = {mailbox.key(address, petition.pk) for address in (FORM["email"], "right@example.org")}
    assert set(Signature.objects.values_list("mailbox_key", flat=True)) == keys


@pytest.mark.parametrize(
    ("columns", "title"),
    [
        ({"closes_at": NOW}, "This petition is closed"),
        ({"opens_at": NOW.replace(year=2200)}, "This petition is not open yet"),
    ],
)
def test_before_and_after_its_time_a_petition_says_so(
    petition: Petition, visitor: Client, columns: dict[str, Any], title: str
) -> None:
    Petition.objects.update(**columns)
    answer = visitor.post(SIGN, FORM)
    assert answer.status_code == 409
    assert title in answer.content.decode()
    assert not Signature.objects.exists()
    assert "<form class=" not in visitor.get("/en/petitions/trees/").content.decode()


def test_who_comes_to_the_forms_address_by_a_link_is_sent_to_the_petition(petition: Petition, client: Client) -> None:
    for road in ("sign", "resend"):
        answer = client.get(f"/az/petitions/trees/{road}/")
        assert (answer.status_code, answer["Location"]) == (302, "/az/petitions/trees/")


def test_another_site_cannot_sign_for_its_visitors(petition: Petition) -> None:
    stranger = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "cross-site"})
    assert stranger.post(SIGN, FORM).status_code == 403
    assert not Signature.objects.exists()


def test_no_answer_sets_a_cookie_or_varies_by_one(page: Page, visitor: Client) -> None:
    answers = [
        visitor.get("/en/act/"),
        visitor.get("/en/petitions/trees/"),
        visitor.post(SIGN, FORM),
        visitor.post(SIGN, {}),
        visitor.get("/petitions/trees/tally.json"),
    ]
    for answer in answers:
        assert not answer.cookies
        assert "cookie" not in answer.get("Vary", "").lower()


def test_answers_to_a_form_are_not_kept(petition: Petition, visitor: Client) -> None:
    for data in (FORM, {}):
        answer = visitor.post(SIGN, data)
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("state", ["new", "pending", "confirmed", "withdrawn"])
def test_signing_asks_the_database_at_most_ten_times(text: PetitionText, visitor: Client, state: str) -> None:
    site = Page.objects.get(depth=2).sites_rooted_here.get()
    SiteSettings.for_site(site)  # made at the first visit
    throttle.of_site(site.pk)  # read every few seconds
    visitor.get("/en/petitions/trees/")
    for known, bring in in_every_state(text).items():
        bring()
        if known == state:
            break
    Letter.objects.update(queued_at=NOW, bucket="")  # of another day: the answer includes a letter
    with CaptureQueriesContext(connection) as captured:
        assert visitor.post(SIGN, {**FORM, "text": text.pk}).status_code == 200
    asked = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= 10, asked

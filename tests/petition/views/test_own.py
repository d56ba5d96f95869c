"""The signatory's own page: everything that is kept, in every state; a copy; choices that change what they say."""

import datetime as dt
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from petition import kept, lifecycle
from petition.models import Petition, PetitionText, Signature
from tests.petition.conftest import confirmed, link_of, post_all, signed
from tests.petition.views.test_letter_links import address, state

GIVEN = {"name": "Səmədağa <b>Ə.</b>", "comment": "Because\nof trees", "shows_name": True, "wants_news": True}
SAID = {
    "pending": "Your signature is not confirmed yet, so it does not count.",
    "counted": "Your signature is confirmed and counts.",
    "held": "Somebody looks at signatures like yours before they count",
    "withdrawn": "You have withdrawn your signature.",
    "invalidated": "Your signature does not count",
}


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now()


@pytest.fixture
def signature(text: PetitionText, now: dt.datetime) -> Signature:
    Petition.objects.update(asks_news=True)
    text.refresh_from_db()
    mine = confirmed(text, now, **GIVEN)
    lifecycle.prepare()
    return mine


def page(visitor: Client, signature: Signature, language: str = "en") -> str:
    """The own page as HTML."""
    answer = visitor.get(address(signature, "", language))
    assert answer.status_code == 200
    return str(answer.content.decode())


def as_it_is(html: str) -> dict[str, str]:
    """What a browser sends when the form of choices is sent untouched."""
    form = next(each for each in BeautifulSoup(html, "html.parser").select("main form") if each.select("select"))
    ticked = {box["name"]: box["value"] for box in form.select("input[type=checkbox][checked]")}
    chosen = {each["name"]: each.select_one("option[selected]")["value"] for each in form.select("select")}  # type: ignore[index]
    return {**ticked, **chosen}  # type: ignore[dict-item]


def put(signature: Signature, wanted: str, now: dt.datetime) -> None:
    """Bring a confirmed signature into a state."""
    if wanted == "withdrawn":
        lifecycle.withdraw(link_of(signature), now)
    elif wanted in {"held", "invalidated"}:
        Signature.objects.update(**{f"{wanted}_at": signature.confirmed_at, "public_name": ""})


def test_everything_that_is_kept_is_on_it(signature: Signature, visitor: Client) -> None:
    html = page(visitor, signature)
    assert "Səmədağa &lt;b&gt;Ə.&lt;/b&gt;" in html
    for said in (
        "aygun@example.org",
        "Because<br>of trees",
        "Azerbaijan",
        "English",
        "Plant more trees!",
        SAID["counted"],
    ):
        assert said in html
    assert "Name shown publicly" in html
    assert "receipt (" in html


@pytest.mark.parametrize("wanted", list(SAID))
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_state_is_said_plainly(
    text: PetitionText, visitor: Client, now: dt.datetime, wanted: str, language: str
) -> None:
    if wanted == "pending":
        mine = signed(text, now)
    else:
        mine = confirmed(text, now)
        put(mine, wanted, now)
    assert kept.state_of(Signature.objects.get()) == wanted
    html = page(visitor, mine, language)
    if language == "en":
        assert [each for each, sentence in SAID.items() if sentence in html] == [wanted]
    assert (address(mine, "confirm/", language) in html) == (wanted == "pending")
    assert (address(mine, "withdraw/", language) in html) == (wanted != "withdrawn")
    assert address(mine, "erase/", language) in html
    assert visitor.get(address(mine, "copy.json")).json()["state"] == wanted


def test_a_signature_not_confirmed_in_time_is_told_so(text: PetitionText, visitor: Client, now: dt.datetime) -> None:
    late = signed(text, now - dt.timedelta(days=8))
    html = page(visitor, late)
    assert "Your signature was not confirmed in time." in html
    assert address(late, "confirm/") not in html


def test_before_the_worker_has_made_the_copy_the_page_says_less_and_works(
    text: PetitionText, visitor: Client, now: dt.datetime
) -> None:
    fresh = signed(text, now, **GIVEN)
    html = page(visitor, fresh)
    assert "are sealed" in html
    assert "aygun@example.org" not in html
    data = visitor.get(address(fresh, "copy.json")).json()
    assert (data["name"], data["email"], data["comment"]) == (None, None, None)
    assert visitor.post(address(fresh, ""), {"letter_language": "az"}).status_code == 200
    lifecycle.prepare()
    assert "aygun@example.org" in page(visitor, fresh)


def test_the_copy_is_a_file_with_stable_keys(signature: Signature, visitor: Client) -> None:
    post_all(timezone.now())
    answer = visitor.get(address(signature, "copy.json", "ar"))
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == 'attachment; filename="trees-signature.json"'
    assert answer["Cache-Control"] == "no-store"
    data = answer.json()
    assert list(data) == [
        *("format", "petition", "signed", "name", "email", "comment", "country", "language", "letter_language"),
        *("shows_name", "public_name", "wants_news", "state"),
        *("signed_at", "confirmed_at", "held_at", "withdrawn_at", "invalidated_at"),
        *("door", "has_network_code", "letters"),
    ]
    assert (data["name"], data["comment"], data["email"]) == (GIVEN["name"], GIVEN["comment"], "aygun@example.org")
    assert list(data["signed"]) == ["language", "version", "heading", "demand", "consent"]
    assert list(data["petition"]) == ["slug", "address"]
    assert list(data["letters"][0]) == ["kind", "language", "queued_at", "sent_at", "failed_at"]
    assert dt.datetime.fromisoformat(data["signed_at"]).tzinfo is not None


def test_the_form_sent_as_it_is_changes_nothing(signature: Signature, visitor: Client) -> None:
    before = state()
    answer = visitor.post(address(signature, ""), as_it_is(page(visitor, signature)))
    assert answer.status_code == 200
    assert "Saved." in answer.content.decode()
    assert state() == before


def test_choices_are_kept_and_shown(signature: Signature, visitor: Client) -> None:
    assert Signature.objects.get().public_name
    answer = visitor.post(address(signature, ""), {"letter_language": "ar"})
    mine = Signature.objects.get()
    assert (mine.shows_name, mine.public_name, mine.wants_news, mine.letter_language) == (False, "", False, "ar")
    assert as_it_is(answer.content.decode()) == {"letter_language": "ar"}
    visitor.post(address(signature, ""), {"letter_language": "az", "shows_name": "yes", "wants_news": "yes"})
    lifecycle.prepare()
    mine = Signature.objects.get()
    assert (mine.public_name, mine.wants_news, mine.letter_language) == (GIVEN["name"], True, "az")
    assert mine.language == "en"  # under which it counts


@pytest.mark.parametrize("sent", [{}, {"letter_language": "tlh"}, {"letter_language": "", "shows_name": "yes"}])
def test_what_cannot_be_chosen_changes_nothing(signature: Signature, visitor: Client, sent: dict[str, str]) -> None:
    before = state()
    assert visitor.post(address(signature, ""), sent).status_code == 422
    assert state() == before


def test_what_the_petition_does_not_ask_cannot_be_chosen(text: PetitionText, visitor: Client, now: dt.datetime) -> None:
    Petition.objects.update(asks_news=False, asks_public_name=False)
    mine = confirmed(text, now)
    everything: dict[str, Any] = {"letter_language": "en", "shows_name": "yes", "wants_news": "yes"}
    assert visitor.post(address(mine, ""), everything).status_code == 200
    assert Signature.objects.filter(shows_name=False, wants_news=False).exists()


def test_a_withdrawn_signature_offers_no_choices(signature: Signature, visitor: Client, now: dt.datetime) -> None:
    lifecycle.withdraw(link_of(signature), now)
    before = state()
    assert "letter_language" not in page(visitor, signature)
    assert visitor.post(address(signature, ""), {"letter_language": "az"}).status_code == 200
    assert state() == before

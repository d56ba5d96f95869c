"""The gate over HTTP: a crowd proves itself, a flood waits, nothing typed is lost, and nobody learns who has signed."""

import base64
import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from petition import lifecycle, mailbox
from petition.models import Bucket, Letter, Petition, PetitionText, Protection, Signature, SpentProof
from petition.throttle import proofs
from tests.petition.conftest import FORM, add_petition
from tests.petition.throttle.test_proofs import solved

SIGN, RESEND = "/en/petitions/trees/sign/", "/en/petitions/trees/resend/"
TYPED = {**FORM, "name": "Zərifə “Z” <b>", "took": "31000", "subject": ""}


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks of a few hashes."""
    monkeypatch.setattr("petition.throttle.rules.EASIEST", 10)


@pytest.fixture
def everyone_proves(petition: Petition) -> Protection:
    return Protection.objects.create(site=Site.objects.get(), everyone_proves=True)


def hidden(html: str) -> dict[str, str]:
    """What the first form of the page's content sends unseen."""
    form = html.split("<main", 1)[1].split("</form>")[0]
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)}


def challenge(html: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(unescape(re.findall(r'data-challenge="([^"]*)"', html)[0]))
    return found


def proven(html: str) -> dict[str, str]:
    """What a browser sends once its task is solved."""
    return {**hidden(html), "proof": solved(challenge(html))}


def mailboxes() -> Iterator[str]:
    return (f"person{number}@example.org" for number in range(10_000))


def test_five_in_ten_minutes_are_signed_at_once_and_the_sixth_after_a_proof(petition: Petition, visitor: Client):
    pages = [visitor.post(SIGN, {**FORM, "email": email}) for email, _ in zip(mailboxes(), range(6), strict=False)]
    assert [page.status_code for page in pages] == [200] * 6
    assert Signature.objects.count() == 5
    html = pages[-1].content.decode()
    assert "Almost there" in html
    assert "Check your mailbox" in visitor.post(SIGN, proven(html)).content.decode()
    assert Signature.objects.count() == 6


@pytest.mark.usefixtures("everyone_proves")
@pytest.mark.parametrize("road", [SIGN, RESEND])
def test_the_page_of_the_task_keeps_all_that_was_typed_and_sends_it_to_the_same_address(visitor: Client, road: str):
    html = visitor.post(road, TYPED).content.decode()
    assert f'action="{road}"' in html
    assert hidden(html).items() >= {name: value for name, value in TYPED.items() if value}.items()
    assert "<b>" not in html
    later = hidden(visitor.post(road, hidden(html)).content.decode())
    assert later.items() >= {name: value for name, value in TYPED.items() if value}.items()


@pytest.mark.usefixtures("everyone_proves")
def test_no_proof_is_taken_twice_or_forged_or_from_another_network(visitor: Client):
    html = visitor.post(SIGN, FORM).content.decode()
    good = proven(html)
    said = json.loads(base64.b64decode(good["proof"]))
    for change in ({"number": said["number"] + 1}, {"signature": "0" * 64}, {"salt": said["salt"] + "1"}):
        forged = base64.b64encode(json.dumps({**said, **change}).encode()).decode()
        assert "Almost there" in visitor.post(SIGN, {**good, "proof": forged, "ticket": ""}).content.decode()
    elsewhere = visitor.post(SIGN, good, REMOTE_ADDR="198.51.100.1")
    assert "Almost there" in elsewhere.content.decode()
    assert not Signature.objects.exists()
    assert "Check your mailbox" in visitor.post(SIGN, good).content.decode()
    for _ in range(5):
        again = {**good, "email": "another@example.org"}
        assert "Almost there" in visitor.post(SIGN, again).content.decode()
    assert Signature.objects.count() == SpentProof.objects.count() == 1


@pytest.mark.usefixtures("everyone_proves")
def test_a_proof_for_one_petition_signs_no_other(visitor: Client):
    add_petition(slug="rivers")
    good = proven(visitor.post("/en/petitions/rivers/sign/", FORM).content.decode())
    assert "Almost there" in visitor.post(SIGN, good).content.decode()
    assert not Signature.objects.exists()


@pytest.mark.usefixtures("everyone_proves")
def test_an_expired_proof_brings_a_new_task(visitor: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(proofs, "LIVES", -proofs.LIVES)
    html = visitor.post(SIGN, FORM).content.decode()
    assert "Almost there" in visitor.post(SIGN, proven(html)).content.decode()
    assert not Signature.objects.exists()


@pytest.mark.usefixtures("everyone_proves")
def test_rounds_are_counted_so_that_a_browser_does_not_go_on_for_ever(visitor: Client):
    html = visitor.post(SIGN, FORM).content.decode()
    assert hidden(html)["rounds"] == "1"
    assert hidden(visitor.post(SIGN, hidden(html)).content.decode())["rounds"] == "2"
    for said in ("x", "-1", "９", "99999", "100"):
        assert hidden(visitor.post(SIGN, {**FORM, "rounds": said}).content.decode())["rounds"] in {"1", "100"}


def test_a_flood_is_told_when_to_come_again_and_the_neighbour_gets_through(
    petition: Petition, visitor: Client, monkeypatch: pytest.MonkeyPatch
):
    """A twentieth of what `make bench-limits` does."""
    Protection.objects.create(site=Site.objects.get(), soft_per_address=1, soft_per_network=3)  # hard: 10 and 30
    statuses = []
    for _, email in zip(range(250), mailboxes(), strict=False):
        page = visitor.post(SIGN, {**FORM, "email": email}, REMOTE_ADDR="203.0.113.7")
        if "data-challenge" in (html := page.content.decode()):
            page = visitor.post(SIGN, proven(html), REMOTE_ADDR="203.0.113.7")
        statuses.append(page.status_code)
    assert Signature.objects.count() == 10
    assert statuses == [200] * 10 + [429] * 240
    assert 0 < int(page["Retry-After"]) <= 600
    assert hidden(page.content.decode())["email"] == email
    html = visitor.post(SIGN, FORM, REMOTE_ADDR="203.0.113.8").content.decode()
    assert "Check your mailbox" in visitor.post(SIGN, proven(html), REMOTE_ADDR="203.0.113.8").content.decode()


def test_one_mailbox_from_many_addresses_gets_three_letters(petition: Petition, visitor: Client):
    for number in range(125):
        address = f"10.{number}.{number}.1"
        for _ in range(2):
            assert visitor.post(SIGN, FORM, REMOTE_ADDR=address).status_code == 200
    assert Signature.objects.count() == 1
    assert Letter.objects.count() <= 3


def test_what_is_not_valid_takes_no_place(petition: Petition, visitor: Client):
    for _ in range(10):
        assert visitor.post(SIGN, {**FORM, "email": "nobody"}).status_code == 422
    assert not Bucket.objects.exists()


@pytest.mark.usefixtures("everyone_proves")
def test_the_task_is_the_same_whether_or_not_the_mailbox_has_signed(text: PetitionText, visitor: Client):
    pages = []
    for deed in (lambda: None, lambda: lifecycle.sign(text, lifecycle.Given("A", FORM["email"]), "en", timezone.now())):
        deed()
        html = visitor.post(SIGN, FORM).content.decode()
        pages.append(re.sub(r'(data-challenge|name="ticket" value)="[^"]*"', r"\1", html))
    assert pages[0] == pages[1]


@pytest.mark.usefixtures("everyone_proves")
def test_a_task_is_not_kept_and_has_no_cookie(visitor: Client):
    page = visitor.post(SIGN, FORM)
    assert page["Cache-Control"] == "no-store"
    assert not page.cookies


def test_a_signature_keeps_where_it_came_from_but_no_address(petition: Petition, visitor: Client):
    visitor.post(SIGN, {**FORM, "page": "12"}, REMOTE_ADDR="203.0.113.7")
    visitor.post(SIGN, {**FORM, "email": "b@example.org"}, REMOTE_ADDR="203.0.113.99")
    first, second = Signature.objects.order_by("pk")
    assert (first.door, second.door) == ("page-12", "petition")
    assert len(first.prefix_key) > 30
    assert first.prefix_key == second.prefix_key
    assert (first.score, first.held_at) == (0, None)


def test_the_traces_of_a_program_are_points_and_enough_points_hold_a_signature(petition: Petition, visitor: Client):
    typed = {**FORM, "subject": "cheap watches", "took": "400"}
    answer = visitor.post(SIGN, typed)
    assert "Check your mailbox" in answer.content.decode()
    signature = Signature.objects.get()
    assert signature.score == 10
    assert signature.held_at is not None
    assert hidden(answer.content.decode()).items() >= {"subject": "cheap watches", "took": "400"}.items()


def test_editors_can_hold_everything(petition: Petition, visitor: Client):
    Protection.objects.create(site=Site.objects.get(), holds_everything=True)
    visitor.post(SIGN, FORM)
    assert Signature.objects.get(mailbox_key=mailbox.key(FORM["email"], petition.pk)).held_at is not None

"""Signatures as editors see them: listed, filtered, found, shown, each time with a permission and a line in the log."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from pages import formats
from pages.translations.roles import all_roles
from petition import lifecycle
from petition.models import Invalidation, Petition, PetitionText, Quarantine, Signature
from petition.models.letter import Kind
from petition.models.moderation import Reason
from petition.viewsets.signatures import PER_PAGE
from tests.petition.conftest import NOW, add_petition, confirmed, link_of, signed
from tests.petition.viewsets.conftest import signatures_url

pytestmark = pytest.mark.django_db
SCREENS = pytest.mark.parametrize("screen", ["en", "az", "ar"])


def listed(client: Client, **chosen: Any) -> list[str]:
    """The names in the list, in its order."""
    context = client.get(signatures_url("index"), chosen).context
    return [context["view"].people[signature.pk].name for signature in context["object_list"]]


def people(text: PetitionText, number: int) -> None:
    """`number` people who signed, one a minute."""
    for each in range(number):
        moment = NOW + dt.timedelta(minutes=each)
        confirmed(text, moment, name=f"Person {each}", email=f"person{each}@example.org")


# The list -------------------------------------------------------------------------------------------------------------
@SCREENS
def test_the_list_opens_and_names_countries_in_the_editors_language(
    text: PetitionText, admin_in: Any, screen: str
) -> None:
    signature = confirmed(text, name="Ahmad أحمد", country="DE", shows_name=True)
    lifecycle.prepare()
    html = admin_in(screen).get(signatures_url("index")).content.decode()
    assert formats.locale(screen).territories["DE"] in html
    assert html.count('<bdi dir="auto">Ahmad أحمد</bdi>') == 2
    assert signatures_url("inspect", signature.pk) in html


def test_the_newest_comes_first_and_every_page_is_reached_from_its_neighbours(
    text: PetitionText, admin_in: Any
) -> None:
    people(text, 2 * PER_PAGE + 10)
    client = admin_in("en")
    pages, cursor = [], ""
    while True:
        page = client.get(signatures_url("index"), {"p": cursor}).context["page"]
        pages.append(listed(client, p=cursor))
        if not page.older:
            break
        cursor = page.older
    assert [len(page) for page in pages] == [PER_PAGE, PER_PAGE, 10]
    assert [name for page in pages for name in page] == [
        f"Person {each}" for each in reversed(range(2 * PER_PAGE + 10))
    ]
    assert listed(client, p=page.newer) == pages[1]


def test_the_list_asks_few_queries_and_counts_nothing(
    text: PetitionText, admin_in: Any, django_assert_max_num_queries: Any
) -> None:
    people(text, PER_PAGE + 10)
    add_petition(slug="other")
    client = admin_in("en")
    client.get(signatures_url("index"))
    for chosen in (
        {},
        {"petition": text.petition_id, "state": "confirmed", "country": "AZ"},
        {"q": "person7@example.org"},
    ):
        with django_assert_max_num_queries(15) as asked:
            assert client.get(signatures_url("index"), chosen).context["object_list"]
        counting = [query["sql"] for query in asked.captured_queries if "COUNT(" in query["sql"]]
        assert not [sql for sql in counting if "petition_signature" in sql]


# Filters and search ---------------------------------------------------------------------------------------------------
def test_each_filter_narrows_the_list(petition: Petition, text: PetitionText, admin_in: Any) -> None:
    confirmed(text, name="Confirmed", email="a@example.org", country="AZ", wants_news=True)
    signed(text, NOW - dt.timedelta(days=3), name="Pending", email="b@example.org", country="")
    lifecycle.withdraw(link_of(confirmed(text, name="Withdrawn", email="c@example.org", country="DE")), NOW)
    lifecycle.erase(confirmed(text, name="Erased", email="d@example.org", country="DE").pk, NOW)
    other = add_petition(slug="other")
    german = PetitionText.objects.select_related("petition").get(petition=other, language="de")
    Signature.objects.filter(pk=confirmed(german, name="Elsewhere", email="a@example.org").pk).update(language="de")
    client = admin_in("az")
    assert listed(client, state="pending") == ["Pending"]
    assert listed(client, state="withdrawn") == ["Withdrawn"]
    assert listed(client, state="erased") == [""]
    assert listed(client, state="confirmed") == ["Elsewhere", "Confirmed"]
    assert listed(client, state="invalidated") == listed(client, state="held") == []
    assert listed(client, country="-") == ["Pending"]
    assert listed(client, country="DE") == ["", "Withdrawn"]
    assert listed(client, language="de") == ["Elsewhere"]
    assert listed(client, petition=petition.pk, wants_news="true") == ["Confirmed"]
    assert listed(client, petition=other.pk) == ["Elsewhere"]
    assert listed(client, signed_at_to="2026-02-27") == ["Pending"]
    assert listed(client, signed_at_from="2026-03-02") == []


@pytest.mark.parametrize(
    "written", ["aygun@example.org", "AYGUN+news@Example.ORG", " aygun@example.org ", "ａｙｇｕｎ@example.org"]
)
def test_a_mailbox_is_found_in_every_petition_however_it_is_written(
    text: PetitionText, admin_in: Any, written: str
) -> None:
    confirmed(text, name="Here")
    other = PetitionText.objects.select_related("petition").get(petition=add_petition(slug="other"), language="en")
    confirmed(other, name="There")
    confirmed(text, name="Else", email="else@example.org")
    client = admin_in("en")
    assert listed(client, q=written) == ["There", "Here"]
    assert listed(client, q=written, petition=text.petition_id) == ["Here"]


@pytest.mark.parametrize("written", ["nobody@example.org", "@", "aygun@", "a b@c", "@example.org"])
def test_a_mailbox_that_nobody_has_is_not_found(text: PetitionText, admin_in: Any, written: str) -> None:
    confirmed(text)
    assert listed(admin_in("en"), q=written) == []


@pytest.mark.parametrize("written", ["aygün əliyeva", "AYGÜN ƏLİYEVA", " Aygün  Əliyeva "])
def test_a_name_is_found_whole_however_it_is_cased(text: PetitionText, admin_in: Any, written: str) -> None:
    confirmed(text, name="Aygün Əliyeva")
    confirmed(text, name="Else", email="else@example.org")
    lifecycle.prepare()
    assert listed(admin_in("en"), q=written) == ["Aygün Əliyeva"]


@pytest.mark.parametrize("written", ["Aygün", "Əliyeva Aygün", "yg", "www.example.org"])
def test_a_part_of_a_name_finds_nobody_and_the_page_says_why(text: PetitionText, admin_in: Any, written: str) -> None:
    confirmed(text)
    lifecycle.prepare()
    html = admin_in("en").get(signatures_url("index"), {"q": written}).content.decode()
    assert "one is found only if it is typed whole" in html
    assert "Aygün Əliyeva" not in html


def test_the_results_alone_are_answered_too(text: PetitionText, admin_in: Any) -> None:
    confirmed(text)
    html = (
        admin_in("ar")
        .get(signatures_url("index_results"), {"q": "aygun@example.org", "_w_filter_fragment": "1"})
        .content.decode()
    )
    assert "Aygün" in html
    assert "<html" not in html


# One signature --------------------------------------------------------------------------------------------------------
@SCREENS
def test_a_signature_shows_its_letters_and_the_very_words_signed(
    text: PetitionText, admin_in: Any, screen: str
) -> None:
    signature = confirmed(text, name="שרה", comment="<b>Thanks</b>\nأهلا")
    signature.letters.filter(kind=Kind.RECEIPT).update(failed_at=NOW, error="SMTPRecipientsRefused 550 5.1.1")
    petition = text.petition
    petition.demand_en = "<p>Changed since.</p>"
    petition.save_revision()
    petition.publish_languages(["en"])
    html = admin_in(screen).get(signatures_url("inspect", signature.pk)).content.decode()
    assert '<bdi dir="auto">שרה</bdi>' in html
    assert "&lt;b&gt;Thanks&lt;/b&gt;<br>أهلا" in html
    assert "550 5.1.1" in html
    assert "Plant more trees!" in html
    assert "Changed since." not in html


def test_a_signature_shows_what_was_chosen_and_what_became_of_it(text: PetitionText, admin_in: Any) -> None:
    page = Page.objects.get(depth=1)
    signature = confirmed(text, shows_name=True)
    pattern = {"petition": text.petition, "countries": ["AZ"]}
    quarantine = Quarantine.objects.create(**pattern, started_at=NOW)
    invalidation = Invalidation.objects.create(**pattern, reason=Reason.REPEATED, created_at=NOW)
    Signature.objects.update(
        held_at=NOW,
        quarantine=quarantine,
        invalidated_at=NOW,
        invalidation=invalidation,
        score=9,
        door=f"page-{page.pk}",
    )
    html = admin_in("en").get(signatures_url("inspect", signature.pk)).content.decode()
    told = (Reason.REPEATED.label, str(quarantine), str(invalidation), "<dd>9</dd>", page.title, "Held at")
    assert not [words for words in told if str(words) not in html]


@pytest.mark.parametrize(
    ("door", "told"), [("petition", "the petition&#x27;s own page"), ("page-999999", "page-999999"), ("", "—")]
)
def test_every_door_has_a_name(text: PetitionText, admin_in: Any, door: str, told: str) -> None:
    signature = confirmed(text)
    Signature.objects.update(door=door)
    assert f"<dd>{told}</dd>" in admin_in("en").get(signatures_url("inspect", signature.pk)).content.decode()


# Without the key ------------------------------------------------------------------------------------------------------
SEALED = "was locked with a key that this process does not hold"


def test_what_no_key_opens_is_shown_as_sealed(text: PetitionText, admin_in: Any) -> None:
    lost, kept = confirmed(text), confirmed(text, name="Kept", email="kept@example.org")
    Signature.objects.filter(pk=lost.pk).update(sealed=b"of another key")
    client = admin_in("en")
    html = client.get(signatures_url("index")).content.decode()
    assert SEALED in html
    assert html.count("<em>sealed</em>") == 1
    assert "Kept" in html
    detail = client.get(signatures_url("inspect", lost.pk)).content.decode()
    assert SEALED in detail
    assert detail.count("<em>sealed</em>") == 3
    assert SEALED not in client.get(signatures_url("inspect", kept.pk)).content.decode()


def test_a_process_without_the_key_lists_all_and_finds_mailboxes(
    text: PetitionText, admin_in: Any, settings: Any
) -> None:
    signature = confirmed(text)
    lifecycle.prepare()
    settings.VAULT_KEY = ""
    client = admin_in("en")
    for chosen in ({}, {"q": "aygun@example.org"}):
        html = client.get(signatures_url("index"), chosen).content.decode()
        assert signatures_url("inspect", signature.pk) in html
        assert "Aygün" not in html
    html = client.get(signatures_url("index"), {"q": "Aygün Əliyeva"}).content.decode()
    assert "because this process does not hold the key" in html


def test_an_erased_signature_shows_no_person_anywhere(text: PetitionText, admin_in: Any) -> None:
    signature = confirmed(text, name="Planted Name", email="planted@example.org", comment="Planted words")
    client = admin_in("en")
    client.get(signatures_url("inspect", signature.pk))
    client.post(signatures_url("request", signature.pk, "erase"))
    html = client.get(signatures_url("inspect", signature.pk)).content.decode()
    html += client.get(signatures_url("index")).content.decode()
    logged = str(list(ModelLogEntry.objects.values()))
    assert not [word for word in ("Planted", "planted") if word in html + logged]


# Permissions and the log ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rights", [(), ("change_petition", "publish_petition", "add_petition"), ("export_signature",)])
def test_signatures_are_for_those_who_may_see_them(
    text: PetitionText, client_who_may: Callable[..., Client], rights: Any
) -> None:
    client = client_who_may(*rights)
    signature = confirmed(text)
    for view in ("index", "index_results"):
        assert client.get(signatures_url(view)).status_code == 302
    assert client.get(signatures_url("inspect", signature.pk)).status_code == 302
    assert "/admin/signatures/" not in client.get("/admin/").content.decode()


def test_a_reader_sees_and_neither_exports_nor_changes(
    text: PetitionText, client_who_may: Callable[..., Client]
) -> None:
    client = client_who_may("view_signature")
    signature = confirmed(text)
    html = client.get(signatures_url("index")).content.decode()
    assert "Aygün" in html
    assert signatures_url("export") not in html
    assert (
        signatures_url("request", signature.pk, "withdraw")
        not in client.get(signatures_url("inspect", signature.pk)).content.decode()
    )
    for name in ("resend", "withdraw", "erase"):
        assert client.post(signatures_url("request", signature.pk, name)).status_code == 302
    assert Signature.objects.get().is_counted
    assert signature.letters.filter(kind=Kind.RECEIPT).count() == 1


def test_no_role_that_the_site_makes_sees_or_takes_away_signatures() -> None:
    given = {permission for role in all_roles() for permission in role.everywhere}
    assert not [permission for permission in given if permission.endswith("_signature")]


def test_looking_is_logged_with_who_what_and_how_many(text: PetitionText, admin_in: Any, editor: Any) -> None:
    signature = confirmed(text)
    client = admin_in("en")
    client.get(signatures_url("index"), {"q": "aygun@example.org", "petition": text.petition_id})
    client.get(signatures_url("inspect", signature.pk))
    found, seen = ModelLogEntry.objects.filter(action__startswith="petition.").order_by("pk")
    assert (found.user, found.action, found.data["rows"], found.data["sought"]) == (
        editor,
        "petition.signature.list",
        1,
        "mailbox",
    )
    assert found.data["chosen"] == {"petition": str(text.petition_id)}
    assert (seen.user, seen.action, seen.object_id, seen.label) == (
        editor,
        "petition.signature.view",
        str(signature.pk),
        f"Signature {signature.pk}",
    )
    assert "aygun" not in str(found.data)


@SCREENS
def test_the_log_is_read_in_every_language(text: PetitionText, admin_in: Any, screen: str) -> None:
    signature = confirmed(text)
    client = admin_in(screen)
    client.get(signatures_url("index"))
    client.post(signatures_url("request", signature.pk, "resend"))
    assert client.get("/admin/reports/site-history/").status_code == 200
    assert str(timezone.now().year) in client.get(signatures_url("inspect", signature.pk)).content.decode()

"""A petition's own page: in the reader's language or, honestly, in another; the count as data."""

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from pages.models import SiteSettings
from petition import counting, lifecycle
from petition.models import Petition, PetitionText
from tests.petition.conftest import HEADINGS, add_petition, confirmed


@pytest.mark.parametrize("code", ["en", "az", "ar", "de"])
def test_the_page_is_whole_in_each_live_language(petition: Petition, client: Client, code: str) -> None:
    html = client.get(f"/{code}/petitions/trees/").content.decode()
    assert f"<h1>{HEADINGS[code]}</h1>" in html
    assert f'<html lang="{code}"' in html
    assert html.count('rel="alternate"') == 5
    assert 'rel="canonical"' in html
    assert "noindex" not in html
    for needed in ('method="post"', 'autocomplete="name"', 'type="email"', 'autocomplete="country"', 'data-tally="0"'):
        assert needed in html


def test_a_language_that_is_not_live_gets_the_nearest_one_under_a_notice(petition: Petition, client: Client) -> None:
    answer = client.get("/tr/petitions/trees/")
    html = answer.content.decode()
    assert (answer.status_code, answer["Content-Language"]) == (200, "az")
    assert '<html lang="tr" dir="ltr"' in html
    assert 'lang="az" dir="ltr"' in html
    assert HEADINGS["az"] in html
    assert "noindex" in html
    assert 'hreflang="x-default"' not in html


def test_only_languages_that_the_site_offers_are_shown(petition: Petition, client: Client) -> None:
    SiteSettings.objects.update_or_create(site=Site.objects.get(), defaults={"languages": ["en", "ar"]})
    html = client.get("/en/petitions/trees/").content.decode()
    assert html.count('rel="alternate"') == 3


def test_without_a_language_the_visitor_is_sent_to_the_best(petition: Petition, client: Client) -> None:
    for wish, language in {"ar-EG,ar;q=0.9": "ar", "tr": "az", "": "en", "de-AT": "de"}.items():
        answer = client.get("/petitions/trees/", headers={"Accept-Language": wish})
        assert (answer.status_code, answer["Location"]) == (302, f"/{language}/petitions/trees/")
        assert answer["Vary"] == "Accept-Language"


def test_the_page_is_the_same_for_everyone_and_costs_the_same_in_any_number_of_languages(
    client: Client, db: None, django_assert_max_num_queries: object
) -> None:
    add_petition(("en",))
    client.get("/en/petitions/trees/")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        first = client.get("/en/petitions/trees/")
    assert Client().get("/en/petitions/trees/").content == first.content


def test_names_are_shown_newest_first_of_those_who_chose_it(text: PetitionText, client: Client) -> None:
    now = timezone.now()
    confirmed(text, now, email="a@example.org", name="مريم", shows_name=True)
    confirmed(text, now, email="b@example.org", name="Hidden")
    lifecycle.prepare()
    html = client.get("/en/petitions/trees/").content.decode()
    assert "<bdi>مريم</bdi>" in html
    assert "Hidden" not in html


def test_the_count_is_public_data_for_everyone(text: PetitionText, client: Client) -> None:
    Petition.objects.update(goal=10)
    now = timezone.now()
    confirmed(text, now)
    counting.fold(now)
    answer = client.get("/petitions/trees/tally.json")
    assert answer.json() == {"petition": "trees", "count": 1, "goal": 10, "as_of": now.isoformat(timespec="seconds")}
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=5"
    html = client.get("/en/petitions/trees/").content.decode()
    assert 'data-tally="1"' in html
    assert '<progress max="10" value="1"' in html


def test_a_petition_without_signatures_has_a_count_too(petition: Petition, client: Client) -> None:
    assert client.get("/petitions/trees/tally.json").json()["count"] == 0


def test_an_unknown_petition_is_not_there(db: None, client: Client) -> None:
    for path in ("/en/petitions/none/", "/petitions/none/", "/petitions/none/tally.json", "/en/petitions/none/sign/"):
        assert client.get(path).status_code == 404
    assert client.post("/en/petitions/none/sign/").status_code == 404

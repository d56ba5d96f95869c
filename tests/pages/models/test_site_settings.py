"""The site's own words, menus and languages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from home.models import HomePage
from pages.languages import CODES, column
from pages.models import SiteSettings
from tests.pages.conftest import add_page

pytestmark = pytest.mark.django_db


def settings_with(**values: Any) -> SiteSettings:
    settings = SiteSettings.objects.get()
    for name, value in values.items():
        setattr(settings, name, value)
    settings.save()
    return settings


def test_a_site_offers_every_language_until_an_editor_chooses(home: HomePage) -> None:
    assert SiteSettings.objects.get().codes == list(CODES)
    assert settings_with(languages=["tr", "az"]).codes == ["az", "tr"]


def test_a_text_missing_in_a_language_is_the_first_languages_and_says_so(home: HomePage) -> None:
    settings = settings_with(languages=["en", "ar"], footer_en="Join us", footer_ar="")
    words = settings.in_language("ar").footer
    assert (words, words.language.code) == ("Join us", "en")
    html = Client().get("/ar/").content.decode()
    assert '<div lang="en" dir="ltr"><p>Join us</p></div>' in html


def test_the_menu_of_a_language_shows_pages_under_their_headings_in_it(home: HomePage) -> None:
    river = add_page(home, ("en", "az"), heading={"en": "River", "az": "Çay"}, address={"az": "çay"}, slug="river")
    sea = add_page(home, ("en",), heading={"en": "Sea"}, slug="sea")
    settings_with(
        main_menu_en=[("page", river), ("page", sea), ("link", {"label": "Map", "url": "https://example.org/"})]
    )
    menu = Client().get("/az/").context["chrome"].main_menu
    assert [(item.label, item.url, item.language and item.language.code) for item in menu] == [
        ("Çay", "/az/%C3%A7ay/", None),
        ("Sea", "/en/sea/", "en"),
        ("Map", "https://example.org/", None),
    ]


def test_a_page_that_is_gone_leaves_the_menu(home: HomePage) -> None:
    river = add_page(home, ("en",), heading={"en": "River"}, slug="river")
    settings_with(main_menu_en=[("page", river)])
    river.unpublish()
    assert Client().get("/en/").context["chrome"].main_menu == []
    river.delete()
    assert Client().get("/en/").status_code == 200


@pytest.mark.parametrize("screen", ["en", "ar"])
def test_an_editor_sets_the_words_of_two_languages_and_loses_none_of_a_third(
    home: HomePage, admin_in: Callable[[str], Client], screen: str
) -> None:
    settings = settings_with(organisation_tr="Kampanya", languages=["en", "az", "tr"])
    url = reverse("wagtailsettings:edit", args=("pages", "sitesettings", settings.site_id))
    client = admin_in(screen)
    html = client.get(url).content.decode()
    assert 'name="organisation_az"' in html
    assert 'name="organisation_tr"' not in html
    empty = {
        column(base, code): "" for base in ("organisation", "tagline", "footer", "contact") for code in ("en", "az")
    }
    menus = {column(base, code): streamfield([]) for base in ("main_menu", "footer_menu") for code in ("en", "az")}
    sent = nested_form_data(
        empty | menus | {"social_links": streamfield([]), "working_language": "az", "organisation_az": "Kampaniya"}
    )
    assert client.post(url, sent | {"contact_email": ""}).status_code == 302
    settings.refresh_from_db()
    assert (settings.organisation_az, settings.organisation_tr, settings.codes) == (
        "Kampaniya",
        "Kampanya",
        ["en", "az", "tr"],
    )

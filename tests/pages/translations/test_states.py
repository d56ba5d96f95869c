"""How far each language is, as lists and forms of the admin show it."""

from typing import Any

import pytest
from django.urls import reverse

from home.models import HomePage
from pages.models import CampaignImage, SiteSettings, StandardPage, TranslationSheet
from pages.translations import states
from tests.pages.conftest import add_page, draft_of, fresh

pytestmark = pytest.mark.django_db


def names(subject: Any) -> dict[str, str]:
    return {state.language.code: state.name for state in states.of(subject)}


@pytest.fixture
def page(home: HomePage) -> Any:
    return add_page(home, ("en", "de"), heading={"en": "River", "de": "Fluss", "fr": "Rivière"}, slug="river")


def test_each_of_the_five_states_is_told_and_a_newer_draft(page: Any) -> None:
    fresh(page).withdraw(["de"])
    TranslationSheet.objects.of(page).filter(language="de").update(state="withdrawn")
    TranslationSheet.objects.of(page).filter(language="az").update(state="review")
    draft = draft_of(page)
    found = names(draft)
    assert {code: found[code] for code in ("en", "de", "fr", "az", "tr")} == {
        "en": "live",
        "de": "withdrawn",
        "fr": "draft",
        "az": "review",
        "tr": "off",
    }
    TranslationSheet.objects.of(page).filter(language="en").update(is_newer=True)
    assert names(draft)["en"] == "newer"
    assert all(str(state.label) for state in states.of(draft))


def test_what_isnt_saved_yet_is_off_everywhere() -> None:
    assert set(names(StandardPage()).values()) == {"off"}


def test_settings_and_images_have_states_too(home: HomePage) -> None:
    settings = SiteSettings.objects.get()
    settings.tagline_en = "Words"
    settings.save()
    assert names(settings)["en"] == "live"
    image = CampaignImage.objects.create(title="Forest", file="x.webp", width=1, height=1, alt_text_fr="Une forêt.")
    assert (names(image)["fr"], names(image)["de"]) == ("live", "off")


def test_a_list_asks_once_whatever_its_length_and_kinds(home: HomePage, django_assert_num_queries: Any) -> None:
    pages = [add_page(home, ("en",), heading={"en": f"Page {number}"}, slug=f"page-{number}") for number in range(5)]
    mixed = [*pages[:2], fresh(home), *(page.page_ptr for page in pages[2:])]
    states.of_many(mixed)
    with django_assert_num_queries(1):
        found = states.of_many(mixed)
    assert all(found[page.pk][0].name == "live" for page in pages)


def explorer(home: HomePage) -> str:
    return reverse("wagtailadmin_explore", args=(home.pk,))


def test_the_explorer_shows_the_languages_of_each_page(page: Any, home: HomePage, admin_in: Any) -> None:
    html = admin_in("en").get(explorer(home)).content.decode()
    assert 'class="language-state language-state--live" title="Deutsch — live"' in html
    assert 'class="language-state language-state--draft" title="Français — draft · 100' not in html
    assert 'language-state--draft" title="Français — draft' in html


def test_the_explorer_asks_no_more_the_longer_it_is(
    home: HomePage, admin_in: Any, django_assert_max_num_queries: Any
) -> None:
    client = admin_in("en")
    counts = []
    for number in range(2):
        for place in range(3):
            add_page(home, ("en",), heading={"en": f"Page {number} {place}"}, slug=f"page-{number}-{place}")
        client.get(explorer(home))
        with django_assert_max_num_queries(200) as context:
            client.get(explorer(home))
        counts.append(sum("translationsheet" in query["sql"] for query in context.captured_queries))
    assert counts == [1, 1]

"""Settings and pictures have no drafts: two who write at once lose nothing all the same."""

from typing import Any

import pytest
from wagtail.models import Site

from home.models import HomePage
from pages.models import CampaignImage, SiteSettings
from pages.translations import desk
from pages.translations.units import Origin
from tests.pages.conftest import fresh
from tests.petition.lifecycle.test_at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def settings_of_site(home: HomePage) -> Any:
    return SiteSettings.for_site(Site.objects.get())


def link(label: str) -> list[dict[str, Any]]:
    return [{"type": "link", "id": "m", "value": {"label": label, "url": "https://example.org/"}}]


def test_two_who_read_one_row_and_write_in_two_languages_both_stand(settings_of_site: Any) -> None:
    first, second = fresh(settings_of_site), fresh(settings_of_site)
    first.tagline_en, first.main_menu_en = "For the trees", link("Blog")
    second.tagline_az = "Ağaclar üçün"
    first.save()
    second.save()
    row = fresh(settings_of_site)
    assert (row.tagline_en, row.tagline_az, row.main_menu_en[0].value["label"]) == (
        "For the trees",
        "Ağaclar üçün",
        "Blog",
    )


def test_a_row_saved_twice_keeps_its_own_and_takes_in_what_came_between(settings_of_site: Any) -> None:
    mine = fresh(settings_of_site)
    mine.tagline_en = "One"
    mine.save()
    other = fresh(settings_of_site)
    other.tagline_az = "Bir"
    other.save()
    mine.tagline_en = "Two"
    mine.save()
    assert (fresh(mine).tagline_en, fresh(mine).tagline_az) == ("Two", "Bir")


def test_a_text_that_is_cleared_stays_cleared(settings_of_site: Any) -> None:
    settings_of_site.tagline_en = "For the trees"
    settings_of_site.save()
    settings_of_site.tagline_en = ""
    settings_of_site.save()
    assert fresh(settings_of_site).tagline_en == ""


@pytest.mark.django_db(transaction=True)
def test_publishers_and_editors_of_one_picture_at_once_lose_nothing() -> None:
    image = CampaignImage.objects.create(title="Tree", file="tree.png", width=1, height=1, alt_text_en="A tree")
    words = {"az": "Ağac", "tr": "Ağaç", "fr": "Un arbre"}
    for code, word in words.items():
        desk.translate(image, code, {"alt_text": word}, Origin())
    by_form = fresh(image)
    by_form.alt_text_en = "An old tree"
    at_once([by_form.save, *(lambda code=code: desk.publish(image, [code]) for code in words)], threads=4)
    row = fresh(image)
    assert {code: row.words_in("alt_text", code).text for code in ("en", *words)} == {"en": "An old tree", **words}

"""`manage.py load_demo`: the campaign in its languages, once, and every page of it answers."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from home.models import HomePage
from pages import formats
from pages.languages import CODES, column, columns
from pages.models import CampaignImage, Edition, SiteSettings, StandardPage
from pages.translations import readiness
from petition.models import Petition, Signature
from tests.home.demo.test_content import COMPLETE, FIGURES, KEPT_WHOLE

PAGES = ["justice-for-khojaly", "petition", "what-happened", "news", "signatures", "privacy", "contact"]
HOST = "http://testserver"


def live_in(slug: str) -> list[str]:
    """The languages in which a page can be read."""
    return list(Edition.objects.filter(page__slug=slug).values_list("language", flat=True))


def whole_database() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in apps.get_models()}


# What is loaded -------------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("slug", PAGES)
def test_a_page_is_live_in_the_languages_that_are_complete(slug: str) -> None:
    expected = {*KEPT_WHOLE, "pt"} if slug in {"petition", "privacy"} else {*KEPT_WHOLE}
    assert set(live_in(slug)) == expected


def test_the_petition_is_open_in_the_same_languages_as_its_page(demo: None) -> None:
    petition = Petition.objects.get(slug="justice-for-khojaly")
    assert set(petition.live_languages()) == {*KEPT_WHOLE, "pt"}
    assert set(petition.live_texts) == {*KEPT_WHOLE, "pt"}
    assert petition.is_open_at(timezone.now())
    assert petition.goal
    assert all(len(petition.in_language(code).addressees) == 3 for code in COMPLETE)


def test_each_language_of_the_petition_is_ready(demo: None) -> None:
    petition = Petition.objects.get(slug="justice-for-khojaly")
    assert not readiness.blocking(petition.get_latest_revision_as_object(), petition.live_languages())
    assert readiness.blocking(petition.get_latest_revision_as_object(), ["fa"])


def test_persian_is_begun_but_only_drafted(demo: None) -> None:
    for content in (HomePage.objects.get(), Petition.objects.get()):
        draft = content.get_latest_revision_as_object()
        assert draft.in_language("fa").heading
        assert not content.in_language("fa").heading
        assert content.has_unpublished_changes
    assert not StandardPage.objects.get(slug="privacy").get_latest_revision_as_object().in_language("fa").heading


def test_italian_has_a_paragraph_that_is_older_than_its_source(demo: None) -> None:
    body = {code: str(StandardPage.objects.get(slug="petition").in_language(code).body) for code in ("en", "it", "fr")}
    assert ["7" in re.sub(r"<[^>]*>", "", body[code]) for code in ("en", "fr", "it")] == [True, True, False]


def test_chinese_has_nothing(demo: None) -> None:
    for content in [*(page.specific for page in Page.objects.filter(depth__gt=1)), Petition.objects.get()]:
        draft = content.get_latest_revision_as_object()
        assert not any(getattr(draft, names["zh-hans"]) for names in columns(type(content)).values())


def test_the_site_offers_all_languages_and_has_its_menus(demo: None) -> None:
    site = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    assert site.codes == list(CODES)
    assert [item.value.slug for item in site.in_language("ar").main_menu] == ["petition", "what-happened", "news"]
    assert [item.value.slug for item in site.in_language("ar").footer_menu] == ["privacy", "contact"]
    assert all(getattr(site, column("organisation", code)) for code in COMPLETE)


def test_each_picture_is_told_in_every_complete_language(demo: None) -> None:
    assert CampaignImage.objects.count() == 4
    for image in CampaignImage.objects.all():
        assert image.width == 1600
        assert all(getattr(image, column("alt_text", code)) for code in COMPLETE)


def test_no_signature_is_invented(demo: None) -> None:
    assert not Signature.objects.exists()


def test_the_blocks_have_the_same_ids_in_every_language(demo: None) -> None:
    for page in StandardPage.objects.all():
        ids = {code: [block.id for block in page.in_language(code).body] for code in COMPLETE}
        assert all(ids[code] == ids["en"] for code in COMPLETE)


# Loading again --------------------------------------------------------------------------------------------------------
def test_loading_twice_is_the_same_as_once(demo: None) -> None:
    before = whole_database()
    call_command("load_demo", verbosity=0)
    assert whole_database() == before


def test_what_is_missing_comes_back_and_what_was_edited_stays(demo: None) -> None:
    StandardPage.objects.get(slug="contact").delete()
    news = Page.objects.get(slug="news").specific
    news.heading_en = "Our news"
    news.save_revision()
    news.publish_languages(["en"])
    call_command("load_demo", verbosity=0)
    assert set(live_in("contact")) == set(KEPT_WHOLE)
    assert Edition.objects.get(page__slug="news", language="en").heading == "Our news"


def test_the_page_of_welcome_makes_way(demo: None) -> None:
    assert not Page.objects.filter(slug="home").exists()
    assert Site.objects.get(is_default_site=True).root_page.specific == HomePage.objects.get()


def test_a_campaign_of_its_own_is_left_alone(transactional_db: None) -> None:
    Page.get_first_root_node().add_child(instance=HomePage(heading_en="Clean water", slug="clean-water"))
    before = whole_database()
    with pytest.raises(CommandError, match="Clean water"):
        call_command("load_demo", verbosity=0)
    assert whole_database() == before


# What visitors see ----------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("code", CODES)
def test_every_page_answers_in_every_language(client: Client, code: str) -> None:
    for edition in Edition.objects.filter(language=code):
        answer = client.get(edition.url)
        assert answer.status_code == 200, edition.url
        assert edition.heading in answer.content.decode()


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("code", CODES)
def test_the_printed_address_of_the_petition_answers_in_every_language(client: Client, code: str) -> None:
    answer = client.get(f"/{code}/petition/")
    assert answer.status_code == 200
    assert 'data-tally="0"' in answer.content.decode()


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("code", COMPLETE)
def test_the_figures_are_written_as_the_language_writes_them(client: Client, code: str) -> None:
    page = client.get(Edition.objects.get(page__slug="what-happened", language=code).url).content
    shown = [figure.get_text(strip=True) for figure in BeautifulSoup(page, "html.parser").select(".figure-number")]
    assert shown == [formats.number(figure, code) for figure in FIGURES]


def test_no_link_of_the_site_leads_nowhere(demo: None, client: Client) -> None:
    seen = {f"/{code}/" for code in CODES}
    waiting = sorted(seen)
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        assert answer.status_code in {200, 301, 302}, unquote(path)
        new = set(links(path, answer)) - seen
        answer.close()
        seen |= new
        waiting += new
    assert len(seen) > len(CODES) * len(PAGES)


def links(path: str, answer: Any) -> Iterator[str]:
    """The site's own addresses that an answer leads to."""
    if answer.status_code != 200:
        yield from own(path, answer["Location"])
    elif answer["Content-Type"].startswith("text/html"):
        page = BeautifulSoup(answer.content, "html.parser")
        for element in page.select("a[href], img[src], link[href], source[srcset], img[srcset]"):
            addresses = [element.get("href"), element.get("src"), *re.findall(r"(\S+) \d+w", element.get("srcset", ""))]
            for address in filter(None, addresses):
                yield from own(path, address)


def own(path: str, address: str) -> Iterator[str]:
    """`address` without its fragment, if a visitor gets it from the site itself; styles and scripts are left out."""
    target = urlsplit(urldefrag(urljoin(HOST + path, address)).url)
    at_home = target.scheme in {"http", "https"} and target.hostname in {"testserver", "127.0.0.1", "localhost"}
    if at_home and not target.path.startswith(("/static/", "/admin/")):
        yield target._replace(scheme="", netloc="").geturl()

"""What stands around every page: language, links in the head, menus, switcher, notices, errors, search."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client
from wagtail.models import Site

from pages.models import NewsIndexPage, NewsPage, SiteSettings
from tests.pages.conftest import add_page, fresh, paragraphs
from tests.pages.test_image import add_image

ROOM = Path(settings.BASE_DIR)
STYLES = [*(ROOM / "pages/static").rglob("*.css"), *(ROOM / "petition/static").rglob("*.css")]
TEMPLATES = [path for app in ("pages", "home") for path in (ROOM / app / "templates").rglob("*.html")]


def soup(client: Client, path: str, status: int = 200) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == status
    return BeautifulSoup(response.text, "html.parser")


@pytest.fixture
def site_settings(home: Any) -> SiteSettings:
    found = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    found.organisation_en, found.organisation_az = "The campaign", "Kampaniya"
    found.footer_en, found.contact_en = "For justice.", "contact@example.org"
    found.main_menu_en = [("page", home)]
    found.social_links = [("link", {"label": "A network", "url": "https://social.example/us"})]
    found.languages = ["en", "az", "ar"]
    found.save()
    return found


@pytest.fixture
def story(home: Any) -> Any:
    """A standard page in English alone."""
    return add_page(
        home, ("en",), heading={"en": "What happened"}, body={"en": paragraphs("The account.")}, slug="what-happened"
    )


# The frame ------------------------------------------------------------------------------------------------------------
def test_a_page_names_its_language_and_direction(client: Client, site_settings: SiteSettings) -> None:
    page = soup(client, "/az/")
    assert (page.html["lang"], page.html["dir"]) == ("az", "ltr")
    assert (page.main["lang"], page.main["dir"]) == ("az", "ltr")
    assert page.title.get_text() == "Ana səhifə · Kampaniya"


def test_a_page_names_its_sisters_in_other_languages(client: Client, site_settings: SiteSettings) -> None:
    links = soup(client, "/en/").find_all("link", rel="alternate")
    assert {link["hreflang"] for link in links} == {"en", "az", "x-default"}
    assert all(link["href"].startswith(settings.SITE_URL) for link in links)


def test_a_page_that_is_not_translated_says_so(client: Client, site_settings: SiteSettings, story: Any) -> None:
    page = soup(client, "/ar/what-happened/")
    assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl")
    assert (page.main["lang"], page.main["dir"]) == ("en", "ltr")
    assert page.find(class_="fallback-notice").bdi.get_text() == "English"
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert page.find("link", rel="canonical")["href"].endswith("/en/what-happened/")
    assert not page.find("link", rel="alternate")


def test_a_page_in_its_own_language_has_no_notice(client: Client, site_settings: SiteSettings, story: Any) -> None:
    page = soup(client, "/en/what-happened/")
    assert not page.find(class_="fallback-notice")
    assert not page.find("meta", attrs={"name": "robots"})


def test_the_switcher_parts_what_a_page_has_from_what_it_lacks(
    client: Client, site_settings: SiteSettings, story: Any
) -> None:
    lists = soup(client, "/en/what-happened/").find(class_="switcher").find_all("ul")
    assert [[link["hreflang"] for link in found.find_all("a")] for found in lists] == [["en"], ["az", "ar"]]
    arabic = lists[1].find("span", lang="ar")
    assert (arabic["dir"], arabic.parent["href"]) == ("rtl", "/ar/what-happened/")
    assert lists[0].a["aria-current"] == "true"


def test_menus_and_footer_are_shown(client: Client, site_settings: SiteSettings) -> None:
    page = soup(client, "/en/")
    assert page.find(class_="main-menu").a["href"] == "/en/"
    assert "For justice." in page.footer.get_text()
    assert page.footer.find("a", href="mailto:contact@example.org")
    assert page.footer.find("a", href="https://social.example/us")


def test_the_page_is_shown_on_cards(client: Client, home: Any) -> None:
    draft = home.get_latest_revision_as_object()
    draft.introduction_en, draft.hero_image = "<p>Justice &amp; truth.</p><p>Now.</p>", add_image(alt_text_en="Hills")
    draft.save_revision(clean=False)
    fresh(home).publish_languages(["en"])
    page = soup(client, "/en/")
    cards = {meta["property"]: meta["content"] for meta in page.find_all("meta", property=True)}
    assert cards["og:title"] == "Home"
    assert cards["og:description"] == "Justice & truth. Now."
    assert cards["og:image"].startswith(settings.SITE_URL)
    assert (cards["og:image:width"], cards["og:image:height"]) == ("1200", "630")
    assert cards["og:image:alt"] == "Hills"
    assert page.find("meta", attrs={"name": "twitter:card"})["content"] == "summary_large_image"


def test_hostile_words_stay_words(client: Client, home: Any) -> None:
    hostile = '"><script>alert(1)</script>'
    add_page(home, ("en",), heading={"en": hostile}, meta_description={"en": hostile}, slug="hostile")
    page = soup(client, "/en/hostile/")
    assert page.h1.get_text() == hostile
    assert page.find("meta", attrs={"name": "description"})["content"] == hostile
    assert {script.get("src", "").split(".")[0] for script in page.find_all("script")} == {
        "/static/pages/scripts/menus"
    }


# News -----------------------------------------------------------------------------------------------------------------
@pytest.fixture
def news(home: Any) -> NewsIndexPage:
    return add_page(home, ("en", "az"), NewsIndexPage, heading={"en": "News", "az": "Xəbərlər"}, slug="news")


@pytest.fixture
def article(news: NewsIndexPage) -> NewsPage:
    return add_page(
        news,
        ("en",),
        NewsPage,
        heading={"en": "It begins"},
        meta_description={"en": "The collection begins."},
        author={"en": "A reporter"},
        source={"en": "An agency"},
        source_url="https://example.org/",
        date=date(2021, 2, 25),
        picture=add_image(alt_text_en="A book"),
        slug="begins",
    )


def test_the_index_shows_articles_as_cards(client: Client, article: NewsPage) -> None:
    card = soup(client, "/en/news/").find(class_="article-card")
    assert card.a["href"] == "/en/news/begins/"
    assert card.time["datetime"] == "2021-02-25"
    assert card.img["alt"] == ""
    assert "The collection begins." in card.get_text()


def test_an_index_without_articles_says_so(client: Client, article: NewsPage) -> None:
    page = soup(client, "/az/news/")
    assert not page.find(class_="article-card")
    assert page.main.find("p")


def test_an_article_tells_its_date_author_and_source(client: Client, article: NewsPage) -> None:
    page = soup(client, "/en/news/begins/").main
    assert page.time.get_text() == "25 February 2021"
    assert "A reporter" in page.get_text()
    assert page.find("a", href="https://example.org/").get_text() == "An agency"
    assert page.find("a", href="/en/news/").get_text() == "All news"
    assert page.img["alt"] == "A book"


def test_the_home_page_shows_the_latest_news(client: Client, article: NewsPage) -> None:
    assert soup(client, "/en/").find(class_="latest-news").find("a", href="/en/news/begins/")


def test_a_long_list_has_pages(client: Client, news: NewsIndexPage) -> None:
    for number in range(11):
        add_page(news, ("en",), NewsPage, heading={"en": f"News {number}"}, slug=f"news-{number}")
    first, second = soup(client, "/en/news/"), soup(client, "/en/news/?page=2")
    assert first.find(class_="pagination").find("a", rel="next")["href"] == "?page=2"
    assert second.find(class_="pagination").find("a", rel="prev")["href"] == "?page=1"
    assert len(second.find_all(class_="article-card")) == 1


# Search and errors ----------------------------------------------------------------------------------------------------
def test_search_finds_in_the_language_of_the_address(client: Client, story: Any) -> None:
    assert soup(client, "/en/search/?q=account").find(class_="search-results").a["href"] == "/en/what-happened/"
    assert not soup(client, "/az/search/?q=account").find(class_="search-results").a


def test_search_says_what_it_found(client: Client, story: Any) -> None:
    assert soup(client, "/en/search/?q=account").find(role="status").get_text(strip=True) == "1 page found"
    assert "No page" in soup(client, "/en/search/?q=nothing+of+that").find(role="status").get_text()
    assert not soup(client, "/en/search/").find(role="status")


def test_search_keeps_what_was_typed_as_words(client: Client, home: Any) -> None:
    page = soup(client, "/en/search/?q=%22%3E%3Cscript%3E")
    assert page.find("input", attrs={"name": "q"})["value"] == '"><script>'
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_a_missing_page_answers_in_the_language_of_its_address(client: Client, site_settings: SiteSettings) -> None:
    page = soup(client, "/ar/no-such-page/", status=404)
    assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl")
    assert page.main.find("form", role="search")["action"] == "/ar/search/"
    assert page.main.find("a", class_="button")["href"] == "/ar/"


def test_the_missing_page_needs_no_context() -> None:
    page = BeautifulSoup(render_to_string("404.html"), "html.parser")
    assert page.h1
    assert page.main.find("a", class_="button")["href"] == "/"


def test_the_failure_page_needs_neither_context_nor_database() -> None:
    page = BeautifulSoup(render_to_string("500.html"), "html.parser")
    assert {line["lang"] for line in page.main.find_all(lang=True)} == {code for code, _name in settings.LANGUAGES}
    for link in page.find_all("link", rel="stylesheet"):
        assert finders.find(link["href"].removeprefix("/static/"))


# Rules that prose can't keep ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(src|href)=\"(https?:)?//", text)
    assert len(text.splitlines()) <= 60


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_know_no_left_and_right(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    sided = r"(margin|padding|border|inset)-(left|right|top|bottom)|(?<![-\w])(left|right|top|bottom|width|height)\s*:"
    assert not re.search(sided, text)
    assert not re.search(r"text-align:\s*(left|right)|float:\s*(left|right)|url\((?!data:)|@import", text)

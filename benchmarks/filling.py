"""Fills a database with 50,000 pieces of text in thirty languages: a page that is whole, and many that lists show."""

import datetime as dt
import json
from itertools import cycle
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from pages.languages import CODES, column
from pages.models import SiteSettings, StandardPage
from pages.models.desk import LanguageDemand
from pages.models.translation import SheetState, SourceUnit, TranslationSheet
from pages.translations.units import digest

PAGES = 2_500
UNITS = 20  # of a page
BLOCKS = 20  # of the page that is saved and translated
AT_ONCE = 5_000  # rows
ASKED_PAGES, ASKED_DAYS, ASKED_LANGUAGES = 200, 30, 4
SENTENCE = "A sentence of the petition, number {number}, as an editor writes it in {code}: neither short nor very long."
STATES = (SheetState.LIVE, SheetState.LIVE, SheetState.DRAFT, SheetState.OFF, SheetState.REVIEW, SheetState.WITHDRAWN)

COPY_UNITS = """
    INSERT INTO pages_translationunit
        (content_type_id, object_id, path, language, state, text, digest, from_text, from_digest, tool, credit, at)
    SELECT source.content_type_id, source.object_id, source.path, sheet.language, 'done', source.text, source.digest,
        source.text, source.digest, 'form', '', source.changed_at
    FROM pages_sourceunit source
    JOIN pages_translationsheet sheet
        ON sheet.content_type_id = source.content_type_id AND sheet.object_id = source.object_id
    WHERE NOT sheet.is_source
    ON CONFLICT DO NOTHING
"""


def fill() -> StandardPage:
    """Fill the empty database; the page that is whole, in every language."""
    Locale.objects.create(language_code=settings.LANGUAGE_CODE)
    root = Page.add_root(instance=Page(title="Root", slug="root"))
    home = HomePage(live=False, slug="front", **dict.fromkeys(headings(), "Home"))
    root.add_child(instance=home)
    home.save_revision(clean=False)
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    SiteSettings.objects.create(site=Site.objects.get())
    page = whole_page(home)
    ids = listed_pages(home)
    fill_sources(ids)
    fill_sheets(ids)
    with connection.cursor() as cursor:
        cursor.execute(COPY_UNITS)
        cursor.execute("ANALYZE")
    fill_demand(ids)
    return page


def headings() -> list[str]:
    """The columns of the heading."""
    return [column("heading", code) for code in CODES]


def whole_page(home: HomePage) -> StandardPage:
    """A page of many blocks, written and saved in every language."""
    texts = {}
    for code in CODES:
        texts[column("heading", code)] = f"A long page ({code})"
        texts[column("body", code)] = json.dumps([block(number, code) for number in range(BLOCKS)])
    page = StandardPage(live=False, slug="whole", **texts)
    HomePage.objects.get(pk=home.pk).add_child(instance=page)
    page.save_revision(clean=False)
    return page


def block(number: int, code: str) -> dict[str, Any]:
    """A paragraph as it is stored, the same block in every language."""
    sentence = SENTENCE.format(number=number, code=code)
    return {"type": "text", "value": f"<p>{sentence} {sentence}</p>", "id": f"{number:08d}-0000-4000-8000-000000000000"}


def listed_pages(home: HomePage) -> list[int]:
    """Rows of pages as lists read them: without a table of their own."""
    parent = Page.objects.get(pk=home.pk)
    kind, locale = ContentType.objects.get_for_model(StandardPage), Locale.objects.get()
    rows = [
        Page(
            title=f"Page {number}",
            draft_title=f"Page {number}",
            slug=f"page-{number}",
            content_type=kind,
            locale=locale,
            path=f"{parent.path}{number + 1000}",  # steps of a path have four signs; digits are among them
            depth=parent.depth + 1,
            url_path=f"{parent.url_path}page-{number}/",
        )
        for number in range(PAGES)
    ]
    Page.objects.bulk_create(rows, batch_size=AT_ONCE)
    return list(Page.objects.filter(slug__startswith="page-").order_by("pk").values_list("pk", flat=True))


def fill_sources(ids: list[int]) -> None:
    """Each page's pieces in the source language."""
    kind, now = ContentType.objects.get_for_model(StandardPage), timezone.now()
    texts = [SENTENCE.format(number=number, code="en") for number in range(UNITS)]
    units = [
        SourceUnit(
            content_type=kind,
            object_id=page_id,
            path=f"body.{number}",
            position=number,
            text=text,
            digest=digest(text),
            changed_at=now,
        )
        for page_id in ids
        for number, text in enumerate(texts)
    ]
    SourceUnit.objects.bulk_create(units, batch_size=AT_ONCE)


def fill_sheets(ids: list[int]) -> None:
    """Each page's state in each language, of every kind."""
    kind, states = ContentType.objects.get_for_model(StandardPage), cycle(STATES)
    sheets = [
        TranslationSheet(
            content_type=kind,
            object_id=page_id,
            language=code,
            is_source=code == settings.LANGUAGE_CODE,
            state=next(states),
            total=UNITS,
            missing=page_id % 3,
            stale=page_id % 4,
            machine=page_id % 2,
            done=UNITS - page_id % 3 - page_id % 4 - page_id % 2,
        )
        for page_id in ids
        for code in CODES
    ]
    TranslationSheet.objects.bulk_create(sheets, batch_size=AT_ONCE)


def fill_demand(ids: list[int]) -> None:
    """A month in which visitors asked for some pages in some languages."""
    today = timezone.localdate()
    LanguageDemand.objects.bulk_create(
        [
            LanguageDemand(day=today - dt.timedelta(day), language=code, page_id=page_id, fallback_views=page_id % 97)
            for page_id in ids[:ASKED_PAGES]
            for day in range(ASKED_DAYS)
            for code in CODES[-ASKED_LANGUAGES:]
        ],
        batch_size=AT_ONCE,
    )

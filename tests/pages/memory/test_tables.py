"""Every table that a kept page is made of is watched, or there is a reason why a change of it need not be noted."""

import re
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models.signals import post_delete, post_save
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pages.models import NewsIndexPage, NewsPage
from petition.models import PetitionText
from tests.pages.conftest import add_page, paragraphs
from tests.pages.conftest import home as home
from tests.petition.conftest import add_petition, confirmed

READ = re.compile(r'\b(?:FROM|JOIN) "(\w+)"')
EXCEPTIONS = {
    "pages_suggestion": "strangers write it; who accepts one notes that, and so does a deletion",
    "petition_margin": "the integrity page is kept for a moment only",
    "petition_petitiontext": "append-only, and written when a petition is saved, which is noted",
    "petition_signature": "names and figures are kept for a moment only",
    "petition_total": "a live value, read twice a second",
}


def watched() -> set[str]:
    """The tables whose rows note a change when they are saved and when they are deleted."""
    return set.intersection(
        *(
            {
                model._meta.db_table
                for model in apps.get_models()
                if any(key[0] == f"pages.memory.{model._meta.label}" for key, *_ in signal.receivers)
            }
            for signal in (post_save, post_delete)
        )
    )


def read_for(paths: list[str]) -> set[str]:
    """The tables of all queries behind `paths`."""
    client = Client()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for path in paths:
            assert client.get(path).status_code == 200, path
    return {table for query in queries.captured_queries for table in READ.findall(query["sql"])}


def test_every_table_behind_a_kept_page_is_watched(home: Any) -> None:
    add_page(home, ("en",), heading={"en": "Rivers"}, slug="rivers", body={"en": paragraphs("Water")})
    index = add_page(home, ("en",), NewsIndexPage, heading={"en": "News"}, slug="news")
    add_page(index, ("en",), NewsPage, heading={"en": "Rain"}, slug="rain")
    add_petition()
    confirmed(PetitionText.objects.select_related("petition").get(language="en"), shows_name=True)
    pages = [
        "/en/",
        "/en/rivers/",
        "/en/news/",
        "/en/news/rain/",
        "/en/petitions/trees/",
        "/en/petitions/trees/integrity/",
    ]
    data = ["/sitemap.xml", "/robots.txt", "/petitions/trees/tally.json", "/petitions/trees/integrity.json"]
    assert read_for([*pages, *data]) - watched() == set(EXCEPTIONS)


def test_a_supporter_whose_suggestion_is_deleted_is_thanked_no_more(home: Any) -> None:
    assert any(key[0] == "pages.memory.pages.Suggestion" for key, *_ in post_delete.receivers)

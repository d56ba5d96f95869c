"""Traps that the first trial of this design fell into: each is closed, and stays closed."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, isolate_apps
from django.utils import timezone
from wagtail.admin.panels import InlinePanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.log_actions import registry as log_registry
from wagtail.models import Page, Site, get_page_models

from home.models import HomePage
from pages.languages import columns
from pages.models import Edition, StandardPage
from pages.translations import desk
from tests.pages.conftest import add_page, draft_of, fields, fresh

pytestmark = pytest.mark.django_db
MOST_QUERIES_OF_A_PAGE_BELOW = 15  # that is public in two languages


def publish(page: Any, codes: list[str], **texts: Any) -> None:
    draft = draft_of(page)
    for name, value in fields(**texts).items():
        setattr(draft, name, value)
    draft.save_revision(clean=False)
    fresh(page).publish_languages(codes)


def renames(one: Any) -> list[dict[str, str]]:
    return [entry.data["title"] for entry in log_registry.get_logs_for_instance(one).filter(action="wagtail.rename")]


def test_publishing_another_language_tells_of_no_new_name(home: HomePage) -> None:
    page = add_page(home, ("en",), heading={"en": "Trees", "az": "Ağaclar"}, slug="trees")
    publish(page, ["az"], heading={"en": "Woods"})
    assert renames(page) == []
    publish(page, ["en"])
    assert renames(page) == [{"old": "Trees", "new": "Woods"}]


def test_a_planned_language_tells_of_no_new_name_either(home: HomePage, editor: Any) -> None:
    page = add_page(home, ("en",), heading={"en": "Trees", "az": "Ağaclar"}, slug="trees")
    publish(page, ["az"], heading={"en": "Woods"})
    desk.schedule(page, "az", editor, timezone.now())
    desk.publish_due(timezone.now())
    assert renames(page) == []


def test_every_publish_names_its_languages(home: HomePage) -> None:
    page = add_page(home, ("en", "az"), heading={"en": "Trees", "az": "Ağaclar"}, slug="trees")
    entry = log_registry.get_logs_for_instance(page).get(action="translations.publish")
    assert entry.formatter.format_message(entry) == "Published in English, Azərbaycanca"


def test_no_translated_text_lies_in_rows_of_another_table() -> None:
    for model in get_page_models():
        rows = [related for related in model._meta.related_objects if not related.one_to_one]
        assert not [related for related in rows if columns(related.related_model)], model
        assert not any(isinstance(panel, InlinePanel) for panel in getattr(model, "content_panels", []))


def test_two_drafts_with_one_address_are_both_published(home: HomePage) -> None:
    pages = [add_page(home, heading={"en": name}, address={"en": "same"}, slug=name) for name in ("one", "two")]
    for page in pages:
        fresh(page).publish_languages(["en"])
    paths = Edition.objects.filter(page_id__in=[page.pk for page in pages]).order_by("page_id")
    assert list(paths.values_list("path", flat=True)) == ["same/", "same-2/"]


def test_two_sites_have_the_same_address_each(home: HomePage) -> None:
    root = Page.objects.get(depth=1)
    other = add_page(root, ("en",), HomePage, heading={"en": "Other"}, slug="other")
    Site.objects.create(hostname="other.example.org", root_page=other)
    pages = [add_page(parent, ("en",), heading={"en": "Trees"}, slug="trees") for parent in (home, other)]
    found = {edition.page_id: edition.path for edition in Edition.objects.filter(language="en", path="trees/")}
    assert found == {page.pk: "trees/" for page in pages}


def test_no_page_has_routes_of_its_own_that_would_need_a_fallback() -> None:
    assert not [model for model in get_page_models() if issubclass(model, RoutablePageMixin)]


def queries_of_a_new_slug(page: Any) -> int:
    draft = draft_of(page)
    draft.slug += "-moved"
    draft.save_revision(clean=False)
    with CaptureQueriesContext(connection) as queries:
        fresh(page).publish_languages(["en"])
    return len(queries)


def test_a_new_slug_costs_a_few_queries_more_for_each_page_below(home: HomePage) -> None:
    parent = top = add_page(home, ("en", "az"), heading={"en": "0", "az": "0"}, slug="top")
    alone = queries_of_a_new_slug(top)
    for number in (1, 2, 3):
        parent = add_page(parent, ("en", "az"), heading={"en": f"{number}", "az": f"{number}"}, slug=f"p{number}")
    more = queries_of_a_new_slug(top) - alone
    assert Edition.objects.get(page_id=parent.pk, language="az").path == "top-moved-moved/p1/p2/p3/"
    assert more <= 3 * MOST_QUERIES_OF_A_PAGE_BELOW, more


@isolate_apps("pages")  # no other test's checks shall find the model
def test_a_model_that_would_lose_writes_silently_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Child(StandardPage):
        class Meta:
            app_label = "pages"
            proxy = True

    assert {error.id for error in Child.check()} >= {"pages.E002"}
    assert not StandardPage.check()
    monkeypatch.setattr("pages.translations.publishing.columns", lambda model: {})
    assert {error.id for error in StandardPage.check()} == {"pages.E001"}

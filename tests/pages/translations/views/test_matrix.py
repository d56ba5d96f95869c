"""The matrix shows everything translated, most wanted first, to those who work on it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from home.models import HomePage
from pages.models import CampaignImage, SiteSettings
from pages.models.desk import LanguageDemand
from pages.models.translation import TranslationSheet
from pages.translations import desk
from petition.models import Petition
from tests.pages.conftest import add_page, draft_of

pytestmark = pytest.mark.django_db
URL = "/admin/translations/"


@pytest.fixture
def rivers(home: HomePage) -> Any:
    """Live in English, half done in Azerbaijani, begun in nothing else."""
    page = add_page(
        home, ("en",), heading={"en": "Rivers", "az": "Çaylar"}, meta_description={"en": "All of them"}, slug="rivers"
    )
    SiteSettings.objects.update(languages=["en", "az", "fa"], prepared=["tr"])
    return page


@pytest.fixture
def ask(admin_in: Callable[[str], Client]) -> Callable[..., Any]:
    """The context of the matrix, asked by somebody who may do everything."""
    client = admin_in("en")
    return lambda query="": client.get(f"{URL}{query}").context


def names(context: Any) -> list[str]:
    return [line.row.name for line in context["lines"]]


def codes(context: Any) -> list[str]:
    return [column.language.code for column in context["columns"]]


def cells(context: Any, name: str) -> dict[str, Any]:
    """{language: cell} of the row called `name`."""
    line = next(line for line in context["lines"] if line.row.name == name)
    return dict(zip(codes(context), line.cells, strict=True))


def want(page: Any, code: str, views: int, days_ago: int = 0) -> None:
    day = timezone.localdate() - dt.timedelta(days_ago)
    LanguageDemand.objects.create(day=day, language=code, page_id=page.pk, fallback_views=views)


def translator(*permissions: str) -> Client:
    """A client signed in as somebody with these permissions and the right to enter the admin."""
    user = get_user_model().objects.create_user("t", "t@example.org", "t", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
    client = Client()
    client.force_login(user)
    return client


def test_the_menu_leads_to_it(home: HomePage, admin_in: Callable[[str], Client]) -> None:
    assert URL in admin_in("en").get("/admin/").content.decode()


def test_a_cell_says_the_state_and_what_is_open_and_leads_to_the_translators_view(rivers: Any, ask: Any) -> None:
    found = cells(ask(), "Rivers")
    assert (found["en"].look, found["en"].notes[0]) == ("source", "source")
    assert found["en"].url == desk.edit_url(rivers)
    assert (found["az"].state, found["az"].percent, found["az"].notes) == ("draft", "50%", ("1 missing",))
    assert found["az"].url == desk.sheet_url(rivers, "az")
    assert "1 of 2 done" in found["az"].tooltip
    assert (found["fa"].state, found["fa"].percent) == ("not begun", "")


def test_a_changed_source_shows_in_every_language_that_has_it(rivers: Any, ask: Any) -> None:
    draft = draft_of(rivers)
    draft.heading_en = "Great rivers"
    draft.save_revision(clean=False)
    found = cells(ask("?state=stale"), "Rivers")
    assert "newer draft" in found["en"].notes
    assert found["az"].notes == ("1 stale", "1 missing")


def test_columns_are_the_languages_of_the_site_and_those_in_preparation(rivers: Any, ask: Any) -> None:
    found = ask()["columns"]
    assert {column.language.code: column.is_open for column in found} == {
        "en": True, "az": True, "fa": True, "tr": False,
    }  # fmt: skip


def test_rows_and_columns_come_in_the_order_in_which_visitors_ask(rivers: Any, home: HomePage, ask: Any) -> None:
    add_page(home, ("en",), heading={"en": "A sea"}, slug="sea")
    want(rivers, "fa", 7)
    want(rivers, "tr", 2)
    want(home, "fa", 1000, days_ago=40)
    found = ask()
    assert names(found)[:2] == ["Rivers", "A sea"]
    assert found["lines"][0].row.views == 9
    assert codes(found) == ["en", "fa", "tr", "az"]
    assert [column.asked for column in found["columns"]] == [0, 7, 2, 0]
    assert names(ask("?order=title"))[0] == "A sea"


def test_the_last_change_comes_first_if_asked(rivers: Any, home: HomePage, ask: Any) -> None:
    TranslationSheet.objects.exclude(object_id=home.pk).update(updated_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    assert names(ask("?order=changed"))[0] == "Home"


def test_it_filters_by_language_state_kind_and_title(rivers: Any, home: HomePage, ask: Any) -> None:
    kind = next(number for number, model in desk.subject_types().items() if model is HomePage)
    assert codes(ask("?language=fa")) == ["en", "fa"]
    assert names(ask(f"?kind={kind}")) == ["Home"]
    assert names(ask("?q=rIVER")) == ["Rivers"]
    assert names(ask("?state=draft&language=az")) == ["Rivers"]
    assert "Rivers" in names(ask("?state=missing&language=fa"))
    assert names(ask("?state=review")) == []


@pytest.mark.parametrize("query", ["?language=xx&state=no&kind=x&order=q&p=-3", "?q=%00%25_&p=99999", "?kind=999999"])
def test_an_address_that_was_tampered_with_is_no_fault(rivers: Any, ask: Any, query: str) -> None:
    assert ask(query) is not None


def test_everything_translated_has_its_row(rivers: Any, ask: Any) -> None:
    Petition.objects.create(slug="trial", source_language="az", heading_az="Sınaq", heading_en="Trial")
    image = CampaignImage(title="A mountain", width=1, height=1, file="mountain.png")
    image.save()
    found = ask()
    assert {"Rivers", "Home", "Sınaq", "A mountain", "Site settings"} <= set(names(found))
    html_of = {line.row.name: line.row.edit_url for line in found["lines"]}
    assert html_of["Site settings"] == reverse(
        "wagtailsettings:edit", args=("pages", "sitesettings", Site.objects.get().pk)
    )


def test_what_is_older_than_the_desk_has_its_row_and_is_found_as_missing(rivers: Any, ask: Any) -> None:
    TranslationSheet.objects.all().delete()
    assert cells(ask("?state=missing"), "Rivers")["az"].state == "not begun"
    call_command("rebuild_translations", missing=True, verbosity=0)
    assert cells(ask(), "Rivers")["az"].state == "draft"


def test_a_long_list_is_cut_into_pages(rivers: Any, home: HomePage, ask: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("pages.translations.views.matrix.ROWS_A_PAGE", 2)
    first, second = ask("?order=title"), ask("?order=title&p=2")
    assert names(first) == ["Home", "Rivers"]
    assert names(second) == ["Site settings"]
    assert second["page"].paginator.num_pages == 2


def test_a_translator_sees_their_own_languages_first(rivers: Any) -> None:
    want(rivers, "az", 50)
    response = translator("translate_tr").get(URL)
    assert codes(response.context) == ["en", "tr", "az", "fa"]


def test_it_is_closed_to_whoever_translates_nothing(rivers: Any) -> None:
    assert translator().get(URL).status_code in (302, 403)


@pytest.mark.parametrize("state", ["", "?state=missing", "?order=changed"])
def test_the_number_of_queries_does_not_grow_with_rows_and_languages(
    rivers: Any, home: HomePage, admin_in: Any, django_assert_max_num_queries: Any, state: str
) -> None:
    for number in range(8):
        add_page(home, ("en", "az"), heading={"en": f"Page {number}", "az": "Səhifə"}, slug=f"page-{number}")
    SiteSettings.objects.update(languages=[])
    client = admin_in("en")
    client.get(URL)
    with django_assert_max_num_queries(12):
        assert client.get(f"{URL}{state}").status_code == 200


@pytest.mark.parametrize("screen", ["ar", "az", "zh-hans"])
def test_it_speaks_the_editors_language(rivers: Any, admin_in: Any, screen: str) -> None:
    assert admin_in(screen).get(URL).status_code == 200


@pytest.mark.parametrize("words", ["ÇAYL", "çayl", "Çay"])
def test_a_title_is_found_in_any_case_and_script(home: HomePage, ask: Any, words: str) -> None:
    add_page(home, ("az",), source_language="az", heading={"az": "Çaylar"}, slug="caylar")
    assert names(ask(f"?q={words}")) == ["Çaylar"]

"""How often the demo's pages ask the database when nothing is cached: little, however many languages there are.

Exactly where a server renders them, which remembers while the content stands what pages share; loosely without one.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.models import HomePage
from pages.languages import CODES
from pages.memory import rendering
from pages.memory.watching import Current, Watch, remembered
from pages.models import CampaignImage, NewsPage, SiteSettings, StandardPage
from petition.models import Petition, Signature

PAGE_BUDGET = 12
SIGN_BUDGET = 12
BRACKETS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")  # of transactions: no question of its own
TYPED = {"name": "Aygün Əliyeva", "email": "aygun@example.org", "country": "AZ", "consent": "yes"}


def queries(ask: Callable[[], Any]) -> list[str]:
    """The statements that one request makes."""
    with CaptureQueriesContext(connection) as found:
        ask()
    return [query["sql"] for query in found if not query["sql"].upper().startswith(BRACKETS)]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("path", ["/en/petition/", "/ar/petition/", "/fa/petition/", "/zh-hans/petition/"])
@pytest.mark.parametrize("offered", [("en", "ar", "fa", "zh-hans"), CODES])
def test_the_petitions_page_keeps_its_budget_at_any_number_of_languages(path: str, offered: tuple[str, ...]) -> None:
    SiteSettings.objects.update(languages=list(offered))
    asked = queries(lambda: Client().get(path))
    assert len(asked) <= PAGE_BUDGET, "\n".join(asked)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("language", ["en", "az"])
def test_a_signature_sent_by_the_form_keeps_its_budget(language: str) -> None:
    page = Client().get(f"/{language}/petition/").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert hidden["text"]
    address = f"/{language}/petitions/justice-for-khojaly/sign/"
    Client(REMOTE_ADDR="192.0.2.1").post(address, hidden | TYPED | {"email": "first@example.org"})  # of the process
    asked = queries(lambda: Client().post(address, hidden | TYPED))
    assert len(asked) <= SIGN_BUDGET, "\n".join(asked)
    assert Signature.objects.pending().count() == 2


# In a server ----------------------------------------------------------------------------------------------------------
FRONT, WITH_FORM, PETITION = "/en/", "/en/petition/", "/en/petitions/justice-for-khojaly/"


@pytest.fixture
def watch(demo: None) -> Iterator[Watch]:
    """A server that has just looked."""
    Current.watch = Watch()
    Current.watch.look()
    yield Current.watch
    Current.watch = None
    remembered.clear()


def rendered(path: str) -> str:
    """A page as it is rendered to be kept."""
    with rendering.collecting():
        response = Client().get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("watch")
@pytest.mark.parametrize(
    ("path", "budget"),
    [
        pytest.param(PETITION, 1, id="the petition's own page asks for the names of signatories alone"),
        pytest.param(WITH_FORM, 1, id="a page with blocks and the form asks for itself alone"),
        pytest.param(FRONT, 1, id="the front page asks for itself alone"),
    ],
)
def test_a_page_rendered_again_asks_only_for_what_is_its_own(path: str, budget: int) -> None:
    rendered(path)
    asked = queries(lambda: rendered(path))
    assert len(asked) == budget, "\n".join(asked)


@pytest.mark.usefixtures("watch")
@pytest.mark.parametrize(
    ("first", "further", "budget"), [(PETITION, "az", 1), (WITH_FORM, "az", 2), (FRONT, "az", 2), (FRONT, "ar", 2)]
)
def test_each_further_language_costs_three_queries_at_most(first: str, further: str, budget: int) -> None:
    rendered(first)
    asked = queries(lambda: rendered(first.replace("/en/", f"/{further}/")))
    assert len(asked) <= min(budget, 3), "\n".join(asked)


@pytest.mark.usefixtures("watch")
@pytest.mark.parametrize(("path", "budget"), [(PETITION, 6), (WITH_FORM, 9), (FRONT, 12)])
def test_the_first_page_after_a_change_asks_once_for_each_kind_of_thing(path: str, budget: int) -> None:
    rendered(path)  # its pictures are drawn by now
    remembered.clear()
    asked = queries(lambda: rendered(path))
    assert len(asked) <= budget, "\n".join(asked)
    assert len(asked) == len(set(asked))


def change_heading(model: Any, **which: Any) -> None:
    """Give a page or petition another English heading."""
    row = model.objects.get(**which) if which else model.objects.first()
    row.heading_en = "Another heading"
    row.save()


def change_pictures() -> None:
    """Say of each picture something else."""
    for image in CampaignImage.objects.all():
        image.alt_text_en = "Another heading"
        image.save()


@pytest.mark.parametrize(
    ("path", "change"),
    [
        pytest.param(FRONT, lambda: change_heading(HomePage), id="the page"),
        pytest.param(FRONT, lambda: change_heading(NewsPage), id="an article in its news"),
        pytest.param(FRONT, lambda: change_heading(Petition), id="the petition in its form"),
        pytest.param(PETITION, lambda: change_heading(Petition), id="the petition"),
        pytest.param(WITH_FORM, lambda: change_heading(StandardPage, slug="privacy"), id="a page that it links to"),
        pytest.param(FRONT, change_pictures, id="its picture"),
        pytest.param(WITH_FORM, change_pictures, id="a picture in its body"),
    ],
)
def test_whatever_is_remembered_is_forgotten_when_it_changes(
    watch: Watch, path: str, change: Callable[[], None]
) -> None:
    assert "Another heading" not in rendered(path)
    change()
    watch.look()
    assert "Another heading" in rendered(path)


@pytest.mark.usefixtures("watch")
def test_the_fields_of_a_form_are_remembered_without_the_place_that_it_stands_at() -> None:
    places = [set(re.findall(r'id="(sign-[\w-]+?)-consent"', rendered(path))) for path in (FRONT, WITH_FORM, PETITION)]
    assert all(len(found) == 1 for found in places)
    assert len(set.union(*places)) == 3

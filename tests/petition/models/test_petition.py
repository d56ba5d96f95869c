"""A petition: when it is open, and the language it is shown in."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory

from petition.models import Petition
from tests.petition.conftest import HEADINGS, NOW, add_petition

HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("opens", "closes", "is_open", "is_closed"),
    [
        (NOW, None, True, False),
        (NOW + HOUR, None, False, False),
        (NOW - HOUR, NOW + HOUR, True, False),
        (NOW - HOUR, NOW, False, True),
    ],
)
def test_a_petition_is_open_from_its_opening_until_its_closing(
    opens: dt.datetime, closes: dt.datetime | None, is_open: bool, is_closed: bool
) -> None:
    petition = Petition(opens_at=opens, closes_at=closes)
    assert (petition.is_open_at(NOW), petition.is_closed_at(NOW)) == (is_open, is_closed)


def test_a_petition_that_closes_before_it_opens_is_refused_in_the_form(db: None) -> None:
    with pytest.raises(ValidationError, match="closes after it opens"):
        Petition(slug="x", heading_en="X", opens_at=NOW, closes_at=NOW - HOUR).full_clean()


def test_it_is_shown_in_the_nearest_live_language_that_the_site_offers(petition: Petition) -> None:
    assert petition.shown_language("ar") == "ar"
    assert petition.shown_language("tr") == "az"
    assert petition.shown_language("fr") == "en"
    assert petition.shown_language("ar", ["az", "de"]) in {"az", "de"}
    assert petition.shown_language("ar", ["fr"]) is None


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_draft_is_previewed_in_each_language_with_its_form_at_rest(db: None, rf: RequestFactory, code: str) -> None:
    petition = add_petition(("en",))
    draft = petition.get_latest_revision_as_object()
    draft.heading_ar = HEADINGS["ar"]
    response = draft.make_preview_request(preview_mode=code)
    page = response.content.decode()
    assert response.status_code == 200
    assert HEADINGS[code] in page
    assert "disabled" in page
    assert f'lang="{code}"' in page


def test_a_petition_that_is_not_live_is_not_there(db: None, client: Client) -> None:
    Petition(slug="draft", heading_en="Draft", live=False).save()
    assert client.get("/en/petitions/draft/").status_code == 404
    assert client.get("/petitions/draft/tally.json").status_code == 404

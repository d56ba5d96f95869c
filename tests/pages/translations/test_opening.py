"""Two forms stand open at once; both are sent. Neither undoes what the other wrote."""

import copy
from typing import Any

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.models import HomePage
from pages.languages import column
from pages.translations import opening
from tests.pages.conftest import add_page, draft_of, fresh, paragraphs, text
from tests.petition.lifecycle.test_at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home: HomePage) -> Any:
    return add_page(
        home,
        ("en",),
        heading={"en": "River", "az": "Çay", "tr": "Nehir"},
        introduction={"en": "<p>old</p>"},
        body={"en": paragraphs("one", "two")},
        slug="river",
    )


def form_of(page: Any, target: str, **values: Any) -> dict[str, Any]:
    """What a form sends that shows the source and one language as they are stored now."""
    draft = draft_of(page)
    data: dict[str, Any] = {"slug": page.slug, "source_language": "en", "working_language": target}
    data |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    data["loaded_revision_id"] = draft.latest_revision_id
    data["loaded_revision_created_at"] = draft.latest_revision.created_at.isoformat()
    for code in ("en", target):
        plain = ("heading", "address", "meta_title", "meta_description")
        data |= {column(base, code): text(draft, base, code) for base in plain}
        data[column("introduction", code)] = rich_text(text(draft, "introduction", code))
        blocks = getattr(draft, column("body", code)).raw_data
        data[column("body", code)] = streamfield([("text", rich_text(block["value"])) for block in blocks])
        for place, block in enumerate(blocks):
            data[column("body", code)][f"{place}-id"] = block["id"]
    return data | values


def send(client: Any, page: Any, data: dict[str, Any]) -> None:
    answer = client.post(reverse("wagtailadmin_pages:edit", args=(page.pk,)), nested_form_data(data))
    assert answer.status_code == 302, answer.context["form"].errors


def test_a_form_that_was_opened_before_another_was_saved_undoes_nothing(page: Any, admin_in: Any) -> None:
    client = admin_in("en")
    azerbaijani = form_of(page, "az", heading_az="Çay!")
    turkish = form_of(page, "tr", heading_tr="Nehir!", heading_en="Rivers", introduction_en=rich_text("<p>new</p>"))
    turkish["body_en"]["0-value"] = rich_text("<p>one, written anew</p>")
    send(client, page, turkish)
    send(client, page, azerbaijani)
    draft = draft_of(page)
    assert [text(draft, "heading", code) for code in ("en", "az", "tr")] == ["Rivers", "Çay!", "Nehir!"]
    assert "new" in text(draft, "introduction", "en")
    assert "written anew" in text(draft, "body", "en")[0]
    assert text(fresh(page), "heading", "en") == "River"


def test_what_both_wrote_is_the_later_ones(page: Any, admin_in: Any) -> None:
    client = admin_in("en")
    first, second = form_of(page, "az", heading_en="First"), form_of(page, "az", heading_en="Second")
    send(client, page, first)
    send(client, page, second)
    assert text(draft_of(page), "heading", "en") == "Second"


@pytest.mark.parametrize("revision", ["", "x", "0", "999999"])
def test_a_forged_revision_changes_nothing(page: Any, revision: str) -> None:
    draft = draft_of(page)
    before = draft.drafted_from
    opening.opened_with(draft, revision, "2021-02-25")
    assert draft.drafted_from == before


@pytest.mark.django_db(transaction=True)
def test_two_forms_sent_at_the_very_same_moment_both_count(page: Any, admin_in: Any) -> None:
    client = admin_in("en")
    forms = [form_of(page, code, **{column("heading", code): f"{code}!"}) for code in ("az", "tr", "de", "fr")]
    at_once([lambda data=data: send(copy.deepcopy(client), page, data) for data in forms], threads=4)
    draft = draft_of(page)
    assert [text(draft, "heading", code) for code in ("en", "az", "tr", "de", "fr")] == [
        "River",
        "az!",
        "tr!",
        "de!",
        "fr!",
    ]

"""What is done with a language as a whole: asked on a page, done by who may, told in the history."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from pages.models import TranslationSheet
from pages.translations import readiness
from pages.translations.readiness import Lack
from pages.translations.views import standing
from tests.pages.conftest import fresh
from tests.pages.translations.views.conftest import Colleague, Join, change_source, translate

pytestmark = pytest.mark.django_db


def sheet(colleague: Colleague) -> Any:
    return TranslationSheet.objects.of(colleague.page).get(language=colleague.code)


def offered(colleague: Colleague) -> set[str]:
    """The names of the buttons that the sheet has."""
    return {one["step"].name for one in colleague.look().context["steps"]}


def moment(days: int) -> str:
    """So many days from now, as a browser sends it."""
    return (timezone.localtime() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def unready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every language lacks an introduction."""
    lack = Lack("The introduction is missing.", "/admin/there/")
    monkeypatch.setattr(readiness, "lacks", lambda draft, code: [lack])


def test_a_language_goes_from_draft_through_review_to_live_and_off_again(publisher: Colleague) -> None:
    assert offered(publisher) == {"submit", "publish", "schedule"}
    assert publisher.act("submit", note="Please read it.").status_code == 302
    assert sheet(publisher).state == "review"
    assert publisher.act("send-back", note="Not yet.").status_code == 302
    assert sheet(publisher).state == "draft"
    assert publisher.act("publish").status_code == 302
    assert sheet(publisher).state == "live"
    assert fresh(publisher.page).live_languages() == ["en", "fa"]
    assert offered(publisher) == {"withdraw", "schedule"}
    assert publisher.act("withdraw").status_code == 302
    assert sheet(publisher).state == "withdrawn"
    assert fresh(publisher.page).live_languages() == ["en"]


def test_the_history_of_the_language_tells_of_it_with_its_notes(publisher: Colleague, join: Join) -> None:
    publisher.act("submit", note="Please <b>read</b> it.")
    page = publisher.look().content.decode()
    assert "Sent to review in فارسی" in page
    assert "Please &lt;b&gt;read&lt;/b&gt; it." in page
    assert not standing.history(join("az", "translate_az").look().context["place"])


def test_every_deed_asks_first(publisher: Colleague) -> None:
    for name in offered(publisher):
        assert publisher.look(f"{name}/").status_code == 200
    assert sheet(publisher).state == "draft"
    assert fresh(publisher.page).live_languages() == ["en"]


def test_a_deed_that_makes_no_sense_now_is_not_done(publisher: Colleague) -> None:
    assert publisher.act("withdraw").status_code == 403
    assert publisher.look("withdraw/").status_code == 302


@pytest.mark.parametrize("name", ["submit", "publish", "withdraw", "send-back", "approve", "schedule", "unschedule"])
def test_nobody_does_what_they_may_not(join: Join, name: str) -> None:
    stranger = join("fa", "translate_az", "publish_az", "publish_unready", "manage_languages")
    assert stranger.act(name, note="x", go_live_at=moment(1)).status_code == 403
    assert sheet(stranger).state == "draft"


def test_a_translator_submits_and_does_not_publish(translator: Colleague) -> None:
    assert offered(translator) == {"submit"}
    assert translator.act("publish").status_code == 403
    assert fresh(translator.page).live_languages() == ["en"]


def test_a_reason_is_needed_to_send_back(publisher: Colleague) -> None:
    publisher.act("submit")
    assert publisher.act("send-back", note=" ").status_code == 422
    assert sheet(publisher).state == "review"


def test_an_unready_language_is_refused_with_the_list_and_the_links(publisher: Colleague, unready: None) -> None:
    answer = publisher.act("publish", although_unready="on")
    assert answer.status_code == 422
    assert '<a href="/admin/there/">The introduction is missing.</a>' in answer.content.decode()
    assert "although_unready" not in answer.content.decode()
    assert fresh(publisher.page).live_languages() == ["en"]


def test_who_may_publishes_it_all_the_same(join: Join, unready: None) -> None:
    chief = join("fa", "translate_fa", "publish_fa", "publish_unready")
    assert "although_unready" in chief.look("publish/").content.decode()
    assert chief.act("publish").status_code == 422
    assert chief.act("publish", although_unready="on").status_code == 302
    assert fresh(chief.page).live_languages() == ["en", "fa"]


def test_a_plan_is_made_shown_and_cancelled(publisher: Colleague) -> None:
    assert publisher.act("schedule", go_live_at=moment(1), withdraw_at=moment(2)).status_code == 302
    assert sheet(publisher).go_live_at > timezone.now()
    assert "Goes live on" in publisher.look().content.decode()
    assert publisher.act("unschedule").status_code == 302
    assert sheet(publisher).go_live_at is None


def test_a_plan_is_changed_from_what_it_is(publisher: Colleague) -> None:
    go_live, withdraw = moment(1), moment(2)
    publisher.act("schedule", go_live_at=go_live, withdraw_at=withdraw)
    page = publisher.look("schedule/").content.decode()
    assert f'value="{go_live}"' in page
    assert f'value="{withdraw}"' in page


@pytest.mark.parametrize(
    ("go_live", "withdraw"), [(None, None), (-1, None), (2, 1), (1, 1)], ids=["none", "past", "before", "same"]
)
def test_a_plan_that_cannot_be_is_refused(publisher: Colleague, go_live: int | None, withdraw: int | None) -> None:
    moments = {"go_live_at": go_live, "withdraw_at": withdraw}
    posted = {name: moment(days) for name, days in moments.items() if days is not None}
    assert publisher.act("schedule", **posted).status_code == 422
    assert sheet(publisher).go_live_at is None


def test_a_translation_is_approved_after_the_demand_changed(publisher: Colleague) -> None:
    TranslationSheet.objects.of(publisher.page).filter(language="fa").update(needs_approval_at=timezone.now())
    assert "approve" in offered(publisher)
    publisher.act("approve")
    assert sheet(publisher).needs_approval_at is None


def test_publishing_one_language_leaves_the_drafts_of_others_unpublished(publisher: Colleague) -> None:
    change_source(publisher.page, heading={"en": "Not yet public"})
    translate(publisher.page, heading="تازه")
    publisher.act("publish")
    live = fresh(publisher.page)
    assert live.in_language("en").heading == "What happened"
    assert live.in_language("fa").heading == "تازه"

"""What people do at the desk, and what it leaves alone."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from wagtail.log_actions import registry as log_registry
from wagtail.models import Revision, Site

from home.models import HomePage
from pages.models import CampaignImage, SiteSettings
from pages.models.translation import TranslationUnit
from pages.translations import desk, leaves, readiness, sheets
from pages.translations.units import Origin
from tests.pages.conftest import add_page, draft_of, fields, fresh, paragraphs, text

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 20, 12, tzinfo=ZoneInfo("Asia/Baku"))
HOUR = timedelta(hours=1)


@pytest.fixture
def page(home: HomePage) -> Any:
    return add_page(
        home,
        heading={"en": "Trees", "az": "Ağaclar", "fr": "Arbres"},
        body={"en": [*paragraphs("one", "two"), accordion()], "az": [*paragraphs("bir", "iki"), accordion()]},
        slug="trees",
    )


def accordion() -> dict[str, Any]:
    items = [
        {"type": "item", "id": f"item-{number}", "value": {"heading": f"H{number}", "text": ""}} for number in (1, 2)
    ]
    return {"type": "accordion", "id": "list", "value": {"heading": "Questions", "items": items}}


def write(page: Any, **texts: Any) -> None:
    draft = draft_of(page)
    for name, value in fields(**texts).items():
        setattr(draft, name, value)
    draft.save_revision(clean=False)


def state(page: Any, code: str) -> str:
    return sheets.of(page)[code].state


def history(one: Any) -> list[tuple[str, list[str]]]:
    """(what, languages) of each entry about languages, in order."""
    entries = log_registry.get_logs_for_instance(one).order_by("pk")
    told = [entry for entry in entries if entry.action.startswith("translations.")]
    return [(entry.action.removeprefix("translations."), entry.data["languages"]) for entry in told]


# Translating ----------------------------------------------------------------------------------------------------------
def test_a_translation_lands_in_the_draft_of_its_language_alone(page: Any, editor: Any) -> None:
    before = {code: leaves.of(draft_of(page), code) for code in ("en", "az")}
    desk.translate(page, "fr", {"heading": "Les arbres", "meta_title": "M"}, Origin(tool="desk", user=editor))
    assert text(draft_of(page), "heading", "fr") == "Les arbres"
    assert {code: leaves.of(draft_of(page), code) for code in ("en", "az")} == before
    assert not fresh(page).live


def test_paths_that_are_none_are_reported_and_the_rest_is_written(page: Any) -> None:
    outcome = desk.translate(page, "fr", {"heading": "Les arbres", "body.gone.text": "x", "slug": "y"}, Origin())
    assert outcome.unknown == {"body.gone.text", "slug"}
    assert text(outcome.draft, "heading", "fr") == "Les arbres"


def test_a_language_without_blocks_begins_with_the_sources(page: Any) -> None:
    assert desk.translate(page, "de", {"body.list.items.item-2.heading": "H2 de"}, Origin()).unknown == set()
    found = {path: leaf.text for path, leaf in leaves.of(draft_of(page), "de").items() if leaf.text}
    assert found == {"body.list.items.item-2.heading": "H2 de"}
    assert sheets.of(page)["de"].missing == sheets.of(page)["de"].total - 1


def test_saves_of_one_sitting_are_one_revision_and_one_line_in_the_history(page: Any, editor: Any) -> None:
    desk.translate(page, "fr", {"heading": "A"}, Origin(user=editor))
    count = Revision.objects.count()
    for word in ("B", "C"):
        desk.translate(page, "fr", {"heading": word}, Origin(user=editor))
    assert Revision.objects.count() == count
    assert history(page) == [("edit", ["fr"])]
    desk.translate(page, "az", {"heading": "D"}, Origin(user=editor))
    assert history(page) == [("edit", ["fr"]), ("edit", ["az"])]


def test_a_sitting_overwrites_nobody_elses_revision_none_that_is_old_live_or_planned(page: Any, editor: Any) -> None:
    def is_overwritten(user: Any) -> bool:
        count = Revision.objects.count()
        desk.translate(page, "fr", {"heading": f"H{count}"}, Origin(user=user))
        return Revision.objects.count() == count

    other = type(editor).objects.create_superuser("other")
    assert not is_overwritten(editor)
    assert is_overwritten(editor)
    assert not is_overwritten(other)
    Revision.objects.update(created_at=timezone.now() - desk.translating.ONE_SITTING)
    assert not is_overwritten(other)
    desk.publish(page, ["fr"], other)
    assert not is_overwritten(other)
    desk.schedule(page, "az", other, timezone.now() + HOUR)
    assert not is_overwritten(other)


def test_a_state_without_a_text_marks_the_unit(page: Any, editor: Any) -> None:
    write(page, heading={"en": "Woods"})
    assert sheets.of(page)["az"].stale == 1
    desk.translate(page, "az", {}, Origin(tool="desk", user=editor, states={"heading": "done"}))
    unit = TranslationUnit.objects.of(page).get(language="az", path="heading")
    assert (unit.from_text, unit.text, unit.reviewed_by) == ("Woods", "Ağaclar", editor)
    assert sheets.of(page)["az"].stale == 0


# What has no drafts ---------------------------------------------------------------------------------------------------
def test_words_of_the_settings_wait_on_the_sheet_until_they_are_published(home: HomePage, editor: Any) -> None:
    settings = SiteSettings.for_site(Site.objects.get())
    settings.tagline_en, settings.tagline_az = "For the trees", "Köhnə"
    settings.save()
    assert desk.translate(settings, "az", {"tagline": "Ağaclar üçün", "nothing": "x"}, Origin()).unknown == {"nothing"}
    assert fresh(settings).tagline_az == "Köhnə"
    assert sheets.draft_of(settings).tagline_az == "Ağaclar üçün"
    assert sheets.of(settings)["az"].is_newer
    desk.publish(settings, ["az"], editor)
    assert (fresh(settings).tagline_az, fresh(settings).tagline_en) == ("Ağaclar üçün", "For the trees")
    assert sheets.of(settings)["az"].draft == {}


def test_words_of_a_picture_wait_and_come_back_when_they_are_withdrawn(home: HomePage, editor: Any) -> None:
    image = CampaignImage.objects.create(title="Tree", file="tree.png", width=1, height=1, alt_text_en="A tree")
    desk.translate(image, "az", {"alt_text": "Ağac"}, Origin(user=editor))
    assert fresh(image).alt_text_az == ""
    desk.publish(image, ["az"], editor)
    assert fresh(image).alt_text_az == "Ağac"
    desk.withdraw(image, ["az"], editor)
    assert fresh(image).alt_text_az == ""
    assert sheets.draft_of(image).alt_text_az == "Ağac"
    assert state(image, "az") == "withdrawn"


def test_words_without_drafts_can_be_planned(home: HomePage, editor: Any) -> None:
    image = CampaignImage.objects.create(title="Tree", file="tree.png", width=1, height=1, alt_text_en="A tree")
    desk.translate(image, "az", {"alt_text": "Ağac"}, Origin(user=editor))
    desk.schedule(image, "az", editor, NOON)
    desk.publish_due(NOON)
    assert fresh(image).alt_text_az == "Ağac"


# Review, publish, withdraw --------------------------------------------------------------------------------------------
def test_the_history_names_the_languages_and_says_what_was_done(page: Any, editor: Any) -> None:
    desk.submit(page, "az", editor, "Please look")
    assert state(page, "az") == "review"
    desk.send_back(page, "az", editor, "Two commas")
    assert state(page, "az") == "draft"
    desk.submit(page, "az", editor)
    desk.publish(page, ["en", "az"], editor)
    assert (state(page, "az"), sheets.of(page)["az"].submitted_at) == ("live", None)
    desk.withdraw(page, ["az"], editor)
    assert state(page, "az") == "withdrawn"
    assert history(page) == [
        ("submit", ["az"]),
        ("send_back", ["az"]),
        ("submit", ["az"]),
        ("publish", ["en", "az"]),
        ("withdraw", ["az"]),
    ]
    entry = log_registry.get_logs_for_instance(page).get(action="translations.withdraw")
    assert entry.formatter.format_message(entry) == "Withdrawn in Azərbaycanca"


def test_a_review_is_over_when_its_language_goes_live_by_any_road(page: Any, editor: Any) -> None:
    desk.submit(page, "en", editor)
    fresh(page).get_latest_revision().publish()
    desk.withdraw(page, ["en"], editor)
    assert state(page, "en") == "withdrawn"


def test_an_unready_language_is_refused_with_what_it_lacks(page: Any, editor: Any) -> None:
    with pytest.raises(readiness.NotReady) as refused:
        desk.publish(page, ["en", "de"], editor)
    assert list(refused.value.lacks) == ["de"]
    assert not fresh(page).live


def test_approving_a_new_demand_is_said_and_kept(page: Any, editor: Any) -> None:
    desk.approve(page, "az", editor)
    assert sheets.of(page)["az"].needs_approval_at is None
    assert history(page) == [("approve", ["az"])]


# Plans ----------------------------------------------------------------------------------------------------------------
def test_french_goes_live_at_noon_though_azerbaijani_went_at_eleven_and_english_stays_a_draft(
    page: Any, editor: Any
) -> None:
    desk.publish(page, ["en"], editor)
    write(page, heading={"en": "Unfinished"})
    desk.schedule(page, "fr", editor, NOON)
    write(page, heading={"fr": "Pas fini", "az": "Meşə"})
    desk.publish(page, ["az"], editor)
    assert desk.publish_due(NOON - HOUR) == 0
    assert fresh(page).live_languages() == ["en", "az"]
    assert desk.publish_due(NOON) == 1
    live, draft = fresh(page), draft_of(page)
    assert [text(live, "heading", code) for code in ("en", "az", "fr")] == ["Trees", "Meşə", "Arbres"]
    assert [text(draft, "heading", code) for code in ("en", "az", "fr")] == ["Unfinished", "Meşə", "Pas fini"]
    assert sheets.of(page)["fr"].is_newer
    assert desk.publish_due(NOON) == 0


def test_a_plan_whose_draft_was_cleaned_away_publishes_nothing_and_says_so(page: Any, editor: Any) -> None:
    desk.schedule(page, "fr", editor, NOON)
    Revision.objects.filter(pk=sheets.of(page)["fr"].go_live_revision_id).delete()
    fresh(page).save_revision(clean=False)
    assert desk.publish_due(NOON) == 1
    assert sheets.of(page)["fr"].go_live_at is None
    assert "fr" not in fresh(page).live_languages()
    assert "no longer kept" in log_registry.get_logs_for_instance(page).first().message


def test_a_plan_leaves_no_tick_for_the_next_publish(page: Any, editor: Any) -> None:
    desk.schedule(page, "fr", editor, NOON)
    write(page, heading={"az": "Meşə"})
    fresh(page).get_latest_revision().publish()
    assert fresh(page).live_languages() == ["en"]


def test_a_planned_language_goes_again_when_its_time_is_over(page: Any, editor: Any) -> None:
    desk.schedule(page, "fr", editor, NOON, NOON + HOUR)
    desk.publish_due(NOON)
    assert fresh(page).live_languages() == ["fr"]
    desk.publish_due(NOON + HOUR)
    assert state(page, "fr") == "withdrawn"
    assert text(draft_of(page), "heading", "fr") == "Arbres"


def test_a_plan_that_was_dropped_does_nothing(page: Any, editor: Any) -> None:
    desk.schedule(page, "fr", editor, NOON)
    desk.unschedule(page, "fr", editor)
    assert desk.publish_due(NOON) == 0
    assert [what for what, _languages in history(page)] == ["schedule", "unschedule"]


def test_a_plan_for_an_unready_language_is_refused(page: Any, editor: Any) -> None:
    with pytest.raises(readiness.NotReady):
        desk.schedule(page, "de", editor, NOON)


def test_a_plan_that_another_worker_has_seen_to_is_not_done_twice(page: Any, editor: Any) -> None:
    desk.schedule(page, "fr", editor, NOON)
    planned = sheets.of(page)["fr"]
    desk.publish_due(NOON)
    desk.withdraw(page, ["fr"], editor)
    desk.planning.go_live(planned)
    assert state(page, "fr") == "withdrawn"


# Structure ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("block", ["paragraph-1", "list", "item-2"])
def test_a_hidden_block_is_gone_from_one_language_and_comes_back_with_its_text(
    page: Any, editor: Any, block: str
) -> None:
    before = {code: leaves.stored_blocks(draft_of(page), f"body_{code}") for code in ("en", "az", "fr")}
    desk.hide(page, "az", block, editor)
    hidden = {code: leaves.stored_blocks(draft_of(page), f"body_{code}") for code in ("en", "az", "fr")}
    assert block not in str(hidden["az"])
    assert (hidden["en"], hidden["fr"]) == (before["en"], before["fr"])
    assert sheets.of(page)["az"].hidden == [block]
    write(page, heading={"en": "Woods"})
    assert block not in str(leaves.stored_blocks(draft_of(page), "body_az"))
    desk.show(page, "az", block, editor)
    assert leaves.stored_blocks(draft_of(page), "body_az") == before["az"]
    assert sheets.of(page)["az"].hidden == []
    assert history(page)[0] == ("edit", ["az"])


def test_a_block_hidden_before_a_language_has_begun_stays_hidden(page: Any, editor: Any) -> None:
    desk.hide(page, "de", "paragraph-1", editor)
    desk.translate(page, "de", {"body.paragraph-0": "<p>eins</p>"}, Origin(user=editor))
    assert text(draft_of(page), "body", "de")[0] == "<p>eins</p>"
    assert "paragraph-1" not in str(leaves.stored_blocks(draft_of(page), "body_de"))


# Subjects -------------------------------------------------------------------------------------------------------------
def test_only_what_is_translated_is_a_subject(page: Any, editor: Any) -> None:
    content_type = sheets.of(page)["en"].content_type
    assert desk.subject(content_type.pk, page.pk) == page
    for kind, number in ((content_type.pk, 0), (0, page.pk)):
        with pytest.raises(desk.NoSubject):
            desk.subject(kind, number)

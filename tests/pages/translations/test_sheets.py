"""Sheets and units say what drafts and live rows say, after every save, in a bounded number of queries."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.models import HomePage
from pages.languages import CODES
from pages.models import StandardPage
from pages.models.translation import ChangeKind, SourceChange, SourceUnit, TranslationSheet, TranslationUnit
from pages.translations import leaves, sheets
from pages.translations.drafting import Change
from tests.pages.conftest import add_page, draft_of, fields, fresh, paragraphs

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home: HomePage) -> Any:
    return add_page(
        home,
        heading={"en": "Trees", "az": "Ağaclar", "tr": "Ağaçlar"},
        body={"en": paragraphs("one", "two"), "az": paragraphs("bir", "iki")},
        slug="trees",
    )


def change(page: Any, said: Change | None = None, user: Any = None, **texts: Any) -> Any:
    draft = draft_of(page)
    for name, value in fields(**texts).items():
        setattr(draft, name, value)
    draft.change = said
    draft.save_revision(user=user, clean=False)
    return draft


def sheet(page: Any, code: str) -> TranslationSheet:
    return sheets.of(page)[code]


def stale(page: Any, code: str) -> set[str]:
    digests = dict(SourceUnit.objects.of(page).values_list("path", "digest"))
    units = TranslationUnit.objects.of(page).filter(language=code)
    return {unit.path for unit in units if unit.from_digest != digests.get(unit.path)}


def test_saving_a_changed_source_makes_stale_what_changed_in_that_very_save(page: Any) -> None:
    change(page, heading={"en": "Woods"})
    assert stale(page, "az") == stale(page, "tr") == {"heading"}
    assert (sheet(page, "az").stale, sheet(page, "az").done, sheet(page, "az").total) == (1, 2, 3)
    assert (sheet(page, "tr").stale, sheet(page, "tr").missing) == (1, 2)


def test_the_old_source_is_kept_for_the_diff_and_the_old_translation_stays(page: Any) -> None:
    change(page, heading={"en": "Woods"})
    unit = TranslationUnit.objects.of(page).get(language="az", path="heading")
    assert (unit.from_text, unit.text) == ("Trees", "Ağaclar")


def test_a_source_that_comes_back_makes_its_translations_good_again(page: Any) -> None:
    change(page, heading={"en": "Woods"})
    change(page, heading={"en": "Trees"})
    assert stale(page, "az") == set()


def test_a_cosmetic_change_leaves_translations_good_but_no_stale_one(page: Any) -> None:
    change(page, heading={"en": "Woods"})
    change(page, Change(kind=ChangeKind.COSMETIC), heading={"en": "Woods!"}, body={"en": paragraphs("One", "two")})
    assert stale(page, "az") == {"heading"}


def test_a_cosmetic_change_takes_its_editors_autosaves_along_and_nobody_elses(page: Any, editor: Any) -> None:
    other = type(editor).objects.create_superuser("other")
    opened = timezone.now()
    change(page, None, editor, heading={"en": "Tress"}, body={"en": paragraphs("uno", "two")})
    change(page, None, other, body={"en": paragraphs("one, changed", "two")})
    change(page, Change(kind=ChangeKind.COSMETIC, since=opened), editor, heading={"en": "Trees!"})
    assert stale(page, "az") == {"body.paragraph-0"}
    kinds = dict(SourceChange.objects.of(page).filter(by=editor).values_list("after_digest", "kind"))
    assert list(kinds.values()).count(ChangeKind.COSMETIC) == 2


def test_a_cosmetic_save_that_changes_nothing_still_speaks_for_its_autosaves(page: Any, editor: Any) -> None:
    opened = timezone.now()
    change(page, None, editor, heading={"en": "Tress"})
    change(page, Change(kind=ChangeKind.COSMETIC, since=opened), editor)
    assert stale(page, "az") == set()


def test_a_changed_demand_asks_each_language_for_approval(page: Any) -> None:
    change(page, Change(kind=ChangeKind.DEMAND), heading={"en": "Woods"})
    assert sheet(page, "az").needs_approval_at is not None
    assert sheet(page, "de").needs_approval_at is None
    assert stale(page, "az") == {"heading"}


def test_a_hidden_block_is_nothing_to_translate(page: Any) -> None:
    change(page, body={"az": paragraphs("bir")})
    assert sheet(page, "az").hidden == ["paragraph-1"]
    assert (sheet(page, "az").total, sheet(page, "az").percent) == (2, 100)


def test_a_text_that_was_hidden_while_its_source_changed_comes_back_stale(page: Any) -> None:
    change(page, body={"az": paragraphs("bir")})
    change(page, body={"en": paragraphs("one", "two, changed")})
    change(page, body={"az": paragraphs("bir", "iki")})
    assert stale(page, "az") == {"body.paragraph-1"}


def test_states_tell_off_draft_live_withdrawn(page: Any) -> None:
    def states() -> dict[str, str]:
        return {code: sheet(page, code).state for code in ("en", "az", "de")}

    assert states() == {"en": "draft", "az": "draft", "de": "off"}
    fresh(page).publish_languages(["en", "az"])
    assert states() == {"en": "live", "az": "live", "de": "off"}
    fresh(page).withdraw(["az"])
    assert states() == {"en": "live", "az": "withdrawn", "de": "off"}
    assert sheet(page, "az").withdrawn_at is not None
    fresh(page).publish_languages(["az"])
    assert sheet(page, "az").withdrawn_at is None


def test_an_expired_page_is_withdrawn_in_every_language(page: Any) -> None:
    fresh(page).publish_languages(["en", "az"])
    StandardPage.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    call_command("publish_scheduled")
    assert {sheet(page, code).state for code in ("en", "az")} == {"withdrawn"}


def test_a_live_language_with_a_newer_draft_says_so(page: Any) -> None:
    fresh(page).publish_languages(["en", "az"])
    assert not sheet(page, "az").is_newer
    change(page, heading={"az": "Meşə"})
    assert (sheet(page, "az").is_newer, sheet(page, "en").is_newer) == (True, False)


# Queries --------------------------------------------------------------------------------------------------------------
BUDGET = 45  # of saving a draft


def queries_of_saving(page: Any) -> int:
    draft = draft_of(page)
    draft.heading_en += "!"
    draft.change = Change()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        draft.save_revision(clean=False)
    return len(queries)


def test_keys_that_an_editor_gives_to_paragraphs_make_no_newer_draft(page: Any) -> None:
    fresh(page).publish_languages(["en"])
    draft = draft_of(page)
    draft.body_en = [
        {**block, "value": block["value"].replace("<p>", '<p data-block-key="a1b2c">')}
        for block in draft.body_en.raw_data
    ]
    draft.save_revision(clean=False)
    assert "data-block-key" in str(draft_of(page).body_en.raw_data[0])
    assert not sheets.of(page)["en"].is_newer


def test_saving_asks_the_database_as_often_for_twelve_languages_as_for_two(home: HomePage) -> None:
    body = paragraphs(*(f"paragraph {number}" for number in range(24)))
    page = add_page(home, heading={"en": "Trees", "az": "Ağaclar"}, body={"en": body, "az": body}, slug="trees")
    two = queries_of_saving(page)
    for code in CODES:
        draft = draft_of(page)
        leaves.put_blocks(draft, fields(body={code: 0}).popitem()[0], body)
        setattr(draft, fields(heading={code: 0}).popitem()[0], f"Trees {code}")
        draft.save_revision(clean=False)
    assert TranslationUnit.objects.of(page).count() == 25 * (len(CODES) - 1)
    assert queries_of_saving(page) <= two <= BUDGET

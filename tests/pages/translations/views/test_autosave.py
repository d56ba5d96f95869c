"""Saving while somebody types: only what changed, nobody overwritten, nothing stored that can't be opened again."""

import json
from typing import Any

import pytest
from wagtail.models import Revision

from pages.models import TranslationUnit
from pages.translations.views import helping
from tests.pages.conftest import draft_of
from tests.pages.translations.views.conftest import QUOTE, TEXT, Colleague, Join, translate, written

pytestmark = pytest.mark.django_db


def state(text: str, entities: dict[str, Any] | None = None, **block: Any) -> str:
    """Rich text as Draftail posts it."""
    paragraph = {"key": "aaaaa", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [{**paragraph, "text": text, **block}], "entityMap": entities or {}})


def base(colleague: Colleague, path: str) -> str:
    """What the box of a piece begins with."""
    return colleague.form()[f"base:{path}"]


def told(answer: Any, path: str) -> dict[str, Any]:
    """What the answer says of a piece."""
    return answer.json()["pieces"][path]


def test_what_is_typed_is_a_draft_until_somebody_says_that_it_is_done(translator: Colleague) -> None:
    answer = translator.autosave({"path": QUOTE, "content": "عدالت", "base": base(translator, QUOTE)})
    assert told(answer, QUOTE)["standing"] == "drafted"
    assert answer.json()["progress"] == {"done": 1, "total": 4}
    answer = translator.autosave({"path": QUOTE, "state": "done", "base": told(answer, QUOTE)["base"]})
    assert told(answer, QUOTE)["standing"] == "done"
    assert written(translator.page)[QUOTE] == "عدالت"


def test_rich_text_is_stored_as_wagtail_stores_it(translator: Colleague) -> None:
    bold = [{"offset": 3, "length": 3, "style": "BOLD"}]
    translator.autosave(
        {"path": TEXT, "content": state("یک شب", inlineStyleRanges=bold), "base": base(translator, TEXT)}
    )
    assert written(translator.page)[TEXT] == "<p>یک <b>شب</b></p>"


def test_an_untouched_box_that_the_editor_tidied_is_no_change(translator: Colleague) -> None:
    translate(translator.page, **{TEXT: "<p>شب</p>"})
    revisions = Revision.objects.count()
    answer = translator.autosave({"path": TEXT, "content": state("شب"), "base": base(translator, TEXT)})
    assert told(answer, TEXT)["standing"] == "done"
    assert Revision.objects.count() == revisions


def test_saves_of_one_sitting_are_one_revision(translator: Colleague) -> None:
    for word in ("ا", "اب", "ابپ"):
        translator.autosave({"path": QUOTE, "content": word, "base": base(translator, QUOTE)})
    assert Revision.objects.filter(user=translator.user).count() == 1
    assert written(translator.page)[QUOTE] == "ابپ"


def test_the_second_of_two_is_told_what_the_first_wrote_and_may_then_decide(translator: Colleague) -> None:
    began = base(translator, "heading")
    translate(translator.page, heading="از دیگری <b>")
    answer = told(translator.autosave({"path": "heading", "content": "از من", "base": began}), "heading")
    assert answer["theirs"] == "از دیگری &lt;b&gt;"
    assert answer["content"] == "از دیگری <b>"
    assert written(translator.page)["heading"] == "از دیگری <b>"
    translator.autosave({"path": "heading", "content": "از من", "base": answer["base"]})
    assert written(translator.page)["heading"] == "از من"


def test_nobody_approves_what_they_have_not_seen(translator: Colleague) -> None:
    began = base(translator, "heading")
    translate(translator.page, heading="از دیگری")
    translator.press("draft:heading")
    answer = translator.autosave({"path": "heading", "content": "چه شد", "base": began, "state": "done"})
    assert told(answer, "heading")["standing"] == "drafted"
    assert "theirs" in told(answer, "heading")


def test_both_having_written_the_same_is_no_conflict(translator: Colleague) -> None:
    began = base(translator, "heading")
    translate(translator.page, heading="همان")
    answer = translator.autosave({"path": "heading", "content": "همان", "base": began, "state": "done"})
    assert told(answer, "heading")["standing"] == "done"


def test_two_translators_of_two_languages_lose_nothing(translator: Colleague, join: Join) -> None:
    other = join("az", "translate_az")
    mine, theirs = base(translator, QUOTE), base(other, QUOTE)
    translator.autosave({"path": QUOTE, "content": "عدالت", "base": mine})
    other.autosave({"path": QUOTE, "content": "Ədalət", "base": theirs})
    translator.autosave({"path": "introduction", "content": state("کوتاه"), "base": base(translator, "introduction")})
    assert written(translator.page, "az") == {QUOTE: "Ədalət"}
    assert written(translator.page) == {"heading": "چه شد", QUOTE: "عدالت", "introduction": "<p>کوتاه</p>"}


def test_one_refused_piece_holds_no_other_up(translator: Colleague) -> None:
    pieces = [
        {"path": "heading", "content": "ن" * 256, "base": base(translator, "heading")},
        {"path": QUOTE, "content": "عدالت", "base": base(translator, QUOTE)},
        {"path": "body.gone.text", "content": "x", "base": ""},
    ]
    answer = translator.autosave(*pieces)
    assert "255" in told(answer, "heading")["error"]
    assert set(answer.json()["unknown"]) == {"heading", "body.gone.text"}
    assert written(translator.page) == {"heading": "چه شد", QUOTE: "عدالت"}


# What is forged -------------------------------------------------------------------------------------------------------
LINK = [{"offset": 0, "length": 1, "key": 0}]
FORGED = {
    "a script": state("<script>alert(1)</script>"),
    "a link that is a script": state(
        "x", {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}}, entityRanges=LINK
    ),
    "an image where none may be": state(
        " ", {"0": {"type": "IMAGE", "mutability": "MUTABLE", "data": {"id": "1"}}}, entityRanges=LINK
    ),
    "an unknown block": state("x", type="<script>"),
    "an unknown style": state("x", inlineStyleRanges=[{"offset": 0, "length": 1, "style": "<script>"}]),
}


@pytest.mark.parametrize("content", FORGED.values(), ids=FORGED)
def test_forged_rich_text_is_cleaned_as_wagtail_does(translator: Colleague, content: str) -> None:
    translator.autosave({"path": TEXT, "content": content, "base": base(translator, TEXT)})
    stored = written(translator.page).get(TEXT, "")
    assert "<script" not in stored
    assert "javascript:" not in stored
    assert "<embed" not in stored
    assert translator.look().status_code == 200


BROKEN = {
    "no JSON": "<p>x</p>",
    "a number": "7",
    "nothing": "null",
    "a list": "[]",
    "no blocks": '{"entityMap": {}}',
    "a page that is no number": state(
        "x", {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"id": "a"}}}, entityRanges=LINK
    ),
    "an entity that isn't there": state("x", entityRanges=LINK),
    "half a character": state("x").replace('"x"', '"\\ud800"'),
    "nested without end": "[" * 100_000,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_what_the_editor_never_sends_changes_nothing_and_is_told(translator: Colleague, content: str) -> None:
    answer = translator.autosave({"path": TEXT, "content": content, "base": base(translator, TEXT)})
    assert answer.status_code == 200
    assert told(answer, TEXT)["error"]
    assert TEXT not in written(translator.page)


@pytest.mark.parametrize(
    "request_body",
    ["", "{", "[]", "7", '{"pieces": 7}', '{"pieces": [7]}', '{"pieces": [{"content": "x"}]}', "[" * 100_000]
    + [json.dumps({"pieces": [{"path": "heading", "content": wrong}]}) for wrong in (7, [], {}, "a\0b", "\ud800")],
)
def test_a_request_that_is_none_is_refused(translator: Colleague, request_body: str) -> None:
    answer = translator.client.post(translator.url("save/"), request_body, content_type="application/json")
    assert answer.status_code == 400
    assert written(translator.page) == {"heading": "چه شد"}


@pytest.mark.parametrize("path", ["slug", "heading_en", "title", "body", "body.text-1.x", "", "release"])
def test_a_piece_of_another_kind_is_not_written(translator: Colleague, path: str) -> None:
    before = draft_of(translator.page).serializable_data()
    translator.autosave({"path": path, "content": "x", "base": "", "state": "done"})
    after = draft_of(translator.page).serializable_data()
    assert {name for name in before if before[name] != after[name]} <= {"latest_revision", "latest_revision_created_at"}


def test_a_state_that_no_person_gives_is_a_draft(translator: Colleague) -> None:
    answer = translator.autosave({"path": QUOTE, "content": "x", "base": base(translator, QUOTE), "state": "machine"})
    assert told(answer, QUOTE)["standing"] == "drafted"


@pytest.mark.parametrize("permissions", [(), ("translate_az",), ("publish_fa",), ("edit_source", "manage_languages")])
def test_only_those_who_translate_this_language_may_save(join: Join, permissions: tuple[str, ...]) -> None:
    stranger = join("fa", *permissions)
    assert stranger.autosave({"path": "heading", "content": "x", "base": ""}).status_code == 403
    assert stranger.autosave(fill="source", path="heading").status_code == 403
    assert written(stranger.page) == {"heading": "چه شد"}


# What nobody typed ----------------------------------------------------------------------------------------------------
def test_a_box_can_be_filled_with_the_source(translator: Colleague) -> None:
    answer = translator.autosave(fill="source", path=TEXT, base=base(translator, TEXT))
    assert told(answer, TEXT)["standing"] == "drafted"
    assert "winter" in told(answer, TEXT)["content"]


def test_what_a_machine_says_is_marked_as_such(translator: Colleague, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helping, "translate", lambda leaf, source, target: ("عدالت", "deepl"))
    answer = translator.autosave(fill="machine", path=QUOTE, base=base(translator, QUOTE))
    assert told(answer, QUOTE)["standing"] == "machine"
    unit = TranslationUnit.objects.get(language="fa", path=QUOTE)
    assert (unit.tool, unit.state, unit.text) == ("machine:deepl", "machine", "عدالت")


def test_without_a_machine_the_button_says_so(translator: Colleague) -> None:
    answer = translator.autosave(fill="machine", path=QUOTE, base=base(translator, QUOTE))
    assert told(answer, QUOTE)["error"] == "No machine translation is set up."


def test_earlier_translations_are_offered(translator: Colleague) -> None:
    translator.autosave({"path": QUOTE, "content": "عدالت", "base": base(translator, QUOTE), "state": "done"})
    page = translator.look("help/", path=QUOTE).content.decode()
    assert 'data-insert="عدالت"' in page
    assert translator.look("help/", path="nowhere").status_code == 200

"""What leaves and comes back untouched changes nothing; what a translator changed arrives as it was written."""

import re
from typing import Any

import pytest

from home.models import HomePage
from pages.models import SiteSettings
from pages.models.translation import TranslationUnit, UnitState
from pages.translations import desk, leaves, sheets
from pages.translations.exchange import collecting, importing, judging
from pages.translations.exchange.formats import FORMATS, of_file
from pages.translations.exchange.judging import Report, Verdict
from pages.translations.units import Origin
from tests.pages.conftest import fresh
from tests.pages.translations.exchange.cast import AWKWARD, CODE, whole_page

pytestmark = pytest.mark.django_db
every_format = pytest.mark.parametrize("name", FORMATS)


@pytest.fixture
def page(home: HomePage) -> Any:
    return whole_page(home)


def exported(page: Any, name: str, only_open: bool = False) -> bytes:
    (file,) = collecting.files(lambda: [page], [CODE], "en", only_open)
    return "".join(FORMATS[name].write(file)).encode()


def imported(content: bytes, name: str, user: Any, **options: Any) -> Report:
    kind = of_file(f"x.{FORMATS[name].suffix}", content)
    assert kind.name == name
    return importing.apply(kind.read(content), user, kind.tool, **options)


def rows() -> list[Any]:
    return list(TranslationUnit.objects.filter(language=CODE).order_by("pk").values())


def mark(page: Any, user: Any, *states: str) -> None:
    """Give the units these states in turn."""
    paths = list(leaves.of(sheets.draft_of(page), CODE))
    given = {path: states[place % len(states)] for place, path in enumerate(paths)}
    desk.translate(page, CODE, {}, Origin(tool="desk", user=user, states=given))


@every_format
def test_every_block_comes_back_as_it_left(page: Any, editor: Any, name: str) -> None:
    mark(page, editor, UnitState.DONE, UnitState.DRAFT, UnitState.MACHINE)
    before, revision = rows(), fresh(page).latest_revision_id
    report = imported(exported(page, name), name, editor)
    assert {verdict for verdict, _number in report.totals} == {Verdict.UNCHANGED}
    assert len(report.lines) == len(before) > 30
    assert (rows(), fresh(page).latest_revision_id) == (before, revision)


@every_format
def test_every_text_that_was_missing_arrives_letter_by_letter(home: HomePage, editor: Any, name: str) -> None:
    page = whole_page(home)
    wanted = {path: leaf.text for path, leaf in leaves.of(sheets.draft_of(page), CODE).items() if leaf.text.strip()}
    content = exported(page, name)
    desk.translate(page, CODE, dict.fromkeys(wanted, ""), Origin(user=editor))
    assert not TranslationUnit.objects.of(page).filter(language=CODE).exists()
    report = imported(content, name, editor)
    assert {verdict for verdict, _number in report.totals} == {Verdict.ACCEPTED}
    got = {path: leaf.text for path, leaf in leaves.of(sheets.draft_of(page), CODE).items() if path in wanted}
    differing = {path for path in wanted if without_codes(got[path]) != without_codes(wanted[path])}
    assert not differing


def without_codes(text: str) -> str:
    """What a person reads: where links lead, and keys, come from the source once a translation was emptied."""
    return re.sub(r"<(/?\w+)[^<>]*>", r"<\1>", text) if text.startswith("<p") else text


@every_format
def test_a_changed_translation_is_written_and_known_by_its_tool(page: Any, editor: Any, name: str) -> None:
    content = exported(page, name).decode().replace("الكل", "كل شيء").encode()
    report = imported(content, name, editor)
    assert report.count(Verdict.ACCEPTED) == 1
    unit = TranslationUnit.objects.of(page).get(language=CODE, path="heading")
    assert (unit.text, unit.tool, unit.by, unit.state) == ("كل شيء", FORMATS[name].tool, editor, UnitState.DONE)


@every_format
def test_what_a_translator_finishes_is_done_afterwards(page: Any, editor: Any, name: str) -> None:
    mark(page, editor, UnitState.DRAFT)
    content = exported(page, name).decode()
    finished = {
        "xliff": content.replace("needs-review-translation", "translated"),
        "xliff2": content.replace('state="initial"', 'state="translated"'),
        "po": content.replace("#, fuzzy\n", ""),
        "csv": content.replace('"draft"', '"done"'),
    }[name]
    imported(finished.encode(), name, editor)
    states = set(TranslationUnit.objects.of(page).filter(language=CODE).values_list("state", flat=True))
    assert states == {UnitState.DONE}


@every_format
def test_a_translation_of_an_older_source_waits_for_a_decision(page: Any, editor: Any, name: str) -> None:
    content = exported(page, name).decode().replace("الكل", "كل شيء").encode()
    draft = sheets.draft_of(page)
    leaves.put(draft, "en", {"heading": "All and everything"})
    draft.save_revision(clean=False)
    assert imported(content, name, editor).count(Verdict.STALE) == 1
    assert leaves.of(sheets.draft_of(page), CODE)["heading"].text == "الكل"
    imported(content, name, editor, keeps_stale=True)
    unit = TranslationUnit.objects.of(page).get(language=CODE, path="heading")
    assert (unit.text, unit.state) == ("كل شيء", UnitState.DRAFT)


@every_format
def test_only_what_is_open_leaves_when_that_is_asked(page: Any, editor: Any, name: str) -> None:
    mark(page, editor, UnitState.DONE)
    desk.translate(page, CODE, {}, Origin(user=editor, states={"heading": UnitState.DRAFT}))
    found = FORMATS[name].read(exported(page, name, only_open=True))
    assert [unit.path for unit in found] == ["heading"]


def test_a_stale_unit_leaves_with_what_it_was_translated_from(page: Any, editor: Any) -> None:
    draft = sheets.draft_of(page)
    leaves.put(draft, "en", {"heading": "All and everything"})
    draft.save_revision(clean=False)
    assert '#| msgid "All & <everything>"' in exported(page, "po").decode()
    assert "All &amp; &lt;everything&gt;</source><target/></alt-trans>" in exported(page, "xliff").decode()
    assert '<note category="previous-source">All &amp; &lt;everything&gt;</note>' in exported(page, "xliff2").decode()


def test_a_block_that_the_language_leaves_out_neither_leaves_nor_comes_in(page: Any, editor: Any) -> None:
    before = exported(page, "csv")
    desk.hide(page, CODE, "quote", editor)
    assert "body.quote" not in exported(page, "csv").decode()
    assert imported(before, "csv", editor).totals == [(Verdict.UNCHANGED, 41), (Verdict.UNKNOWN, 3)]


def test_settings_and_images_come_back_too(home: HomePage, editor: Any) -> None:
    settings = SiteSettings.objects.get()
    leaves.put(settings, "en", {"organisation": "The campaign"})
    settings.save()
    assert desk.translate(settings, CODE, {"organisation": AWKWARD[1]}, Origin(user=editor)).unknown == set()
    content = exported(settings, "xliff")
    assert judging.report(FORMATS["xliff"].read(content), editor).totals == [(Verdict.UNCHANGED, 1)]

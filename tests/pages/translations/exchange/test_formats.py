"""What tools of translators make of our files is read, too: other tags, other cuts, other separators."""

from typing import Any

import pytest

from pages.models.translation import UnitState
from pages.translations.exchange.formats import FORMATS, of_file
from pages.translations.exchange.markup import pack
from pages.translations.exchange.parts import Group, Incoming, Outgoing, Segment, Unreadable

SOURCE = pack("<p>One <b>two</b><br/></p>", True)
TARGET = pack("<p>Un <b>deux</b><br/></p>", True, SOURCE)


def unit12(target: str, attributes: str = 'state="translated"', unit: str = "") -> Incoming:
    content = (
        '<xliff version="1.2"><file original="a.b/1" source-language="en" target-language="zh-Hans"><body>'
        f'<trans-unit id="heading" {unit}><source>x</source><target {attributes}>{target}</target></trans-unit>'
        "</body></file></xliff>"
    )
    (found,) = FORMATS["xliff"].read(content.encode())
    return found


def unit21(inside: str) -> Incoming:
    content = (
        '<xliff version="2.0" srcLang="en" trgLang="fr" xmlns="urn:oasis:names:tc:xliff:document:2.0">'
        f'<file original="a.b/1"><unit id="u1" name="heading">{inside}</unit></file></xliff>'
    )
    (found,) = FORMATS["xliff2"].read(content.encode())
    return found


def segment(**more: Any) -> Segment:
    return Segment("heading", SOURCE, TARGET, **{"standing": "done", "digest": "d" * 32, "labels": "Heading", **more})


def written(name: str, *segments: Segment) -> str:
    return "".join(FORMATS[name].write(Outgoing("en", "fr", [Group("a.b/1", "A", list(segments))])))


# XLIFF 1.2 ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "target",
    [
        '<bpt id="1">&lt;p&gt;</bpt>Un <bpt id="2"/>deux<ept id="2"/><ph id="3"/><ept id="1"/>',
        '<g id="1">Un <g id="2">deux</g><x id="3"/></g>',
        '<bx id="1"/>Un <bx id="2" rid="2"/>deux<ex id="7" rid="2"/><x id="3"/><ex id="1"/>',
        '<g id="1"><mrk mtype="seg" mid="0">Un <mrk mtype="x-term"><g id="2">deux</g></mrk></mrk><x id="3"/></g>',
    ],
)
def test_tags_are_read_in_every_way_of_xliff_1(target: str) -> None:
    assert unit12(target).text == TARGET.text


@pytest.mark.parametrize("target", ['<g id="x">a</g>', "<it>a</it>", "<sub>a</sub>", '<ph id="1" ctype="x-cp-41"/>'])
def test_tags_that_nobody_knows_are_no_text(target: str) -> None:
    assert "<999999/>" in unit12(target).text or "<999999>" in unit12(target).text


@pytest.mark.parametrize(
    ("attributes", "unit", "state"),
    [
        ('state="final"', "", UnitState.DONE),
        ('state="signed-off"', "", UnitState.DONE),
        ('state="needs-review-translation"', "", UnitState.DRAFT),
        ('state="needs-review-translation" state-qualifier="mt-suggestion"', "", UnitState.MACHINE),
        ("", "", UnitState.DRAFT),
        ("", 'approved="yes"', UnitState.DONE),
        ('state="new"', 'approved="yes"', UnitState.DRAFT),
    ],
)
def test_states_of_xliff_1_are_ours(attributes: str, unit: str, state: str) -> None:
    assert unit12("x", attributes, unit).state == state


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"standing": "done"}, 'state="translated"'),
        ({"standing": "done", "is_reviewed": True}, 'state="final"'),
        ({"standing": "missing"}, 'state="needs-translation"'),
        ({"standing": "stale"}, 'state="needs-review-translation"'),
        ({"standing": "machine"}, 'state="needs-review-translation" state-qualifier="mt-suggestion"'),
        ({"standing": "drafted", "tool": "memory"}, 'state="needs-review-translation" state-qualifier="tm-suggestion"'),
    ],
)
def test_our_states_are_those_of_xliff_1(more: dict[str, Any], said: str) -> None:
    assert f"<target {said}>" in written("xliff", segment(**more))


# XLIFF 2.1 ------------------------------------------------------------------------------------------------------------
def test_a_unit_that_a_tool_has_cut_is_put_together_again() -> None:
    found = unit21(
        '<segment state="translated"><source>One. </source><target>Un.</target></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment state="final"><source>Two.</source><target>Deux.</target></segment>'
    )
    assert (found.source, found.text, found.state) == ("One.  Two.", "Un. Deux.", UnitState.DONE)


@pytest.mark.parametrize(
    "target",
    [
        '<pc id="1">Un <pc id="2">deux</pc><ph id="3"/></pc>',
        '<sc id="1"/>Un <sc id="2"/>deux<ec startRef="2"/><ph id="3"/><ec startRef="1"/>',
        '<mrk id="m1"><pc id="1">Un <sm id="m2"/><pc id="2">deux</pc><em startRef="m2"/><ph id="3"/></pc></mrk>',
    ],
)
def test_tags_are_read_in_every_way_of_xliff_2(target: str) -> None:
    assert unit21(f"<segment><source>x</source><target>{target}</target></segment>").text == TARGET.text


@pytest.mark.parametrize(
    ("attributes", "state"),
    [
        ('state="initial"', UnitState.DRAFT),
        ('state="initial" subState="undersigned:machine"', UnitState.MACHINE),
        ('state="translated" subState="undersigned:machine"', UnitState.DONE),
        ('state="reviewed"', UnitState.DONE),
        ("", UnitState.DRAFT),
    ],
)
def test_states_of_xliff_2_are_ours(attributes: str, state: str) -> None:
    assert unit21(f"<segment {attributes}><source>x</source><target>y</target></segment>").state == state


def test_a_unit_without_a_target_says_nothing() -> None:
    found = unit21("<segment><source>x</source></segment>")
    assert (found.text, found.state) == ("", "")


# All ------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["xliff", "xliff2"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_xml_in_another_encoding_is_read_where_it_says_so(name: str, encoding: str) -> None:
    content = written(name, segment()).replace("UTF-8", encoding.removesuffix("-sig")).encode(encoding)
    assert of_file("x.XLIFF", content).read(content)[0].text == TARGET.text


def test_a_spreadsheet_may_save_with_semicolons_and_move_columns() -> None:
    content = 'digest;target [fr];path;more;subject\r\n0;"\'=1";heading;x;a.b/1\r\n;;;;\r\n'
    (found,) = FORMATS["csv"].read(content.encode())
    assert (found.subject, found.path, found.text, found.state, found.language) == ("a.b/1", "heading", "=1", "", "fr")


def test_po_keeps_what_gettext_tools_need() -> None:
    text = written("po", segment(standing="stale", before="Zero"))
    assert '"X-Language: fr\\n"' in text
    assert '#, fuzzy\n#| msgid "Zero"\nmsgctxt "a.b/1 heading"\nmsgid "<1>One <2>two</2><3/></1>"' in text


def test_a_po_file_cannot_name_another_file() -> None:
    with pytest.raises(Unreadable):
        FORMATS["po"].read(b"/etc/hostname")


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_without_units_is_read_as_such(name: str) -> None:
    assert FORMATS[name].read(written(name).encode()) == []

"""Blocks: each shows what is written, hides what is not, and takes hostile words as words."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.blocks import ListBlock, StreamValue, StructBlock
from wagtail.documents import get_document_model
from wagtail.rich_text import RichText

from pages import links
from pages.blocks import Body
from pages.blocks.leaves import PROSE_FEATURES, ProseBlock, WebAddressBlock
from pages.blocks.players import player
from tests.pages.test_image import add_image

HOSTILE = "\u202e<script>alert(1)</script>\"' onload=alert(1) \u2066"
BLOCK_LEVEL = {"p", "h2", "h3", "li", "dt", "dd", "summary", "blockquote", "figcaption", "div", "bdi"}

# What an editor fills in, block by block. Pictures and documents are put in by `filled`.
FULL: dict[str, Any] = {
    "heading": {"text": "What happened", "level": "h3"},
    "text": "<p>Some <b>bold</b> words.</p>",
    "quote": {"text": "We ask.", "name": "Aysel", "role": "teacher", "link": "https://example.org/quote"},
    "accordion": {"heading": "Questions", "items": [{"heading": "Who?", "text": "<p>Anyone.</p>"}]},
    "image": {"alt_text": "A candle", "caption": "In memory", "decorative": False},
    "video": {"link": "https://youtu.be/abcdefghijk", "title": "A message", "length": "4:35"},
    "documents": {"heading": "To read", "items": [{"title": "The demand"}]},
    "figures": {
        "heading": "Figures",
        "items": [{"number": 1275, "unit": "km", "label": "taken", "note": "a note"}],
        "note": "As published",
    },
    "timeline": {
        "heading": "Dates",
        "items": [{"date": date(2021, 2, 25), "date_text": "", "heading": "It begins", "text": "<p>Signatures.</p>"}],
    },
    "sources": {
        "heading": "Evidence",
        "items": [
            {"title": "Report", "publisher": "An agency", "date": date(2021, 2, 25), "link": "https://example.org/s"}
        ],
    },
    "call_to_action": {
        "heading": "Sign",
        "text": "Now",
        "page": None,
        "address": "https://example.org/act",
        "label": "Go",
    },
}


@pytest.fixture
def library(db: None) -> dict[str, Any]:
    """What choosers choose from."""
    document = get_document_model()(title="A file")
    document.file.save("demand.pdf", ContentFile(b"%PDF"))
    return {"image": add_image(), "document": document}


def filled(kind: str, library: dict[str, Any]) -> Any:
    """The value of FULL with a picture and a document of the library."""
    value = json.loads(json.dumps(FULL[kind], default=str))
    if kind in {"image", "video"}:
        value["image"] = library["image"].pk
    if kind == "documents":
        value["items"][0]["document"] = library["document"].pk
    return block(kind).to_python(value)


def block(kind: str) -> Any:
    return Body().child_blocks[kind]


def rendered(kind: str, value: Any, **context: Any) -> BeautifulSoup:
    return BeautifulSoup(block(kind).render(value, context), "html.parser")


def hostile(definition: Any, value: Any) -> Any:
    """`value` with every text replaced by HOSTILE, however deep it lies."""
    if isinstance(definition, StructBlock):
        children = definition.child_blocks
        return type(value)(definition, {name: hostile(children[name], part) for name, part in value.items()})
    if isinstance(definition, ListBlock):
        return definition.normalize([hostile(definition.child_block, part) for part in value])
    if isinstance(definition, ProseBlock):
        return RichText(from_editor(HOSTILE))
    is_text = type(definition).__name__ in {"WordsBlock", "LinesBlock"}
    return HOSTILE if is_text else value


def from_editor(text: str) -> str:
    """`text` as the rich text editor stores it."""
    paragraph = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return ContentstateConverter(PROSE_FEATURES).to_database_format(
        json.dumps({"blocks": [paragraph], "entityMap": {}})
    )


@pytest.mark.parametrize("kind", FULL)
def test_a_full_block_shows_every_text(kind: str, library: dict[str, Any]) -> None:
    shown = rendered(kind, filled(kind, library), block_id="b1").get_text(" ")
    for words in texts(FULL[kind]):
        assert words in shown or kind in {"image", "video"}, (kind, words)


def texts(value: Any) -> Iterator[str]:
    """The words in a value of FULL that visitors read."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name not in {"level", "link", "address", "date", "number"}:
                yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, str):
        yield from filter(None, BeautifulSoup(value, "html.parser").stripped_strings)


@pytest.mark.parametrize("kind", FULL)
def test_an_empty_block_shows_nothing(kind: str, library: dict[str, Any]) -> None:
    assert not rendered(kind, block(kind).get_default()).find(True)


@pytest.mark.parametrize("kind", FULL)
def test_a_block_with_only_its_main_words_has_no_empty_element(kind: str, library: dict[str, Any]) -> None:
    full = filled(kind, library)
    value = full if isinstance(full, RichText) else only_needed(block(kind), full)
    for element in rendered(kind, value).find_all(["p", "h2", "h3", "dd", "figcaption", "time", "bdi", "a"]):
        assert element.get_text(strip=True) or element.find("img"), element


def only_needed(definition: Any, value: Any) -> Any:
    """`value` with all but what its block needs taken out."""
    if "items" in definition.child_blocks:
        item = definition.child_blocks["items"].child_block
        kept: dict[str, Any] = {"items": [only_needed(item, part) for part in value["items"]]}
    else:
        kept = {name: value[name] for name in getattr(definition.meta, "needs", ("address",))}
    return type(value)(
        definition, {name: kept.get(name, part.get_default()) for name, part in definition.child_blocks.items()}
    )


@pytest.mark.parametrize("kind", FULL)
def test_hostile_words_stay_words(kind: str, library: dict[str, Any]) -> None:
    soup = rendered(kind, hostile(block(kind), filled(kind, library)))
    scripts = [script for script in soup.find_all("script") if "pages/scripts/videos" not in script.get("src", "")]
    assert not scripts
    for element in soup.find_all(True):
        assert not [name for name in element.attrs if name.startswith("on") or name == "style"]
        assert not element.get("href", "").startswith("javascript")


@pytest.mark.parametrize("kind", FULL)
def test_a_bidi_override_ends_with_the_words_it_stands_in(kind: str, library: dict[str, Any]) -> None:
    soup = rendered(kind, hostile(block(kind), filled(kind, library)))
    for found in soup.find_all(string=lambda text: "\u202e" in text):
        assert any(element.name in BLOCK_LEVEL or is_button(element) for element in standing_alone(found)), found


def standing_alone(found: Any) -> Iterator[Tag]:
    """The elements around a text that hold nothing else."""
    for element in found.parents:
        if element.get_text(strip=True) != found.strip():
            return
        yield element


def is_button(element: Tag) -> bool:
    return "button" in element.get("class", [])  # an inline-flex box isolates as a block does


@pytest.mark.parametrize("kind", FULL)
def test_every_block_describes_and_previews_itself(kind: str, admin_in: Any, library: dict[str, Any]) -> None:
    definition = block(kind)
    assert definition.meta.icon != "placeholder"
    assert definition.meta.group
    assert definition.get_description()
    assert definition.is_previewable
    response = admin_in("en").get(reverse("wagtailadmin_block_preview"), {"id": definition.definition_prefix})
    assert response.status_code == 200
    assert "pages/styles/components" in response.text


@pytest.mark.parametrize("kind", FULL)
def test_a_preview_shows_something(kind: str, library: dict[str, Any]) -> None:
    assert rendered(kind, block(kind).get_preview_value()).find(True)


@pytest.mark.parametrize("kind", FULL)
def test_what_is_stored_comes_back(kind: str, library: dict[str, Any]) -> None:
    body = Body()
    stored = json.dumps(body.get_prep_value(StreamValue(body, [(kind, filled(kind, library))])), default=str)
    again = body.to_python(json.loads(stored))
    assert again[0].render() == block(kind).render(filled(kind, library))


def test_headings_are_anchored_by_the_id_of_their_block() -> None:
    body = Body()
    value = body.to_python([{"type": "heading", "value": {"text": "Why", "level": "h2"}, "id": "an-id"}])
    assert BeautifulSoup(body.render(value), "html.parser").h2["id"] == "an-id"


def test_search_finds_the_words_of_blocks(library: dict[str, Any]) -> None:
    body = Body()
    content = " ".join(body.get_searchable_content(StreamValue(body, [(kind, filled(kind, library)) for kind in FULL])))
    for words in ("What happened", "bold", "We ask.", "Aysel", "Anyone.", "In memory", "It begins", "Report", "taken"):
        assert words in content


@pytest.mark.parametrize("empty", ['<p data-block-key="a"></p>', '<p data-block-key="a"> <br/></p>', "", None])
def test_empty_paragraphs_are_no_text(empty: str | None) -> None:
    prose = ProseBlock(required=False)
    assert prose.get_prep_value(prose.normalize(empty)) == ""
    assert prose.clean(prose.normalize(empty)).source == ""


def test_empty_paragraphs_do_not_fill_a_required_text() -> None:
    prose = ProseBlock(required=True)
    with pytest.raises(ValidationError):
        prose.clean(RichText('<p data-block-key="a"></p>'))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/"])
def test_only_web_addresses_are_taken(address: str) -> None:
    field = WebAddressBlock()
    with pytest.raises(ValidationError):
        field.clean(address)
    assert field.to_python(address) == ""


@given(st.text())
def test_no_stored_address_leads_anywhere_but_to_the_web(address: str) -> None:
    kept = WebAddressBlock().to_python(address)
    assert kept == "" or kept.startswith(("http", "HTTP"))


@pytest.mark.parametrize(
    ("number", "code", "written"),
    [(Decimal(1275), "en", "1,275"), (Decimal(1275), "de", "1.275"), (Decimal("12.5"), "fr", "12,5")],
)
def test_figures_are_written_as_the_language_writes_numbers(number: Decimal, code: str, written: str) -> None:
    value = block("figures").to_python({"items": [{"number": number, "label": "people"}]})
    with translation.override(code):
        assert rendered("figures", value).find(class_="figure-number").get_text(strip=True) == written


def test_a_date_in_words_stands_before_the_date() -> None:
    event = {"date": "1992-02-26", "date_text": "That night", "heading": "It", "text": ""}
    shown = rendered("timeline", block("timeline").to_python({"items": [event]})).get_text()
    assert "That night" in shown
    assert "1992" not in shown


def test_half_translated_items_are_left_out() -> None:
    items = [{"heading": "Who?", "text": ""}, {"heading": "Why?", "text": "<p>Because.</p>"}]
    soup = rendered("accordion", block("accordion").to_python({"heading": "", "items": items}))
    assert [line.get_text(strip=True) for line in soup.find_all("summary")] == ["Why?"]


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://m.youtube.com/watch?list=x&v=abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://youtu.be/abcdefghijk?t=3", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://vimeo.com/12345", "https://player.vimeo.com/video/12345?dnt=1"),
        ("https://peertube.example/w/abc", None),
        ("https://evil.example/https://youtu.be/abcdefghijk", None),
        ("https://youtube.com.evil.example/watch?v=abcdefghijk", None),
        ("https://youtu.be/abcdefghijk-and-more", None),
    ],
)
def test_only_known_sites_have_a_player(link: str, address: str | None) -> None:
    found = player(link)
    assert (found and found.address) == address


def test_a_video_loads_nothing_of_its_site_by_itself(library: dict[str, Any]) -> None:
    soup = rendered("video", filled("video", library))
    assert not soup.find(["iframe", "video", "link"])
    assert all(element["src"].startswith("/") for element in soup.find_all(src=True))
    assert soup.a["href"] == "https://youtu.be/abcdefghijk"


def test_a_video_plays_in_the_page_once_it_is_clicked(browser: Browser, library: dict[str, Any]) -> None:
    asked: list[str] = []
    page = browser.new_page()
    page.route("**/*", lambda route: (asked.append(route.request.url), route.fulfill(body=""))[-1])
    page.set_content(block("video").render(filled("video", library)))
    page.add_script_tag(path=str(finders.find("pages/scripts/videos.js")), type="module")
    assert not asked
    page.click("a.video-card")
    player = page.wait_for_selector("iframe")
    assert player.get_attribute("title") == "A message"
    assert asked == ["https://www.youtube-nocookie.com/embed/abcdefghijk"]
    page.close()


@pytest.mark.parametrize("length", ["4:35", "1:04:35"])
def test_a_length_is_minutes_and_seconds(length: str) -> None:
    assert block("video").child_blocks["length"].clean(length) == length


@pytest.mark.parametrize("length", ["4", "four minutes", "4:5", "1:2:3:4"])
def test_a_length_that_is_no_length_is_refused(length: str) -> None:
    with pytest.raises(ValidationError):
        block("video").child_blocks["length"].clean(length)


def test_a_call_to_action_leads_to_the_page_in_the_language(home: Any) -> None:
    definition = block("call_to_action")
    value = definition.to_python({"page": home.pk, "heading": "", "text": "", "address": "", "label": ""})
    with translation.override("az"):
        link = rendered("call_to_action", value).a
    assert link["href"] == "/az/"
    assert link.get_text(strip=True) == "Ana səhifə"


def test_a_call_to_action_to_a_page_that_is_not_public_is_not_shown(home: Any) -> None:
    value = block("call_to_action").to_python({"page": home.pk, "label": "Go"})
    home.withdraw(["en", "az"])
    links.end()  # as the next request does
    assert not rendered("call_to_action", value).find(True)


def test_a_call_to_action_has_one_aim(home: Any) -> None:
    definition = block("call_to_action")
    value = definition.to_python({"page": home.pk, "address": "https://example.org/", "label": "Go"})
    with pytest.raises(ValidationError):
        definition.clean(value)


def test_all_pictures_of_a_body_come_in_two_queries(library: dict[str, Any], django_assert_num_queries: Any) -> None:
    images = [library["image"], add_image("another"), add_image("a third")]
    raw = [{"type": "image", "value": {"image": image.pk, "caption": "x"}, "id": str(image.pk)} for image in images]
    body = Body()
    body.render(body.to_python(raw))  # makes the renditions
    with django_assert_num_queries(2):
        body.render(body.to_python(raw))


def test_the_settings_add_blocks(settings: Any) -> None:
    settings.PAGE_BLOCKS = {"further": "wagtail.blocks.CharBlock"}
    assert list(Body().child_blocks)[-1] == "further"
    assert "petition_form" not in Body().child_blocks


def test_a_body_is_edited_and_read(home: Any, client: Client, library: dict[str, Any]) -> None:
    body = Body()
    stream = StreamValue(body, [(kind, filled(kind, library)) for kind in FULL])
    home.body_en = body.get_prep_value(stream)
    home.save_revision(clean=False)
    type(home).objects.get(pk=home.pk).publish_languages(["en"])
    page = client.get("/en/").text
    assert "We ask." in page
    assert "1,275" in page

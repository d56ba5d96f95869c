"""Every piece of text has one path, in fields and in blocks, and is read and written under it."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.models import SiteSettings, StandardPage
from pages.translations import leaves
from tests.pages.translations.trees import BODY, Gardener, ids

DICE = st.randoms(use_true_random=False)

pytestmark = pytest.mark.django_db  # a new page asks for its content type


def page_with(body: Any, code: str = "en") -> StandardPage:
    return StandardPage(**{f"body_{code}": body, f"heading_{code}": "Trees"})


@given(DICE)
def test_what_is_written_under_a_path_is_read_there_and_nowhere_else(dice: Random) -> None:
    page = page_with(Gardener(dice).tree())
    before = {path: leaf.text for path, leaf in leaves.of(page, "en").items()}
    path = dice.choice(list(before))
    assert leaves.put(page, "en", {path: "new"}) == set()
    assert {path: leaf.text for path, leaf in leaves.of(page, "en").items()} == {**before, path: "new"}
    assert not any(leaf.text for leaf in leaves.walk(page, "az"))


@given(DICE)
def test_paths_are_unique_and_each_ends_in_its_key(dice: Random) -> None:
    found = list(leaves.walk(page_with(Gardener(dice).tree()), "en"))
    assert len({leaf.path for leaf in found}) == len({leaf.key for leaf in found}) == len(found)
    assert all(leaf.path.endswith(leaf.key) for leaf in found)


@given(DICE)
def test_writing_texts_keeps_blocks_and_whatever_is_no_text(dice: Random) -> None:
    raw = Gardener(dice).tree()
    page = page_with(raw)
    leaves.put(page, "en", {leaf.path: "" for leaf in leaves.walk(page, "en")})
    bare = leaves.stored_blocks(page, "body_en")
    assert ids(bare) == ids(raw)
    leaves.put(page, "en", {leaf.path: leaf.text for leaf in leaves.in_blocks("body", BODY, raw)})
    assert leaves.stored_blocks(page, "body_en") == raw


def test_paths_that_are_none_are_reported() -> None:
    page = page_with([{"type": "text", "value": "<p>A</p>", "id": "a"}])
    assert leaves.put(page, "en", {"body.a": "<p>B</p>", "body.gone": "x", "slug": "y", "body": "z"}) == {
        "body.gone",
        "slug",
        "body",
    }
    assert leaves.of(page, "en")["body.a"].text == "<p>B</p>"


def test_labels_lead_to_the_text() -> None:
    quote = {"text": "Plant!", "name": "Aysel", "role": "", "link": ""}
    leaf = leaves.of(page_with([{"type": "quote", "value": quote, "id": "q"}]), "en")["body.q.name"]
    assert [str(label) for label in leaf.labels] == ["body", "Quote", "Name"]
    assert (leaf.key, leaf.base, leaf.is_rich) == ("q.name", "body", False)


@pytest.mark.parametrize(("path", "is_rich"), [("heading", False), ("introduction", True), ("body.a", True)])
def test_a_leaf_knows_its_form_field_and_whether_it_is_rich(path: str, is_rich: bool) -> None:
    leaf = leaves.of(page_with([{"type": "text", "value": "<p>A</p>", "id": "a"}]), "en")[path]
    assert leaf.is_rich == is_rich
    assert not leaf.form_field().required


def test_lists_stored_without_ids_are_read_twice_under_the_same_paths() -> None:
    figures = {"type": "figures", "id": "f", "value": {"items": [{"label": "A"}, {"label": "B"}]}}
    once, again = (list(leaves.of(page_with([figures]), "en")) for _time in range(2))
    assert once == again


def test_menus_have_leaves_too() -> None:
    link = {"type": "link", "id": "m", "value": {"label": "Blog", "url": "https://example.org/"}}
    settings = SiteSettings(main_menu_en=[link])
    assert leaves.of(settings, "en")["main_menu.m.label"].text == "Blog"
    assert "main_menu.m.url" not in leaves.of(settings, "en")

"""The words of the demo campaign: the same in every language, with the campaign's figures and nothing invented."""

import re
from typing import Any

import pytest

from home.demo.campaign import FOLDER, Campaign
from pages import formats

COMPLETE = ["en", "az", "tr", "ru", "ar", "fr", "de", "es"]
KEPT_WHOLE = [*COMPLETE, "it"]  # Italian has every text, one of them older than its source
CRUELTY = 56  # stands as a note below the number of the dead
FIGURES = [613, 63, 106, 70, 1275, 150, 68, 26, 487, 8, 25, 130]
NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d{3})*")

campaign = Campaign()


def keys(table: dict[str, Any], above: str = "") -> list[str]:
    """The path of every text in `table`, in its order."""
    found = []
    for name, value in table.items():
        for index, part in enumerate(value if isinstance(value, list) else [value]):
            here = f"{above}/{name}/{index}"
            found += keys(part, here) if isinstance(part, dict) else [here]
    return found


@pytest.mark.parametrize("code", KEPT_WHOLE)
def test_a_complete_language_has_the_texts_of_the_source(code: str) -> None:
    assert keys(campaign.words[code]) == keys(campaign.words["en"])


@pytest.mark.parametrize("code", campaign.words)
def test_no_language_has_a_text_that_the_source_lacks(code: str) -> None:
    assert set(keys(campaign.words[code])) <= set(keys(campaign.words["en"]))


def test_what_was_said_earlier_is_said_in_other_words_now() -> None:
    before = set(keys(campaign.earlier))
    assert before
    assert before <= set(keys(campaign.words["en"]))


@pytest.mark.parametrize("code", KEPT_WHOLE)
def test_the_account_has_the_figures_of_the_campaign_and_no_others(code: str) -> None:
    account = campaign.words[code]["pages"]["what-happened"]["body"]["losses"]
    assert sorted(NUMBER.findall(account)) == sorted(formats.number(figure, code) for figure in [*FIGURES, CRUELTY])


def test_the_figures_blocks_have_the_same_figures() -> None:
    body = campaign.layout["pages"]["what-happened"]["body"]
    shown = [item["number"] for block in body if block["type"] == "figures" for item in block["items"]]
    assert shown == FIGURES


@pytest.mark.parametrize("code", KEPT_WHOLE)
@pytest.mark.parametrize("name", ["killed", "hostages", "others"])
def test_each_figure_has_its_label(code: str, name: str) -> None:
    body = campaign.layout["pages"]["what-happened"]["body"]
    figures = next(block["items"] for block in body if block["key"] == name)
    words = campaign.words[code]["pages"]["what-happened"]["body"][name]
    assert len(words["items"]) == len(figures)
    assert words["note"]


@pytest.mark.parametrize("code", KEPT_WHOLE)
def test_the_number_killed_with_special_cruelty_stands_below_that_of_the_dead(code: str) -> None:
    dead = campaign.words[code]["pages"]["what-happened"]["body"]["killed"]["items"][0]
    assert NUMBER.findall(dead["note"]) == [formats.number(CRUELTY, code)]


@pytest.mark.parametrize("code", KEPT_WHOLE)
def test_no_text_is_longer_than_its_column(code: str) -> None:
    words = campaign.words[code]
    assert len(words["site"]["organisation"]) <= 120
    assert len(words["site"]["tagline"]) <= 200
    assert all(len(picture["alt_text"]) <= 255 for picture in words["pictures"].values())
    assert all(len(page["heading"]) <= 255 for page in words["pages"].values())


@pytest.mark.parametrize("path", sorted((FOLDER / "content").glob("*.toml")), ids=lambda path: path.stem)
def test_no_address_on_the_web_is_invented(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"https?:|www\.", text)
    assert set(re.findall(r"[\w.]+@[\w.]*\w", text)) <= {"contact@example.org"}


@pytest.mark.parametrize("key", campaign.layout["pictures"])
def test_each_picture_has_its_drawing_and_is_small(key: str) -> None:
    assert (FOLDER / "pictures" / f"{key}.svg").exists()
    assert (FOLDER / "pictures" / f"{key}.webp").stat().st_size <= 150_000

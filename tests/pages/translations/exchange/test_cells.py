"""Cells: nothing that a spreadsheet computes, and nothing lost by that."""

from hypothesis import given
from hypothesis import strategies as st

from pages.translations.exchange.cells import FORMULA, guarded, plain

awkward = st.text(st.sampled_from("'=+-@\t\r\n; a\u200f\ufeff＝\u202e") | st.characters(), max_size=12)


@given(awkward)
def test_a_cell_comes_back_as_it_was(text: str) -> None:
    assert plain(guarded(text)) == text


@given(st.sampled_from(FORMULA.strip("[]").replace("\\", "")), awkward)
def test_no_cell_begins_like_a_formula(sign: str, text: str) -> None:
    for cell in (guarded(sign + text), guarded(f" {sign}{text}")):
        assert cell.startswith("'")


def test_an_apostrophe_of_the_text_stays() -> None:
    assert (guarded("'Tis"), plain("'Tis"), guarded("'=1"), plain("''=1")) == ("'Tis", "'Tis", "''=1", "'=1")


def test_a_cell_after_a_foreign_separator_is_guarded_too() -> None:
    assert guarded("a;=b\n@c") == "a;'=b\n'@c"

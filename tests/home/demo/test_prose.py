"""The content files' few marks become the rich text that Wagtail stores."""

import pytest

from home.demo.prose import prose

PAGES = {"privacy": 7}


def test_an_empty_line_parts_paragraphs() -> None:
    assert prose("One\nline.\n\nAnother.\n", PAGES) == "<p>One line.</p><p>Another.</p>"


@pytest.mark.parametrize(("marks", "tag"), [(("- ", "- "), "ul"), (("1. ", "2. "), "ol")])
def test_lines_with_marks_are_a_list(marks: tuple[str, str], tag: str) -> None:
    assert prose(f"{marks[0]}a;\n{marks[1]}b.", PAGES) == f"<{tag}><li>a;</li><li>b.</li></{tag}>"


def test_a_link_points_to_the_page_not_to_an_address() -> None:
    assert prose("See [Privacy](privacy).", PAGES) == '<p>See <a linktype="page" id="7">Privacy</a>.</p>'


def test_a_link_to_no_page_is_refused() -> None:
    with pytest.raises(KeyError):
        prose("[Nowhere](nowhere)", PAGES)


def test_text_is_escaped_and_emphasis_kept() -> None:
    assert prose("*a* < b & c", PAGES) == "<p><i>a</i> &lt; b &amp; c</p>"


def test_no_text_is_no_paragraph() -> None:
    assert prose("\n\n", PAGES) == ""

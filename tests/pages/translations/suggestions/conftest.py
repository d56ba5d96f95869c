"""A page to translate, a link to suggest by, a moment."""

from datetime import UTC, datetime
from typing import Any

import pytest

from home.models import HomePage
from pages.models.desk import SuggestionLink
from pages.translations import suggestions
from tests.pages.conftest import add_page, paragraphs

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIRST, SECOND = "body.paragraph-0", "body.paragraph-1"


@pytest.fixture
def page(home: HomePage) -> Any:
    """A page in English, live, with the first of its two paragraphs in Azerbaijani, not live."""
    return add_page(
        home,
        ("en",),
        slug="story",
        heading={"en": "Story", "az": "Hekayə"},
        body={"en": paragraphs("One *star*.", "Two <b>stars</b>."), "az": paragraphs("Bir ulduz.", "")},
    )


@pytest.fixture
def link(page: Any) -> SuggestionLink:
    """A link to suggest Azerbaijani."""
    return suggestions.invite(page, "az", None, NOW)


def send(link: SuggestionLink, texts: dict[str, str], name: str = "", now: datetime = NOW) -> int:
    """Send `texts` ({path: typed}) as the form would that shows what there is now."""
    seen = {piece.path: piece.seen for piece in suggestions.pieces(link)}
    typed = [(path, seen.get(path, "0" * 16), text) for path, text in texts.items()]
    return suggestions.send(link, typed, name, now)

"""What visitors find, in their language and their script."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from home.models import HomePage
from pages.search import find, folded
from tests.pages.conftest import add_page, paragraphs

TEXTS = {
    "en": "The river Kür is saved",
    "az": "Kür çayı xilas edildi",
    "ru": "Река Кура спасена",
    "ar": "تم إنقاذ النهر",
    "zh-hans": "河流得救了",
    "tr": "Irmak kurtarıldı",
}


@pytest.fixture
def river(home: HomePage) -> object:
    codes = tuple(TEXTS)
    return add_page(
        home,
        codes,
        heading={code: text[:12] for code, text in TEXTS.items()},
        body={code: paragraphs(text) for code, text in TEXTS.items()},
        slug="river",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "query"),
    [
        ("en", "KUR saved"),
        ("az", "ÇAYI"),
        ("az", "cayi"),
        ("ru", "РЕКА спасена"),
        ("ar", "النهر"),
        ("zh-hans", "得救"),
        ("tr", "IRMAK"),
    ],
)
def test_words_are_found_whatever_their_case_accents_or_script(river: object, code: str, query: str) -> None:
    from wagtail.models import Site

    assert [edition.language for edition in find(query, Site.objects.get().pk, code)] == [code]


@pytest.mark.django_db
def test_a_word_of_another_language_is_not_found(river: object) -> None:
    answer = Client().get("/ru/search/", {"q": "saved"})
    assert answer.status_code == 200
    assert not list(answer.context["results"])


@pytest.mark.django_db
def test_what_was_looked_for_is_shown_again_as_text(home: HomePage) -> None:
    html = Client().get("/en/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "   ", "%", "_", "\\", "'", "x" * 5000, "\x00"])
def test_odd_queries_are_answered(home: HomePage, query: str) -> None:
    assert Client().get("/az/search/", {"q": query}).status_code == 200


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)

"""The glossary: terms are found as words in every script, and a translation that passes one by is noticed."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pages.models.desk import GlossaryTerm
from pages.translations import glossary
from pages.translations.glossary import Glossary, Term

pytestmark = pytest.mark.django_db


def add(term: str, translation: str = "", language: str = "fr", source: str = "en", **more: Any) -> None:
    kept = not translation
    GlossaryTerm.objects.create(
        source_language=source, term=term, language=language, translation=translation, is_kept=kept, **more
    )


def found(text: str, source: str = "en", target: str = "fr") -> list[str]:
    return [term.term for term in glossary.terms_in(text, source, target)]


def test_a_term_says_what_it_is_in_the_language(db: None) -> None:
    add("petition", "pétition", note="feminine")
    assert glossary.terms_in("Sign the Petition!", "en", "fr") == [Term("petition", "pétition", False, "feminine")]


@pytest.mark.parametrize(
    ("term", "text", "is_found"),
    [
        ("art", "the party started", False),
        ("art", "State-of-the-Art", True),
        ("human rights", "Human  rights", False),
        ("human rights", "<p>Human <b>rights</b></p>", True),
        ("rights", "<p>ri<b>ghts</b></p>", True),
        ("Khojaly", "KHOJALY’s children", True),
        ("İstanbul", "istanbul", True),
        ("Bakı", "BAKI", True),
        ("café", "CAFE\u0301", True),
        ("C++", "in C++, too", True),
        ("R&D", "<p>R&amp;D</p>", True),
        ("حقوق", "حقوق الإنسان", True),
        ("حق", "حقوق الإنسان", False),
        ("人权", "中国的人权状况", True),
        ("NATO", "加入NATO的国家", True),
        ("право", "правосудие", False),
    ],
)
def test_terms_are_found_as_whole_words(term: str, text: str, is_found: bool) -> None:
    add(term, "x")
    assert found(text) == ([term] if is_found else [])


def test_of_terms_in_terms_the_longest_is_found() -> None:
    add("rights", "droits")
    add("human rights", "droits humains")
    assert found("human rights and rights") == ["human rights", "rights"]
    assert found("human rights") == ["human rights"]


def test_what_is_said_of_one_language_stands_above_what_is_said_of_all() -> None:
    add("petition", language="")
    add("Petition", "pétition", language="fr")
    assert [term.wanted for term in glossary.terms_in("petition", "en", "fr")] == ["pétition"]
    assert [term.wanted for term in glossary.terms_in("petition", "en", "de")] == ["petition"]


def test_terms_of_another_language_are_not_found() -> None:
    add("petition", "pétition", source="de")
    add("petition", "Petition", language="it")
    assert found("petition") == []


def test_a_translation_that_passes_a_term_by_is_noticed() -> None:
    add("petition", "pétition")
    add("Undersigned")
    source = "<p>The petition of Undersigned</p>"
    assert glossary.faults(source, "<p>Les PÉTITIONS d’Undersigned</p>", "en", "fr") == []
    assert [term.term for term in glossary.faults(source, "<p>La demande</p>", "en", "fr")] == [
        "petition",
        "Undersigned",
    ]


def test_an_empty_glossary_finds_nothing() -> None:
    assert glossary.terms_in("anything", "en", "fr") == []
    assert Glossary("en", "fr").split_kept("anything") == ["anything"]


def test_kept_words_are_cut_out_as_they_are_written() -> None:
    add("Undersigned", language="")
    add("petition", "pétition")
    assert Glossary("en", "fr").split_kept("an UNDERSIGNED petition") == ["an ", "UNDERSIGNED", " petition"]


def test_many_texts_take_one_query(django_assert_num_queries: Any) -> None:
    add("petition", "pétition")
    with django_assert_num_queries(1):
        made = Glossary("en", "fr")
        assert all(made.terms_in("a petition") for _time in range(20))


def test_a_term_has_to_say_something() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        GlossaryTerm.objects.create(source_language="en", term="x", language="fr")

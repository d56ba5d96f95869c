"""The form: what a petition asks, what is missing, what is kept."""

from typing import Any

import pytest
from django.utils import translation

from petition import countries
from petition.forms import LONGEST_COMMENT, ConfirmForm, SignatureForm
from petition.models import Petition
from tests.petition.conftest import FORM


def form(petition: Petition | None = None, **data: Any) -> SignatureForm:
    return SignatureForm(petition or Petition(asks_comment=True, asks_news=True), {**FORM, **data})


def test_what_is_valid_says_what_was_given() -> None:
    filled = form(comment=" Because\r\nI care ", public="yes", news="yes")
    assert filled.is_valid()
    given = filled.given
    assert (given.name, given.email, given.country) == (FORM["name"], FORM["email"], "AZ")
    assert (given.comment, given.shows_name, given.wants_news) == ("Because\nI care", True, True)


def test_boxes_that_were_not_ticked_are_no() -> None:
    filled = form()
    assert filled.is_valid()
    assert not filled.given.shows_name
    assert not filled.given.wants_news


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "a\x00b"),
        ("name", "www.spam.example"),
        ("name", "a" * 121),
        ("email", ""),
        ("email", "nobody"),
        ("email", "a\x00@example.org"),
        ("country", ""),
        ("country", "XX"),
        ("country", "AZE"),
        ("comment", "a" * (LONGEST_COMMENT + 1)),
        ("consent", ""),
    ],
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_fault_is_named_at_its_field_alone(field: str, typed: str, language: str) -> None:
    with translation.override(language):
        filled = form(**{field: typed})
        assert list(filled.errors) == [field]
        assert len(filled.errors[field]) == 1


@pytest.mark.parametrize("typed", ["", "az", "AZ"])
def test_a_country_may_be_left_out_where_it_is_optional(typed: str) -> None:
    filled = form(Petition(asks_country="optional"), country=typed)
    assert filled.is_valid()
    assert filled.given.country == typed.upper()


def test_what_a_petition_does_not_ask_is_not_taken() -> None:
    petition = Petition(asks_country="no", asks_comment=False, asks_public_name=False, asks_news=False)
    filled = form(petition, comment="x", public="yes", news="yes")
    assert filled.is_valid()
    given = filled.given
    assert (given.country, given.comment, given.shows_name, given.wants_news) == ("", "", False, False)


def test_every_country_of_the_list_is_taken() -> None:
    assert all(form(country=country).is_valid() for country in countries.CODES)


def test_a_comment_keeps_its_lines_and_nothing_that_controls() -> None:
    filled = form(comment="One\n\nTwo\x1b[31m")
    assert filled.is_valid()
    assert filled.given.comment == "One\n\nTwo[31m"


def test_what_was_typed_travels_on_but_for_what_is_empty() -> None:
    filled = form(page="7", form="sign-1", text="3", comment="")
    assert dict(filled.typed) == {**FORM, "page": "7", "form": "sign-1", "text": "3"}


def test_a_confirmation_needs_its_tick() -> None:
    assert not ConfirmForm({}).is_valid()
    assert not ConfirmForm({"agree": ""}).is_valid()
    assert ConfirmForm({"agree": "yes"}).is_valid()

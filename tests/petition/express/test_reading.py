"""A form is read here as SignatureForm reads it: what is valid there is the same here, and nothing else is taken."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from petition import forms
from petition.express import reading
from petition.forms import SignatureForm
from petition.models import Petition
from petition.models.petition import CountryQuestion

BOXES = st.sampled_from(["", "on", "yes", "false", "False", "TRUE", "0", " ", "\0"])
FIELDS: dict[str, st.SearchStrategy[str]] = {
    "name": st.sampled_from(["Aygün Əliyeva", " Ö ", "", "\0", "www.x.org", "a" * 121]) | st.text(max_size=12),
    "email": st.sampled_from(["a@example.org", " A+b@пример.рф.", "a@b", "a@example.org\0", ""]) | st.text(max_size=12),
    "country": st.sampled_from(["AZ", " az ", "", "ZZ", "D\0", "de"]) | st.text(max_size=3),
    "comment": st.sampled_from(["", " so\r\nso ", "x" * 1001, "\0", "\u00a0 y"]) | st.text(max_size=9),
    "public": BOXES,
    "news": BOXES,
    "consent": st.sampled_from(["yes", "on"]) | BOXES,
}
PETITIONS = st.builds(
    Petition,
    asks_country=st.sampled_from(CountryQuestion.values),
    asks_comment=st.booleans(),
    asks_public_name=st.booleans(),
    asks_news=st.booleans(),
)
ANY = st.fixed_dictionaries({}, optional=FIELDS)
NEARLY_VALID = st.fixed_dictionaries(
    {"name": st.just("Anna"), "email": st.just("a@example.org"), "country": st.just("AZ"), "consent": st.just("on")},
    optional={name: FIELDS[name] for name in ("comment", "public", "news")},
)


@given(PETITIONS, ANY | NEARLY_VALID)
@example(Petition(asks_comment=True), {"name": "A", "email": "a@b.org", "country": "AZ", "consent": "0", "public": "0"})
def test_what_is_valid_there_is_the_same_here(petition: Petition, data: dict[str, str]):
    form = SignatureForm(petition, data)
    wanted = form.given if form.is_valid() else None
    found: Any
    try:
        found = reading.read(petition, data)
    except reading.Unusual:
        found = None
    assert found == wanted
    assert forms.typed(forms.asked_of(petition), data) == form.typed


@pytest.mark.parametrize("page", ["", "0", "7", "x"])
def test_the_door_is_the_same(page: str):
    number = int(page) if page.isdigit() else None
    assert forms.door(number) == SignatureForm(Petition(), {}, page_id=number).door

"""The blocks that bring a petition into a page, and their places before, in and after its time."""

import datetime as dt
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from home.models import HomePage
from petition import lifecycle
from petition.blocks import PetitionFormBlock, SignatoriesBlock
from petition.models import Petition, PetitionText
from tests.pages.conftest import add_page
from tests.petition.conftest import HEADINGS, add_petition, confirmed

DAY = dt.timedelta(days=1)


def rendered(block: Any, value: dict[str, Any], **context: Any) -> str:
    return str(block.render(block.to_python(value), context))


def test_the_block_shows_demand_count_and_form_in_the_readers_language(petition: Petition) -> None:
    with translation.override("ar"):
        html = rendered(PetitionFormBlock(), {"petition": petition.pk})
    assert f"<p>{HEADINGS['ar']}!</p>" in html
    assert "data-tally=" in html
    assert 'action="/ar/petitions/trees/sign/' in html


def test_what_the_editor_unticked_is_not_shown(petition: Petition) -> None:
    Petition.objects.update(goal=10)
    value = {"petition": petition.pk, "heading": "Do it", "shows_demand": False, "shows_count": False}
    html = rendered(PetitionFormBlock(), value)
    assert "Do it" in html
    assert "Sign the petition" not in html
    assert "Plant more trees!" not in html
    assert "data-tally" not in html
    assert "<progress" not in rendered(PetitionFormBlock(), {"petition": petition.pk, "shows_goal": False})


def test_a_petition_that_is_gone_or_not_public_leaves_the_page_whole(db: None) -> None:
    Petition(slug="draft", heading_en="Draft", live=False).save()
    draft = Petition.objects.get()
    assert rendered(PetitionFormBlock(), {"petition": draft.pk}).strip() == ""
    assert rendered(PetitionFormBlock(), {"petition": 10**6}).strip() == ""


def test_words_in_another_language_are_marked_as_such(db: None) -> None:
    petition = add_petition(("ar",))
    html = rendered(PetitionFormBlock(), {"petition": petition.pk})
    assert '<div class="petition-words prose" lang="ar" dir="rtl">' in html
    assert "Your name" in html


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"closes_at": -DAY}, "This petition is closed. It can no longer be signed."),
        ({"opens_at": DAY}, "This petition is not open yet. It can be signed from"),
    ],
)
def test_before_and_after_its_time_the_form_gives_way_to_a_sentence(
    petition: Petition, columns: dict[str, dt.timedelta], sentence: str
) -> None:
    Petition.objects.update(**{name: timezone.now() + shift for name, shift in columns.items()})
    html = rendered(PetitionFormBlock(), {"petition": petition.pk})
    assert sentence in html
    assert "<form" not in html


def test_two_forms_of_one_page_have_no_id_in_common(petition: Petition, rf: RequestFactory) -> None:
    tag = Template("{% load petition_tags %}{% petition_form petition %}{% petition_form petition %}")
    html = tag.render(Context({"petition": petition, "request": rf.get("/")}))
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids)) > 10
    for reference in (part.split('"')[0] for part in html.split(' for="')[1:]):
        assert reference in ids


@pytest.mark.parametrize("block", [PetitionFormBlock(), SignatoriesBlock()])
def test_the_picker_previews_a_real_petition(petition: Petition, block: Any) -> None:
    assert "<h2" in block.render(block.get_preview_value())
    assert block.get_description()


def test_the_newest_names_are_isolated_and_in_their_own_direction(text: PetitionText) -> None:
    now = timezone.now()
    for number, name in enumerate(["Ayşe", "مريم", "<i>Zed</i>"]):
        confirmed(text, now + number * DAY, email=f"{number}@example.org", name=name, shows_name=True)
    lifecycle.prepare()
    html = rendered(SignatoriesBlock(), {"petition": text.petition_id, "count": 2})
    assert html.index("<bdi>&lt;i&gt;Zed&lt;/i&gt;</bdi>") < html.index("<bdi>مريم</bdi>")
    assert "Ayşe" not in html
    assert "Azerbaijan" in html


def test_in_a_page_of_another_language_the_form_speaks_the_readers(
    home: HomePage, petition: Petition, client: Client
) -> None:
    body = [{"type": "petition_form", "value": {"petition": petition.pk, "heading": "Act now"}}]
    add_page(home, ("en",), heading={"en": "Act"}, slug="act", body={"en": body})
    html = client.get("/zh-hans/act/").content.decode()
    assert '<main id="content" tabindex="-1" lang="en" dir="ltr">' in html
    assert 'lang="zh-hans" dir="ltr">' in html.split("<main")[1]
    assert '<bdi lang="en">Act now</bdi>' in html
    assert '<div class="petition-words prose" lang="en" dir="ltr">' in html
    assert 'action="/zh-hans/petitions/trees/sign/' in html
    assert "阿塞拜疆" in html
    answer = client.post("/zh-hans/petitions/trees/sign/", {"form": "x"})
    assert answer.status_code == 422

"""Remarks on pieces of text."""

from typing import Any

import pytest

from pages.models import TranslationComment
from tests.pages.translations.views.conftest import Colleague, Join

pytestmark = pytest.mark.django_db


def say(colleague: Colleague, **posted: Any) -> Any:
    return colleague.client.post(colleague.url("comment/"), posted)


def test_a_remark_is_shown_with_its_author_until_it_is_resolved(translator: Colleague) -> None:
    page = say(translator, path="heading", text="Is <b>this</b> right?").content.decode()
    assert "Is &lt;b&gt;this&lt;/b&gt; right?" in page
    assert translator.user.username in page
    number = TranslationComment.objects.get().pk
    assert "resolved" in say(translator, resolve=number).content.decode()
    assert TranslationComment.objects.get().resolved_at


def test_the_form_adds_and_resolves_them_too(translator: Colleague) -> None:
    translator.press("comment:heading", **{"comment:heading": "Why?"})
    comment = TranslationComment.objects.get()
    assert (comment.path, comment.language, comment.text) == ("heading", "fa", "Why?")
    translator.press(f"resolve:{comment.pk}")
    assert TranslationComment.objects.get().resolved_at


def test_who_publishes_may_remark_without_translating(join: Join) -> None:
    publisher = join("fa", "publish_fa")
    publisher.press("comment:heading", **{"comment:heading": "Why?", "text:heading": "forged"})
    assert TranslationComment.objects.get().text == "Why?"
    assert "forged" not in publisher.look().content.decode()


@pytest.mark.parametrize("path", ["", "slug", "body.nowhere"])
def test_there_is_nothing_to_remark_on_what_is_not_there(translator: Colleague, path: str) -> None:
    say(translator, path=path, text="x")
    say(translator, path="heading", text="  ")
    assert not TranslationComment.objects.exists()


def test_others_may_neither_remark_nor_resolve(translator: Colleague, join: Join) -> None:
    say(translator, path="heading", text="Why?")
    number = TranslationComment.objects.get().pk
    stranger, other = join("fa"), join("az", "translate_az")
    assert say(stranger, path="heading", text="x").status_code == 403
    assert say(stranger, resolve=number).status_code == 403
    say(other, resolve=number)  # of another language than their sheet's
    assert [comment.resolved_at for comment in TranslationComment.objects.all()] == [None]


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "٣"])
def test_a_number_that_is_none_resolves_nothing(translator: Colleague, number: str) -> None:
    assert say(translator, resolve=number).status_code == 200

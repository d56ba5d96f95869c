"""A lost database: visitors are told to wait a moment, and what they typed is kept."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from pages import languages, refusing

FORM = {"name": "Aygün <b>", "email": "a@example.org", "consent": "yes", "ticket": "t-1", "proof": "p-1"}
SIGN = "/az/petitions/trees/sign/"


@pytest.fixture(params=[OperationalError, InterfaceError])
def away(request: pytest.FixtureRequest, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    def refuse(*_: object, **__: object) -> None:
        raise request.param("gone")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        yield Client(raise_request_exception=False, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.fixture
def editor(away: Client) -> Client:
    """Somebody who has signed in, or says so."""
    away.cookies[settings.SESSION_COOKIE_NAME] = "s" * 32
    return away


def post(client: Client, path: str, fields: dict[str, str]) -> Any:
    return client.post(path, urlencode(fields), content_type=refusing.FORM)


def test_signing_while_the_database_is_away_keeps_what_was_typed(away: Client) -> None:
    answer = post(away, SIGN, FORM)
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
    assert int(answer["Retry-After"]) > 0
    body = answer.content.decode()
    assert '<html lang="az"' in body
    assert 'value="Aygün &lt;b&gt;"' in body
    assert f'action="{SIGN}"' in body
    assert 'value="t-1"' in body
    assert 'value="p-1"' in body


@pytest.mark.parametrize(
    "fields", [{"comment": "x" * refusing.LONGEST_FORM}, {f"f{n}": "" for n in range(refusing.MOST_FIELDS + 1)}]
)
def test_a_form_too_large_to_be_kept_is_not_said_to_be_kept(away: Client, fields: dict[str, str]) -> None:
    body = post(away, SIGN, fields).content.decode()
    assert "<form" not in body
    assert "notice" not in body
    assert SIGN not in body
    assert 'href="/az/"' in body


def test_no_password_and_nothing_typed_at_a_door_is_repeated() -> None:
    fields = [("password", "s-1"), ("password2", "s-2"), ("csrfmiddlewaretoken", "s-3"), ("token", "t-1")]
    form = refusing.hidden(fields, is_admin=False)
    assert "t-1" in refusing.page("en", "/en/x/", form, is_post=True)
    assert "s-" not in "".join(refusing.page("en", "/en/x/", form, is_post=True).partition("<form")[1:])
    assert "t-1" not in refusing.page("en", "/admin/login/", form, is_post=True)


@given(st.lists(st.tuples(st.text(max_size=9), st.text(max_size=40)), min_size=1, max_size=refusing.MOST_FIELDS))
@example([("a", "b&c=d"), ("name", 'Ann "b" <i>'), ("comment", "one\r\ntwo + 100 %"), ("", "")])
def test_a_form_is_handed_back_in_one_go_as_it_is_field_by_field(fields: list[tuple[str, str]]) -> None:
    body = urlencode(fields)
    at_once = refusing.hidden_at_once(body)
    assert at_once in {None, refusing.hidden(parse_qsl(body, keep_blank_values=True), is_admin=False)}
    assert at_once is not None or any(each in body.lower() for each in ("%00", "%01", "password", "csrf"))


@given(st.text(st.sampled_from("ab&=+%0c3\0\1"), max_size=30))
def test_what_no_browser_sends_is_handed_back_field_by_field_or_as_it_would_be(body: str) -> None:
    told = refusing.hidden(parse_qsl(body, keep_blank_values=True), is_admin=False)
    assert refusing.hidden_at_once(body) in {None, told}


@pytest.mark.parametrize("body", ["a=1&PassWord=s-1", "p%61ssword=s-1", "a=1&csrfmiddlewaretoken=s-1", "a=1&" * 60])
def test_a_form_with_secrets_or_too_many_fields_is_never_handed_back_in_one_go(body: str) -> None:
    assert refusing.hidden_at_once(body) is None


def test_not_all_who_are_refused_come_back_in_the_same_second() -> None:
    assert len({refusing.pause() for _refused in range(7)}) > 4


def test_an_editor_gets_a_draft_back_and_may_send_it_again(editor: Client) -> None:
    draft = {"csrfmiddlewaretoken": "c-1", "heading_en": 'Ann "b"', "body-0-value": "one\ntwo", "action-publish": "yes"}
    fields = {name: str(value) for name, value in draft.items()}
    body = editor.post("/admin/pages/3/edit/?next=x", fields, headers={"Accept-Language": "fr"}).content.decode()
    assert '<html lang="fr"' in body
    assert 'action="/admin/pages/3/edit/?next=x" enctype="multipart/form-data"' in body
    assert 'name="heading_en" value="Ann &quot;b&quot;"' in body
    assert 'value="one\ntwo"' in body
    assert 'name="csrfmiddlewaretoken" value="c-1"' in body
    assert 'name="action-publish"' in body


@pytest.mark.parametrize(
    "fields", [{"file": SimpleUploadedFile("a.png", b"x")}, {"new_password": "s-1"}, {"text": "x" * 2_000_000}]
)
def test_an_editors_form_that_is_not_whole_is_not_said_to_be_kept(editor: Client, fields: dict[str, Any]) -> None:
    answer = editor.post("/admin/images/add/", {"title": "t-1", **fields})
    assert answer.status_code == 503
    assert "t-1" not in answer.content.decode()
    assert 'href="/admin/"' in answer.content.decode()


def test_who_asks_for_an_address_without_a_language_is_told_in_the_browsers() -> None:
    assert refusing.language("/", "fa;q=0.4, ru") == "ru"
    assert refusing.language("/az/x/", "ru") == "az"
    assert refusing.language("/x/", "") == "en"


def test_the_way_to_try_again_keeps_the_question_and_stays_on_the_site(away: Client) -> None:
    assert 'href="/en/search/?q=a&amp;page=2"' in away.get("/en/search/?q=a&page=2").content.decode()
    assert 'href="/%2Fevil.example/"' in refusing.page("en", "//evil.example/", None, is_post=False)


def test_the_page_is_ready_in_every_language_before_it_is_needed() -> None:
    refusing.prepare()
    assert refusing.prepared.cache_info().currsize == len(refusing.WAYS) * len(languages.CODES)


def test_reading_while_the_database_is_away_is_no_fault_of_ours(away: Client) -> None:
    assert away.get("/fa/").status_code == 503


def test_another_fault_is_still_one() -> None:
    assert not refusing.is_away(ValueError())
    assert refusing.is_away(OperationalError())


def test_an_editor_who_meets_a_lost_database_is_told_to_wait_too(away: Client) -> None:
    answer = away.get("/admin/login/", headers={"Accept-Language": "ar"})
    assert (answer.status_code, answer["Content-Language"]) == (503, "ar")

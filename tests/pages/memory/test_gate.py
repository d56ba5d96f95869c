"""The gate before Django: who is inside gets through, who is refused loses nothing, editors have their own room."""

import threading
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.memory import gate as gate_module
from pages.memory.gate import Gate, Room, django_rooms, posting_room
from pages.memory.renderer import clean
from pages.memory.watching import Current, Watch
from tests.pages.memory.conftest import HOST

TYPED = "name=Ayg%C3%BCn+%3Cb%3E&email=a%40example.org&comment=%22x%22%0Ay&password=secret"


def ask(gate: Gate, path: str, body: str = "", method: str = "", **headers: Any) -> tuple[int, dict[str, str], str]:
    told: list[Any] = []
    content = body.encode()
    environ = {
        **clean(HOST, path),
        "REQUEST_METHOD": method or ("POST" if body else "GET"),
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(content)),
        "wsgi.input": BytesIO(content),
        **headers,
    }
    answer = b"".join(gate(environ, lambda status, given: told.extend((status, given))))
    return int(told[0].split()[0]), dict(told[1]), answer.decode()


def answering(environ: Any, start: Callable[..., Any]) -> list[bytes]:
    start("200 OK", [])
    return [b"in"]


def full() -> Room:
    return Room(0, 0, 0.0)


def test_who_finds_no_place_is_refused_at_once_and_told_when_to_come(db: None) -> None:
    status, headers, body = ask(Gate(answering, lambda environ: full()), "/en/")
    assert (status, headers["Cache-Control"]) == (503, "no-store")
    assert 1 <= int(headers["Retry-After"]) <= 60
    assert {"Content-Security-Policy", "X-Frame-Options"} <= headers.keys()
    assert 'href="/en/"' in body


def test_what_was_typed_is_still_there_and_runs_nothing() -> None:
    _status, _headers, body = ask(Gate(answering, lambda environ: full()), "/az/petitions/trees/sign/", TYPED)
    assert '<html lang="az"' in body
    assert 'action="/az/petitions/trees/sign/"' in body
    assert 'name="name" value="Aygün &lt;b&gt;"' in body
    assert 'name="comment" value="&quot;x&quot;\ny"' in body
    assert "secret" not in body


def test_a_refusal_says_its_language_and_leads_nowhere_else() -> None:
    gate = Gate(answering, lambda environ: full())
    _status, headers, body = ask(gate, "//evil.example/", QUERY_STRING="q=1", HTTP_ACCEPT_LANGUAGE="de")
    assert headers["Content-Language"] == "de"
    assert 'href="/%2Fevil.example/?q=1"' in body


def test_an_editors_draft_is_handed_back() -> None:
    gate = Gate(answering, lambda environ: full())
    body = ask(gate, "/admin/pages/3/edit/", "csrfmiddlewaretoken=c-1&heading_en=mine")[2]
    assert 'name="csrfmiddlewaretoken" value="c-1"' in body
    assert 'name="heading_en" value="mine"' in body


def test_who_sends_slowly_and_is_refused_anyway_holds_few_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate_module, "READING", threading.BoundedSemaphore(1))
    asked, sent = threading.Event(), threading.Event()

    class Slow(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            asked.set()
            sent.wait(10)
            return super().read(size)

    gate = Gate(answering, lambda environ: full())
    bodies: list[str] = []
    slow = {"wsgi.input": Slow(TYPED.encode())}
    waiting = threading.Thread(target=lambda: bodies.append(ask(gate, "/az/x/", TYPED, **slow)[2]))
    waiting.start()
    assert asked.wait(10)
    assert "<form" not in ask(gate, "/az/x/", TYPED)[2]
    sent.set()
    waiting.join(10)
    assert "Aygün" in bodies[0]
    assert "Aygün" in ask(gate, "/az/x/", TYPED)[2]


def test_a_right_to_left_reader_is_told_so() -> None:
    assert '<html lang="ar" dir="rtl">' in ask(Gate(answering, lambda environ: full()), "/ar/")[2]


@given(st.text(max_size=40), st.text(max_size=200))
def test_no_path_and_no_form_breaks_the_refusal(path: str, body: str) -> None:
    status, headers, answer = ask(Gate(answering, lambda environ: full()), f"/{path}", body, "POST")
    assert (status, int(headers["Content-Length"])) == (503, len(answer.encode()))
    assert "<script" not in answer.lower()


def test_a_place_that_is_left_is_taken_by_who_waits() -> None:
    room = Room(1, 1, 5.0)
    assert room.enter()
    entered: list[bool] = []
    waiting = threading.Thread(target=lambda: entered.append(room.enter()))
    waiting.start()
    room.leave()
    waiting.join(5)
    assert (entered, room.inside, room.waiting) == ([True], 1, 0)


def test_whoever_is_on_the_way_to_django_takes_a_form_its_place_and_is_never_refused() -> None:
    room_of = posting_room(2)
    forms = room_of({"REQUEST_METHOD": "POST", "PATH_INFO": "/en/x/"})
    others = room_of({"REQUEST_METHOD": "GET", "PATH_INFO": "/en/x/"})
    assert forms is not None
    assert others is not None
    assert others is room_of({"REQUEST_METHOD": "POST", "PATH_INFO": "/admin/x/"})
    assert [others.enter(), forms.enter(), forms.enter(), others.enter()] == [True, True, False, True]
    others.leave()
    assert not forms.enter()
    others.leave()
    assert forms.enter()


def test_a_full_bench_refuses_without_waiting() -> None:
    room = Room(1, 0, 60.0)
    assert [room.enter(), room.enter()] == [True, False]


def test_a_fault_inside_leaves_its_place() -> None:
    room = Room(1, 0, 0.0)

    def failing(environ: Any, start: Any) -> Any:
        raise ZeroDivisionError

    gate = Gate(failing, lambda environ: room)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            ask(gate, "/en/")
    assert room.inside == 0


def test_a_storm_of_visitors_leaves_the_editors_room_alone() -> None:
    room_of = django_rooms()
    visitors, editors = room_of(clean(HOST, "/en/")), room_of(clean(HOST, "/admin/pages/"))
    assert visitors is not editors
    assert visitors is room_of(clean(HOST, "/az/"))


@pytest.mark.parametrize("path", ["/-/live", "/-/ready", "/static/pages/styles/base.css", "/media/x.png"])
def test_monitors_and_files_are_never_refused(path: str) -> None:
    assert django_rooms()(clean(HOST, path)) is None


def test_only_visitors_forms_share_the_room_for_forms() -> None:
    room_of = posting_room(1)
    post = {**clean(HOST, "/en/petitions/trees/sign/"), "REQUEST_METHOD": "POST"}
    assert room_of({**post, "PATH_INFO": "/az/petitions/trees/sign/"}) is room_of(post)
    assert room_of(clean(HOST, "/en/")) is not room_of(post)
    assert room_of({**post, "PATH_INFO": "/admin/login/"}) is not room_of(post)


def test_with_the_database_away_one_goes_in_to_try(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch()
    watch.answers = False
    monkeypatch.setattr(Current, "watch", watch)
    room = Room(8, 8, 60.0)
    assert [room.enter(), room.enter()] == [True, False]


def test_who_waits_is_let_go_when_the_database_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch()
    monkeypatch.setattr(Current, "watch", watch)
    room = Room(1, 1, 60.0)
    assert room.enter()
    entered: list[bool] = []
    waiting = threading.Thread(target=lambda: entered.append(room.enter()))
    waiting.start()
    watch.answers = False
    waiting.join(10)
    assert (entered, room.waiting) == ([False], 0)

"""Which addresses are kept, whatever a visitor writes into them."""

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from pages.memory.addresses import Map, Place, language_of, tail
from pages.memory.answers import SETTLE, Answer
from pages.memory.rendering import collecting, slot

HOST = settings.SITE_URL.partition("//")[2]
NAME = HOST.partition(":")[0]


def drawn(*further: Place) -> Map:
    sites = [Place(1, "localhost", 80, True), *further]
    return Map(1, sites, [(1, ""), (1, "nə/")], ["/az/petitions/trees/", "/petitions/trees/tally.json"])


@pytest.mark.parametrize("active", ["en", "az", None])
@pytest.mark.parametrize(
    ("path", "is_kept"),
    [
        ("/", True),
        ("/az/", True),
        ("/az/nə/", True),
        ("/nə/", True),
        ("/az/nə", False),
        ("//az/", False),
        ("/az//nə/", False),
        ("/xx/nə/", False),
        ("/az/petitions/trees/", True),
        ("/az/petitions/stones/", False),
        ("/petitions/trees/tally.json", True),
        ("/petitions/stones/tally.json", False),
        ("/sitemap.xml", True),
        ("/robots.txt", True),
        ("/admin/", False),
        ("/az/search/", False),
        ("/az/signatures/x/", False),
        ("/documents/1/x.pdf", False),
        ("/-/live", False),
        ("", False),
    ],
)
def test_only_what_is_there_is_kept_whatever_language_is_active(path: str, is_kept: bool, active: str | None) -> None:
    with translation.override(active):
        assert drawn().may_be_kept(1, path) is is_kept


@given(st.text())
def test_no_path_breaks_the_look(path: str) -> None:
    assert drawn().may_be_kept(1, f"/{path}") in {True, False}
    assert isinstance(language_of(path) + tail(path), str)


def test_a_host_is_read_as_django_reads_it() -> None:
    known = drawn()
    assert {known.site_of(host) for host in (HOST, f"{NAME}:8", f"{NAME}.")} == {1}
    assert {known.site_of(host) for host in ("evil.example", f"{NAME}@evil.example", "", "[", ":80")} == {None}
    assert known.host_of(1) == HOST
    assert known.host_of(2) is None


def test_sites_that_differ_by_their_port_alone_are_left_to_django() -> None:
    known = drawn(Place(2, NAME, 8001, False), Place(3, NAME, 8002, False))
    assert known.site_of(f"{NAME}:8001") is None
    assert known.host_of(2) is None


def test_an_address_that_was_refused_is_not_asked_again() -> None:
    known = drawn()
    known.refused.add((1, "/az/"))
    assert not known.may_be_kept(1, "/az/")


def test_a_slow_reader_does_not_put_old_numbers_among_new_ones() -> None:
    with collecting() as notes:
        body = slot("count.1").encode()
    answer = Answer(1, "/en/", 1, 200, [], body, {"mark": notes.mark})
    old, new = {"count.1": 1}, {"count.1": 2}
    answer.in_coding("", old, 0)
    answer.in_coding("", new, SETTLE)
    assert (
        answer.in_coding("gzip", old, SETTLE).etag.removesuffix('-gzip"') == answer.in_coding("", new, SETTLE).etag[:-1]
    )

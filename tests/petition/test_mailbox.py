"""Mailboxes: one key for all ways to write one, and delivery to what was typed."""

import datetime as dt

import idna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition import mailbox

PARTS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCXYZ0123456789_-", min_size=1, max_size=20)
LOCALS = st.lists(PARTS, min_size=1, max_size=3).map(".".join)
DOMAINS = st.sampled_from(
    ["gmail.com", "googlemail.com", "example.org", "mail.example.co.uk", "пример.рф", "münchen.de"]
)


@st.composite
def addresses(draw: st.DrawFn) -> str:
    return f"{draw(LOCALS)}@{draw(DOMAINS)}"


@given(addresses())
def test_the_canonical_form_of_a_canonical_form_is_itself(address: str) -> None:
    once = mailbox.canonical(address)
    assert mailbox.canonical(once) == once
    assert once.isascii()


@given(addresses(), PARTS, st.sampled_from([str.upper, str.lower, str.title]))
def test_case_and_tag_do_not_make_another_mailbox(address: str, tag: str, change: object) -> None:
    local, _at, domain = address.rpartition("@")
    variant = change(f"{local}+{tag}@{domain}")  # type: ignore[operator]
    assert mailbox.key(variant, 1) == mailbox.key(address, 1)


@given(LOCALS)
def test_dots_matter_unless_the_provider_ignores_them(local: str) -> None:
    bare = local.replace(".", "")
    assert mailbox.key(f"{local}@gmail.com", 1) == mailbox.key(f"{bare}@googlemail.com", 1)
    assert (mailbox.key(f"{local}@example.org", 1) == mailbox.key(f"{bare}@example.org", 1)) == (local == bare)


@given(addresses())
def test_what_is_delivered_to_is_what_was_typed(address: str) -> None:
    assert mailbox.tidy(address) == address


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  a@example.org ", "a@example.org"),
        ("\u200fa@example.org\u200f", "a@example.org"),
        ("\ufeffa@example.org", "a@example.org"),
        ("ａ＠ｅｘａｍｐｌｅ．ｏｒｇ", "a@example.org"),
        ("a@example.org.", "a@example.org"),
        ("A.b+c@Example.ORG", "A.b+c@Example.ORG"),
    ],
)
def test_what_no_keyboard_shows_is_not_part_of_an_address(typed: str, meant: str) -> None:
    assert mailbox.tidy(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "a",
        "@example.org",
        "a@",
        "a@localhost",
        "a b@example.org",
        "a@@example.org",
        "a..b@example.org",
        ".a@example.org",
        "a@-example.org",
        "a@exa_mple.org",
        "a@example..org",
        "a@[127.0.0.1]",
        "é@example.org",
        "a@example.org\nBcc: b@example.org",
        "a\r\n@example.org",
        f"{'a' * 65}@example.org",
        f"a@{'b' * 64}.org",
        f"a@{'.'.join(['b' * 60] * 5)}.org",
        "a" * 100_000,
        '"a b"@example.org',
    ],
)
def test_what_no_letter_reaches_is_refused(typed: str) -> None:
    with pytest.raises(mailbox.NotAMailbox):
        mailbox.tidy(typed)


@given(st.text(max_size=300))
def test_anything_typed_is_an_address_or_refused(typed: str) -> None:
    try:
        address = mailbox.tidy(typed)
    except mailbox.NotAMailbox:
        return
    assert "\n" not in address
    assert "\r" not in address
    assert len(mailbox.key(address, 1)) == 64


def test_a_key_is_of_one_petition_and_of_one_secret(settings: object) -> None:
    before = mailbox.key("a@example.org", 1)
    assert mailbox.key("a@example.org", 2) != before
    settings.MAILBOX_KEY = "another" * 8  # type: ignore[attr-defined]
    assert mailbox.key("a@example.org", 1) != before


def test_a_days_bucket_is_another_the_next_day() -> None:
    day = dt.date(2026, 3, 1)
    assert mailbox.day_bucket("a@example.org", day) == mailbox.day_bucket("A+x@example.org", day)
    assert mailbox.day_bucket("a@example.org", day) != mailbox.day_bucket("a@example.org", day + dt.timedelta(days=1))


@given(st.from_regex(r"[A-Za-z0-9.-]{1,70}", fullmatch=True) | st.lists(PARTS, min_size=1, max_size=4).map(".".join))
def test_the_short_way_to_a_domain_says_what_the_long_way_says(domain: str) -> None:
    try:
        wanted = idna.encode(domain, uts46=True).decode("ascii").lower()
    except UnicodeError:
        wanted = None
    try:
        found = mailbox.ascii_domain(domain)
    except mailbox.NotAMailbox:
        found = None
    assert found == wanted

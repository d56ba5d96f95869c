"""config.env: every sensible way to write a variable is understood, every other refused in words."""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from config import env


# number, flag, words --------------------------------------------------------------------------------------------------
@given(st.integers(0, 999_999_999))
def test_a_whole_number_is_read_as_written(value: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORT", f" {value} ")
        assert env.number("PORT", 1) == value


@pytest.mark.parametrize("nonsense", ["-1", "1.5", "eight", "1e3", "٣", "0x10", "9999999999999"])
def test_a_number_that_is_none_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, nonsense: str) -> None:
    monkeypatch.setenv("PORT", nonsense)
    with pytest.raises(ImproperlyConfigured, match="PORT must be a whole number such as 8000"):
        env.number("PORT", 8000)


def test_an_unset_and_an_empty_variable_give_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert env.number("PORT", 8000) == 8000
    monkeypatch.setenv("PORT", "  ")
    assert env.number("PORT", 8000) == 8000


@pytest.mark.parametrize("nonsense", ["Mars/Olympus", "Asia", "/etc/passwd", "../UTC", "Baku", "x" * 300])
def test_a_time_zone_that_nobody_knows_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, nonsense: str) -> None:
    monkeypatch.setenv("TIME_ZONE", nonsense)
    with pytest.raises(ImproperlyConfigured, match="TIME_ZONE must be a time zone such as Asia/Baku or UTC"):
        env.time_zone("TIME_ZONE", "UTC")


def test_a_time_zone_is_read_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIME_ZONE", " Asia/Baku ")
    assert env.time_zone("TIME_ZONE", "UTC") == "Asia/Baku"
    monkeypatch.delenv("TIME_ZONE")
    assert env.time_zone("TIME_ZONE", "UTC") == "UTC"


@pytest.mark.parametrize(
    ("written", "meant"), [("yes", True), ("TRUE", True), ("1", True), ("off", False), ("No", False), ("0", False)]
)
def test_yes_and_no_are_read_in_the_usual_words(monkeypatch: pytest.MonkeyPatch, written: str, meant: bool) -> None:
    monkeypatch.setenv("DEBUG", written)
    assert env.flag("DEBUG", not meant) is meant


def test_neither_yes_nor_no_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="DEBUG must be yes or no; it is 'maybe'"):
        env.flag("DEBUG", False)


def test_a_list_is_separated_by_commas_and_has_no_empty_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example , ,b.example,")
    assert env.words("ALLOWED_HOSTS") == ["a.example", "b.example"]


# .env -----------------------------------------------------------------------------------------------------------------
def test_the_file_is_read_below_what_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("os.environ", {"PORT": "9000"})
    path = tmp_path / ".env"
    path.write_text(
        "# a remark\n\nPORT=8000\nSITE_URL = 'https://a.example?x=1#y'\nEMPTY=\n",
        encoding="utf-8",
    )
    env.read_file(path)
    assert env.number("PORT", 1) == 9000
    assert env.text("SITE_URL") == "https://a.example?x=1#y"
    assert env.text("EMPTY", "default") == "default"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=one two", "one two"),
        ("A=one  # a remark", "one"),
        ("A=one#two", "one#two"),
        ("A='one # two'  # 'a remark'", "one # two"),
        ('A="one\'s"', "one's"),
        ("A=# a remark", ""),
        ("A=''", ""),
        ("A='", "'"),
        ("A=b=c", "b=c"),
    ],
)
def test_a_value_ends_where_a_reader_would_say(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str, value: str
) -> None:
    monkeypatch.setattr("os.environ", {})
    (tmp_path / ".env").write_text(line, encoding="utf-8")
    env.read_file(tmp_path / ".env")
    assert os.environ == {"A": value}


def test_a_line_of_the_file_that_says_nothing_is_refused_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("# fine\nexport PORT\n", encoding="utf-8")
    with pytest.raises(ImproperlyConfigured, match="line 2: write NAME=value"):
        env.read_file(path)


def test_a_missing_file_is_no_fault(tmp_path: Path) -> None:
    env.read_file(tmp_path / "nothing")


# EMAIL_URL ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("url", "port", "start_tls", "tls"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://mail.example", 587, True, False),
        ("smtps://mail.example", 465, False, True),
        ("smtp+tls://mail.example:2525", 2525, True, False),
    ],
)
def test_a_mail_server_is_described_by_its_scheme(url: str, port: int, start_tls: bool, tls: bool) -> None:
    options = env.mail(url)["OPTIONS"]
    assert options["host"] == "mail.example"
    assert (options["port"], options["use_tls"], options["use_ssl"]) == (port, start_tls, tls)


def test_name_password_and_patience_are_read_from_the_address() -> None:
    options = env.mail("smtps://ann%40a.example:p%2Fw@mail.example?timeout=5")["OPTIONS"]
    assert (options["username"], options["password"], options["timeout"]) == ("ann@a.example", "p/w", 5)


def test_each_django_is_told_of_the_mail_server_in_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    mailer = env.mail("smtps://ann:secret@mail.example")
    monkeypatch.setattr("django.VERSION", (5, 2))
    former = env.mail_settings(mailer)
    assert (former["EMAIL_HOST"], former["EMAIL_HOST_USER"], former["EMAIL_USE_SSL"]) == ("mail.example", "ann", True)
    assert all(hasattr(global_settings, name) for name in former)
    monkeypatch.setattr("django.VERSION", (6, 1))
    assert env.mail_settings(mailer) == {"MAILERS": {"default": mailer}}


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://a:99999",
        "smtp://a:b",
        "smtp://[::1",
        "smtp://a?timeout=soon",
        "smtp://a?timeout=0",
    ],
)
def test_a_mail_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL must be like"):
        env.mail(url)


@given(st.text())
def test_no_mail_address_fails_but_in_words(url: str) -> None:
    with suppress(ImproperlyConfigured):
        assert env.mail(url)["OPTIONS"]["host"]


# machine_translation --------------------------------------------------------------------------------------------------
def test_no_machine_translates_unless_one_is_named() -> None:
    assert env.machine_translation("", "key", "https://translate.example") == {}


def test_a_service_of_machine_translation_is_read_with_its_key_and_address() -> None:
    found = env.machine_translation("libretranslate", "", "http://[::1]:5000/")
    assert found == {"service": "libretranslate", "key": "", "url": "http://[::1]:5000"}
    assert env.machine_translation("deepl", "key:fx", "")["url"] == ""


@pytest.mark.parametrize(
    ("service", "key", "url", "sentence"),
    [
        ("google", "key", "", "must be deepl or libretranslate"),
        ("deepl", "", "", "needs MACHINE_TRANSLATION_KEY"),
        ("libretranslate", "", "", "needs MACHINE_TRANSLATION_URL"),
        ("libretranslate", "", "translate.example", "must be like https"),
        ("libretranslate", "", "file:///x", "must be like https"),
        ("deepl", "key", "http://", "must be like https"),
    ],
)
def test_half_a_service_of_machine_translation_is_refused(service: str, key: str, url: str, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence):
        env.machine_translation(service, key, url)

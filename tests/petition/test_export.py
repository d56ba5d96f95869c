"""The file opens right, computes nothing, and gives every name back byte for byte."""

import csv
import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from petition import export, lifecycle, vault
from petition.export import BOM, Kind, copying, harmless
from petition.models import PetitionText, Signature
from petition.vault import Person
from tests.petition.conftest import NOW, confirmed, signed

NAMES = [
    row["name"]
    for row in csv.DictReader((Path(__file__).parents[1] / "data/names.csv").read_text("utf-8").splitlines())
]
SIGNS = [*"=+-@", "\N{MINUS SIGN}", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "⁼", "₊"]
BEFORE = [
    "",
    " ",
    "\t",
    "\r",
    "\n",
    "\N{NO-BREAK SPACE}",
    "\N{IDEOGRAPHIC SPACE}",
    "\N{ZERO WIDTH SPACE}",
    "\N{RIGHT-TO-LEFT MARK}",
    " \t\ufeff ",
]
FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://x.example";"click")',
    "+1+1",
    "-2+3",
    "@SUM(1;2)",
    "=cmd|' /C calc'!A0",
    "x;=1+1",
    "x\n=1+1",
]
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def lines(kind: Kind, code: str = "en") -> str:
    """The whole file."""
    return "".join(export.csv_lines(Signature.objects.all(), kind, code, lambda: None))


def rows(kind: Kind, code: str = "en") -> list[list[str]]:
    """Its cells, as any reader of RFC 4180 has them."""
    return list(csv.reader(io.StringIO(lines(kind, code).removeprefix(BOM), newline="")))


# Cells ----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", BEFORE)
def test_a_cell_that_may_be_computed_begins_with_an_apostrophe(before: str, sign: str) -> None:
    cell = f"{before}{sign}1+1"
    assert harmless(cell).replace("'", "") == cell
    assert harmless(cell)[: len(before) + 1].startswith(("'", *(f"{before[:n]}'" for n in range(len(before) + 1))))
    assert not is_dangerous(harmless(cell))


@pytest.mark.parametrize("separator", [";", "\t", "\n", "\r\n"])
def test_neither_does_a_cell_within_a_cell_where_lists_are_separated_otherwise(separator: str) -> None:
    assert harmless(f"peace{separator}=1+1") == f"peace{separator}'=1+1"
    assert harmless(f"peace{separator} - and justice") == f"peace{separator}' - and justice"


@pytest.mark.parametrize("cell", ["\tx", "\rx"])
def test_a_cell_that_begins_with_a_break_is_guarded(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", "x", "a=b", "O'Neil-Smith", "1-2", "(=)", "a, -b", "«=»", "¿Qué?", "!", "😀=1", "_=1", " x ", "x\ny"]
)
def test_any_other_cell_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_whatever_is_written_no_cell_is_dangerous_and_nothing_is_lost(cell: str) -> None:
    assert not is_dangerous(harmless(cell))
    assert harmless(cell).replace("'", "") == cell.replace("'", "")


def is_dangerous(cell: str) -> bool:
    """Whether a spreadsheet may compute `cell` or a part of it: said in another way than the code says it."""
    parts = re.split(r"[;\t\r\n]", cell)
    seen = ["".join(sign for sign in part if not sign.isspace() and sign.isprintable()) for part in parts]
    return any(part.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for part in seen)


# The file -------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("code", ["en", "az", "ar", "zh-hans"])
def test_addressees_get_what_they_need_and_no_more(text: PetitionText, code: str) -> None:
    confirmed(text, NOW, name="Aygün Əliyeva", comment="Secret", wants_news=True)
    signed(text, NOW, name="Pending", email="b@example.org")
    table = rows(Kind.ADDRESSEES, code)
    assert len(table) == 2
    assert (table[1][0], table[1][3], table[1][4]) == ("Aygün Əliyeva", "2026-03-01", "en 1")
    assert all(table[0])
    assert "example.org" not in lines(Kind.ADDRESSEES, code)
    assert "Secret" not in lines(Kind.ADDRESSEES, code)


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["held_at", "invalidated_at", "withdrawn_at"])
def test_addressees_get_none_that_does_not_count(text: PetitionText, column: str) -> None:
    Signature.objects.filter(pk=confirmed(text).pk).update(**{column: NOW})
    assert len(rows(Kind.ADDRESSEES)) == len(rows(Kind.COUNTS)) == 1
    assert len(rows(Kind.COMPLETE)) == 2


@pytest.mark.django_db
def test_numbers_alone_need_no_key_and_add_up(text: PetitionText, settings: Any) -> None:
    for number, country in enumerate(["AZ", "AZ", "DE", ""]):
        confirmed(text, email=f"{number}@example.org", country=country)
    signed(text, email="pending@example.org")
    settings.VAULT_KEY = ""
    assert rows(Kind.COUNTS) == [
        ["Date", "Country", "Language", "Version of the text", "Signatures"],
        ["2026-03-01", "", "English", "en 1", "1"],
        ["2026-03-01", "Azerbaijan", "English", "en 1", "2"],
        ["2026-03-01", "Germany", "English", "en 1", "1"],
    ]


@pytest.mark.django_db
def test_what_no_key_opens_is_a_line_that_says_so(text: PetitionText) -> None:
    confirmed(text)
    Signature.objects.update(sealed=b"of another key")
    assert rows(Kind.ADDRESSEES)[1][:2] == ["sealed", "Azerbaijan"]
    assert rows(Kind.COMPLETE)[1][6:8] == ["sealed", "sealed"]


@pytest.mark.django_db
def test_an_erased_signature_that_counts_is_a_line_without_a_person(text: PetitionText) -> None:
    lifecycle.erase(confirmed(text).pk, NOW)
    assert rows(Kind.ADDRESSEES)[1] == ["", "Azerbaijan", "English", "2026-03-01", "en 1"]


@pytest.mark.django_db
def test_the_complete_file_has_every_state_and_moment(text: PetitionText) -> None:
    confirmed(text, NOW, comment='For\r\nmy "children", too', wants_news=True, shows_name=True)
    lifecycle.prepare()
    pending = signed(text, NOW, name="Pending", email="b@example.org", country="")
    table = [dict(zip(rows(Kind.COMPLETE)[0], row, strict=True)) for row in rows(Kind.COMPLETE)[1:]]
    assert table[0] == {
        "Name": "Aygün Əliyeva",
        "Country": "Azerbaijan",
        "Language": "English",
        "Date": "2026-03-01",
        "Version of the text": "en 1",
        "Number of the signature": str(pending.pk - 1),
        "E-mail": "aygun@example.org",
        "Comment": 'For\r\nmy "children", too',
        "News": "1",
        "Name shown publicly": "Aygün Əliyeva",
        "Signed at": "2026-03-01T12:00:00+00:00",
        "Confirmed at": "2026-03-01T12:00:00+00:00",
        "Withdrawn at": "",
        "Invalidated at": "",
        "Erased at": "",
    }
    assert (table[1]["Name"], table[1]["Country"], table[1]["Confirmed at"]) == ("Pending", "", "")


@pytest.mark.django_db
def test_it_is_utf_8_with_a_mark_and_lines_as_rfc_4180_has_them(text: PetitionText) -> None:
    confirmed(text)
    file = b"".join(export.joined(iter([lines(Kind.COMPLETE)]), at_once=500))
    assert file.startswith(b"\xef\xbb\xbfName,")
    assert file.endswith(b"\r\n")
    assert file.count(b"\n") == file.count(b"\r\n") == 2


def test_joining_lines_loses_none() -> None:
    assert b"".join(export.joined(iter(f"{n}\r\n" for n in range(1234)), at_once=100)).split() == [
        b"%d" % n for n in range(1234)
    ]


def people(text: PetitionText, names: list[str], comment: str = "") -> None:
    """Confirmed signatures of `names`, written at once."""
    Signature.objects.bulk_create(
        Signature(
            petition=text.petition, text=text, language="en", mailbox_key=str(n), signed_at=NOW, confirmed_at=NOW,
            sealed=vault.seal(Person(f"{n}@example.org", name, comment)),
        )
        for n, name in enumerate(names)
    )  # fmt: skip


@pytest.mark.django_db
def test_every_name_of_the_corpus_comes_back_byte_for_byte(text: PetitionText) -> None:
    people(text, NAMES)
    for kind in (Kind.ADDRESSEES, Kind.COMPLETE):
        assert [row[0] for row in rows(kind)[1:]] == NAMES


# Two ways to write it -------------------------------------------------------------------------------------------------
def in_every_state(text: PetitionText) -> None:
    """Signatures from everywhere, also from where nobody lives, with all moments that there can be."""
    moments = [NOW + dt.timedelta(hours=13 * number, microseconds=number) for number in range(6)]
    codes = ["AZ", "", "DE", "CD", "ZZ", "=1", "BQ", "x,", ";=", 'a"']
    languages = ["en", "ar", "zh-hans", "tlh", 'a,"b",\n-1']
    Signature.objects.bulk_create(
        Signature(
            petition=text.petition, text=text, language=languages[n % len(languages)], mailbox_key=str(n),
            sealed=vault.seal(Person(f"{n}@example.org", f"Name {n}")), country=codes[n % len(codes)],
            wants_news=n % 3 == 0, signed_at=moments[0] - n // 6 * dt.timedelta(microseconds=300_001),
            confirmed_at=moments[1] if n % 4 else None,
            withdrawn_at=moments[2] if n % 5 == 0 else None, invalidated_at=moments[3] if n % 7 == 0 else None,
        )
        for n in range(40)
    )  # fmt: skip
    for pk in Signature.objects.order_by("pk").values_list("pk", flat=True)[:3]:
        lifecycle.erase(pk, moments[5])


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["en", "ar", "fr"])
@pytest.mark.parametrize("zone", ["UTC", "Asia/Baku", "America/St_Johns"])
def test_the_database_writes_the_same_file_as_python_byte_for_byte(
    text: PetitionText, settings: Any, code: str, zone: str
) -> None:
    in_every_state(text)
    for kind, key in ((Kind.IMPERSONAL, settings.VAULT_KEY), (Kind.ADDRESSEES, "")):
        settings.VAULT_KEY = key
        left: list[int] = []
        with timezone.override(zone):
            file = b"".join(export.file(Signature.objects.all(), kind, code, left.append)).decode()
            assert file == lines(kind, code)
        assert sum(left) == file.count("\r\n") - 1 > 20


@pytest.mark.django_db
@pytest.mark.parametrize("at_once", [1, 7, 40])
def test_a_file_in_many_pieces_is_the_same(text: PetitionText, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    in_every_state(text)
    monkeypatch.setattr(copying, "ROWS_AT_ONCE", at_once)
    pieces = list(export.file(Signature.objects.all(), Kind.IMPERSONAL, "en", lambda _number: None))
    assert b"".join(pieces).decode() == lines(Kind.IMPERSONAL)
    assert connection.vendor != "postgresql" or len(pieces) == 1 + -(-Signature.objects.count() // at_once)


@pytest.mark.django_db
def test_what_is_without_persons_opens_and_names_none(text: PetitionText) -> None:
    confirmed(text, NOW, comment="Secret", shows_name=True)
    lifecycle.prepare()
    table = rows(Kind.IMPERSONAL)
    assert table[0][:7] == [
        "Country",
        "Language",
        "Date",
        "Version of the text",
        "Number of the signature",
        "News",
        "Signed at",
    ]
    assert table[1][:4] == ["Azerbaijan", "English", "2026-03-01", "en 1"]
    assert not re.search("aygün|example.org|secret", lines(Kind.IMPERSONAL), re.IGNORECASE)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="Only PostgreSQL writes files by itself.")
def test_whoever_hangs_up_ends_the_query(text: PetitionText) -> None:
    in_every_state(text)
    left: list[int] = []
    pieces = export.file(Signature.objects.all(), Kind.IMPERSONAL, "en", left.append)
    assert next(pieces).startswith(BOM.encode())
    assert next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert left == [Signature.objects.count()]


# A real spreadsheet ---------------------------------------------------------------------------------------------------
def spreadsheet(folder: Path, file: str) -> str:
    """The cells of `file` as LibreOffice has opened them, in its own XML."""
    (folder / "list.csv").write_bytes(file.encode())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    # 44: comma, 34: quotation mark, 76: UTF-8, 1: from the first line; the last "true": formulas are computed
    reading = "--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"
    command = [
        str(OFFICE),
        profile,
        "--headless",
        reading,
        "--convert-to",
        "ods",
        "--outdir",
        str(folder),
        str(folder / "list.csv"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    made = next(folder.glob("*.ods"))
    return zipfile.ZipFile(made).read("content.xml").decode()


@pytest.mark.django_db
@pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice was not found. On Debian and Ubuntu: sudo apt install libreoffice-calc"
)
def test_a_spreadsheet_finds_no_formula(text: PetitionText, tmp_path: Path) -> None:
    signs = [f"{before}{sign}1+1" for before in ("", " ", "\N{IDEOGRAPHIC SPACE}") for sign in SIGNS]
    people(text, [*FORMULAS, *signs, "Aygün Əliyeva"], comment="=1+1")
    assert "table:formula" in spreadsheet(tmp_path, "a,=1+1\r\n")  # it would be found
    content = spreadsheet(tmp_path, lines(Kind.COMPLETE))
    assert "Aygün Əliyeva" in content
    assert "table:formula" not in content

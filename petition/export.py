"""The list of signatures as a file: CSV that a spreadsheet opens right and in which nothing is computed."""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import to_locale

from pages import formats
from petition import countries, vault
from petition.models import Signature
from petition.models.signature import SignatureQuerySet
from petition.vault import Person

BOM = "\ufeff"  # by it Excel knows the file for UTF-8
ROWS_AT_ONCE = 2_000
# Where a cell begins: at its start, and after what separates cells in spreadsheets of other countries than ours
CELL_START = re.compile(r"(?:^|[;\t\r\n])([^\w;\t\r\n]+)")
FORMULA = frozenset("=+-@\u2212")  # and all that Unicode's compatibility form makes of them: ＝ ＋ － ＠ ﹦ ﹢ ﹣ ﹫


class Kind(models.TextChoices):
    """For whom the list is."""

    ADDRESSEES = (
        "addressees",
        _("For the addressees: name, country, language, date, version of the text; confirmed signatures only"),
    )
    COMPLETE = "complete", _("Complete: with e-mail, comment, news and all that was chosen in the list")
    COUNTS = "counts", _("Numbers only: how many for each date, country, language, version; no person in it")


Cell = Callable[[Signature, Person], str]
NOBODY = Person("", "")


class Columns:
    """What the cells of a row say, in the words of the language `code`."""

    def __init__(self, code: str) -> None:
        self.country_names = dict(countries.choices(code))
        self.language_names = formats.locale(code).languages

    def country(self, code: str) -> str:
        """The name of a country; "" where none was told."""
        return self.country_names.get(code, code)

    def language(self, code: str) -> str:
        """The name of a language."""
        return str(self.language_names.get(to_locale(code), code))

    def for_addressees(self) -> list[tuple[Any, Cell]]:
        """(heading, cell) of each column that an addressee needs."""
        return [
            (_("Name"), lambda _signature, person: person.name),
            (_("Country"), lambda signature, _person: self.country(signature.country)),
            (_("Language"), lambda signature, _person: self.language(signature.language)),
            (_("Date"), lambda signature, _person: timezone.localdate(signature.signed_at).isoformat()),
            # Translators: the version of a petition's words that was signed
            (
                _("Version of the text"),
                lambda signature, _person: f"{signature.text.language} {signature.text.version}",
            ),
        ]

    def complete(self) -> list[tuple[Any, Cell]]:
        """(heading, cell) of each column there is."""
        return [
            *self.for_addressees(),
            (_("Number of the signature"), lambda signature, _person: str(signature.pk)),
            (_("E-mail"), lambda _signature, person: person.email),
            (_("Comment"), lambda _signature, person: person.comment),
            (_("News"), lambda signature, _person: "1" if signature.wants_news else "0"),
            (_("Name shown publicly"), lambda signature, _person: signature.public_name),
            *((moment_heading, moment_cell(name)) for name, moment_heading in MOMENTS.items()),
        ]


MOMENTS = {
    "signed_at": _("Signed at"),
    "confirmed_at": _("Confirmed at"),
    "withdrawn_at": _("Withdrawn at"),
    "invalidated_at": _("Invalidated at"),
    "erased_at": _("Erased at"),
}


def moment_cell(name: str) -> Cell:
    """Writes the moment `name` of a signature as ISO 8601, "" where it never came."""

    def cell(signature: Signature, _person: Person) -> str:
        moment = getattr(signature, name)
        return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""

    return cell


def chosen(signatures: SignatureQuerySet, kind: Kind) -> QuerySet[Signature]:
    """Which of `signatures` the file holds, oldest first: only those that count, but for the complete one."""
    found = signatures if kind == Kind.COMPLETE else signatures.confirmed()
    unread = ("own_copy", "text__demand", "text__consent", "text__heading")
    return found.select_related("text").defer(*unread).order_by("signed_at", "pk")


def csv_lines(signatures: SignatureQuerySet, kind: Kind, code: str, on_row: Callable[[], None]) -> Iterator[str]:
    """The file, line by line (RFC 4180), headed in the language `code`. `on_row` is called once a row."""
    writer = csv.writer(Echo(), lineterminator="\r\n")
    rows = counts(signatures, code) if kind == Kind.COUNTS else people(signatures, kind, code)
    yield BOM + writer.writerow(next(rows))
    for row in rows:
        on_row()
        yield writer.writerow([harmless(cell) for cell in row])


def people(signatures: SignatureQuerySet, kind: Kind, code: str) -> Iterator[list[str]]:
    """The headings, then a row for each signature, unsealed when its turn comes and not before."""
    columns = Columns(code).complete() if kind == Kind.COMPLETE else Columns(code).for_addressees()
    yield in_words(code, *(heading for heading, _cell in columns))
    sealed = Person(*in_words(code, *[_("sealed")] * 3))
    for signature in chosen(signatures, kind).iterator(ROWS_AT_ONCE):
        person = person_in(signature, sealed)
        yield [cell(signature, person) for _heading, cell in columns]


def person_in(signature: Signature, sealed: Person) -> Person:
    """Who signed; nobody where everything was erased, and `sealed` where no key of this process opens it."""
    if signature.sealed is None:
        return NOBODY
    try:
        return vault.unseal(signature.sealed)
    except vault.Locked:
        return sealed


def counts(signatures: SignatureQuerySet, code: str) -> Iterator[list[str]]:
    """The headings, then a row for each date, country, language and version that occur together. Unseals nothing."""
    columns = Columns(code)
    yield in_words(code, _("Date"), _("Country"), _("Language"), _("Version of the text"), _("Signatures"))
    alike = ("day", "country", "language", "text__language", "text__version")
    days = signatures.confirmed().order_by().annotate(day=TruncDate("signed_at"))
    for day, country, language, *version, count in (
        days.values(*alike).annotate(count=Count("pk")).order_by(*alike).values_list(*alike, "count")
    ):
        words = f"{version[0]} {version[1]}"
        yield [day.isoformat(), columns.country(country), columns.language(language), words, str(count)]


def in_words(code: str, *lazy: Any) -> list[str]:
    """Each of `lazy` in the language `code`: when the file is sent, that of the screen is no longer active."""
    with translation.override(code):
        return [str(each) for each in lazy]


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        """What csv's writer returns to its caller."""
        return line


def harmless(cell: str) -> str:
    """`cell` with an apostrophe before each place at which a spreadsheet might begin to compute.

    Spreadsheets skip spaces and what can't be seen, some read full-width signs, and where the list separator is ";"
    a cell may begin in the middle of ours. Everything else comes back byte for byte. See OWASP, "CSV injection".
    """
    if cell[:1] in "\t\r" and cell:
        cell = "'" + cell
    return CELL_START.sub(lambda found: guarded(found.group(0), found.group(1)), cell)


def guarded(beginning: str, signs: str) -> str:
    """`beginning` (a separator, if any, and `signs` that are no letters) with an apostrophe where one is due."""
    first = next((sign for sign in signs if is_visible(sign)), "")
    plain = unicodedata.normalize("NFKC", first)[:1]
    separator = beginning[: len(beginning) - len(signs)]
    return f"{separator}'{signs}" if plain in FORMULA else beginning


def is_visible(sign: str) -> bool:
    """Whether a spreadsheet sees `sign` at the beginning of a cell."""
    return not sign.isspace() and unicodedata.category(sign)[0] not in "CZ"


def joined(lines: Iterable[str], at_once: int = 500) -> Iterator[bytes]:
    """`lines` in pieces worth sending."""
    piece: list[str] = []
    for line in lines:
        piece.append(line)
        if len(piece) >= at_once:
            yield "".join(piece).encode()
            piece.clear()
    yield "".join(piece).encode()

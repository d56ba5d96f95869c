"""What the cells of a row say: made by Python of a row at hand, or by the database where nothing is to be opened."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import to_locale

from pages import formats
from petition import countries
from petition.export.guarding import harmless
from petition.export.quoting import QUOTED, marked
from petition.models import PetitionText
from petition.vault import Person


class Kind(models.TextChoices):
    """For whom the list is."""

    ADDRESSEES = (
        "addressees",
        _("For the addressees: name, country, language, date, version of the text; confirmed signatures only"),
    )
    COMPLETE = "complete", _("Complete: with e-mail, comment, news and all that was chosen in the list")
    IMPERSONAL = "impersonal", _("Without persons: the same without name, e-mail and comment; quick however long it is")
    COUNTS = "counts", _("Numbers only: how many for each date, country, language, version; no person in it")


class Row(NamedTuple):
    """What is read of a signature."""

    pk: int
    text_id: int
    sealed: bytes | memoryview | None
    country: str
    language: str
    wants_news: bool
    public_name: str
    signed_at: dt.datetime
    confirmed_at: dt.datetime | None
    withdrawn_at: dt.datetime | None
    invalidated_at: dt.datetime | None
    erased_at: dt.datetime | None


@dataclass(frozen=True)
class Column:
    """One column. `sql` says the same to PostgreSQL, of the table petition_signature; "" where only Python can.

    It is never NULL, and a text in it is written as `petition.export.quoting` says.
    """

    heading: Any
    cell: Callable[[Row, Person], str]
    sql: str = ""
    values: tuple[Any, ...] = ()  # for the placeholders in `sql`


MOMENTS = {
    "signed_at": _("Signed at"),
    "confirmed_at": _("Confirmed at"),
    "withdrawn_at": _("Withdrawn at"),
    "invalidated_at": _("Invalidated at"),
    "erased_at": _("Erased at"),
}
# In the session's time zone, as Python's isoformat has it, but in quotation marks; half as dear as to_char
ISO_8601 = """COALESCE(to_json(date_trunc('second', petition_signature.{name})), '""')"""
# What the list does not name comes as it is stored; never so that a spreadsheet would compute it
STORED = r"""regexp_replace(petition_signature.{name}, E'(^|[;\t\r\n])([^\\w;\t\r\n])', E'\\1''\\2', 'g')"""
NAMED = "COALESCE(%s::jsonb ->> petition_signature.{name}, {stored})"
NEWS = "petition_signature.wants_news::int"
FEW = 32  # texts that are sooner compared one by one than looked up


class Columns:
    """The columns of each kind, in the words of the language `code`. `opens`: whether this process holds a key."""

    def __init__(self, code: str, opens: bool) -> None:
        self.opens = opens
        self.countries = dict(countries.choices(code))
        names = formats.locale(code).languages
        self.languages = {each: str(names.get(to_locale(each), each)) for each, _name in settings.LANGUAGES}
        texts = PetitionText.objects.order_by().values_list("pk", "language", "version")
        self.texts = {pk: f"{language} {version}" for pk, language, version in texts}
        self.sealed = Person(*in_words(code, *[_("sealed")] * 3))

    def of(self, kind: Kind) -> list[Column]:
        """Those of a list of this kind."""
        if kind == Kind.IMPERSONAL:
            return [*self.circumstances(), *self.state()]
        name = self.personal(_("Name"), lambda person: person.name)
        return [name, *self.circumstances(), *(self.everything() if kind == Kind.COMPLETE else [])]

    def circumstances(self) -> list[Column]:
        """Whence, when, and what was signed."""
        return [
            Column(
                _("Country"),
                lambda row, _: self.countries.get(row.country, row.country),
                *named("country", self.countries),
            ),
            Column(
                _("Language"),
                lambda row, _: self.languages.get(row.language, row.language),
                *named("language", self.languages),
            ),
            Column(
                _("Date"),
                lambda row, _: timezone.localdate(row.signed_at).isoformat(),
                "petition_signature.signed_at::date",
            ),
            # Translators: the version of a petition's words that was signed
            Column(
                _("Version of the text"),
                lambda row, _: self.texts[row.text_id],
                *version_in_sql(self.texts),
            ),
        ]

    def state(self) -> list[Column]:
        """What became of it."""
        number = Column(_("Number of the signature"), lambda row, _: str(row.pk), "petition_signature.id")
        news = Column(_("News"), lambda row, _: "1" if row.wants_news else "0", NEWS)
        return [number, news, *self.moments()]

    def moments(self) -> list[Column]:
        """When it happened."""
        return [Column(heading, moment_cell(name), ISO_8601.format(name=name)) for name, heading in MOMENTS.items()]

    def everything(self) -> list[Column]:
        """What the complete list has beyond that of the addressees."""
        number, news, *moments = self.state()
        email = self.personal(_("E-mail"), lambda person: person.email)
        comment = self.personal(_("Comment"), lambda person: person.comment)
        public = Column(_("Name shown publicly"), lambda row, _: row.public_name)
        return [number, email, comment, news, public, *moments]

    def personal(self, heading: Any, of: Callable[[Person], str]) -> Column:
        """A column of what is sealed. Without a key, the database can say whether something is."""
        sql = "CASE WHEN petition_signature.sealed IS NOT NULL THEN %s ELSE '' END"
        return Column(heading, lambda _row, person: of(person), "" if self.opens else sql, (cell_of(of(self.sealed)),))


def named(column: str, names: Mapping[str, str]) -> tuple[str, tuple[str]]:
    """The name of what stands in `column`, in SQL, with its values."""
    stored = QUOTED.format(cell=STORED.format(name=column))
    return NAMED.format(name=column, stored=stored), (as_json({"": "", **names}),)


def version_in_sql(texts: Mapping[int, str]) -> tuple[str, tuple[Any, ...]]:
    """The version of the words, in SQL, with its values."""
    if not 0 < len(texts) <= FEW:
        return "COALESCE(%s::jsonb ->> petition_signature.text_id::text, '')", (as_json(texts),)
    branches = " ".join(["WHEN %s THEN %s"] * len(texts))
    values = tuple(part for pk, name in texts.items() for part in (pk, cell_of(name)))
    return f"CASE petition_signature.text_id {branches} ELSE '' END", values


def as_json(names: Mapping[Any, str]) -> str:
    """A mapping that PostgreSQL looks names up in, each as it may stand in a cell."""
    return json.dumps({key: cell_of(name) for key, name in names.items()}, ensure_ascii=False)


def cell_of(text: str) -> str:
    """`text` as PostgreSQL shall write it."""
    return marked(harmless(text))


def moment_cell(name: str) -> Callable[[Row, Person], str]:
    """Writes the moment `name` of a signature as ISO 8601, "" where it never came."""

    def cell(row: Row, _person: Person) -> str:
        moment = getattr(row, name)
        return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""

    return cell


def in_words(code: str, *lazy: Any) -> list[str]:
    """Each of `lazy` in the language `code`: when the file is sent, that of the screen is no longer active."""
    with translation.override(code):
        return [str(each) for each in lazy]

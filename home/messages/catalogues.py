"""The catalogues: where they lie, what stands at their head, how they are read and written."""

import os
from functools import cache
from gettext import translation
from io import BytesIO
from pathlib import Path

import django.conf
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_locale

SOURCE = settings.LANGUAGE_CODE  # the language that the sources are written in: its catalogue stays empty
REVIEWED: frozenset[str] = frozenset()  # whose catalogues a native reader has gone through (docs/languages.md)
WIDTH = 120

HEAD = """\
# {note}
{review}msgid ""
msgstr ""
"Language: {locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""


def ids(message: Message) -> tuple[str, ...]:
    """The words of the sources: one text, or singular and plural."""
    return tuple(message.id) if isinstance(message.id, tuple | list) else (message.id,)


def texts(message: Message) -> tuple[str, ...]:
    """The words of the translation: one text, or one for each plural form."""
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string or "",)


def codes() -> list[str]:
    """Every language that has a catalogue: those of the settings."""
    return [code for code, _english in settings.LANGUAGES]


def folder() -> Path:
    """Where all catalogues lie."""
    return Path(settings.LOCALE_PATHS[0])


def po_path(code: str) -> Path:
    """The catalogue that people edit: `locale/zh_Hans/LC_MESSAGES/django.po`."""
    return folder() / to_locale(code) / "LC_MESSAGES" / "django.po"


@cache
def plural_forms(code: str) -> str:
    """The plural rule of the language as Django's own catalogue has it, else as CLDR has it.

    Django looks a message up in one catalogue after the other, and a translator meets both: so they count alike.
    """
    known = translation("django", Path(django.conf.__file__).parent / "locale", [to_locale(code)], fallback=True)
    forms = known.info().get("plural-forms", "") if code != SOURCE else ""
    return str(forms or get_plural(to_locale(code)).plural_forms).rstrip(";") + ";"


def head(code: str) -> str:
    """The head of a catalogue: no date, no person, no program, so that it only changes when its meaning does."""
    language = dict(settings.LANGUAGES)[code]
    return HEAD.format(
        note=f"Messages of the interface in {language}" + (", as the sources have them." if code == SOURCE else "."),
        review="" if code in {SOURCE, *REVIEWED} else "# Translations await a review by a native reader.\n",
        locale=to_locale(code),
        plural=plural_forms(code),
    )


def empty(code: str) -> Catalog:
    """A catalogue with a head alone."""
    return read_po(BytesIO(head(code).encode()), locale=to_locale(code), charset="utf-8", abort_invalid=True)


def read(code: str) -> Catalog:
    """The catalogue as it lies there, or an empty one; babel.messages.pofile.PoFileError where it is broken."""
    path = po_path(code)
    if not path.exists():
        return empty(code)
    with path.open("rb") as file:
        return read_po(file, locale=to_locale(code), charset="utf-8", abort_invalid=True)


def written(code: str, catalogue: Catalog) -> bytes:
    """The text of a catalogue: the head, then the messages in the order of `catalogue`."""
    body = BytesIO()
    write_po(body, catalogue, width=WIDTH, omit_header=True, ignore_obsolete=True, include_lineno=False)
    return (head(code).encode() + body.getvalue()).rstrip() + b"\n"


def put(path: Path, content: bytes) -> None:
    """Writes a file at once or not at all: a server that reads it now never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)

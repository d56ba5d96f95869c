"""What can be wrong with one translation: its placeholders, tags, edges and plural forms."""

import re
from collections import Counter
from collections.abc import Iterator
from gettext import c2py

from babel.messages.catalog import PYTHON_FORMAT, Catalog, Message

from home.messages.catalogues import ids, texts

BRACES = re.compile(r"\{\w*\}")
TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
EDGES = re.compile(r"^(\s*).*?(\s*)$", re.DOTALL)
NUMBERS = (*range(1_200), *range(2_000, 1_000_001, 1_000), 2_000_000)  # enough to meet every form of every rule


def faults(message: Message, catalogue: Catalog) -> Iterator[str]:
    """What is wrong with the translation of `message`, in words; nothing if it stands."""
    source, found = ids(message)[-1], texts(message)
    if not message.pluralizable:
        yield from differences(source, found[0])
        return
    if len(found) != catalogue.num_plurals:
        yield f"{len(found)} plural forms instead of {catalogue.num_plurals}"
    in_words = forms_of_one_number(catalogue.plural_expr)
    for form, text in enumerate(found):
        for fault in differences(source, text, spare=int(form in in_words)):
            yield f"{fault} in plural form {form}"


def forms_of_one_number(rule: str) -> set[int]:
    """The plural forms that stand for a single number ("one", Arabic "two"), and so may leave its figure out."""
    form_of = c2py(rule)
    uses = Counter(form_of(number) for number in NUMBERS)
    return {form for form, times in uses.items() if times == 1}


def differences(source: str, text: str, spare: int = 0) -> Iterator[str]:
    """Where `text` departs from `source`; `spare` is how many placeholders it may leave out."""
    wanted, given = placeholders(source), placeholders(text)
    if given - wanted or len(wanted - given) > spare:
        yield f"placeholders {said(given)} instead of {said(wanted)}"
    elif has_stray_percent(text) and not has_stray_percent(source):
        yield "a % that begins no placeholder (write %%)"
    if (tags := Counter(TAG.findall(text))) != (wanted_tags := Counter(TAG.findall(source))):
        yield f"tags {said(tags)} instead of {said(wanted_tags)}"
    if edges(text) != edges(source):
        yield "other spaces at its beginning or end"


def placeholders(text: str) -> set[str]:
    """The placeholders of a message: %(name)s, %s, %%, {name}."""
    return {match.group() for match in PYTHON_FORMAT.finditer(text)} | set(BRACES.findall(text))


def has_stray_percent(text: str) -> bool:
    """Whether a percent sign is left when the placeholders are gone."""
    return "%" in PYTHON_FORMAT.sub("", text)


def edges(text: str) -> tuple[str | None, ...]:
    """The white space before and after a text."""
    found = EDGES.match(text)
    return found.groups() if found else ()


def said(things: set[str] | Counter[str]) -> str:
    """Things in a sentence."""
    return " ".join(sorted(things)) or "none"

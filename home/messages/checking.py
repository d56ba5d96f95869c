"""What is wrong with a catalogue, in sentences that name the message."""

from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError

from home.messages import catalogues
from home.messages.compiling import is_translated
from home.messages.faults import faults


def problems(code: str, found: Catalog) -> Iterator[str]:
    """Everything that keeps the catalogue of `code` from saying what the sources (`found`) say."""
    try:
        known = catalogues.read(code)
    except PoFileError as error:
        yield f"{code}: broken: {error}"
        return
    for message in list(found)[1:]:  # the first is the head
        entry = known.get(message.id, message.context)
        for problem in problems_of(entry, message, known, code):
            yield f"{code}: {problem}: {named(message)}"
    for message in obsolete(known, found):
        yield f"{code}: obsolete, run collect_messages: {named(message)}"


def problems_of(entry: Message | None, message: Message, known: Catalog, code: str) -> Iterator[str]:
    """What is wrong with one entry of a catalogue."""
    if entry is None or entry.id != message.id:
        yield "not in the catalogue, run collect_messages"
    elif code == catalogues.SOURCE:
        yield from ["translated, though it is the language of the sources"] if is_translated(entry) else []
    elif entry.fuzzy:
        yield "fuzzy"
    elif not is_translated(entry):
        yield "missing"
    else:
        yield from faults(entry, known)


def obsolete(known: Catalog, found: Catalog) -> Iterator[Message]:
    """What the catalogue has and the sources have no more."""
    yield from known.obsolete.values()
    for message in list(known)[1:]:
        if found.get(message.id, message.context) is None:
            yield message


def named(message: Message) -> str:
    """A message as people recognise it: its words, its context, its first file."""
    context = f" ({message.context})" if message.context else ""
    return f'"{catalogues.ids(message)[0]}"{context}' + "".join(
        f" in {place}" for place, _line in message.locations[:1]
    )

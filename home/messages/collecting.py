"""Brings the catalogues up to what the sources say; what was translated stays."""

from babel.messages.catalog import Catalog, Message

from home.messages import catalogues


def collected(code: str, found: Catalog) -> Catalog:
    """The catalogue of `code` with exactly the messages of `found`.

    A message that changed is a new one: it waits for a translation, instead of being given one that looks similar.
    """
    known, fresh = catalogues.read(code), catalogues.empty(code)
    for message in list(found)[1:]:  # the first is the head
        old = known.get(message.id, message.context)
        fresh.add(
            message.id,
            kept(old, message, fresh.num_plurals),
            locations=message.locations,
            flags=flags(old, message),
            auto_comments=message.auto_comments,
            user_comments=old.user_comments if old else (),
            context=message.context,
        )
    return fresh


def kept(old: Message | None, message: Message, forms: int) -> str | tuple[str, ...]:
    """The translation that `old` has for exactly this message, in as many forms as the language has; else nothing."""
    wanted = forms if message.pluralizable else 1
    texts = catalogues.texts(old) if old is not None and old.id == message.id else ()
    texts = texts if len(texts) == wanted else ("",) * wanted
    return texts if message.pluralizable else texts[0]


def flags(old: Message | None, message: Message) -> set[str]:
    """The flags of the message; a translation that someone marked as doubtful stays marked."""
    return message.flags | ({"fuzzy"} if old is not None and old.fuzzy else set())

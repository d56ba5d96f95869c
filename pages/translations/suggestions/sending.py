"""What a supporter sends: checked whole, kept as suggestions. No draft is touched."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pages.models.desk import Suggestion, SuggestionLink
from pages.translations.suggestions.pieces import Piece, pieces, tidy
from pages.translations.suggestions.standing import open_suggestions

A_DAY = 300  # suggestions by one link
LONGEST_NAME = 120
ADDRESS_SIGNS = ("://", "www.", "http:", "https:", "@")

Typed = tuple[str, str, str]  # path, what was seen, what was typed


class Refused(ValueError):
    """What was sent can't be kept; nothing was. `problems`: {path, "name", or "" for the whole: sentence}."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems.values()))


@transaction.atomic
def send(link: SuggestionLink, typed: Iterable[Typed], name: str, now: datetime) -> int:
    """Keep a suggestion for each box that says something else than it did; how many. Raises Refused.

    `name`: by which its author may be thanked, "" for none.
    """
    SuggestionLink.objects.select_for_update().get(pk=link.pk)  # two that send at once must not pass the limit
    found = {piece.path: piece for piece in pieces(link)}
    texts, problems = read(found, typed)
    credit, problem = read_name(name)
    problems |= {"name": problem} if problem else {}
    if not texts and not problems:
        problems[""] = _("Nothing has changed yet. Write a translation into one of the boxes.")
    problems |= check_limit(link, len(texts), now)
    if problems:
        raise Refused(problems)
    for path, text in texts.items():
        keep(link, found[path], text, credit, now)
    return len(texts)


def read(found: Mapping[str, Piece], typed: Iterable[Typed]) -> tuple[dict[str, str], dict[str, str]]:
    """({path: text to store}, {path: what is wrong}) of what was typed."""
    texts: dict[str, str] = {}
    problems: dict[str, str] = {}
    for path, seen, text in typed:
        if path not in found:
            problems[""] = _("A part of the text is no longer there; the others can be sent.")
            continue
        try:
            if (changed := found[path].read(text, seen)) is not None:
                texts[path] = changed
        except ValidationError as error:
            problems[path] = " ".join(error.messages)
    return texts, problems


def read_name(name: str) -> tuple[str, str]:
    """(the name as it is kept, what is wrong with it)."""
    kept = " ".join(tidy(name).split())
    if len(kept) > LONGEST_NAME:
        return "", _("This name is longer than 120 characters. Type a shorter form of it.")
    if any(sign in kept.lower() for sign in ADDRESS_SIGNS):
        return "", _("A name cannot hold a web address.")
    return kept, ""


def check_limit(link: SuggestionLink, more: int, now: datetime) -> dict[str, str]:
    """What is wrong if `more` suggestions came by the link now."""
    today = Suggestion.objects.filter(link=link, at__gt=now - timedelta(days=1)).count()
    if today + more <= A_DAY:
        return {}
    sentence = ngettext(
        "This link takes at most %(limit)s suggestion a day. Please send the rest tomorrow.",
        "This link takes at most %(limit)s suggestions a day. Please send the rest tomorrow.",
        A_DAY,
    )
    return {"": sentence % {"limit": A_DAY}}


def keep(link: SuggestionLink, piece: Piece, text: str, credit: str, now: datetime) -> None:
    """Store one suggestion; what the same person suggested before and nobody has decided on gives way."""
    values: dict[str, Any] = {
        "text": text,
        "from_text": piece.source.text,
        "from_digest": piece.source.digest,
        "at": now,
    }
    same = open_suggestions().filter(link=link, path=piece.path, credit=credit)
    if earlier := same.order_by("-pk").first():
        Suggestion.objects.filter(pk=earlier.pk).update(**values)
    else:
        Suggestion.objects.create(
            content_type_id=link.content_type_id,
            object_id=link.object_id,
            link=link,
            path=piece.path,
            language=link.language,
            credit=credit,
            **values,
        )

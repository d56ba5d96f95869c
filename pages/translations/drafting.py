"""What happens when a draft is saved: others' work of the same minute is kept, blocks follow, units are noted."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from wagtail.models import Revision

from pages.models.translation import ChangeKind
from pages.translations import leaves, merging, sheets
from pages.translations.units import Origin


@dataclass(frozen=True)
class Change:
    """What a save says of itself: the kind of the source's change, and where each language's texts come from."""

    kind: str = ChangeKind.CONTENT
    since: datetime | None = None  # when its editor opened the form
    origins: dict[str, Origin] = field(default_factory=dict)  # {language, or "" for the others: origin}


@dataclass(frozen=True)
class Base:
    """The draft as it was read, before somebody changed it."""

    revision: tuple[int, datetime] | None  # its number and when it was last written
    said: dict[str, Any]  # {name: value} as it is given to a revision

    @cached_property
    def content(self) -> dict[str, Any]:
        """The same as a revision gives it back; few drafts are ever asked."""
        return comparable(self.said)


def base_of(draft: Any) -> Base:
    """What `draft` holds now, to compare with when it is saved."""
    latest = draft.latest_revision
    return Base((latest.pk, latest.created_at) if latest else None, draft.serializable_data())


def comparable(content: dict[str, Any]) -> dict[str, Any]:
    """`content` as it would be read from the database."""
    found: dict[str, Any] = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return found


def merge(draft: models.Model, shared: frozenset[str]) -> dict[str, Any]:
    """Take over what others saved since `draft` was read, wherever `draft` itself changed nothing.

    Must run in a transaction, which holds the row until it ends. `shared`: names that are nobody's text.
    The content of the newest revision, {} before the first.
    """
    base: Base | None = getattr(draft, "drafted_from", None)
    row = type(draft).objects.select_for_update().filter(pk=draft.pk).values_list("latest_revision_id").first()
    if row is None or row[0] is None:
        return {}
    newest = Revision.objects.get(pk=row[0])
    if base is not None and base.revision != (newest.pk, newest.created_at):
        take_over(draft, base.content, newest, shared)
    return newest.content


def take_over(draft: models.Model, base: dict[str, Any], newest: Revision, shared: frozenset[str]) -> None:
    """Bring into `draft` what `newest` has otherwise than `base`."""
    mine, theirs = comparable(draft.serializable_data()), newest.content
    other = newest.as_object()
    for column in draft._meta.concrete_fields:
        name = column.name
        if name in shared or not {name} <= mine.keys() & theirs.keys() & base.keys() or theirs[name] == base[name]:
            continue
        if merging.is_same(mine[name], base[name]):
            setattr(draft, column.attname, getattr(other, column.attname))
        elif leaves.is_stream(column):
            parts = (json.loads(content[name] or "[]") for content in (base, mine, theirs))
            leaves.put_blocks(draft, name, merging.merged_blocks(leaves.stream_block(draft, name), *parts))


def note(draft: Any, user: Any, revision: Revision) -> None:
    """Record what the draft just saved as `revision` says, for the desk."""
    change: Change = getattr(draft, "change", None) or Change()
    origins = {"": Origin(user=user), **change.origins}
    sheets.record(draft, change.kind, origins, timezone.now(), change.since)
    draft.change = None
    draft.drafted_from = Base((revision.pk, revision.created_at), revision.content)

"""Notes a change of what visitors read whenever a row that their pages show is saved or deleted.

Roads that write without saving a row (querysets, moves of a whole branch) call `changed()` themselves.
"""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from pages.memory.changes import changed

# What saving a draft, locking or planning writes to the live row, which shows nothing of it
UNSEEN = {
    "alias_of_id",
    "approved_go_live_at",
    "draft_title",
    "expire_at",
    "expired",
    "first_published_at",
    "go_live_at",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
    "locked",
    "locked_at",
    "locked_by",
    "numchild",
    "wagtail_admin_comments",
}


def watch(*models: type[Model]) -> None:
    """Watch the rows of `models`, which a room names when its app is ready."""
    for model in models:
        post_save.connect(note_save, sender=model, dispatch_uid=f"pages.memory.{model._meta.label}")
        watch_deletions(model)


def watch_deletions(model: type[Model]) -> None:
    """Watch only whether rows of `model` go: who may add some is not to move what everybody reads."""
    post_delete.connect(note_deletion, sender=model, dispatch_uid=f"pages.memory.{model._meta.label}")


def note_save(sender: type[Model], update_fields: frozenset[str] | None = None, **_signal: Any) -> None:
    """A row was saved; a draft beside it is nobody's business yet."""
    if update_fields is None or not update_fields <= UNSEEN:
        changed()


def note_deletion(sender: type[Model], **_signal: Any) -> None:
    """A row is gone."""
    changed()

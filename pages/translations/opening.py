"""What a form was opened with: saving compares with that, so a form that stood open for long undoes nobody's work."""

from typing import Any

from wagtail.models import Revision

from pages.translations.drafting import Base, base_of, comparable


def opened_with(draft: Any, revision: str, created_at: str) -> None:
    """Let `draft`, just read, be compared with the revision that its form showed: its number and moment.

    Where that has been overwritten since, or the form names none, with what is stored now. Wagtail's view of a page
    reads the draft without asking our class, so nothing is to compare with yet.
    """
    if not draft.pk or not draft.latest_revision_id:
        return
    draft.drafted_from = base_of(draft)
    shown = Revision.objects.for_instance(draft).filter(pk=revision).first() if revision.isdigit() else None
    if shown is not None and shown.created_at.isoformat() == created_at:
        draft.drafted_from = Base((shown.pk, shown.created_at), comparable(shown.content))

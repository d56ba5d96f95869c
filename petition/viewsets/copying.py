"""Copying a petition: its words in every language and its settings, none of its signatures."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from wagtail.log_actions import log

from pages.languages import column, columns
from pages.translations.publishing import ROW_STATE
from petition.admin_forms import free_slug, taken_slugs
from petition.models import Petition


@transaction.atomic
def copy_of(petition: Petition, user: Any) -> Petition:
    """A new draft with all that the latest draft of `petition` says, public in no language."""
    draft = petition.get_latest_revision_as_object()
    left_out = {*ROW_STATE, *columns(Petition)}  # what belongs to the row alone, and names that stand for a column
    copied = {
        field.attname: getattr(draft, field.attname)
        for field in Petition._meta.concrete_fields
        if field.name not in left_out
    }
    copied["slug"] = free_slug(draft.slug, taken_slugs(None))
    copied[column("heading", draft.source_language)] = gettext("Copy of %(petition)s") % {"petition": draft}
    copy = Petition(live=False, **copied)
    copy.save()
    revision = copy.save_revision(user=user, clean=False)
    log(copy, "wagtail.create", user=user, revision=revision, content_changed=True)
    return copy

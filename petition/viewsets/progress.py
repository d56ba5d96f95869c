"""How far a petition is, in a word or two, without a question to the database for each."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.models import Revision, WorkflowState

from petition.models import Petition


def with_progress(petitions: QuerySet[Petition]) -> QuerySet[Petition]:
    """`petitions`, each knowing whether it is scheduled and whether it is in review."""
    own = {
        "base_content_type": ContentType.objects.get_for_model(Petition),
        "object_id": Cast(OuterRef("pk"), CharField()),
    }
    return petitions.annotate(
        is_scheduled=Exists(Revision.objects.filter(**own, approved_go_live_at__isnull=False)),
        is_in_review=Exists(WorkflowState.objects.filter(**own, status=WorkflowState.STATUS_IN_PROGRESS)),
    )


def progress(petition: Any) -> str:
    """ "live", "live + draft", "scheduled", "expired" …: a petition of `with_progress` in words."""
    if petition.is_scheduled:
        next_step = _("scheduled")
    elif petition.is_in_review:
        next_step = _("in review")
    else:
        next_step = _("draft") if petition.has_unpublished_changes else ""
    now = _("live") if petition.live else _("expired") if petition.expired else ""
    return " + ".join(filter(None, [now, next_step])) or _("draft")

"""The count as data, for our own pages and everyone else's."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages import memory
from petition.models import Petition


@memory.kept
@require_safe
def tally(request: HttpRequest, slug: str) -> HttpResponse:
    """{"petition", "count", "goal" (or null), "as_of" (ISO 8601)}; good for 5 seconds."""
    found = Petition.objects.live().filter(slug=slug).values_list("pk", "goal", "total__count", "total__as_of").first()
    if found is None:
        raise Http404
    pk, goal, count, as_of = found
    as_of = (as_of or timezone.now()).isoformat(timespec="seconds")
    if memory.is_rendering():
        count, as_of = memory.slot(f"count.{pk}"), memory.slot(f"as_of.{pk}")
    told = json.dumps({"petition": slug, "count": count or 0, "goal": goal, "as_of": as_of})
    # The place of a number stands without quotes, as the number will
    response = HttpResponse(told.replace(f'"{count}"', str(count)), content_type="application/json")
    response["Cache-Control"] = "public, max-age=5"
    response["Access-Control-Allow-Origin"] = "*"
    return response

"""The count as data, for our own pages and everyone else's."""

from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from petition.models import Petition


@require_safe
def tally(request: HttpRequest, slug: str) -> JsonResponse:
    """{"petition", "count", "goal" (or null), "as_of" (ISO 8601)}; good for 5 seconds."""
    found = Petition.objects.live().filter(slug=slug).values_list("goal", "total__count", "total__as_of").first()
    if found is None:
        raise Http404
    goal, count, as_of = found
    as_of = as_of or timezone.now()
    response = JsonResponse(
        {"petition": slug, "count": count or 0, "goal": goal, "as_of": as_of.isoformat(timespec="seconds")}
    )
    response["Cache-Control"] = "public, max-age=5"
    response["Access-Control-Allow-Origin"] = "*"
    return response

"""How the draft of one language will look to visitors."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pages.translations.views.places import Place, at_place


@require_safe
@at_place
def show(request: HttpRequest, place: Place) -> HttpResponse:
    """The draft as a page in the language; 404 of what is no page, such as an image."""
    if not place.has_preview:
        raise Http404
    answer: HttpResponse = place.draft.make_preview_request(request, place.code)
    return answer

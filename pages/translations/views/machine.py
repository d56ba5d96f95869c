"""Has a machine translate what a sheet misses, when somebody who translates that language asks for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pages.translations import machine
from pages.translations.machine import Filled, Unavailable
from pages.translations.views.places import Place, at_place, forbidden


@require_POST
@at_place
def fill(request: HttpRequest, place: Place) -> HttpResponse:
    """Fill the missing pieces, say how many that were, and go back to the sheet."""
    if not place.may_write:
        return forbidden()
    engine = machine.engine()
    if engine is None:
        messages.error(request, _("This site has no machine translation."))
        return redirect(place.url())
    try:
        tell(request, machine.fill_missing(engine, place.subject, place.code, place.user))
    except Unavailable as wrong:
        messages.error(request, str(wrong.sentence))
    return redirect(place.url())


def tell(request: HttpRequest, filled: Filled) -> None:
    """What came of it, in words."""
    if filled.made:
        sentence = ngettext(
            "%(count)s piece was translated by machine. It waits for somebody to read it.",
            "%(count)s pieces were translated by machine. They wait for somebody to read them.",
            filled.made,
        )
        messages.success(request, sentence % {"count": filled.made})
    else:
        messages.info(request, _("Nothing was translated by machine."))
    if filled.broken:
        sentence = ngettext(
            "%(count)s piece came back broken or too long and was left out.",
            "%(count)s pieces came back broken or too long and were left out.",
            filled.broken,
        )
        messages.warning(request, sentence % {"count": filled.broken})

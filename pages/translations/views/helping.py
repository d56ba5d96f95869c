"""What helps a translator with one piece: earlier translations, and a machine where one is set up."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.translations import leaves, machine, memory
from pages.translations.leaves import Leaf
from pages.translations.views import markup
from pages.translations.views.boxes import Box
from pages.translations.views.places import Place, at_place


class NoHelp(LookupError):
    """No machine can translate this now; says why."""


@dataclass(frozen=True)
class Earlier:
    """A translation of the same or a similar text: how close it is, how its source differs, what fills the box."""

    percent: int
    changes: SafeString
    target: SafeString
    content: str


@require_safe
@at_place
def show(request: HttpRequest, place: Place) -> HttpResponse:
    """What there is for the piece `path`, as a fragment of the sheet."""
    leaf = leaves.of(place.draft, place.draft.source_language).get(request.GET.get("path", ""))
    engine = machine.engine()
    context = {
        "place": place,
        "leaf": leaf,
        "matches": earlier(place, leaf) if leaf else [],
        "machine": engine.label if engine else "",
    }
    return TemplateResponse(request, "pages/translations/sheet_help.html", context)


def earlier(place: Place, leaf: Leaf) -> list[Earlier]:
    """Earlier translations, the closest first; plain ones for plain boxes, rich ones for rich."""
    box = Box(leaf, place.language)
    return [
        Earlier(
            match.score,
            markup.changes(match.source, leaf.text, leaf.is_rich),
            markup.shown(match.target, leaf.is_rich),
            box.content(match.target),
        )
        for match in memory.matches(leaf.text, place.draft.source_language, place.code)
        if leaf.is_rich or "</" not in match.target
    ]


def translate(leaf: Leaf, source: str, target: str) -> tuple[str, str]:
    """(a machine's translation of `leaf`, the machine's name); NoHelp where there is none."""
    engine = machine.engine()
    if engine is None:
        raise NoHelp(_("No machine translation is set up."))
    try:
        made = machine.translate(engine, {leaf.path: leaf}, source, target)
    except machine.Unavailable as error:
        raise NoHelp(str(error.sentence)) from error
    if leaf.path not in made:
        raise NoHelp(_("The machine's answer has lost some markup. Nothing was changed."))
    return made[leaf.path], engine.name

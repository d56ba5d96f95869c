"""What a sheet offers beside translating by hand: its file, and a machine for what is missing."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from pages.translations import machine
from pages.translations.exchange import subjects

register = template.Library()


@register.inclusion_tag("pages/translations/exchange_links.html", takes_context=True)
def exchange_links(context: dict[str, Any], place: Any) -> dict[str, Any]:
    """The ways to export the sheet of `place`, and to have a machine fill what it misses."""
    asked = {"language": place.code, "what": "chosen", "subjects": subjects.name(place.subject)}
    engine = machine.engine() if place.may_write and place.sheet.missing else None
    return {
        "csrf_token": context.get("csrf_token"),
        "export_url": f"{reverse('translations:exchange')}?{urlencode(asked)}" if place.may_comment else "",
        "machine": engine.label if engine else "",
        "machine_url": place.url("machine"),
        "missing": place.sheet.missing,
    }

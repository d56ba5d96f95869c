"""How the admin writes names, languages and countries."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from pages import languages
from petition import countries


def isolated(name: str) -> SafeString:
    """`name` in an element that keeps its direction to itself."""
    return format_html('<bdi dir="auto">{}</bdi>', name)


def own_name(code: str) -> SafeString:
    """The language `code` as its speakers call it."""
    known = languages.language(code)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', known.code, known.direction, known.name)


def country_name(country: str) -> str:
    """The name of `country` in the active language; "" where none was told."""
    return dict(countries.choices(languages.current())).get(country, country)


def door_name(door: str) -> SafeString | str:
    """Where the form stood in which somebody signed, see Signature.door; "" where that is not known."""
    if door == "petition":
        return _("the petition's own page")
    number = door.removeprefix("page-")
    page = Page.objects.filter(pk=number).first() if number.isdecimal() else None
    return isolated(page.get_admin_display_title()) if page else door

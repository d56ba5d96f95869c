"""The languages of the site: what each lacks, and switching them on, open, closed and off."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def show(request: HttpRequest) -> HttpResponse:
    """Every provisioned language of the site."""
    return TemplateResponse(request, "pages/translations/languages.html", {})

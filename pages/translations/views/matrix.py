"""The matrix: how far everything translated is in each language of the site."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def show(request: HttpRequest) -> HttpResponse:
    """Everything translated in each language."""
    return TemplateResponse(request, "pages/translations/matrix.html", {})

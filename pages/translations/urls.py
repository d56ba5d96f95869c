"""The addresses of the translation desk, below /admin/translations/."""

from django.urls import path

from pages.translations.views import (
    actions,
    autosave,
    comments,
    exchange,
    helping,
    languages,
    machine,
    matrix,
    preview,
    sheet,
    suggestions,
)

app_name = "translations"

SHEET = "<int:content_type>/<int:object_id>/<str:language>/"

urlpatterns = [
    path("", matrix.show, name="matrix"),
    path("languages/", languages.show, name="languages"),
    path("languages/<str:language>/<str:deed>/", languages.change, name="language"),
    path("exchange/", exchange.show, name="exchange"),
    path("suggestions/", suggestions.index, name="suggestion_index"),
    path(f"suggestions/{SHEET}", suggestions.review, name="suggestion_review"),
    path(SHEET, sheet.show, name="sheet"),
    path(f"{SHEET}machine/", machine.fill, name="machine"),
    path(f"{SHEET}save/", autosave.take, name="save"),
    path(f"{SHEET}help/", helping.show, name="help"),
    path(f"{SHEET}comment/", comments.change, name="comment"),
    path(f"{SHEET}preview/", preview.show, name="preview"),
    *(path(f"{SHEET}{name}/", actions.act, {"name": name}, name=name) for name in actions.ACTIONS),
]

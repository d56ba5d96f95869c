"""The addresses of the translation desk, below /admin/translations/."""

from django.urls import path

from pages.translations.views import languages, matrix

app_name = "translations"

urlpatterns = [
    path("", matrix.show, name="matrix"),
    path("languages/", languages.show, name="languages"),
]

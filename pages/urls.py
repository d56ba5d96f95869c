"""The addresses of visitors that are no pages of the tree."""

from django.urls import path

from pages.translations.views import supporters

app_name = "pages"
urlpatterns = [path("translate/<str:key>/", supporters.suggest, name="suggest")]

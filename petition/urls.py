"""The addresses of petitions and of the links in letters."""

from django.urls import URLPattern

app_name = "petition"
urlpatterns: list[URLPattern] = []
without_language: list[URLPattern] = []

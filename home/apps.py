"""The app `home`."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The front door."""

    name = "home"

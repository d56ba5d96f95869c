"""The app `home`."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The front door."""

    name = "home"

    def ready(self) -> None:
        from home import checks  # noqa: F401  (registers itself)

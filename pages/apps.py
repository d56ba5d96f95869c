"""The app `pages`: connects what Wagtail does by itself to what is public."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The ground."""

    name = "pages"

    def ready(self) -> None:
        from pages import hooks_for_visitors, signals  # noqa: F401  (models exist from here on only)
        from pages.translations import checks  # noqa: F401  (registers itself)

        signals.connect()

"""The app `pages`: connects what Wagtail does by itself to what is public."""

from django.apps import AppConfig
from django.conf import settings
from wagtail import hooks

if settings.SERVES_VISITORS and not settings.SERVES_EDITORS:
    # Wagtail looks for hooks in every app, and there they stand beside the admin's views and import all of them.
    # What answers strangers alone does without, and knows those of pages.hooks_for_visitors.
    hooks.search_for_hooks = lambda: None


class PagesConfig(AppConfig):
    """The ground."""

    name = "pages"

    def ready(self) -> None:
        from pages import hooks_for_visitors, signals  # noqa: F401  (models exist from here on only)
        from pages.translations import checks  # noqa: F401  (registers itself)

        signals.connect()

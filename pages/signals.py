"""Where Wagtail is the caller: moves, changed slugs, and unpublishing of plain pages by a schedule."""

from typing import Any

from django.core.signals import request_started
from wagtail.models import Page
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move

from pages import links
from pages.models.base import TranslatedPage
from pages.translations import editions


def refresh_branch(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Bring the editions of a page and of all below it in line with their rows."""
    page = instance.specific_class.objects.get(pk=instance.pk)
    if isinstance(page, TranslatedPage):
        editions.refresh(page, whole_branch=True)


def connect() -> None:
    """Listen to Wagtail, and to Django for the beginning of a request."""
    request_started.connect(links.forget, dispatch_uid="pages.forget_links")
    for signal in (page_slug_changed, page_unpublished, post_page_move):
        signal.connect(refresh_branch, dispatch_uid="pages.refresh_branch")

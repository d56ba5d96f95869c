"""Where Wagtail or Django is the caller: moves, changed slugs, unpublishing of plain pages by a schedule, deletions."""

from typing import Any

from django.apps import apps
from django.core.signals import request_finished, request_started
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision, Site
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move

from pages import links, memory
from pages.models.base import TranslatedPage
from pages.models.desk import Suggestion
from pages.models.edition import Edition
from pages.models.image import CampaignImage
from pages.models.site_settings import SiteSettings
from pages.translations import demand, desk, editions, gate, history, sheets


def refresh_branch(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Bring the editions of a page and of all below it in line with their rows."""
    page = instance.specific_class.objects.get(pk=instance.pk)
    if isinstance(page, TranslatedPage):
        editions.refresh(page, whole_branch=True)
        sheets.refresh_states(page)


def rebuild_all(sender: type[Site], instance: Site, raw: bool = False, **kwargs: Any) -> None:
    """A site has another root: where pages stand may have changed everywhere."""
    if not raw:  # a fixture's rows come in any order
        editions.rebuild()


def forget(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Let the desk forget what is deleted, wherever in the tree that began."""
    sheets.forget(instance)


def shown() -> list[type[Model]]:
    """The tables of this room and of Wagtail whose rows visitors see, or that decide what they see."""
    pages = [kind for kind in apps.get_models() if issubclass(kind, Page)]
    return [*pages, Edition, SiteSettings, CampaignImage, get_document_model(), Redirect, Site]


def connect() -> None:
    """Listen to Wagtail, and to Django for where a request begins and ends."""
    request_started.connect(links.begin, dispatch_uid="pages.links_begin")
    request_finished.connect(links.end, dispatch_uid="pages.links_end")
    request_finished.connect(demand.store_due, dispatch_uid="pages.store_demand")
    memory.watch(*shown())
    memory.watch_deletions(Suggestion)  # its author is thanked on the page
    pre_save.connect(gate.check_plan, sender=Revision, dispatch_uid="pages.check_plan")
    post_save.connect(rebuild_all, sender=Site, dispatch_uid="pages.rebuild_all")
    for entry in (PageLogEntry, ModelLogEntry):
        post_save.connect(history.drop_false_rename, sender=entry, dispatch_uid="pages.drop_false_rename")
    for kind in desk.kinds():
        post_delete.connect(forget, sender=kind, dispatch_uid="pages.forget")
    for signal in (page_slug_changed, page_unpublished, post_page_move):
        signal.connect(refresh_branch, dispatch_uid="pages.refresh_branch")

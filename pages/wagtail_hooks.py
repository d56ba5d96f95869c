"""What the admin does beyond Wagtail: it shows the desk, copies keep their new title, the history names languages."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from pages import strict_admin
from pages.languages import column
from pages.models.base import TranslatedPage
from pages.translations import history, leaving
from pages.translations.views.glossary import GlossaryViewSet

register_snippet(GlossaryViewSet)
strict_admin.insist()

for name, guard in leaving.GUARDS.items():
    hooks.register(name, guard)


@hooks.register("insert_global_admin_css")
def admin_styles() -> str:
    """The look of the two-language form."""
    return format_html('<link rel="stylesheet" href="{}">', static("pages/admin/translations.css"))


@hooks.register("insert_global_admin_js")
def admin_scripts() -> str:
    """What starts widgets, as no inline script may."""
    return format_html('<script type="module" src="{}"></script>', static("pages/admin/start.js"))


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern | URLResolver]:
    """The translation desk."""
    return [path("translations/", include("pages.translations.urls"))]


@hooks.register("register_admin_menu_item")
def desk_in_menu() -> MenuItem:
    """The way to the translation desk."""
    return MenuItem(_("Translations"), reverse("translations:matrix"), icon_name="globe", order=150)


@hooks.register("after_copy_page")
def name_the_copy(request: HttpRequest, page: Page, new_page: Page) -> None:
    """Wagtail's copy form asks for a title; a page's title is its heading in the source language."""
    title = request.POST.get("new_title")
    copy = type(new_page.specific).objects.get(pk=new_page.pk)
    if not title or not isinstance(copy, TranslatedPage) or copy.alias_of_id:
        return
    draft = copy.get_latest_revision_as_object()
    setattr(draft, column("heading", draft.source_language), title)
    draft.save_revision(user=request.user, clean=False)
    if copy.live:
        copy.publish_languages(copy.live_languages(), user=request.user)


@hooks.register("register_log_actions")
def register_history(actions: LogActionRegistry) -> None:
    """The history names languages."""
    history.register(actions)

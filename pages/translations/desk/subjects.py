"""What can be translated, what it is called, and where it is edited."""

from typing import Any

from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from modeltranslation.translator import translator
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from pages.translations.publishing import TranslatedContent


class NoSubject(LookupError):
    """There is no such thing to translate."""


def kinds() -> list[type[models.Model]]:
    """The models whose rows are translated."""
    return [model for model in translator.get_registered_models(abstract=False) if not model._meta.proxy]


def subject_types() -> dict[int, type[models.Model]]:
    """The same, {content type's number: model}."""
    found = ContentType.objects.get_for_models(*kinds())
    return {content_type.pk: model for model, content_type in found.items()}


def subject(content_type_id: int, object_id: int) -> Any:
    """The subject; NoSubject where there is none."""
    content_type = ContentType.objects.filter(pk=content_type_id).first()
    model = content_type.model_class() if content_type else None
    if model not in kinds():
        raise NoSubject
    found = content_type.get_all_objects_for_this_type(pk=object_id).first() if content_type else None
    if found is None:
        raise NoSubject
    return found


def hold(one: Any) -> Any:
    """The subject's row as it is stored now; until the transaction ends, nobody else changes the subject."""
    return type(one).objects.select_for_update().get(pk=one.pk)


def label(one: Any) -> str:
    """What the subject is called in lists: its heading, its title or its name."""
    if isinstance(one, TranslatedContent):
        return str(one)
    return str(getattr(one, "title", "")) or str(one._meta.verbose_name).capitalize()


def edit_url(one: Any) -> str:
    """Where Wagtail edits the subject."""
    return edit_url_of(type(one), one.pk, getattr(one, "site_id", 0))


def edit_url_of(model: type[models.Model], number: int, site_id: int = 0) -> str:
    """The same for the row `number` of `model`, without reading it; settings are found by their site."""
    options = model._meta
    if issubclass(model, Page):
        return reverse("wagtailadmin_pages:edit", args=[number])
    if issubclass(model, AbstractImage):
        return reverse("wagtailimages:edit", args=[number])
    if issubclass(model, BaseSiteSetting):
        return reverse("wagtailsettings:edit", args=[options.app_label, options.model_name, site_id])
    return reverse(f"wagtailsnippets_{options.app_label}_{options.model_name}:edit", args=[quote(number)])


def sheet_url(one: Any, code: str, path: str = "", name: str = "sheet") -> str:
    """Where the desk shows the subject in a language, or its part `name`; with `path`, at that unit."""
    content_type = ContentType.objects.get_for_model(one)
    url = reverse(f"translations:{name}", args=[content_type.pk, one.pk, code])
    return f"{url}#{path}" if path else url

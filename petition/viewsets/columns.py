"""Cells of the admin's lists: numbers, moments and names as the editor's language writes them."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column

from pages import formats, languages
from petition.admin_words import country_name, isolated, own_name


class NumberColumn(Column):
    """A number; nothing where there is none."""

    def get_value(self, instance: Any) -> str:
        value = super().get_value(instance)
        return "" if value is None else formats.number(value, languages.current())


class MomentColumn(Column):
    """A day and an hour; nothing where it never came."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, classname="petition-moment", **options)

    def get_value(self, instance: Any) -> str:
        value = super().get_value(instance)
        return formats.moment(value, languages.current(), "medium") if value else ""


class YesColumn(Column):
    """ "yes" where it is so, else nothing: what matters stands out."""

    def get_value(self, instance: Any) -> Any:
        return _("yes") if super().get_value(instance) else ""


class CodeColumn(Column):
    """What a machine said: left to right in every language."""

    def get_value(self, instance: Any) -> SafeString:
        return format_html('<code dir="ltr">{}</code>', super().get_value(instance))


class LanguageColumn(Column):
    """One language, by its own name."""

    def get_value(self, instance: Any) -> SafeString:
        return own_name(super().get_value(instance))


class LanguagesColumn(BaseColumn):
    """The languages that an object is in, by their codes, each with its state."""

    cell_template_name = "pages/admin/language_states_cell.html"


class CountryColumn(Column):
    """A country, by its name in the editor's language."""

    def get_value(self, instance: Any) -> str:
        return country_name(super().get_value(instance))


class NameColumn(Column):
    """What a person wrote in any script: its direction is its own and touches nothing beside it."""

    def get_value(self, instance: Any) -> SafeString | str:
        value = super().get_value(instance)
        return isolated(str(value)) if value else ""


class PersonColumn(Column):
    """The name in a signature that was opened; nothing where it was erased."""

    def get_value(self, instance: Any) -> SafeString | str:
        who = super().get_value(instance)
        return format_html("<em>{}</em>", _("sealed")) if who.is_sealed else isolated(who.name) if who.name else ""

"""By what editors narrow the list of signatures, and how they find one person in it."""

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.widgets import BooleanRadioSelect

from pages import languages
from petition import countries, mailbox, vault
from petition.models import Petition, Signature
from petition.names import NotAName, tidy
from petition.viewsets.states import State, having

NOT_TOLD = "-"


def language_choices() -> list[tuple[str, str]]:
    """Every provisioned language by its own name."""
    return [(known.code, known.name) for known in languages.all_languages()]


def country_choices() -> list[tuple[str, Any]]:
    """Every country as the editor's language names and orders them."""
    return [(NOT_TOLD, _("not told")), *countries.choices(languages.current())]


class SignatureFilters(WagtailFilterSet):
    """Petition, state, language, country, days, news."""

    petition = django_filters.ModelChoiceFilter(
        label=_("Petition"), queryset=Petition.objects.order_by("-opens_at"), empty_label=_("All")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=State.choices, method="in_state", empty_label=_("All"), widget=forms.RadioSelect
    )
    language = django_filters.ChoiceFilter(label=_("Language"), choices=language_choices, empty_label=_("All"))
    country = django_filters.ChoiceFilter(
        label=_("Country"), choices=country_choices, method="from_country", empty_label=_("All")
    )
    signed_at = django_filters.DateFromToRangeFilter(label=_("Signed"), widget=DateRangePickerWidget)
    wants_news = django_filters.BooleanFilter(label=_("News"), widget=BooleanRadioSelect)

    class Meta:
        model = Signature
        fields: list[str] = []

    def in_state(self, found: QuerySet[Signature], name: str, state: str) -> QuerySet[Signature]:
        """Those in `state`."""
        return having(found, state)

    def from_country(self, found: QuerySet[Signature], name: str, country: str) -> QuerySet[Signature]:
        """Those from `country`, or from people who did not say."""
        return found.filter(country="" if country == NOT_TOLD else country)


def search(found: QuerySet[Signature], typed: str, petition: Petition | None) -> QuerySet[Signature]:
    """Those of `found` with exactly the mailbox `typed`, or with exactly this name if it is no mailbox.

    Both are sealed, so keyed hashes of them are compared: there is no looking for a part.
    """
    if "@" in typed:
        return found.filter(pk__in=of_mailbox(typed, petition))
    return found.filter(name_key=key_of_name(typed)).exclude(name_key="") if can_find_names() else found.none()


def of_mailbox(address: str, petition: Petition | None) -> list[int]:
    """The signatures of a mailbox, however it is written: at most one a petition."""
    petitions = [petition.pk] if petition else list(Petition.objects.values_list("pk", flat=True))
    wanted = Q()
    try:
        for pk in petitions:
            wanted |= Q(petition_id=pk, mailbox_key=mailbox.key(mailbox.tidy(address), pk))
    except mailbox.NotAMailbox:
        return []
    return list(Signature.objects.filter(wanted).values_list("pk", flat=True)) if petitions else []


def can_find_names() -> bool:
    """Whether this process has the key that names are hashed with."""
    return bool(settings.VAULT_KEY)


def key_of_name(typed: str) -> str:
    """By what a name is found, made tidy as the form does. Raises vault.Locked."""
    try:
        return vault.name_key(tidy(typed))
    except NotAName:
        return vault.name_key(typed)

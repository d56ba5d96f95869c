"""What is held, one by one: chosen by ticks or by condition, then released or invalidated."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from pages import formats, languages
from petition.lifecycle import quarantining
from petition.models import Petition, Quarantine, Signature
from petition.moderation_forms import country_choices, language_choices
from petition.viewsets import keyset, moderating
from petition.viewsets.moderating import Deed

PER_PAGE = 50
MOST_COUNTED = 10_000  # of a flood it is enough to know that there are more


class HeldFilters(forms.Form):
    """Which of those that are held are listed."""

    petition = forms.ModelChoiceField(
        label=_("Petition"), queryset=Petition.objects.order_by("-opens_at"), empty_label=None, required=False
    )
    quarantine = forms.ModelChoiceField(
        label=_("Quarantine"),
        queryset=Quarantine.objects.order_by("-pk"),
        empty_label=_("none: by suspicion alone"),
        required=False,
    )
    country = forms.ChoiceField(
        label=_("Country"), choices=lambda: [("", _("All")), *country_choices()], required=False
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=lambda: [("", _("All")), *language_choices()], required=False
    )
    least_score = forms.IntegerField(label=_("Suspicion of at least"), min_value=0, max_value=1000, required=False)

    def crowd(self) -> Quarantine:
        """What was chosen, as a quarantine that nobody has stored."""
        chosen = self.cleaned_data
        country = {"-": [""]}.get(chosen["country"], [chosen["country"]] if chosen["country"] else [])
        return Quarantine(
            petition=chosen["petition"] or self.fields["petition"].queryset.first(),
            countries=country,
            languages=[chosen["language"]] if chosen["language"] else [],
            least_score=chosen["least_score"],
        )


class HeldView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A list with ticks. The POST puts what was chosen into a quarantine of its own, to release or to invalidate."""

    model = Quarantine
    header_icon = ""
    any_permission_required = ["view", "change"]
    template_name = "petition/admin/held.html"
    page_title = _("Held signatures")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("petition_quarantines:index"), "label": _("Quarantines")},
            {"url": "", "label": self.page_title},
        ]

    @cached_property
    def filters(self) -> HeldFilters:
        """What the address asks for."""
        form = HeldFilters(self.request.GET)
        form.is_valid()
        return form

    def found(self) -> QuerySet[Signature]:
        """Those that are listed."""
        if not self.filters.is_valid() or (crowd := self.filters.crowd()).petition_id is None:
            return Signature.objects.none()
        return quarantining.held_of(crowd, self.filters.cleaned_data["quarantine"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.found()
        page = keyset.page(found, "signed_at", keyset.read(self.request.GET.get("p", "")), PER_PAGE)
        petition = page.rows[0].petition if page.rows else None
        number = found.order_by().values("pk")[: MOST_COUNTED + 1].count()
        return {
            **super().get_context_data(**kwargs),
            "filters": self.filters,
            "page": page,
            "rows": moderating.rows(page.rows, self.request.user, petition, "held") if petition else [],
            "number": number,
            "amount": amount(number),
            "may_change": self.user_has_permission("change"),
            "may_invalidate": self.request.user.has_perm("petition.add_invalidation"),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.user_has_permission("change"):
            raise PermissionDenied
        chosen = self.found()
        if request.POST.get("which") != "all":
            ticked = [int(each) for each in request.POST.getlist("signature") if each.isascii() and each.isdigit()]
            chosen = chosen.filter(pk__in=ticked)
        if not chosen.exists():
            messages.error(request, _("Choose at least one signature."))
            return redirect(request.get_full_path())
        return redirect(self.apart(chosen))

    def apart(self, chosen: QuerySet[Signature]) -> str:
        """Put the `chosen` apart; where to go with them."""
        now, user = timezone.now(), self.request.user
        with transaction.atomic():
            made = self.filters.crowd()
            made.started_by = user
            quarantining.gather(made, chosen, now)
            moderating.record(Deed.GATHER, user, made)
            if self.request.POST.get("deed") == "release":
                quarantining.release(made.pk, now)
                moderating.record(Deed.RELEASE, user, made)
                return reverse("petition_quarantines:inspect", args=[made.pk])
        return f"{reverse('petition_invalidations:add')}?quarantine={made.pk}"


def amount(number: int) -> str:
    """How many are held as the editor reads it: "9,412" or "10,000+"."""
    more = "+" if number > MOST_COUNTED else ""
    return formats.number(min(number, MOST_COUNTED), languages.current()) + more

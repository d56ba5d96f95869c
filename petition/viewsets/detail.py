"""One signature in the admin: what was given, what became of it, which words were signed, what editors did."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from pages import languages
from petition.admin_words import door_name
from petition.export import MOMENTS
from petition.models import Invalidation, Quarantine, Signature
from petition.viewsets import audit
from petition.viewsets.audit import Deed
from petition.viewsets.opening import opened
from petition.viewsets.requests import REQUESTS
from petition.viewsets.states import state_of

LIFE = {**MOMENTS, "held_at": _("Held at")}  # the columns of an exported file stay as they are


class SignatureDetail(generic.InspectView):
    """Opened for those who may see it; each look is logged."""

    any_permission_required = ["view"]
    template_name = "petition/admin/signature.html"

    def get_object(self, queryset: Any = None) -> Signature:
        self.queryset = Signature.objects.select_related("text", "petition", "invalidation", "quarantine")
        return super().get_object(queryset)

    def get_page_title(self) -> str:
        return audit.number(self.object)

    def get_page_subtitle(self) -> str:
        return ""

    def get_fields(self) -> list[str]:
        return []

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return []

    @cached_property
    def header_buttons(self) -> list[Button]:
        now = timezone.now()
        return [
            HeaderButton(
                request.title,
                reverse("petition_signatures:request", args=[self.object.pk, name]),
                icon_name=request.icon,
                priority=place,
            )
            for place, (name, request) in enumerate(REQUESTS.items())
            if request.is_possible(self.object, now) and self.user_has_permission(request.permission)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        signature = self.object
        audit.record(Deed.VIEW, self.request.user, signature)
        return {
            **super().get_context_data(**kwargs),
            "signature": signature,
            "who": opened(signature),
            "state": state_of(signature),
            "moments": [(label, getattr(signature, name)) for name, label in LIFE.items()],
            "door": door_name(signature.door),
            "invalidation_url": self.address(signature.invalidation),
            "quarantine_url": self.address(signature.quarantine),
            "text_direction": languages.direction(signature.text.language),
            "letters": signature.letters.order_by("-queued_at", "-pk"),
            "history": audit.history(signature),
        }

    def address(self, found: Invalidation | Quarantine | None) -> str | None:
        """Where the admin shows what an invalidation or a quarantine is, for those who may see that."""
        return AdminURLFinder(self.request.user).get_edit_url(found) if found else None

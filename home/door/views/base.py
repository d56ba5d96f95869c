"""What the pages behind the password share: who may see them, in which language, in which frame."""

from typing import Any

import django_otp
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from django_otp.models import Device
from wagtail.admin.auth import reject_request
from wagtail.admin.localization import get_localized_response
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from home.door import guard


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class DoorView(WagtailAdminTemplateMixin, FormView):
    """A page for somebody who has given their password."""

    header_icon = "key"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return reject_request(request)
        return self.elsewhere() or get_localized_response(super().dispatch, request, *args, **kwargs)

    def elsewhere(self) -> HttpResponse | None:
        """Where somebody goes for whom this page is not."""
        return None

    @property
    def is_outside(self) -> bool:
        """Whether the rest of the admin is still closed to them."""
        return guard.is_halfway(self.request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        frame = "door/outside.html" if self.is_outside else "door/inside.html"
        return {
            **super().get_context_data(**kwargs),
            "frame": frame,
            "is_outside": self.is_outside,
            "is_required": settings.REQUIRE_SECOND_FACTOR,
        }


def enter(request: HttpRequest, device: Device) -> None:
    """Let `device` vouch for the session, which gets another key: one that somebody knew before opens nothing."""
    django_otp.login(request, device)
    request.session.cycle_key()
    rotate_token(request)

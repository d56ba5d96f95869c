"""Nobody is anybody before the second step: until then, what is asked for as an editor is asked for as a stranger."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

ADMIN = "/admin/"  # where the session's cookie is sent
OURS = "door"  # the namespace of the pages that lead through the door
WAY_OUT = {"wagtailadmin_logout"}
# What Wagtail serves to anybody: icons and sentences of its pages, and the way to a new password
FOR_ANYBODY = {
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
}


class SecondStep:
    """Makes who has only given a password anonymous everywhere, and sends them on to the second step.

    `request.person` is who has given the password. The door's own pages, and signing out, have it as `request.user`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.person = request.user
        if settings.REQUIRE_SECOND_FACTOR:
            request.user = SimpleLazyObject(partial(through, request.person))
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Decide by the resolved address, so that no spelling of a path gets by."""
        if not request.path_info.startswith(ADMIN) or not is_halfway(request):
            return None
        match = request.resolver_match
        if OURS in match.namespaces or match.view_name in WAY_OUT:
            request.user = request.person
            return None
        return None if match.view_name in FOR_ANYBODY else to_second_step(request)


def through(person: Any) -> Any:
    """`person` after the second step, nobody before. Not asked on visitors' pages, so that no session is read there."""
    return person if is_verified(person) else AnonymousUser()


def is_verified(person: Any) -> bool:
    """Whether a device of theirs vouches for this session."""
    return bool(person.is_verified())


def is_halfway(request: HttpRequest) -> bool:
    """Whether somebody has given their password, and a second step is missing."""
    return settings.REQUIRE_SECOND_FACTOR and request.person.is_authenticated and not is_verified(request.person)


def to_second_step(request: HttpRequest) -> HttpResponse:
    """Where a person who is halfway goes on; a script in a page is refused, as it could not."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        raise PermissionDenied
    query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return HttpResponseRedirect(f"{reverse('door:second_step')}?{query}".rstrip("?"))

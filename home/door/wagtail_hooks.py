"""What the door adds to the admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from home.door import history
from home.door.panels import DevicesPanel
from home.door.views import Reset


@hooks.register("register_log_actions")
def register_deeds(actions: LogActionRegistry) -> None:
    """What happens at the door is logged."""
    history.register(actions)


@hooks.register("register_account_settings_panel")
def devices_panel(request: HttpRequest, user: Any, profile: Any) -> DevicesPanel:
    """One's own devices."""
    return DevicesPanel(request, user, profile)


@hooks.register("register_admin_urls")
def colleagues_urls() -> list[URLPattern]:
    """The page that resets a colleague's second step: for those who are through the door, like all of the admin."""
    return [path("users/<int:pk>/second-step/", Reset.as_view(), name="reset_second_step")]


@hooks.register("insert_global_admin_css")
def door_styles() -> str:
    """The few rules that the door's pages need."""
    return format_html('<link rel="stylesheet" href="{}">', static("door/door.css"))

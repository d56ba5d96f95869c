"""The account's page tells which devices one has."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel

from home.door import devices


class DevicesPanel(BaseSettingsPanel):
    """Shows the devices and leads to their own page; saves nothing with the account's form."""

    name = "second_step"
    title = _("Second step of signing in")
    order = 600
    template_name = "door/account_panel.html"

    def get_form(self) -> forms.Form:
        return forms.Form()

    def get_context_data(self) -> dict[str, Any]:
        return {"devices": devices.of(self.user), "codes_left": devices.codes_left(self.user)}

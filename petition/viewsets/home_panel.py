"""What stands on the front page of the admin: the count of each petition and how the letters go."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from petition import reports
from petition.models import Petition


class SummaryPanel(Component):
    """One small table; nothing for those who have nothing to do with petitions."""

    name = "petition_summary"
    template_name = "petition/admin/summary.html"
    order = 120

    def __init__(self, request: HttpRequest) -> None:
        self.user = request.user

    @property
    def is_shown(self) -> bool:
        """Whether the user may do anything with petitions."""
        return bool(
            policy_registry.get_by_type(Petition).user_has_any_permission(
                self.user, ["add", "change", "publish", "view"]
            )
        )

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        summary = reports.summary(timezone.now()) if self.is_shown else None
        return {"summary": summary, "sees_signatures": self.user.has_perm("petition.view_signature")}

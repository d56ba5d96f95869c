"""What people do at the desk: translate, send to review and back, publish, withdraw, plan, approve. Knows no HTTP.

Each deed holds the subject's row while it works, so that two people in two languages lose nothing of each other.
"""

from pages.translations.desk.planning import publish_due, schedule, unschedule
from pages.translations.desk.releasing import approve, publish, send_back, submit, withdraw
from pages.translations.desk.structuring import hide, show
from pages.translations.desk.subjects import (
    NoSubject,
    edit_url,
    edit_url_of,
    hold,
    kinds,
    label,
    sheet_url,
    subject,
    subject_types,
)
from pages.translations.desk.translating import Outcome, translate

__all__ = [
    "NoSubject",
    "Outcome",
    "approve",
    "edit_url",
    "edit_url_of",
    "hide",
    "hold",
    "kinds",
    "label",
    "publish",
    "publish_due",
    "schedule",
    "send_back",
    "sheet_url",
    "show",
    "subject",
    "subject_types",
    "submit",
    "translate",
    "unschedule",
    "withdraw",
]

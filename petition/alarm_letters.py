"""A letter to editors about new alarms: at most one an hour, in each editor's language, with nothing of signatories."""

import datetime as dt
import logging
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext, ngettext

from petition import outbox
from petition.models import Alarm

logger = logging.getLogger(__name__)

HOUR = dt.timedelta(hours=1)
MOST_LINES = 20
ALLOWED = "petition.add_quarantine"  # whoever can do something about it


def tell(now: dt.datetime) -> int:
    """Write to editors about the alarms that no letter has told of yet; how many letters were sent."""
    alarms = untold(now)
    server = outbox.mail_server()
    sent = 0
    for user in recipients() if alarms else []:
        try:
            sent += server.send_messages([letter(user, alarms)]) or 0
        except OSError as error:  # the alarms stand in the admin all the same
            logger.warning("No letter about alarms to account %s: %s", user.pk, error)
    return sent


@transaction.atomic
def untold(now: dt.datetime) -> list[Alarm]:
    """The alarms to tell of, marked as told; none within an hour after the last letter."""
    waiting = Alarm.objects.filter(answered_at=None, told_at=None)
    alarms = list(waiting.select_for_update(of=("self",)).select_related("petition").order_by("pk"))
    last = Alarm.objects.aggregate(last=Max("told_at"))["last"]
    if last and now < last + HOUR:
        return []
    marked = Alarm.objects.filter(pk__in=[alarm.pk for alarm in alarms], told_at=None)
    return alarms if marked.update(told_at=now) else []


def recipients() -> list[Any]:
    """Who may hold signatures and has a mailbox."""
    backend = "django.contrib.auth.backends.ModelBackend"
    return list(get_user_model().objects.with_perm(ALLOWED, backend=backend).exclude(email="").order_by("pk"))


def letter(user: Any, alarms: list[Alarm]) -> EmailMessage:
    """What `user` is told."""
    profile = getattr(user, "wagtail_userprofile", None)
    with translation.override(profile.get_preferred_language() if profile else settings.LANGUAGE_CODE):
        number = len(alarms)
        subject = ngettext("%(number)s new alarm", "%(number)s new alarms", number) % {"number": number}
        lines = [f"– {alarm.petition}: {alarm} {alarm.label}".rstrip() for alarm in alarms[:MOST_LINES]]
        more = ["…"] if number > MOST_LINES else []
        where = f"{gettext('See what they are about:')} {settings.WAGTAILADMIN_BASE_URL}/admin/"
        return EmailMessage(subject, "\n".join([*lines, *more, "", where, ""]), to=[user.email])

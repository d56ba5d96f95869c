"""What a monitor asks: is the process alive, and is the site ready for visitors?"""

from datetime import datetime
from functools import cache

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from petition.models import Letter


@require_safe
@cache_control(no_store=True)
def live(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@cache_control(no_store=True)
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, takes writes, is migrated, and letters go out; else 503. The JSON says which.

    While the database is away this takes no longer than the pool's patience (config.databases).
    """
    now = timezone.now()
    try:
        writable = takes_writes()
        unapplied = len(unapplied_migrations())
        age = None if unapplied else oldest_letter_age(now)
        is_ready = writable and not unapplied and not (is_late(age) and letters_stand_still(now))
    except Error:
        return JsonResponse({"ready": False, "database": False}, status=503)
    report = {
        "ready": is_ready,
        "database": True,
        "takes_writes": writable,
        "unapplied_migrations": unapplied,
        "oldest_letter_seconds": age,
    }
    return JsonResponse(report, status=200 if is_ready else 503)


def takes_writes() -> bool:
    """Whether this is the primary: in a failover the way may lead for a while to a server that can only be read."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        return bool(cursor.fetchone() == ("off",))


@cache
def known_migrations() -> dict[tuple[str, str], list[tuple[str, str]]]:
    """The code's migrations, each with those that it replaces; read once, as code doesn't change while it runs."""
    return {name: list(migration.replaces) for name, migration in MigrationLoader(None).disk_migrations.items()}


def unapplied_migrations() -> list[tuple[str, str]]:
    """The migrations (app, name) that the database still lacks."""
    applied = MigrationRecorder(connection).applied_migrations()
    known = known_migrations()
    replaced = {former for formers in known.values() for former in formers}
    return [
        name
        for name, formers in known.items()
        if name not in applied
        and name not in replaced
        and not (formers and all(former in applied for former in formers))
    ]


def oldest_letter_age(now: datetime) -> int | None:
    """Seconds that the oldest unsent letter has waited since it was first due; None when none waits."""
    first = Letter.objects.waiting().aggregate(
        due=Min("due_at", filter=Q(attempts=0, due_at__lte=now)),
        tried=Min("queued_at", filter=Q(attempts__gt=0)),  # a failed try puts off due_at
    )
    since = min((moment for moment in first.values() if moment), default=None)
    return int((now - since).total_seconds()) if since else None


def is_late(age: int | None) -> bool:
    """Whether a letter has waited too long."""
    return age is not None and age > settings.READY_LETTER_AGE


def letters_stand_still(now: datetime) -> bool:
    """Whether none went out lately: neither a dead mailbox nor a long queue is a reason to send visitors away."""
    last = Letter.objects.sent().order_by("-pk").values_list("sent_at", flat=True).first()
    return last is None or is_late(int((now - last).total_seconds()))

"""What happened to signatures before it was journalled: as far as their rows still tell it."""

import datetime as dt

from django.db import migrations, models
from django.db.models.functions import TruncDate

TOLD_BY = {
    "received": "signed_at",
    "confirmed": "confirmed_at",
    "withdrawn": "withdrawn_at",
    "invalidated": "invalidated_at",
}


def count_rows(apps, schema_editor):
    """Count the rows of petitions that have no account yet; how often somebody signed again is not known."""
    Signature = apps.get_model("petition", "Signature")
    IntegrityCount = apps.get_model("petition", "IntegrityCount")
    known = set(IntegrityCount.objects.values_list("petition_id", flat=True))
    known |= set(apps.get_model("petition", "IntegrityEntry").objects.values_list("petition_id", flat=True))
    unknown = Signature.objects.exclude(petition_id__in=known).order_by()
    for event, column in TOLD_BY.items():
        found = unknown.filter(**{f"{column}__isnull": False}).annotate(day=TruncDate(column, tzinfo=dt.UTC))
        sums = found.values("petition_id", "day", "language", "country").annotate(count=models.Count("pk"))
        IntegrityCount.objects.bulk_create([IntegrityCount(event=event, **line) for line in sums], batch_size=1_000)


class Migration(migrations.Migration):

    dependencies = [
        ("petition", "0005_moderation_lists"),
    ]

    operations = [
        migrations.RunPython(count_rows, migrations.RunPython.noop, elidable=True),
    ]

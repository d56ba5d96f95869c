"""The sums by one thing at a time, of all that was counted before they were kept."""

from collections import Counter

from django.db import migrations, models

COUNTED = "counted"


def sum_up(apps, schema_editor):
    """Make them from the cells of both accounts; those of texts from the signatures, the journal named none."""
    Margin = apps.get_model("petition", "Margin")
    sums = Counter()
    tallies = apps.get_model("petition", "Tally").objects.values_list(
        "petition_id", "language", "country", "day", "count"
    )
    for *cell, count in tallies.iterator():
        add(sums, cell, (COUNTED, ""), count)
    cells = apps.get_model("petition", "IntegrityCount").objects.values_list(
        "petition_id", "language", "country", "day", "event", "reason", "count"
    )
    for *cell, event, reason, count in cells.iterator():
        add(sums, cell, (event, reason), count)
    signatures = apps.get_model("petition", "Signature").objects.filter(
        confirmed_at__isnull=False, withdrawn_at=None, invalidated_at=None, held_at=None
    )
    texts = signatures.order_by().values_list("petition_id", "text_id").annotate(count=models.Count("pk"))
    for petition_id, text_id, count in texts:
        sums[petition_id, COUNTED, "", "text", str(text_id)] += count
    names = ("petition_id", "event", "reason", "by", "value")
    Margin.objects.bulk_create(
        [Margin(**dict(zip(names, key, strict=True)), count=count) for key, count in sums.items() if count],
        batch_size=1_000,
    )


def add(sums, cell, event, count):
    """Add the cell of an account to the three sums that it belongs to."""
    petition_id, language, country, day = cell
    for by, value in (("language", language), ("country", country), ("day", day.isoformat())):
        sums[petition_id, *event, by, value] += count


class Migration(migrations.Migration):
    dependencies = [
        ("petition", "0007_flat_to_ten_million"),
    ]

    operations = [
        migrations.RunPython(sum_up, migrations.RunPython.noop, elidable=True),
    ]

"""Indexes in the order that lists are read in, sums by one thing at a time, and tables that are tidied in time."""

import django.db.models.deletion
from django.db import migrations, models

# By the default a table is tidied (vacuumed) once a fifth of it has changed: of ten million rows, two million dead ones
# would lie between the few that wait in the journals, the outbox and the buckets. With a fixed number it stays flat.
OFTEN = (
    "autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 50000, autovacuum_analyze_scale_factor = 0.02"
)
TABLES = ("signature", "letter", "tallyentry", "integrityentry", "bucket", "spentproof")


def tidy_often(apps, schema_editor):
    """Tell PostgreSQL; SQLite needs no tidying."""
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"ALTER TABLE petition_{table} SET ({OFTEN})")


def tidy_as_usual(apps, schema_editor):
    """Take it back."""
    names = ", ".join(part.split(" = ")[0] for part in OFTEN.split(", "))
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"ALTER TABLE petition_{table} RESET ({names})")


class Migration(migrations.Migration):
    dependencies = [
        ("petition", "0006_integrity_of_before"),
    ]

    operations = [
        migrations.CreateModel(
            name="Margin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.CharField(max_length=12)),
                ("reason", models.CharField(blank=True, max_length=12)),
                (
                    "by",
                    models.CharField(
                        choices=[("language", "Language"), ("country", "Country"), ("day", "Day"), ("text", "Text")],
                        max_length=8,
                    ),
                ),
                ("value", models.CharField(blank=True, max_length=20)),
                ("count", models.IntegerField(default=0)),
                (
                    "petition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="petition.petition",
                    ),
                ),
            ],
        ),
        migrations.RemoveIndex(
            model_name="letter",
            name="letter_by_bucket",
        ),
        migrations.RemoveIndex(
            model_name="signature",
            name="signature_by_country",
        ),
        migrations.RemoveIndex(
            model_name="signature",
            name="signature_by_language",
        ),
        migrations.RemoveIndex(
            model_name="signature",
            name="signature_by_name",
        ),
        migrations.RemoveIndex(
            model_name="signature",
            name="signature_by_prefix",
        ),
        migrations.RemoveIndex(
            model_name="signature",
            name="signature_held_newest",
        ),
        migrations.RemoveIndex(
            model_name="tallyentry",
            name="tally_entry_unfolded",
        ),
        migrations.AddField(
            model_name="tallyentry",
            name="text",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="petition.petitiontext",
            ),
        ),
        migrations.AlterField(
            model_name="signature",
            name="text",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signatures",
                to="petition.petitiontext",
                verbose_name="text",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("bucket", ""), _negated=True), fields=["bucket"], name="letter_by_full_bucket"
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(
                    ("kind", "news"), models.Q(("bucket", ""), ("error", ""), _negated=True), _connector="OR"
                ),
                fields=["queued_at"],
                name="letter_with_traces",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(fields=["petition", "country", "-signed_at", "-id"], name="signature_of_country"),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(fields=["petition", "language", "-signed_at", "-id"], name="signature_of_language"),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("name_key", ""), _negated=True),
                fields=["name_key", "-signed_at", "-id"],
                name="signature_of_name",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("prefix_key", ""), _negated=True),
                fields=["signed_at", "prefix_key"],
                name="signature_network",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("held_at__isnull", False), ("invalidated_at", None), ("withdrawn_at", None)),
                fields=["petition", "-signed_at", "-id"],
                name="signature_newest_held",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("erased_at", None), ("withdrawn_at__isnull", False)),
                fields=["petition", "-signed_at", "-id"],
                name="signature_newest_back",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("erased_at", None), ("invalidated_at__isnull", False)),
                fields=["petition", "-signed_at", "-id"],
                name="signature_newest_struck",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("erased_at__isnull", False)),
                fields=["petition", "-signed_at", "-id"],
                name="signature_newest_erased",
            ),
        ),
        migrations.AddIndex(
            model_name="tallyentry",
            index=models.Index(
                condition=models.Q(("folded_at", None)), fields=["petition", "id"], name="tally_entry_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="margin",
            constraint=models.UniqueConstraint(
                fields=("petition", "event", "by", "value", "reason"), name="margin_one_a_key"
            ),
        ),
        migrations.RunPython(tidy_often, tidy_as_usual),
    ]

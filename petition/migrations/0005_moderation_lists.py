"""What editors are told and shown of signatures that are held."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("petition", "0004_sealed_and_moderated"),
    ]

    operations = [
        migrations.AddField(
            model_name="alarm",
            name="told_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                fields=["-signed_at", "-id"],
                condition=models.Q(("held_at__isnull", False), ("invalidated_at", None), ("withdrawn_at", None)),
                name="signature_held_newest",
            ),
        ),
    ]

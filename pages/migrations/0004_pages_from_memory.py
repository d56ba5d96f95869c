from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("pages", "0003_although_unready")]

    operations = [
        migrations.CreateModel(
            name="Content",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveBigIntegerField(default=1)),
                ("rendered_version", models.PositiveBigIntegerField(default=0)),
                ("leased_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ContentChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
        ),
        migrations.CreateModel(
            name="KeptPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("site_id", models.BigIntegerField()),
                ("path", models.CharField(max_length=1000)),
                ("version", models.PositiveBigIntegerField(db_index=True)),
                ("status", models.PositiveSmallIntegerField()),
                ("headers", models.JSONField(default=list)),
                ("facts", models.JSONField(default=dict)),
                ("body", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("site_id", "path"), name="kept_page_once")],
            },
        ),
    ]

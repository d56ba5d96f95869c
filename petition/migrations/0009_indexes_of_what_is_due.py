"""Indexes by which what is due is found, and what is held is counted, without a look at every row."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('petition', '0008_margins_of_before'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='signature',
            name='signature_newest_held',
        ),
        migrations.AddIndex(
            model_name='signature',
            index=models.Index(condition=models.Q(('held_at__isnull', False), ('invalidated_at', None), ('withdrawn_at', None)), fields=['petition', '-signed_at', '-id', 'quarantine'], name='signature_newest_on_hold'),
        ),
        migrations.AddIndex(
            model_name='signature',
            index=models.Index(condition=models.Q(('erased_at', None), ('withdrawn_at__isnull', False)), fields=['withdrawn_at'], name='signature_back_since'),
        ),
        migrations.AddIndex(
            model_name='signature',
            index=models.Index(condition=models.Q(('erased_at', None), ('invalidated_at__isnull', False)), fields=['invalidated_at'], name='signature_struck_since'),
        ),
    ]

"""Names, mailboxes and comments are sealed; limits, moderation, the account of integrity and news get their tables."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from petition import mailbox, vault


def seal_all(apps, schema_editor):
    """Seal what stood in clear so far; a name is public only while its signature counts, and the worker shows it."""
    Signature = apps.get_model("petition", "Signature")
    found = Signature.objects.only(
        "email", "name", "comment", "public_name", "language", "erased_at", "withdrawn_at", "confirmed_at"
    )
    batch = []
    for signature in found.iterator(chunk_size=1_000):
        signature.letter_language = signature.language
        if signature.erased_at is None:
            signature.sealed = vault.seal(vault.Person(signature.email, signature.name, signature.comment))
            signature.domain_key = mailbox.domain_key(mailbox.domain_of(signature.email))
            signature.shows_name = bool(signature.public_name)
        signature.public_name = ""
        batch.append(signature)
        if len(batch) == 1_000:
            save(Signature, batch)
    save(Signature, batch)
    # A mail server's refusal repeats the mailbox
    apps.get_model("petition", "Letter").objects.exclude(error="").update(error="SMTPException")


def save(model, batch):
    """Write a batch and empty it."""
    model.objects.bulk_update(batch, ["letter_language", "sealed", "domain_key", "shows_name", "public_name"])
    batch.clear()


class Migration(migrations.Migration):

    dependencies = [
        ('petition', '0003_although_unready'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Alarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('country', 'more signatures than one in a hundred inhabitants'), ('domain', 'many mailboxes of one domain'), ('prefix', 'many signatures from one network'), ('hosting', 'confirmed at once, from computers in data centres'), ('burst', 'far more signatures than before'), ('breaker', 'nearly nobody confirms')], max_length=12, verbose_name='kind')),
                ('subject', models.CharField(blank=True, max_length=64, verbose_name='subject')),
                ('label', models.CharField(blank=True, max_length=255, verbose_name='what')),
                ('seen', models.PositiveIntegerField(default=0, verbose_name='seen')),
                ('usual', models.PositiveIntegerField(default=0, verbose_name='limit')),
                ('first_at', models.DateTimeField(verbose_name='first seen at')),
                ('last_at', models.DateTimeField(verbose_name='last seen at')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
            ],
            options={
                'verbose_name': 'alarm',
                'verbose_name_plural': 'alarms',
            },
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(verbose_name='created at')),
                ('up_to', models.BigIntegerField(default=0)),
                ('cursor', models.BigIntegerField(default=0)),
                ('queued', models.PositiveIntegerField(default=0, verbose_name='letters')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='cancelled at')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
            ],
            options={
                'verbose_name': 'announcement',
                'verbose_name_plural': 'announcements',
            },
        ),
        migrations.CreateModel(
            name='Breaker',
            fields=[
                ('petition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='breaker', serialize=False, to='petition.petition')),
                ('tripped_at', models.DateTimeField(blank=True, null=True, verbose_name='tripped at')),
                ('sent', models.PositiveIntegerField(default=0, verbose_name='letters sent')),
                ('confirmed', models.PositiveIntegerField(default=0, verbose_name='of these confirmed')),
                ('checked_at', models.DateTimeField(verbose_name='checked at')),
            ],
        ),
        migrations.CreateModel(
            name='Bucket',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('count', models.PositiveIntegerField(default=1)),
                ('ends_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='DaySecret',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('secret', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='IntegrityCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('language', models.CharField(max_length=12)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('event', models.CharField(choices=[('received', 'received'), ('repeated', 'repeated'), ('confirmed', 'confirmed'), ('quarantined', 'held for review'), ('released', 'counted after review'), ('invalidated', 'invalidated'), ('restored', 'made valid again'), ('withdrawn', 'withdrawn'), ('expired', 'not confirmed in time')], max_length=12)),
                ('reason', models.CharField(blank=True, max_length=12)),
                ('count', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='IntegrityEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('language', models.CharField(max_length=12)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('event', models.CharField(choices=[('received', 'received'), ('repeated', 'repeated'), ('confirmed', 'confirmed'), ('quarantined', 'held for review'), ('released', 'counted after review'), ('invalidated', 'invalidated'), ('restored', 'made valid again'), ('withdrawn', 'withdrawn'), ('expired', 'not confirmed in time')], max_length=12)),
                ('reason', models.CharField(blank=True, max_length=12)),
                ('amount', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Invalidation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('countries', models.JSONField(blank=True, default=list, verbose_name='countries')),
                ('languages', models.JSONField(blank=True, default=list, verbose_name='languages')),
                ('domains', models.JSONField(blank=True, default=list, verbose_name='domains of mailboxes')),
                ('prefixes', models.JSONField(blank=True, default=list, verbose_name='networks')),
                ('doors', models.JSONField(blank=True, default=list, verbose_name='doors')),
                ('signed_from', models.DateTimeField(blank=True, null=True, verbose_name='signed from')),
                ('signed_until', models.DateTimeField(blank=True, null=True, verbose_name='signed before')),
                ('least_score', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='suspicion of at least')),
                ('reason', models.CharField(choices=[('automated', 'made by machines'), ('not_theirs', "made with other people's mailboxes"), ('repeated', 'one person many times'), ('rules', "against the petition's rules")], max_length=12, verbose_name='reason')),
                ('note', models.TextField(blank=True, help_text='For your colleagues; nobody else reads it.', verbose_name='note')),
                ('created_at', models.DateTimeField(verbose_name='created at')),
                ('counted_at', models.DateTimeField(blank=True, null=True, verbose_name='counted at')),
                ('found', models.PositiveIntegerField(default=0, verbose_name='found')),
                ('found_counted', models.PositiveIntegerField(default=0, verbose_name='of these counted')),
                ('up_to', models.BigIntegerField(default=0)),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='started at')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='done')),
                ('cursor', models.BigIntegerField(default=0)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='cancelled at')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                ('undo_started_at', models.DateTimeField(blank=True, null=True, verbose_name='undo started at')),
                ('undone', models.PositiveIntegerField(default=0, verbose_name='undone')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
            ],
            options={
                'verbose_name': 'invalidation',
                'verbose_name_plural': 'invalidations',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Protection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('everyone_proves', models.BooleanField(default=False, help_text='Each device computes for a few seconds before a signature is taken, not only those in a crowd.', verbose_name='everyone proves')),
                ('effort', models.PositiveSmallIntegerField(choices=[(1, 'normal'), (4, 'four times'), (16, 'sixteen times')], default=1, verbose_name='effort')),
                ('soft_per_address', models.PositiveSmallIntegerField(default=5, help_text='Beyond it a device has to compute first. Ten times as many are refused for a while.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000)], verbose_name='signatures from one address in ten minutes')),
                ('soft_per_network', models.PositiveSmallIntegerField(default=60, help_text='The same for neighbours who share the beginning of an address.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10000)], verbose_name='signatures from one network in ten minutes')),
                ('hold_score', models.PositiveSmallIntegerField(default=8, help_text='More suspicious signatures are kept but not counted until somebody has looked at them.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='hold from this suspicion on')),
                ('holds_everything', models.BooleanField(default=False, help_text='No new signature counts until somebody has looked at it.', verbose_name='hold everything')),
                ('suspicious_domains', models.TextField(blank=True, help_text='Domains of mailboxes, one on each line.', verbose_name='suspicious domains')),
            ],
            options={
                'verbose_name': 'protection',
            },
        ),
        migrations.CreateModel(
            name='Quarantine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('countries', models.JSONField(blank=True, default=list, verbose_name='countries')),
                ('languages', models.JSONField(blank=True, default=list, verbose_name='languages')),
                ('domains', models.JSONField(blank=True, default=list, verbose_name='domains of mailboxes')),
                ('prefixes', models.JSONField(blank=True, default=list, verbose_name='networks')),
                ('doors', models.JSONField(blank=True, default=list, verbose_name='doors')),
                ('signed_from', models.DateTimeField(blank=True, null=True, verbose_name='signed from')),
                ('signed_until', models.DateTimeField(blank=True, null=True, verbose_name='signed before')),
                ('least_score', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='suspicion of at least')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('started_at', models.DateTimeField(verbose_name='started at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('release_asked_at', models.DateTimeField(blank=True, null=True, verbose_name='release asked at')),
                ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='released at')),
                ('released', models.PositiveIntegerField(default=0, verbose_name='released')),
            ],
            options={
                'verbose_name': 'quarantine',
                'verbose_name_plural': 'quarantines',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SpentProof',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('expires_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='letter',
            name='letter_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='signature',
            name='signature_erased_holds_no_person',
        ),
        migrations.RemoveIndex(
            model_name='signature',
            name='signature_public',
        ),
        migrations.AddField(
            model_name='signature',
            name='domain_key',
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name='signature',
            name='door',
            field=models.CharField(blank=True, max_length=24, verbose_name='door'),
        ),
        migrations.AddField(
            model_name='signature',
            name='held_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='held at'),
        ),
        migrations.AddField(
            model_name='signature',
            name='letter_language',
            field=models.CharField(default='', max_length=12, verbose_name='language of letters'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='signature',
            name='name_key',
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name='signature',
            name='own_copy',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='signature',
            name='prefix_key',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='signature',
            name='score',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='suspicion'),
        ),
        migrations.AddField(
            model_name='signature',
            name='sealed',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='signature',
            name='shows_name',
            field=models.BooleanField(default=False, verbose_name='shows the name'),
        ),
        migrations.RunPython(seal_all),
        migrations.RemoveField(
            model_name='signature',
            name='comment',
        ),
        migrations.RemoveField(
            model_name='signature',
            name='email',
        ),
        migrations.RemoveField(
            model_name='signature',
            name='name',
        ),
        migrations.AlterField(
            model_name='letter',
            name='bucket',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name='letter',
            name='kind',
            field=models.CharField(choices=[('confirm', 'please confirm'), ('reminder', 'reminder'), ('already_signed', 'already signed'), ('receipt', 'receipt'), ('withdrawn', 'withdrawn'), ('news', 'news')], max_length=16, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='signature',
            name='epoch',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='alarm',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='alarm',
            name='petition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alarms', to='petition.petition'),
        ),
        migrations.AddField(
            model_name='announcement',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='announcement',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page'),
        ),
        migrations.AddField(
            model_name='announcement',
            name='petition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='announcements', to='petition.petition'),
        ),
        migrations.AddField(
            model_name='letter',
            name='announcement',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='petition.announcement'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['confirm', 'reminder', 'already_signed', 'receipt', 'withdrawn', 'news'])), name='letter_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(fields=('announcement', 'signature'), name='letter_news_once'),
        ),
        migrations.AddField(
            model_name='integritycount',
            name='petition',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='petition.petition'),
        ),
        migrations.AddField(
            model_name='integrityentry',
            name='petition',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='petition.petition'),
        ),
        migrations.AddField(
            model_name='invalidation',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invalidation',
            name='petition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='petition.petition'),
        ),
        migrations.AddField(
            model_name='invalidation',
            name='started_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invalidation',
            name='undo_started_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signature',
            name='invalidation',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='petition.invalidation'),
        ),
        migrations.AddField(
            model_name='protection',
            name='site',
            field=models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site'),
        ),
        migrations.AddField(
            model_name='quarantine',
            name='alarm',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='quarantines', to='petition.alarm'),
        ),
        migrations.AddField(
            model_name='quarantine',
            name='petition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='petition.petition'),
        ),
        migrations.AddField(
            model_name='quarantine',
            name='started_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invalidation',
            name='quarantine',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invalidations', to='petition.quarantine'),
        ),
        migrations.AddField(
            model_name='signature',
            name='quarantine',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='signatures', to='petition.quarantine'),
        ),
        migrations.AddIndex(
            model_name='signature',
            index=models.Index(condition=models.Q(('confirmed_at__isnull', False), ('held_at', None), ('invalidated_at', None), ('withdrawn_at', None), models.Q(('public_name', ''), _negated=True)), fields=['petition', '-confirmed_at'], name='signature_public'),
        ),
        migrations.AddIndex(
            model_name='signature',
            index=models.Index(condition=models.Q(('erased_at', None), ('own_copy', None)), fields=['id'], name='signature_unprepared'),
        ),
        migrations.AddIndex(
            model_name='signature',
            index=models.Index(condition=models.Q(('confirmed_at__isnull', False), ('held_at', None), ('invalidated_at', None), ('withdrawn_at', None), ('erased_at', None), ('public_name', ''), ('shows_name', True)), fields=['id'], name='signature_to_be_shown'),
        ),
        migrations.AddIndex(
            model_name='signature',
            index=models.Index(fields=['name_key'], name='signature_by_name'),
        ),
        migrations.AddIndex(
            model_name='signature',
            index=models.Index(fields=['domain_key', 'signed_at'], name='signature_by_domain'),
        ),
        migrations.AddIndex(
            model_name='signature',
            index=models.Index(condition=models.Q(('prefix_key', ''), _negated=True), fields=['prefix_key'], name='signature_by_prefix'),
        ),
        migrations.AddIndex(
            model_name='signature',
            index=models.Index(condition=models.Q(('invalidation__isnull', False)), fields=['invalidation', 'id'], name='signature_invalid'),
        ),
        migrations.AddIndex(
            model_name='signature',
            index=models.Index(condition=models.Q(('quarantine__isnull', False)), fields=['quarantine', 'id'], name='signature_held'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at', None), ('mailbox_key__isnull', False), ('sealed__isnull', False)), models.Q(('domain_key', ''), ('erased_at__isnull', False), ('mailbox_key', None), ('name_key', ''), ('own_copy', None), ('prefix_key', ''), ('public_name', ''), ('sealed', None), ('shows_name', False), ('wants_news', False)), _connector='OR'), name='signature_erased_holds_no_person'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('public_name', ''), models.Q(('confirmed_at__isnull', False), ('held_at', None), ('invalidated_at', None), ('withdrawn_at', None), ('shows_name', True)), _connector='OR'), name='signature_name_shown_while_counted'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('invalidation', None), ('invalidated_at__isnull', False), _connector='OR'), name='signature_invalidation_has_moment'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('quarantine', None), ('held_at__isnull', False), _connector='OR'), name='signature_quarantine_has_moment'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('held_at', None), ('held_at__gte', models.F('signed_at')), _connector='OR'), name='signature_held_after_signed'),
        ),
        migrations.AddConstraint(
            model_name='alarm',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('petition', 'kind', 'subject'), name='alarm_rings_once'),
        ),
        migrations.AddConstraint(
            model_name='alarm',
            constraint=models.CheckConstraint(condition=models.Q(('last_at__gte', models.F('first_at'))), name='alarm_time_runs_forward'),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.UniqueConstraint(fields=('petition', 'page'), name='announcement_once_a_page'),
        ),
        migrations.AddConstraint(
            model_name='integritycount',
            constraint=models.UniqueConstraint(fields=('petition', 'day', 'language', 'country', 'event', 'reason'), name='integrity_one_a_key'),
        ),
        migrations.AddConstraint(
            model_name='quarantine',
            constraint=models.CheckConstraint(condition=models.Q(('signed_from', None), ('signed_until', None), ('signed_until__gt', models.F('signed_from')), _connector='OR'), name='quarantine_time_runs_forward'),
        ),
        migrations.AddConstraint(
            model_name='invalidation',
            constraint=models.CheckConstraint(condition=models.Q(('signed_from', None), ('signed_until', None), ('signed_until__gt', models.F('signed_from')), _connector='OR'), name='invalidation_time_runs_forward'),
        ),
        migrations.AddConstraint(
            model_name='invalidation',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['automated', 'not_theirs', 'repeated', 'rules'])), name='invalidation_reason_known'),
        ),
        migrations.AddConstraint(
            model_name='invalidation',
            constraint=models.CheckConstraint(condition=models.Q(('started_at', None), ('counted_at__isnull', False), _connector='OR'), name='invalidation_counted_first'),
        ),
        migrations.AddConstraint(
            model_name='invalidation',
            constraint=models.CheckConstraint(condition=models.Q(('undo_started_at', None), ('started_at__isnull', False), _connector='OR'), name='invalidation_undone_after_done'),
        ),
    ]

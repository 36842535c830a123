import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from concord_site.shell.migrating import together


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_api_keys'),
        ('reporting', '0003_rounds_and_reports'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Asked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(max_length=3)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='StakeholderEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('type', models.CharField(max_length=20)),
                ('website', models.URLField(blank=True)),
                ('seat', models.CharField(blank=True, max_length=3)),
                ('countries', models.JSONField(default=list)),
                ('interest', models.JSONField(default=dict)),
                ('language', models.CharField(max_length=2)),
                ('state', models.CharField(choices=[('current', 'Current'), ('ended', 'Ended')], default='current', max_length=8)),
                ('is_suspended', models.BooleanField(default=False)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('is_example', models.BooleanField(default=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CountryComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('language', models.CharField(default='en', max_length=2)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='reporting.asked')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Stakeholder',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('type', models.CharField(max_length=20)),
                ('website', models.URLField(blank=True)),
                ('seat', models.CharField(blank=True, max_length=3)),
                ('countries', models.JSONField(default=list)),
                ('does', models.TextField()),
                ('funding', models.TextField()),
                ('conflicts', models.TextField(blank=True)),
                ('language', models.CharField(default='en', max_length=2)),
                ('contact_name', models.CharField(max_length=150)),
                ('contact_email', models.EmailField(max_length=254)),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('registered', 'Registered'), ('refused', 'Refused'), ('appealed', 'Appealed'), ('suspended', 'Suspended'), ('ended', 'Ended')], default='proposed', max_length=12)),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('state_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('is_example', models.BooleanField(default=False)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='StakeholderDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('registered', 'Registered'), ('refused', 'Refused'), ('appealed', 'Appealed'), ('upheld', 'Upheld'), ('suspended', 'Suspended'), ('reinstated', 'Reinstated'), ('ended', 'Ended')], max_length=12)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stakeholder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='reporting.stakeholder')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StakeholderLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.stakeholderentry')),
                ('stakeholder', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='public', to='reporting.stakeholder')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StakeholderReport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('area', models.CharField(blank=True, max_length=3)),
                ('edition', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('refused', 'Refused'), ('appealed', 'Appealed'), ('commenting', 'Commenting'), ('kept', 'Kept'), ('published', 'Published'), ('corrected', 'Corrected'), ('withdrawn', 'Withdrawn')], default='draft', max_length=12)),
                ('language', models.CharField(default='en', max_length=2)),
                ('instrument', models.CharField(max_length=80)),
                ('number', models.CharField(blank=True, max_length=40)),
                ('digest', models.CharField(max_length=64)),
                ('mode', models.CharField(choices=[('whole', 'Whole'), ('short', 'Short')], default='whole', max_length=8)),
                ('last_instrument', models.CharField(blank=True, max_length=80)),
                ('last', models.JSONField(default=dict)),
                ('last_is_example', models.BooleanField(default=False)),
                ('passed', models.JSONField(default=list)),
                ('confirmed', models.JSONField(default=dict)),
                ('comment_until', models.DateField(blank=True, null=True)),
                ('is_example', models.BooleanField(default=False)),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='reporting.stakeholderreport')),
                ('publication', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.publication')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stakeholder_reports', to='reporting.round')),
                ('stakeholder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='reporting.stakeholder')),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.instrumentversion')),
            ],
        ),
        migrations.CreateModel(
            name='StakeholderFiling',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('answers', models.JSONField(default=dict)),
                ('reasons', models.JSONField(default=dict)),
                ('language', models.CharField(max_length=2)),
                ('digest', models.CharField(max_length=64)),
                ('reference', models.CharField(max_length=40, unique=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('is_late', models.BooleanField(default=False)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filings', to='reporting.stakeholderreport')),
            ],
        ),
        migrations.CreateModel(
            name='Moderation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('let-through', 'Let Through'), ('kept', 'Kept'), ('refused', 'Refused'), ('appealed', 'Appealed'), ('upheld', 'Upheld'), ('taken-back', 'Taken Back'), ('published', 'Published'), ('corrected', 'Corrected'), ('withdrawn', 'Withdrawn')], max_length=12)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moderations', to='reporting.stakeholderreport')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='asked',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asked', to='reporting.stakeholderreport'),
        ),
        migrations.CreateModel(
            name='StakeholderReportAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=400)),
                ('value', models.JSONField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
                ('typed', models.JSONField(blank=True, null=True)),
                ('rival', models.JSONField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('by', models.CharField(blank=True, max_length=80)),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='reporting.stakeholderreport')),
            ],
        ),
        migrations.CreateModel(
            name='StakeholderReportEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.CharField(max_length=12)),
                ('block', models.CharField(max_length=300)),
                ('place', models.PositiveIntegerField(default=0)),
                ('was', models.PositiveIntegerField(blank=True, null=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='reporting.stakeholderreport')),
            ],
        ),
        migrations.CreateModel(
            name='StakeholderReportUpload',
            fields=[
                ('name', models.CharField(max_length=200)),
                ('answers', models.JSONField(default=dict)),
                ('removed', models.JSONField(default=list)),
                ('findings', models.JSONField(default=list)),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uploads', to='reporting.stakeholderreport')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='stakeholder',
            index=models.Index(fields=['state', 'sent_at'], name='reporting_s_state_c57e79_idx'),
        ),
        migrations.AddIndex(
            model_name='stakeholderreport',
            index=models.Index(fields=['round', 'state'], name='reporting_s_round_i_6fe62d_idx'),
        ),
        migrations.AddConstraint(
            model_name='stakeholderfiling',
            constraint=models.UniqueConstraint(fields=('report', 'number'), name='one_stakeholder_filing_a_number'),
        ),
        migrations.AddConstraint(
            model_name='asked',
            constraint=models.UniqueConstraint(fields=('report', 'area'), name='a_country_is_asked_once'),
        ),
        migrations.AddConstraint(
            model_name='stakeholderreportanswer',
            constraint=models.UniqueConstraint(fields=('report', 'address'), name='one_answer_an_address_in_a_stakeholders'),
        ),
        migrations.AddConstraint(
            model_name='stakeholderreportentry',
            constraint=models.UniqueConstraint(fields=('report', 'block', 'entry'), name='one_entry_of_an_id_in_a_stakeholders'),
        ),
    ])

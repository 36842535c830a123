import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from concord_site.shell.migrating import together


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0004_stakeholders'),
    ]

    operations = together([
        migrations.CreateModel(
            name='CodeBookVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('book', models.CharField(max_length=40)),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('frozen', 'Frozen')], default='draft', max_length=8)),
                ('content', models.JSONField(default=dict)),
                ('digest', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('frozen_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.codebookversion')),
            ],
        ),
        migrations.CreateModel(
            name='CodingText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('use', models.CharField(choices=[('national', 'National'), ('stakeholder', 'Stakeholder')], default='national', max_length=12)),
                ('owner', models.CharField(max_length=60)),
                ('area', models.CharField(blank=True, max_length=3)),
                ('instrument', models.CharField(max_length=80)),
                ('question', models.CharField(max_length=200)),
                ('part', models.CharField(max_length=20)),
                ('address', models.CharField(max_length=400)),
                ('language', models.CharField(max_length=2)),
                ('text', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('is_current', models.BooleanField(default=True)),
                ('is_example', models.BooleanField(default=False)),
                ('taken_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('filing', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.filing')),
                ('publication', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.publication')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.round')),
            ],
        ),
        migrations.CreateModel(
            name='Coding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(choices=[('first', 'First'), ('second', 'Second'), ('settled', 'Settled')], max_length=8)),
                ('codes', models.JSONField(default=list)),
                ('seen', models.JSONField(default=list)),
                ('note', models.TextField(blank=True)),
                ('way', models.CharField(blank=True, max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codings', to='reporting.codebookversion')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codings', to='reporting.codingtext')),
            ],
        ),
        migrations.AddConstraint(
            model_name='codebookversion',
            constraint=models.UniqueConstraint(fields=('book', 'number'), name='one_version_a_number_of_a_code_book'),
        ),
        migrations.AddConstraint(
            model_name='codebookversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('book',), name='one_draft_of_a_code_book'),
        ),
        migrations.AddIndex(
            model_name='codingtext',
            index=models.Index(fields=['round', 'is_current'], name='reporting_c_round_i_d4dec0_idx'),
        ),
        migrations.AddConstraint(
            model_name='codingtext',
            constraint=models.UniqueConstraint(fields=('round', 'use', 'owner', 'address', 'digest'), name='one_coding_text_a_wording'),
        ),
        migrations.AddConstraint(
            model_name='coding',
            constraint=models.UniqueConstraint(fields=('text', 'book', 'place'), name='one_coding_a_place'),
        ),
    ])

"""Versions of instruments and the steps of drafts; the database itself refuses to change what a published one asks."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

REFUSAL = "a published instrument never changes"
TABLE = "reporting_instrumentversion"
FROZEN = (
    "id", "instrument", "number", "title", "languages", "use", "round", "previous", "provenance", "questions",
    "sheets", "digest", "published_at",
)


def statements(vendor):
    if vendor == "sqlite":
        return [
            f"""CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE OF {", ".join(FROZEN)} ON {TABLE}
                WHEN OLD.published_at IS NOT NULL
                BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
        ]
    differs = " OR ".join(f"NEW.{column}::text IS DISTINCT FROM OLD.{column}::text" for column in FROZEN)
    return [
        f"""CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN IF OLD.published_at IS NOT NULL AND ({differs}) THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
            RETURN NEW; END $$""",
        f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
    ]


def freeze(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def thaw(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_frozen")
        return
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_frozen ON {TABLE}")
    schema_editor.execute(f"DROP FUNCTION IF EXISTS {TABLE}_refuse()")

from concord_site.shell.migrating import together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('shell', '0001_files_mail_and_jobs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = together([
        migrations.CreateModel(
            name='DraftStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('what', models.CharField(max_length=40)),
                ('about', models.CharField(blank=True, max_length=200)),
                ('content', models.BinaryField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('before', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='after', to='reporting.draftstep')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='InstrumentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('instrument', models.CharField(max_length=80)),
                ('number', models.CharField(max_length=40)),
                ('title', models.JSONField(default=dict)),
                ('languages', models.JSONField(default=list)),
                ('use', models.CharField(blank=True, max_length=20)),
                ('round', models.CharField(blank=True, max_length=10)),
                ('previous', models.CharField(blank=True, max_length=80)),
                ('provenance', models.CharField(blank=True, max_length=40)),
                ('questions', models.PositiveIntegerField(default=0)),
                ('hard', models.PositiveIntegerField(default=0)),
                ('soft', models.PositiveIntegerField(default=0)),
                ('sheets', models.JSONField(default=dict)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('is_example', models.BooleanField(default=False)),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('put_away_at', models.DateTimeField(blank=True, null=True)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shell.privatefile')),
                ('step', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.draftstep')),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='InstrumentFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('what', models.CharField(max_length=12)),
                ('language', models.CharField(blank=True, max_length=2)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shell.privatefile')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('digest', 'what', 'language'), name='one_file_of_a_kind_and_language')],
            },
        ),
        migrations.AddField(
            model_name='draftstep',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='reporting.instrumentversion'),
        ),
        migrations.AddIndex(
            model_name='instrumentversion',
            index=models.Index(fields=['state', 'instrument'], name='reporting_i_state_3711a2_idx'),
        ),
        migrations.AddConstraint(
            model_name='instrumentversion',
            constraint=models.UniqueConstraint(condition=models.Q(('published_at', None), _negated=True), fields=('instrument', 'number'), name='one_published_version_of_a_number'),
        ),
        migrations.AddConstraint(
            model_name='draftstep',
            constraint=models.UniqueConstraint(fields=('version', 'number'), name='one_step_of_a_number'),
        ),
        migrations.RunPython(freeze, thaw),
    ])

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0011_time_is_asked_for"), ("shell", "0001_files_mail_and_jobs")]

    operations = [
        migrations.CreateModel(
            name="RoundFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.CharField(max_length=4)),
                ("language", models.CharField(max_length=2)),
                ("digest", models.CharField(max_length=64)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("told", models.JSONField(default=list)),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="shell.privatefile",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="roundfile",
            constraint=models.UniqueConstraint(
                fields=("year", "language", "digest"), name="one_file_of_a_round_and_language"
            ),
        ),
    ]

"""Observatories are organisations too."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_keys_for_reports")]

    operations = [
        migrations.AlterField(
            model_name="organisation",
            name="what",
            field=models.CharField(
                choices=[
                    ("ministry", "Ministry"),
                    ("authority", "Authority"),
                    ("secretariat", "Secretariat"),
                    ("regional-office", "Regional Office"),
                    ("recruiter", "Recruiter"),
                    ("stakeholder", "Stakeholder"),
                    ("observatory", "Observatory"),
                    ("operator", "Operator"),
                ],
                max_length=20,
            ),
        ),
    ]

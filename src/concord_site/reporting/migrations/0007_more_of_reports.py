import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0006_more_of_rounds"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            model_name="delegation", name="language", field=models.CharField(default="en", max_length=2)
        ),
        migrations.AddField(
            model_name="submissionupload",
            name="copy",
            field=models.CharField(blank=True, max_length=12, default=""),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="SubmissionCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=12)),
                ("language", models.CharField(max_length=2)),
                ("answers", models.JSONField(default=dict)),
                ("entries", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="copies", to="reporting.submission"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="submissioncopy",
            constraint=models.UniqueConstraint(
                fields=("submission", "code"), name="one_copy_of_a_code_in_a_submission"
            ),
        ),
    ]

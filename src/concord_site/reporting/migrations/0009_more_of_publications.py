from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0008_more_of_review")]

    operations = [
        migrations.AddField("publication", "asked", models.JSONField(default=list)),
        migrations.AddField("publication", "calculated", models.JSONField(default=dict)),
        migrations.AddIndex(
            "publication", models.Index(fields=["area", "state"], name="reporting_pub_area_state")
        ),
    ]

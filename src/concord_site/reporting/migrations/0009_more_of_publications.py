from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reporting", "0008_more_of_review")]

    operations = []

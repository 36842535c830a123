from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reporting", "0009_more_of_publications")]

    operations = []

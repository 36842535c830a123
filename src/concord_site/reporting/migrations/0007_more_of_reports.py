from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reporting", "0006_more_of_rounds")]

    operations = []

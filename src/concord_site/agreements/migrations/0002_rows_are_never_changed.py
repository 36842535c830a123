"""The database itself refuses to change a sealed row: a journal is only added to."""

from django.db import migrations

REFUSAL = "sealed rows are never changed"

SQLITE = [
    f"""CREATE TRIGGER agreements_sealedrow_no_update BEFORE UPDATE ON agreements_sealedrow
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
]
SQLITE_BACK = ["DROP TRIGGER IF EXISTS agreements_sealedrow_no_update"]

POSTGRES = [
    f"""CREATE FUNCTION agreements_sealedrow_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$""",
    """CREATE TRIGGER agreements_sealedrow_no_update BEFORE UPDATE ON agreements_sealedrow
        FOR EACH ROW EXECUTE FUNCTION agreements_sealedrow_refuse()""",
]
POSTGRES_BACK = [
    "DROP TRIGGER IF EXISTS agreements_sealedrow_no_update ON agreements_sealedrow",
    "DROP FUNCTION IF EXISTS agreements_sealedrow_refuse()",
]


def seal(apps, schema_editor):
    """Put the trigger in place."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def unseal(apps, schema_editor):
    """Take it away."""
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRES_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_sealed_spaces")]

    operations = [migrations.RunPython(seal, unseal)]

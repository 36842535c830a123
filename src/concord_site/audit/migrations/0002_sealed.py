"""The database itself refuses to change or remove entries of the log."""

from django.db import migrations

REFUSAL = "the log is append-only"

SQLITE = [
    f"""CREATE TRIGGER audit_entry_no_{word} BEFORE {word.upper()} ON audit_entry
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
    for word in ("update", "delete")
]
SQLITE_BACK = [f"DROP TRIGGER IF EXISTS audit_entry_no_{word}" for word in ("update", "delete")]

POSTGRES = [
    f"""CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$""",
    """CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry
        FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()""",
    """CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()""",
]
POSTGRES_BACK = [
    "DROP TRIGGER IF EXISTS audit_entry_no_truncate ON audit_entry",
    "DROP TRIGGER IF EXISTS audit_entry_no_change ON audit_entry",
    "DROP FUNCTION IF EXISTS audit_entry_refuse()",
]


def seal(schema_editor):
    """Put the triggers in place."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def unseal(schema_editor):
    """Take them away: for tests that empty their tables."""
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRES_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_entries")]

    operations = [
        migrations.RunPython(lambda apps, schema_editor: seal(schema_editor), lambda apps, schema_editor: unseal(schema_editor))
    ]

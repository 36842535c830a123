"""The database itself refuses to change an edition in anything but its withdrawal."""

from django.db import migrations

REFUSAL = "a published edition never changes"
FROZEN = (
    "id", "document_id", "number", "outline", "round", "as_of", "title", "inputs", "digest", "version",
    "is_demonstration", "published_at",
)
TABLE = "publishing_edition"


def statements(vendor):
    if vendor == "sqlite":
        return [
            f"""CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE OF {", ".join(FROZEN)} ON {TABLE}
                BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
        ]
    differs = " OR ".join(f"NEW.{column}::text IS DISTINCT FROM OLD.{column}::text" for column in FROZEN)
    return [
        f"""CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN IF {differs} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN NEW; END $$""",
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


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_documents_and_editions")]

    operations = [migrations.RunPython(freeze, thaw)]

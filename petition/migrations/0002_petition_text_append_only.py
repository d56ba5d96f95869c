"""A text that people signed can't be changed: the database itself refuses, whoever asks."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MAKE = {
    "sqlite": [
        """
        CREATE TRIGGER petition_text_append_only BEFORE UPDATE ON petition_petitiontext
        BEGIN SELECT RAISE(ABORT, 'petition_petitiontext is append-only'); END
        """,
    ],
    "postgresql": [
        """
        CREATE FUNCTION petition_text_append_only() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'petition_petitiontext is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """,
        """
        CREATE TRIGGER petition_text_append_only BEFORE UPDATE ON petition_petitiontext
        FOR EACH ROW EXECUTE FUNCTION petition_text_append_only()
        """,
    ],
}
UNMAKE = {
    "sqlite": ["DROP TRIGGER IF EXISTS petition_text_append_only"],
    "postgresql": [
        "DROP TRIGGER IF EXISTS petition_text_append_only ON petition_petitiontext",
        "DROP FUNCTION IF EXISTS petition_text_append_only()",
    ],
}


def make(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Set the trigger."""
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unmake(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the trigger away."""
    for statement in UNMAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("petition", "0001_initial")]
    operations = [migrations.RunPython(make, unmake, elidable=False)]

"""Tables made in one step of a migration are those that single steps would have made."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from concord_site.shell.migrating import CreateModels, together

ID = ("id", models.BigAutoField(primary_key=True))


def steps() -> list[Any]:
    """A parent that leads to its first child, children with an index and a constraint, and a column that comes late."""
    return [
        migrations.CreateModel("Parent", [ID, ("name", models.CharField(max_length=9))]),
        migrations.CreateModel("Child", [ID, ("parent", models.ForeignKey("shell.parent", models.CASCADE)),
                                         ("place", models.IntegerField())]),
        migrations.AddField("parent", "first", models.ForeignKey("shell.child", models.SET_NULL, null=True)),
        migrations.AddIndex("child", models.Index(fields=["place"], name="together_place")),
        migrations.AddConstraint("child", models.UniqueConstraint(fields=["parent", "place"], name="together_once")),
        migrations.AddIndex("parent", models.Index(fields=["first"], name="together_first")),
    ]  # fmt: skip


def state_after(operations: list[Any]) -> ProjectState:
    state = ProjectState()
    for each in operations:
        each.state_forwards("shell", state)
    return state


def test_the_models_are_the_same_and_what_was_written_is_not_changed() -> None:
    written = steps()
    grouped = together(written)
    assert [type(each).__name__ for each in grouped] == ["CreateModels", "AddField", "AddIndex"]
    alone, at_once = state_after(steps()), state_after(grouped)
    for name in ("parent", "child"):
        one, other = alone.models["shell", name], at_once.models["shell", name]
        assert list(one.fields) == list(other.fields)
        assert one.options == other.options
    assert written[1].options == {}


@pytest.mark.django_db(transaction=True)
def test_the_tables_are_made_and_taken_away() -> None:
    (made,) = [each for each in together(steps()) if isinstance(each, CreateModels)]
    before, after = ProjectState(), ProjectState()
    made.state_forwards("shell", after)
    names = {"shell_parent", "shell_child"}
    with connection.schema_editor() as editor:
        made.database_forwards("shell", editor, before, after)
    with connection.cursor() as cursor:
        known = connection.introspection.get_constraints(cursor, "shell_child")
    assert {"together_place", "together_once"} <= set(known)
    with connection.schema_editor() as editor:
        made.database_backwards("shell", editor, after, before)
    assert not names & set(connection.introspection.table_names())

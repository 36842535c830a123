"""Makes many tables in one step of a migration: between them, nobody asks for the models as they were.

Django renders every model anew after each step, and those that are related with it: of fifty related models that is
most of what a new installation waits for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Several new models, which may refer to one another.

    Args:
        models: One step each, in the order in which the tables are made.
    """

    def __init__(self, models: list[CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models; they are rendered when somebody asks, all at once."""
        state.__dict__.pop("apps", None)
        for each in self.models:
            each.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make the tables."""
        for each in self.models:
            each.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take the tables away, the last made first."""
        for each in reversed(self.models):
            each.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What is done, for whoever looks at a plan."""
        return f"Create models {', '.join(each.name for each in self.models)}"


def together(operations: Iterable[Operation]) -> list[Operation]:
    """The same steps, with new models that follow one another made in one, their indexes and constraints with them.

    What is added to a model that gets further columns in the same migration keeps its own step.
    """
    steps = list(operations)
    late = {each.model_name_lower for each in steps if isinstance(each, AddField)}
    made = {each.name_lower: _own(each) for each in steps if isinstance(each, CreateModel)}
    kept: list[Operation] = []
    for each in steps:
        if isinstance(each, CreateModel):
            kept.append(made[each.name_lower])
        elif isinstance(each, AddIndex | AddConstraint) and each.model_name_lower in made.keys() - late:
            which, what = ("indexes", each.index) if isinstance(each, AddIndex) else ("constraints", each.constraint)
            made[each.model_name_lower].options.setdefault(which, []).append(what)
        else:
            kept.append(each)
    return list(_grouped(kept))


def _own(model: CreateModel) -> CreateModel:
    """A step of our own, so that the one that was written is not changed."""
    options = {name: list(value) if isinstance(value, list) else value for name, value in model.options.items()}
    return CreateModel(model.name, model.fields, options, model.bases, model.managers)


def _grouped(operations: Iterable[Operation]) -> Iterator[Operation]:
    for is_new, found in groupby(operations, key=lambda each: isinstance(each, CreateModel)):
        run = list(found)
        if is_new and len(run) > 1:
            yield CreateModels([each for each in run if isinstance(each, CreateModel)])
        else:
            yield from run

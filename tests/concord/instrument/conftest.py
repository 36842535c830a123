"""Instruments built by hand, from rows as small as the case allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from concord.instrument.model import About, Choice, ChoiceList, Group, Instrument, Node, Question, Rules
from concord.instrument.sheets import Row, Sheet, Sheets
from concord.vocabulary.text import Text

RULES = (
    "relevant",
    "required",
    "constraint",
    "calculation",
    "readonly",
    "choice_filter",
    "default",
    "count",
    "trigger",
)


class _Builder:
    def __init__(self) -> None:
        self.row = 1

    def nodes(self, rows: Sequence[Mapping[str, Any]], path: tuple[str, ...], repeat: tuple[str, ...]) -> list[Node]:
        return [self.node(row, path, repeat) for row in rows]

    def node(self, row: Mapping[str, Any], path: tuple[str, ...], repeat: tuple[str, ...]) -> Node:
        self.row += 1
        name = row.get("q") or row.get("group") or row["repeat"]
        key = row.get("key", name)
        rules = Rules(**{rule: row[rule] for rule in RULES if rule in row})
        label = Text(row["label"]) if isinstance(row.get("label"), dict) else Text(en=row.get("label", name))
        here = (*path, name)
        if "q" in row:
            about = About(statuses=tuple(row.get("statuses", ())), source=row.get("source", ""))
            return Question(
                name, key, here, row.get("kind", "text"), label, self.row, repeat, choices=row.get("choices", ""),
                rules=rules, about=about, constraint_message=Text(en=row.get("constraint_message", "")),
                required_message=Text(en=row.get("required_message", "")), parameters=row.get("parameters", {}),
                accept=row.get("accept", ""), meta=row.get("meta", ""), hint=Text(en=row.get("hint", "")),
            )  # fmt: skip
        repeats = "repeat" in row
        within = (*repeat, key) if repeats else repeat
        children = tuple(self.nodes(row.get("children", ()), here, within))
        return Group(name, key, here, label, self.row, children, repeats, repeat, rules)


def build(
    rows: Sequence[Mapping[str, Any]],
    *,
    lists: Mapping[str, Any] | None = None,
    languages: tuple[str, ...] = ("en",),
    files: Mapping[str, bytes] | None = None,
) -> Instrument:
    """An instrument of rows such as ``{q: age, kind: integer, relevant: …}`` and ``{repeat: …, children: […]}``."""
    made = {name: ChoiceList(name, tuple(map(_choice, choices))) for name, choices in (lists or {}).items()}
    for name in {row["choices"] for row in rows if row.get("choices", "").startswith("${")}:
        made[name] = ChoiceList(name, (), f"repeat:{name[2:-1]}")
    sheets = Sheets("by-hand", Sheet("survey", rows=(Row(2, {}),)), files=dict(files or {}))
    children = tuple(_Builder().nodes(rows, (), ()))
    return Instrument("by-hand", Text(en="By hand"), "1", "0", languages, children, made, sheets)


def _choice(given: Any) -> Choice:
    if isinstance(given, str):
        return Choice(given, Text(en=given.capitalize()))
    filters = {key: value for key, value in given.items() if key not in {"name", "label"}}
    label = given.get("label", given["name"])
    return Choice(given["name"], Text(label) if isinstance(label, dict) else Text(en=label), filters)


@pytest.fixture(scope="session")
def by_hand() -> Callable[..., Instrument]:
    """Builds an instrument from rows."""
    return build

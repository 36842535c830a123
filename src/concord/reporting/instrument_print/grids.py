"""Grids as tables to write into: a row a head, a column for each column of the grid, in parts where they are many."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

from concord.documents.forms import Area, Matrix
from concord.documents.model import Phrase, Run, phrase
from concord.instrument.model import Grid, Group, Question
from concord.reporting.instrument_print.areas import plain
from concord.reporting.instrument_print.voice import Voice
from concord.vocabulary.text import Text

Look = Callable[[str], Any]
#: Columns of one table beside its heads.
COLUMNS = 6
Column = tuple[str, ...]


def template(group: Group) -> Question | None:
    """The question that is asked in every cell: any cell of the grid."""
    return next((each for each in group.children if isinstance(each, Question) and each.cell), None)


def asked(group: Group, voice: Voice) -> Phrase:
    """What every cell asks: a cell's label without the heads of its row and columns."""
    cell = template(group)
    if cell is None or group.grid is None:
        return Phrase()
    heads = [
        _label(of, name, voice) for of, name in zip((group.grid.rows, *group.grid.columns), cell.cell, strict=True)
    ]
    said, tail = voice.text(cell.label), "".join(f" · {head}" for head in heads)
    return phrase(str(said).removesuffix(tail), said.language) if str(said).endswith(tail) else Phrase()


def matrices(group: Group, voice: Voice, given: Look = lambda _key: None) -> tuple[Area, ...]:
    """The tables of a grid; ``given`` finds the answer of a cell by its question's key."""
    grid = group.grid
    assert grid is not None
    columns = list(product(*(_names(each, voice) for each in grid.columns)))
    parts = [columns[first : first + COLUMNS] for first in range(0, len(columns), COLUMNS)]
    return tuple(_matrix(grid, part, voice, given) for part in parts)


def _names(of: str, voice: Voice) -> list[str]:
    listed = voice.instrument.lists.get(of)
    return [each.name for each in listed.choices] if listed else []


def _matrix(grid: Grid, columns: list[Column], voice: Voice, given: Look) -> Matrix:
    heads = [_head(grid, column, voice) for column in columns]
    rows = []
    for name in _names(grid.rows, voice):
        cells = tuple(_cell(grid, (name, *column), voice, given) for column in columns)
        rows.append((_label(grid.rows, name, voice), cells))
    return Matrix((Phrase(), *heads), tuple(rows))


def _head(grid: Grid, column: Column, voice: Voice) -> Phrase:
    parts = [_label(of, name, voice) for of, name in zip(grid.columns, column, strict=True)]
    runs = [run for place, part in enumerate(parts) for run in ((Run(" · "), *part.runs) if place else part.runs)]
    return Phrase(tuple(runs), parts[0].language, any(part.is_fallback for part in parts))


def _label(of: str, name: str, voice: Voice) -> Phrase:
    listed = voice.instrument.lists.get(of)
    choice = listed.choice(name) if listed else None
    return voice.text(choice.label if choice else Text(en=name))


def _cell(grid: Grid, cell: tuple[str, ...], voice: Voice, given: Look) -> str:
    key = grid.cells.get(cell)
    value = given(key) if key else None
    if isinstance(value, dict) and "status" in value:
        return voice.plain(f"status-{value['status']}")
    return str(_chosen(key, value, voice) or plain(value, voice))


def _chosen(key: str | None, value: Any, voice: Voice) -> str:
    """Labels of the choices of a cell; empty where the cell is no choice."""
    question = next((each for each in voice.instrument.questions if each.key == key and each.choices), None)
    if question is None or value in (None, ""):
        return ""
    names = value.split() if isinstance(value, str) else [str(each) for each in value]
    return "; ".join(str(_label(question.choices, name, voice)) for name in names)

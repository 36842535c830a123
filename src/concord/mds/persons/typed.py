"""What the columns of a register stand for once their texts are decided: a value for each text, none for a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from concord.mds.persons.columns import Standard, arrow_type, names_of
from concord.mds.persons.conditions import Census
from concord.mds.persons.deciding import Decided

#: Columns of which an empty cell was told when its text was decided.
_TOLD = frozenset({"area", "year", "occupation"})
Progress = Callable[[str, int], None]


@dataclass(slots=True)
class Coded:
    """A column of the register, ready to be looked up.

    Attributes:
        role: The standard column.
        letter: Column of the landed rows.
        values: Typed column → the value of each text, by the text's number.
        left_out: Numbers of texts whose rows are left out.
        is_plain: Whether it is copied as it is, blanks at the ends apart.
    """

    role: str
    letter: str
    values: dict[str, list[Any]] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()
    is_plain: bool = False

    @classmethod
    def of(cls, standard: Standard, letter: str, decided: Sequence[Decided]) -> Coded:
        """A column whose texts have been decided."""
        values = {name: [each.values.get(name) for each in decided] for name in names_of(standard)}
        left_out = frozenset(index for index, each in enumerate(decided) if each.leave_out)
        return cls(standard.name, letter, values, left_out)

    @classmethod
    def plain(cls, standard: Standard, letter: str) -> Coded:
        """A column of free text that is copied."""
        return cls(standard.name, letter, {standard.name: []}, is_plain=True)


def taken(columns: Sequence[Coded], constants: Mapping[str, Any]) -> Census:
    """What stands in the typed columns, from what was decided of each text: no row is looked at for it."""
    import pyarrow as pa

    distinct = {name: frozenset({str(value)}) for name, value in constants.items() if isinstance(value, str)}
    ranges = {name: (float(value), float(value)) for name, value in constants.items() if isinstance(value, int)}
    empty: set[str] = set()
    for name, values in ((name, values) for each in columns for name, values in each.values.items()):
        said = [value for value in values if value is not None]
        if name not in _TOLD and (not values or len(said) < len(values)):
            empty.add(name)
        if pa.types.is_string(arrow_type(name)):
            distinct[name] = frozenset(said)
        elif said and not pa.types.is_date(arrow_type(name)):
            ranges[name] = (float(min(said)), float(max(said)))
    there = frozenset(name for each in columns for name in each.values) | constants.keys()
    return Census(there, distinct, frozenset(empty), ranges)

"""What the reading process has to say, gathered before it becomes findings.

The child imports as little as possible, so it does not know :mod:`concord.findings`; the parent turns remarks into
findings. A remark about cells is kept once per column, with a count and the first rows: one message for a whole
wrong column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["hard", "soft", "note"]
ROWS_NAMED = 10
KEPT_AT_MOST = 1_000


@dataclass(slots=True)
class Remark:
    """One remark; places are physical rows from 1 and column letters."""

    code: str
    level: Level
    sheet: str | None = None
    row: int | None = None
    header: str | None = None
    letter: str | None = None
    value: str | None = None
    params: dict[str, object] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """The remark as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


class Stop(Exception):
    """Reading cannot go on; the reason has been remarked."""


class Remarks:
    """Gathers remarks; one per code, sheet and column where they are about cells."""

    def __init__(self) -> None:
        self._items: list[Remark] = []
        self._by_column: dict[tuple[str, str | None, str | None], tuple[Remark, list[int]]] = {}
        self.left_out = 0

    def __iter__(self) -> Iterator[Remark]:
        return iter(self._items)

    def add(
        self,
        code: str,
        level: Level,
        *,
        sheet: str | None = None,
        row: int | None = None,
        header: str | None = None,
        letter: str | None = None,
        value: str | None = None,
        **params: object,
    ) -> Remark:
        """Remark one thing."""
        remark = Remark(code, level, sheet, row, header, letter, value, params)
        if len(self._items) < KEPT_AT_MOST:
            self._items.append(remark)
        else:
            self.left_out += 1
        return remark

    def cells(
        self,
        code: str,
        level: Level,
        rows: Iterable[int],
        *,
        sheet: str | None = None,
        header: str | None = None,
        letter: str | None = None,
        value: str | None = None,
        count: int | None = None,
        **params: object,
    ) -> None:
        """Remark the same thing about several cells of one column (or, without a letter, about rows).

        Args:
            code: The finding's code.
            level: Its level.
            rows: Physical rows, ascending; the first ten are named.
            sheet: Name of the sheet.
            header: Header of the column.
            letter: Letter of the column.
            value: What stands in the first cell, where it is safe to show.
            count: How many cells, where ``rows`` names only the first of them.
            params: Further values for the wording.
        """
        named = list(rows)
        if not named:
            return
        key = (code, sheet, letter)
        total = len(named) if count is None else count
        if key not in self._by_column:
            remark = self.add(code, level, sheet=sheet, row=named[0], header=header, letter=letter, value=value)
            remark.params.update(params, count=0)
            self._by_column[key] = (remark, [])
        remark, first = self._by_column[key]
        first.extend(named[: ROWS_NAMED - len(first)])
        seen = remark.params["count"]
        assert isinstance(seen, int)
        remark.params["count"] = seen + total
        remark.params["rows"] = _named(first, seen + total)

    def stop(self, code: str, **params: object) -> Stop:
        """Remark a hard thing that ends the reading: ``raise remarks.stop(...)``."""
        place = {key: params.pop(key, None) for key in ("sheet", "row", "header", "letter", "value")}
        self.add(code, "hard", **place, **params)  # type: ignore[arg-type]
        return Stop(code)

    @property
    def hard(self) -> bool:
        """Whether anything hard has been remarked."""
        return any(remark.level == "hard" for remark in self._items)


def _named(rows: list[int], count: int) -> str:
    shown = ", ".join(str(row) for row in rows)
    return shown if count <= len(rows) else f"{shown} …"

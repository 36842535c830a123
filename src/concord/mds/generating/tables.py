"""A register as Arrow tables, piece by piece, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from concord.mds.generating.breaking import Broken, broken, total_row, worked_in
from concord.mds.generating.columns import Writer
from concord.mds.generating.kinds import asked, needs_text
from concord.mds.generating.persons import Draws
from concord.mds.generating.plan import Plan, plan
from concord.mds.generating.styles import Style, style
from concord.mds.generating.wish import Wish

if TYPE_CHECKING:
    import pyarrow as pa

#: Rows made at a time.
PIECE = 250_000


@dataclass(frozen=True, slots=True)
class Register:
    """A register that is about to be written.

    Args:
        plan: Sizes and shares.
        style: How it is written.
        broken: The errors worked in, in order of rows.
        total: The row of a total below the last person, where one was asked for.
        text: Roles whose columns are texts even where types are kept.
    """

    plan: Plan
    style: Style
    broken: tuple[Broken, ...]
    total: Broken | None
    text: frozenset[str]

    @property
    def rows(self) -> int:
        """Rows below the headings."""
        return self.plan.rows + (self.total is not None)


def register(wish: Wish) -> Register:
    """Settle all that a register needs before its rows are drawn.

    Raises:
        Invalid: The wish names a quality, style or kind of error that there is not, or asks too few rows.
        NotFound: The area is not known.
    """
    chosen_style = style(wish.style)
    chosen = asked(wish, chosen_style)
    wish = replace(wish, broken=tuple(kind.id for kind in chosen))
    made = plan(wish, isco88=chosen_style.isco88)
    total = next((total_row(made, chosen_style, kind) for kind in chosen if kind.how == "total"), None)
    errors = tuple(broken(Draws(made), chosen_style, chosen))
    # Below a total every column can hold a text.
    text = needs_text(chosen) | (frozenset(each.role for each in chosen_style.columns) if total else frozenset())
    return Register(made, chosen_style, errors, total, text)


def tables(register: Register, *, typed: bool, piece: int = PIECE) -> Iterator[pa.Table]:
    """The rows in order, at most ``piece`` at a time, headed as the style heads them.

    Args:
        register: From :func:`register`.
        typed: Whether dates and numbers come as such, or as the style writes them.
        piece: Rows at a time; the rows are the same whatever it is.
    """
    import numpy as np

    draws = Draws(register.plan)
    writer = Writer(draws, register.style, typed=typed, text=register.text)
    start = 0
    for index, year in enumerate(register.plan.years):
        for at in range(0, year.rows, piece):
            positions = np.arange(at, min(at + piece, year.rows))
            made = writer.table(year.year, draws.draw(index, positions))
            yield worked_in(made, start, register.broken, register.style)
            start += len(positions)
    if register.total is not None:
        yield _one_row(writer.schema, register.total)


def _one_row(schema: pa.Schema, row: Broken) -> pa.Table:
    import pyarrow as pa

    arrays = [pa.array([row.cells[n]], field.type) for n, field in enumerate(schema)]
    return pa.Table.from_arrays(arrays, schema=schema)

"""What changed from one release to the next: row by row, and never the number of a row that is hidden on either side.

A row that is hidden now was perhaps open before: its old number stays where it was published and is not said again.
The same holds for a row that is gone, which may be gone because it was made coarser to protect persons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from concord.mds.comparing.figures import HIDDEN, may_stand
from concord.vocabulary.structures import Table, structure

if TYPE_CHECKING:
    import polars as pl

#: What became of a row. ``hidden``: open before, hidden now; ``shown``: the other way; ``status``: the number is the
#: same and its status is not; ``note``: only what is said of it changed.
Kind = Literal["added", "removed", "changed", "hidden", "shown", "status", "note"]
KINDS: tuple[Kind, ...] = ("changed", "added", "removed", "hidden", "shown", "status", "note")
_BEFORE = "__before"


@dataclass(frozen=True, slots=True)
class Changed:
    """One figure that is not as it was.

    Args:
        structure: The table.
        key: Dimensions and their values.
        measure: The measure; "" where the row as a whole came, went or was hidden.
        kind: What became of it.
        before, after: The numbers; None where there is none, and always where the row is hidden on either side or gone.
        before_status, after_status: The statuses; "" where there is no row.
    """

    structure: str
    key: tuple[tuple[str, Any], ...]
    measure: str
    kind: Kind
    before: float | None = None
    after: float | None = None
    before_status: str = ""
    after_status: str = ""

    @property
    def difference(self) -> float | None:
        """After less before, where both are published."""
        return None if self.before is None or self.after is None else float(self.after - self.before)

    def value(self, name: str) -> Any:
        """The value of one dimension; None where the table has no such column."""
        return dict(self.key).get(name)


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed, in the order of tables and rows.

    Args:
        rows: One for each figure that changed.
        tables_added, tables_removed: Structures that only one side has.
        same: How many rows stand on both sides as they were.
    """

    rows: tuple[Changed, ...]
    tables_added: tuple[str, ...] = ()
    tables_removed: tuple[str, ...] = ()
    same: int = 0

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def counts(self) -> Mapping[Kind, int]:
        """How many of each kind, in declared order; kinds that do not occur are left out."""
        counted = Counter(each.kind for each in self.rows)
        return {kind: counted[kind] for kind in KINDS if counted[kind]}

    def of(self, structure: str = "", kind: str = "") -> tuple[Changed, ...]:
        """Those of one table, of one kind."""
        return tuple(each for each in self.rows if structure in ("", each.structure) and kind in ("", each.kind))


def changes(before: Sequence[Table], after: Sequence[Table]) -> Changes:
    """What changed from one set of tables to another, such as a release and its correction.

    Args:
        before, after: Tables of two releases, one for each structure.

    Example:
        >>> from concord.vocabulary.structures import table
        >>> def total(count, status="normal"):
        ...     row = dict(area=["KEN"], year=[2024], occupation=["221"], row_kind=["total"])
        ...     return table("mds-totals", **row, headcount=[count], status=[status])
        >>> changes([total(10)], [total(12)]).counts, changes([total(10)], [total(None, "suppressed")]).rows[0].before
        ({'changed': 1}, None)
    """
    old, new = ({each.structure: each for each in side} for side in (before, after))
    found: list[Changed] = []
    same = 0
    for id in sorted({*old, *new}):
        rows, unchanged = _of_table(id, old.get(id), new.get(id))
        found += rows
        same += unchanged
    return Changes(tuple(found), tuple(sorted(new.keys() - old.keys())), tuple(sorted(old.keys() - new.keys())), same)


def _of_table(id: str, old: Table | None, new: Table | None) -> tuple[list[Changed], int]:
    declared = structure(id)
    keys, measures = declared.of("dimension"), declared.of("measure")
    if old is None or new is None:
        kind: Kind = "removed" if new is None else "added"
        table = old if old is not None else new
        assert table is not None
        return [_alone(id, keys, measures, row, kind) for row in table.frame.iter_rows(named=True)], 0
    joined = _joined(old, new, keys)
    found: list[Changed] = []
    same = 0
    for row in joined.iter_rows(named=True):
        rows = list(_of_row(id, keys, measures, row))
        found += rows
        same += not rows
    return found, same


def _joined(old: Table, new: Table, keys: Sequence[str]) -> pl.DataFrame:
    """Rows of both sides by their dimensions, with what stood before under other names."""
    import polars as pl

    rest = [name for name in old.frame.columns if name not in keys]
    before = old.frame.unique(keys, keep="first", maintain_order=True).rename({name: name + _BEFORE for name in rest})
    after = new.frame.unique(keys, keep="first", maintain_order=True)
    before = before.with_columns(pl.lit(True).alias("was"))
    after = after.with_columns(pl.lit(True).alias("is"))
    whole = after.join(before, on=list(keys), how="full", coalesce=True, nulls_equal=True)
    return whole.sort(list(keys), nulls_last=False, maintain_order=True)


def _of_row(id: str, keys: Sequence[str], measures: Sequence[str], row: Mapping[str, Any]) -> Iterator[Changed]:
    key = tuple((name, row[name]) for name in keys)
    if not row["was"] or not row["is"]:
        yield _alone(id, keys, measures, row if row["is"] else _before(row), "added" if row["is"] else "removed")
        return
    was, now = row.get("status" + _BEFORE) or "", row.get("status") or ""
    if HIDDEN in (was, now):
        if was != now:
            shown = _number(row, measures[0], now)
            yield Changed(id, key, "", "hidden" if now == HIDDEN else "shown", None, shown, was, now)
        return
    moved = list(_measures(id, key, measures, row, was, now))
    yield from moved
    if not moved and was != now:
        yield Changed(id, key, "", "status", before_status=was, after_status=now)
    elif not moved and (row.get("note") or "") != (row.get("note" + _BEFORE) or ""):
        yield Changed(id, key, "", "note", before_status=was, after_status=now)


def _measures(
    id: str, key: tuple[tuple[str, Any], ...], measures: Iterable[str], row: Mapping[str, Any], was: str, now: str
) -> Iterator[Changed]:
    for name in measures:
        before, after = _number(row, name + _BEFORE, was), _number(row, name, now)
        if before != after:
            yield Changed(id, key, name, "changed", before, after, was, now)


def _number(row: Mapping[str, Any], name: str, status: str) -> Any:
    value = row.get(name)
    return value if not status or may_stand(status) else None


def _alone(id: str, keys: Sequence[str], measures: Sequence[str], row: Mapping[str, Any], kind: Kind) -> Changed:
    """A row that only one side has; the number of one that is gone is not said again."""
    key = tuple((name, row[name]) for name in keys)
    status = row.get("status") or ""
    if kind == "removed":
        return Changed(id, key, "", kind, before_status=status)
    return Changed(id, key, "", kind, after=_number(row, measures[0], status), after_status=status)


def _before(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name.removesuffix(_BEFORE): value for name, value in row.items() if name.endswith(_BEFORE)} | {
        name: value for name, value in row.items() if not name.endswith(_BEFORE) and name + _BEFORE not in row
    }

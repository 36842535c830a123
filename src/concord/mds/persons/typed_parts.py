"""Rows in standard columns, made of the landed ones when they are asked for: no row is decided on, and none is written.

Each run of rows keeps the numbers of its texts as it landed; what the texts stand for takes their place in the
dictionary beside the numbers, so that a column of a million rows costs as much as its few distinct texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from concord.intake.landing.arrays import arrow_of, coded, texts_of
from concord.mds.persons.columns import ROW, arrow_type, is_text
from concord.mds.persons.landed import Landed
from concord.mds.persons.parts import Codes, Part, Plain
from concord.mds.persons.typed import Coded, Progress
from concord.mds.persons.typed_rows import Statistics

if TYPE_CHECKING:
    import pyarrow as pa

_EPOCH = date(1970, 1, 1).toordinal()
_WORD = re.compile(r"\w+")


class TypedParts:
    """The rows of a landed register in standard columns.

    Args:
        landed: The rows as they landed.
        columns: What their columns stand for.
        constants: Typed column → the value of all rows.
        only_year: Rows of other years are left out.
    """

    def __init__(
        self, landed: Landed, columns: Sequence[Coded], constants: Mapping[str, Any], *, only_year: int | None
    ) -> None:
        self._landed = landed
        self._made: dict[str, _Column] = {}
        self._left_out: list[tuple[int, Any]] = []
        for each in columns:
            place = landed.head.letters.index(each.letter)
            for name, values in each.values.items():
                self._made[name] = _Column(name, place, self._widest(place), None if each.is_plain else values)
            self._leave_out(each, place, only_year)
        for name, value in constants.items():
            self._made[name] = _Column(name, -1, 1, [value])

    def _widest(self, place: int) -> int:
        columns = (part.columns[place] for part in self._landed.parts)
        return max((column.width for column in columns if isinstance(column, Codes)), default=1)

    def _leave_out(self, each: Coded, place: int, only_year: int | None) -> None:
        """Which numbers of texts leave their rows out."""
        import numpy as np

        dropped = set(each.left_out)
        if each.role == "year" and only_year is not None and not each.is_plain:
            dropped |= {i for i, year in enumerate(each.values["year"]) if year is not None and year != only_year}
        if dropped:
            left_out = np.zeros(len(self._landed.texts[each.letter].known) + 1, dtype=bool)
            left_out[list(dropped)] = True
            self._left_out.append((place, left_out))

    @property
    def columns(self) -> tuple[str, ...]:
        """The typed columns."""
        return tuple(self._made)

    @cached_property
    def count(self) -> int:
        """Rows that are not left out."""
        if not self._left_out:
            return self._landed.count
        kept = ((part, self._kept(part)) for part in self._landed.heap.one_by_one(self._landed.parts))
        return sum(part.count if keep is None else int(keep.sum()) for part, keep in kept)

    def _kept(self, part: Part) -> Any:
        """Which rows of a part are not left out; None for all."""
        keep = None
        for place, left_out in self._left_out:
            column = part.columns[place]
            assert isinstance(column, Codes)
            dropped = left_out[column.numbers]
            if dropped.any():
                own = ~dropped[self._landed.heap.codes(part, column)]
                keep = own if keep is None else keep & own
        return keep

    def named(self, query: str) -> list[str]:
        """The columns, the physical row among them, of which a query names at least all that it needs."""
        words = set(_WORD.findall(query))
        return [name for name in (ROW, *self._made) if name in words]

    def reader(self, names: Sequence[str]) -> pa.RecordBatchReader:
        """Some columns of all rows, once, part by part."""
        import pyarrow as pa

        schema = pa.schema([pa.field(name, self._type(name)) for name in names])
        return pa.RecordBatchReader.from_batches(schema, self._batches(names, schema))

    def _type(self, name: str) -> pa.DataType:
        return arrow_type(ROW) if name == ROW else self._made[name].type

    def _batches(self, names: Sequence[str], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        import numpy as np
        import pyarrow as pa

        heap = self._landed.heap
        for part in heap.one_by_one(self._landed.parts):
            made = [
                arrow_of(heap.rows(part), arrow_type(ROW)) if n == ROW else self._made[n].of(self._landed, part)
                for n in names
            ]
            batch = pa.RecordBatch.from_arrays(made, schema=schema)
            keep = self._kept(part)
            if keep is not None:
                packed = pa.py_buffer(np.packbits(keep, bitorder="little"))
                batch = batch.filter(pa.Array.from_buffers(pa.bool_(), part.count, [None, packed]))
            yield batch

    def statistics(self) -> dict[str, Statistics]:
        """What the texts say of each column; where rows are left out, only that nothing is empty."""
        found = {}
        for name, column in self._made.items():
            said = column.statistics(self._landed, whole=not self._left_out)
            if said is not None:
                found[name] = said
        return found

    def write(self, path: Path, progress: Progress | None = None) -> int:
        """Write all of it as Parquet, for an engine that reads nothing else; how many rows it is."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        names = (ROW, *self._made)
        schema = pa.schema([pa.field(name, arrow_type(name)) for name in names])
        done = 0
        with pq.ParquetWriter(str(path), schema, compression="none") as out:
            for batch in self.reader(names):
                plain = [c.dictionary_decode() if pa.types.is_dictionary(c.type) else c for c in batch.columns]
                out.write_batch(pa.RecordBatch.from_arrays(plain, schema=schema))
                done += batch.num_rows
                if progress is not None:
                    progress("harmonising", done)
        return done


@dataclass(slots=True)
class _Column:
    """A typed column: of a column of the landed rows, or (``place`` -1) one value for all.

    Args:
        name: Its name.
        place: Which column of the landed rows it is made of.
        width: Bytes of the widest codes of that column.
        values: The value of each text, by the text's number; None where it is copied.
    """

    name: str
    place: int
    width: int
    values: Sequence[Any] | None
    _held: Any = None

    @property
    def type(self) -> pa.DataType:
        import pyarrow as pa

        type_ = arrow_type(self.name)
        if self.values is None:
            return type_
        return pa.dictionary({1: pa.uint8(), 2: pa.uint16(), 4: pa.uint32()}[self.width], type_)

    def of(self, landed: Landed, part: Part) -> pa.Array:
        """The column in a part."""
        import numpy as np

        if self.place < 0:
            return coded(np.zeros(part.count, dtype=np.uint8), self._values()(np.zeros(1, dtype=np.int32)))
        column = part.columns[self.place]
        if isinstance(column, Plain):
            texts = landed.heap.texts(column, part.count)
            return texts if column.neat else _trimmed(texts)
        codes = landed.heap.codes(part, column)
        codes = codes if column.width == self.width else codes.astype(f"<u{self.width}")
        return coded(codes, self._values()(column.numbers))

    def _values(self) -> Callable[[Any], pa.Array]:
        if self._held is None:
            assert self.values is not None
            self._held = _looked_up(self.name, self.values)
        held: Callable[[Any], pa.Array] = self._held
        return held

    def statistics(self, landed: Landed, *, whole: bool) -> Statistics | None:
        if self.values is None:
            return None
        said = [value for value in self.values if value is not None]
        nulls: int | None = 0
        if len(said) < len(self.values):
            counts = landed.texts[landed.head.letters[self.place]].counts if whole and self.place >= 0 else None
            pairs = zip(self.values, counts or (), strict=False)
            nulls = None if counts is None else sum(n for value, n in pairs if value is None)
        if not said or (not whole and nulls != 0):
            return Statistics(nulls, (), ())
        return Statistics(nulls, (str(min(said)),), (str(max(said)),))


def _looked_up(name: str, values: Sequence[Any]) -> Callable[[Any], pa.Array]:
    """From the numbers of texts to the values these stand for."""
    import numpy as np
    import pyarrow as pa

    type_ = arrow_type(name)
    present = np.array([value is not None for value in values], dtype=bool)
    if is_text(name):
        distinct = {value: number for number, value in enumerate(dict.fromkeys(v for v in values if v is not None))}
        texts = texts_of(list(distinct))
        numbers = np.array([distinct.get(value, 0) for value in values], dtype=np.int32)
        return lambda wanted: texts.take(arrow_of(numbers[wanted], pa.int32(), present[wanted]))
    if pa.types.is_date(type_):
        days = [0 if value is None else date.fromisoformat(value).toordinal() - _EPOCH for value in values]
        made = np.array(days, dtype=np.int32)
    else:
        dtype = np.float64 if pa.types.is_floating(type_) else np.int16
        made = np.array([0 if value is None else value for value in values], dtype=dtype)
    return lambda wanted: arrow_of(made[wanted], type_, present[wanted])


def _trimmed(texts: Any) -> Any:
    """Texts without blanks at their ends; nothing is null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    trimmed = pc.utf8_trim_whitespace(texts)
    full = pc.not_equal(trimmed, texts_of([""])[0])
    if bool(pc.all(full).as_py()):
        return trimmed
    return pc.if_else(full, trimmed, pa.nulls(1, pa.string())[0])

"""Typed rows are written from the landed ones by looking up each text's number: no row is decided on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from concord.intake.landing.arrays import arrow_of, coded, numpy_of, texts_of
from concord.mds.persons.columns import ROW, SAID, Standard, arrow_type, names_of
from concord.mds.persons.conditions import Census
from concord.mds.persons.deciding import Decided
from concord.mds.persons.landed import Landed

#: Columns of which an empty cell was told when its text was decided.
_TOLD = frozenset({"area", "year", "occupation"})
_EPOCH = date(1970, 1, 1).toordinal()
Progress = Callable[[str, int], None]


@dataclass(slots=True)
class Coded:
    """A column of the register, ready to be looked up.

    Attributes:
        role: The standard column.
        letter: Column of the landed rows.
        values: Typed column → the value of each text, by the text's number.
        left_out: Numbers of texts whose rows are left out.
        said: Whether some text was written otherwise, so that the texts are kept.
        is_plain: Whether it is copied as it is, blanks at the ends apart.
    """

    role: str
    letter: str
    values: dict[str, list[Any]] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()
    said: bool = False
    is_plain: bool = False

    @classmethod
    def of(cls, standard: Standard, letter: str, among: Sequence[str], decided: Sequence[Decided]) -> Coded:
        """A column whose texts have been decided."""
        values = {name: [each.values.get(name) for each in decided] for name in names_of(standard)}
        mapped = standard.kind in ("place", "occupation", "activity", "sex", "band", "sector")
        said = mapped and any(t != v for t, v in zip(among, values[standard.name], strict=True) if t.strip())
        left_out = frozenset(index for index, each in enumerate(decided) if each.leave_out)
        return cls(standard.name, letter, values, left_out, said)

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


def write(
    landed: Landed,
    columns: Sequence[Coded],
    constants: Mapping[str, Any],
    path: Path,
    *,
    only_year: int | None,
    progress: Progress | None = None,
) -> int:
    """Write the typed rows; how many they are.

    Args:
        landed: The rows as they landed.
        columns: The columns.
        constants: Typed column → the value of all rows.
        path: The Parquet file to write.
        only_year: Rows of other years are left out.
        progress: Told how many rows are done.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    lookups = [_Lookup(each, landed) for each in columns]
    fields = [pa.field(ROW, arrow_type(ROW)), *(f for each in lookups for f in each.fields)]
    fields += [pa.field(name, _constant_type(name)) for name in constants]
    schema = pa.schema(fields)

    def typed(group: Any) -> Any:
        mask = _Mask(group.num_rows, only_year)
        made = [group.column(ROW).chunk(0)]
        for each in lookups:
            made += each.columns(group.column(each.coded.letter).chunk(0), mask)
        made += [_repeated(name, value, group.num_rows) for name, value in constants.items()]
        return mask.applied(pa.Table.from_arrays(made, schema=schema))

    done = kept = 0
    options = _options(fields, lookups, constants)
    with pq.ParquetWriter(str(path), schema, **options) as out:
        for rows, table in _ahead(typed, _groups(landed, [each.letter for each in columns])):
            if table.num_rows:
                out.write_table(table, row_group_size=table.num_rows)
            done, kept = done + rows, kept + table.num_rows
            if progress is not None:
                progress("harmonising", done)
    return kept


def _ahead(typed: Callable[[Any], Any], groups: Iterator[Any]) -> Iterator[tuple[int, Any]]:
    """Each group's rows and its typed table; the next is looked up while this one is written."""
    from collections import deque
    from concurrent.futures import Future, ThreadPoolExecutor

    waiting: deque[tuple[int, Future[Any]]] = deque()
    with ThreadPoolExecutor(1) as pool:
        for group in groups:
            waiting.append((group.num_rows, pool.submit(typed, group)))
            if len(waiting) > 1:
                rows, table = waiting.popleft()
                yield rows, table.result()
        for rows, table in waiting:
            yield rows, table.result()


def _options(fields: Sequence[Any], lookups: Sequence[_Lookup], constants: Mapping[str, Any]) -> dict[str, Any]:
    """How the rows are written: fast rather than small, since they are soon gone.

    Numbers have statistics, which spare reading them; of texts only those that are the same in every row, since the
    statistics of texts cost as much as writing them.
    """
    import pyarrow as pa

    alike = {name for each in lookups for name in each.alike} | constants.keys()
    stated = [f.name for f in fields if f.name in alike or pa.types.is_integer(f.type) or pa.types.is_floating(f.type)]
    coded_ = [f.name for f in fields if pa.types.is_dictionary(f.type)]
    return {"compression": "none", "use_dictionary": coded_, "write_statistics": stated}


def _groups(landed: Landed, letters: Sequence[str]) -> Iterator[Any]:
    import pyarrow.parquet as pq

    coded = [letter for letter in letters if not landed.texts[letter].plain]
    file = pq.ParquetFile(str(landed.path), read_dictionary=coded, memory_map=True)
    for index in range(file.num_row_groups):
        yield file.read_row_group(index, columns=[ROW, *dict.fromkeys(letters)], use_threads=True).combine_chunks()


class _Mask:
    """Which rows of a group are kept."""

    def __init__(self, rows: int, only_year: int | None) -> None:
        self.rows, self.only_year = rows, only_year
        self.keep: Any = None

    def drop(self, dropped: Any) -> None:
        self.keep = ~dropped if self.keep is None else self.keep & ~dropped

    def applied(self, table: Any) -> Any:
        import numpy as np
        import pyarrow as pa

        if self.keep is None or self.keep.all():
            return table
        packed = np.packbits(self.keep, bitorder="little")
        return table.filter(pa.Array.from_buffers(pa.bool_(), len(self.keep), [None, pa.py_buffer(packed)]))


class _Lookup:
    """One column: from the numbers of its texts to typed values."""

    def __init__(self, coded: Coded, landed: Landed) -> None:
        import numpy as np
        import pyarrow as pa

        self.coded = coded
        self._known = landed.texts[coded.letter].known
        self._made = {} if coded.is_plain else {name: _table(name, v) for name, v in coded.values.items()}
        self._left_out = np.zeros(len(self._known) + 1, dtype=bool)
        self._left_out[list(coded.left_out)] = True
        self.fields = [pa.field(name, self._type(name)) for name in coded.values]
        if coded.said:
            self.fields.append(pa.field(coded.role + SAID, pa.dictionary(pa.int32(), pa.string())))

    @property
    def alike(self) -> list[str]:
        """Typed columns that have one value in every row."""
        return [name for name, v in self.coded.values.items() if len(set(v)) == 1 and not self.coded.is_plain]

    def _type(self, name: str) -> Any:
        import pyarrow as pa

        type_ = arrow_type(name)
        return pa.dictionary(pa.int32(), type_) if pa.types.is_string(type_) and not self.coded.is_plain else type_

    def columns(self, landed: Any, mask: _Mask) -> list[Any]:
        import numpy as np

        if self.coded.is_plain:
            return [_trimmed(landed)]
        own = landed.dictionary.to_pylist()
        numbers = np.fromiter((self._known[text] for text in own), dtype=np.int64, count=len(own))
        codes = numpy_of(landed.indices, np.int32)
        if self.coded.left_out and self._left_out[numbers].any():
            mask.drop(self._left_out[numbers][codes])
        made = [lookup.column(numbers, codes) for lookup in self._made.values()]
        if self.coded.role == "year" and mask.only_year is not None:
            years = self._made["year"]
            other = years.present[numbers] & (years.values[numbers] != mask.only_year)
            if other.any():
                mask.drop(other[codes])
        return [*made, landed] if self.coded.said else made


@dataclass(slots=True)
class _Values:
    """Value of each text by its number; of a text column, the number of the value in ``distinct``."""

    name: str
    values: Any
    present: Any
    distinct: Any = None

    def column(self, numbers: Any, codes: Any) -> Any:
        """The column of the rows whose texts are ``numbers[codes]``."""
        local, known = self.values[numbers], self.present[numbers]
        present = None if known.all() else known[codes]
        if self.distinct is not None:
            return coded(local[codes], self.distinct, present)
        return arrow_of(local[codes], arrow_type(self.name), present)


def _table(name: str, values: Sequence[Any]) -> _Values:
    import numpy as np
    import pyarrow as pa

    type_ = arrow_type(name)
    present = np.array([value is not None for value in values], dtype=bool)
    if pa.types.is_string(type_):
        distinct = {value: number for number, value in enumerate(dict.fromkeys(v for v in values if v is not None))}
        numbers = np.array([distinct.get(value, 0) for value in values], dtype=np.int32)
        return _Values(name, numbers, present, texts_of(list(distinct)))
    if pa.types.is_date(type_):
        days = [0 if value is None else date.fromisoformat(value).toordinal() - _EPOCH for value in values]
        return _Values(name, np.array(days, dtype=np.int32), present)
    dtype = np.float64 if pa.types.is_floating(type_) else np.int16
    return _Values(name, np.array([0 if value is None else value for value in values], dtype=dtype), present)


def _trimmed(texts: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    trimmed = pc.utf8_trim_whitespace(texts)
    full = pc.not_equal(trimmed, texts_of([""])[0])
    if bool(pc.all(full).as_py()):
        return trimmed
    return pc.if_else(full, trimmed, pa.nulls(1, pa.string())[0])


def _constant_type(name: str) -> Any:
    import pyarrow as pa

    type_ = arrow_type(name)
    return pa.dictionary(pa.int32(), type_) if pa.types.is_string(type_) else type_


def _repeated(name: str, value: Any, rows: int) -> Any:
    import numpy as np
    import pyarrow as pa

    type_ = arrow_type(name)
    if pa.types.is_string(type_):
        return coded(np.zeros(rows, dtype=np.int32), texts_of([value]))
    return arrow_of(np.full(rows, value, dtype=np.int16), type_)

"""Columns as their distinct texts and a number for each row: parsed so by Arrow, or made so of rows read one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from concord.intake.delimiters import Dialect
from concord.intake.landing.arrays import texts_of

if TYPE_CHECKING:
    import pyarrow as pa

#: From so many distinct texts on, and from this share of the rows on, a column is sent plain.
MANY, SHARE = 20_000, 0.5


def warm() -> None:
    """Import the reader and use it once, since nothing can be imported once the locks are up; no thread is started."""
    import sys

    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]  # Arrow would look for it; nothing here needs it
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv

    pa.set_memory_pool(pa.system_memory_pool())  # the others reserve more than the locks allow
    for quoted in (False, True):
        columns_of(parse(b"a,b\n" * 9, 2, Dialect(",", '"' if quoted else ""), (), quoted=quoted))
    np.flatnonzero(np.frombuffer(b"ab", dtype=np.uint8) == 97)
    pc.starts_with(texts_of(["a"]), "'")


def parse(block: bytes | memoryview, width: int, dialect: Dialect, plain: Sequence[int], *, quoted: bool) -> pa.Table:
    """The rows of a block by columns named ``0``, ``1`` …; all cells are texts and none is null.

    Raises:
        ValueError: Some row has too few or too many cells.
    """
    import pyarrow as pa
    from pyarrow import csv

    coded, text = pa.dictionary(pa.int32(), pa.string()), pa.string()
    names = [str(index) for index in range(width)]
    return csv.read_csv(
        pa.BufferReader(pa.py_buffer(block)),
        read_options=csv.ReadOptions(column_names=names, block_size=len(block) + 1, use_threads=False),
        parse_options=csv.ParseOptions(
            delimiter=dialect.delimiter or "\x1f",
            quote_char=dialect.quote if quoted else False,
            double_quote=quoted,
            newlines_in_values=quoted,
            ignore_empty_lines=False,
        ),
        convert_options=csv.ConvertOptions(
            column_types={name: text if int(name) in plain else coded for name in names},
            strings_can_be_null=False,
            check_utf8=False,
        ),
    )


def columns_of(table: pa.Table) -> list[pa.Array]:
    """Each column in one run, with one dictionary; a column of which most texts are distinct as plain texts."""
    import pyarrow as pa

    found: list[pa.Array] = []
    for column in table.unify_dictionaries().columns:
        whole = column.combine_chunks()
        whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
        found.append(whole.cast(pa.string()) if _mostly_distinct(whole) else whole)
    return found


def _mostly_distinct(column: Any) -> bool:
    import pyarrow as pa

    if not pa.types.is_dictionary(column.type):
        return False
    return len(column.dictionary) > max(MANY, SHARE * len(column))


def of_rows(rows: Sequence[Sequence[str]], width: int) -> list[pa.Array]:
    """Columns of rows that were read one by one; one of which most texts are distinct as plain texts."""
    cells = zip(*rows, strict=True) if rows else iter([()] * width)
    made = ((texts, texts.dictionary_encode()) for texts in map(texts_of, cells))
    return [texts if _mostly_distinct(coded) else coded for texts, coded in made]

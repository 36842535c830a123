"""A register as it landed: our own Parquet of texts as typed with their rows, and what stands in each column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from concord.intake.columns import index_of
from concord.intake.landing.arrays import arrow_of, numpy_of
from concord.intake.landing.pieces import Head, Piece

if TYPE_CHECKING:
    import pyarrow as pa

#: Rows of one text that are remembered to be named.
ROWS_NAMED = 10


@dataclass(slots=True)
class Texts:
    """The distinct texts of a column: how many rows have each, and the first of these rows.

    Attributes:
        known: Text → its number.
        counts: Number → rows.
        firsts: Number → physical row of the first; ascending, once all pieces are in.
        plain: Whether most texts are distinct, so that they were not numbered.
    """

    known: dict[str, int] = field(default_factory=dict)
    counts: list[int] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    plain: bool = False

    def add(self, texts: Sequence[str], counts: Sequence[int], firsts: Sequence[int]) -> None:
        """Add the texts of one piece."""
        known = self.known
        for text, count, first in zip(texts, counts, firsts, strict=True):
            number = known.get(text)
            if number is None:
                known[text] = len(self.counts)
                self.counts.append(count)
                self.firsts.append(first)
            else:
                self.counts[number] += count
                self.firsts[number] = min(self.firsts[number], first)

    def in_order(self) -> None:
        """Number the texts by their first rows, whatever order the pieces had them in."""
        if all(a < b for a, b in pairwise(self.firsts)):
            return
        order = sorted(range(len(self.firsts)), key=self.firsts.__getitem__)
        texts = list(self.known)
        self.known = {texts[old]: new for new, old in enumerate(order)}
        self.counts = [self.counts[old] for old in order]
        self.firsts = [self.firsts[old] for old in order]


@dataclass(slots=True)
class Landed:
    """A register on disk.

    Attributes:
        file, sheet: Names; ``sheet`` is None for a text table.
        path: The Parquet file: ``row`` and one column of texts for each letter.
        head: Headers and letters.
        count: Rows.
        texts: Letter → its distinct texts.
    """

    file: str
    sheet: str | None
    path: Path
    head: Head
    count: int = 0
    texts: dict[str, Texts] = field(default_factory=dict)

    def header(self, letter: str) -> str:
        """The header over a column."""
        return self.head.headers[index_of(letter)] if letter in self.head.letters else ""


class Writer:
    """Takes the pieces of a table and writes them down; closes the file at the end of ``with``."""

    def __init__(self, landed: Landed) -> None:
        self.landed = landed
        self._file: Any = None

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
        for texts in self.landed.texts.values():
            texts.in_order()

    def take(self, piece: Piece) -> None:
        """Write a run of rows and count its texts."""
        import pyarrow as pa

        if not len(piece):
            return
        if self._file is None:
            self._begin(piece)
        arrays: list[Any] = [arrow_of(piece.rows, pa.uint32())]
        for letter, column in zip(self.landed.head.letters, piece.columns, strict=True):
            arrays.append(self._kept(self.landed.texts[letter], column, piece))
        self.landed.count += len(piece)
        self._file.write_table(pa.Table.from_arrays(arrays, schema=self._file.schema), row_group_size=len(piece))

    def _begin(self, piece: Piece) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        letters = self.landed.head.letters
        coded = [pa.types.is_dictionary(column.type) for column in piece.columns]
        self.landed.texts = {letter: Texts(plain=not is_coded) for letter, is_coded in zip(letters, coded, strict=True)}
        fields = [pa.field("row", pa.uint32())]
        fields += [pa.field(letter, _type(coded_)) for letter, coded_ in zip(letters, coded, strict=True)]
        self._file = pq.ParquetWriter(
            str(self.landed.path), pa.schema(fields), compression="none",
            use_dictionary=[letter for letter, coded_ in zip(letters, coded, strict=True) if coded_],
            write_statistics=False,
        )  # fmt: skip

    def _kept(self, texts: Texts, column: Any, piece: Piece) -> Any:
        import pyarrow as pa

        if texts.plain:
            return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
        coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        _count(texts, coded, piece)
        return coded


def _type(coded: bool) -> pa.DataType:
    import pyarrow as pa

    return pa.dictionary(pa.int32(), pa.string()) if coded else pa.string()


def _count(texts: Texts, coded: Any, piece: Piece) -> None:
    import numpy as np

    codes = numpy_of(coded.indices, np.int32)
    found = coded.dictionary.to_pylist()
    counts = np.bincount(codes, minlength=len(found))
    firsts = np.zeros(len(found), dtype=np.uint32)
    firsts[codes[::-1]] = piece.rows[::-1]
    held = np.flatnonzero(counts)
    texts.add([found[i] for i in held], counts[held].tolist(), firsts[held].tolist())

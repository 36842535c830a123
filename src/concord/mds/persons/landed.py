"""A register as it landed: every text as typed with its physical row, on disk, and what stands in each column."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from concord.intake.landing.arrays import indices_of, numpy_of
from concord.intake.landing.pieces import Head, Piece
from concord.intake.landing.sending import WIDTHS
from concord.mds.persons.parts import Codes, Heap, Part, Plain
from concord.mds.persons.texts import Texts

if TYPE_CHECKING:
    import polars as pl


#: A column that is sent plain and has more distinct texts than this is not numbered any further.
MOST_DECIDED = 200_000


@dataclass(slots=True)
class Landed:
    """A register on disk.

    Attributes:
        file, sheet: Names; ``sheet`` is None for a text table.
        path: Where it stands; see :class:`~concord.mds.persons.parts.Heap`.
        head: Headers and letters.
        count: Rows.
        decided: Letters of columns whose texts are numbered even where most rows have one of their own.
        texts: Letter → its distinct texts.
        parts: Its runs of rows.
        heap: What reads them.
    """

    file: str
    sheet: str | None
    path: Path
    head: Head
    count: int = 0
    decided: Collection[str] = ()
    texts: dict[str, Texts] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    heap: Heap = field(init=False)

    def __post_init__(self) -> None:
        self.heap = Heap(self.path)

    def header(self, letter: str) -> str:
        """The header over a column."""
        return self.head.headers[self.head.letters.index(letter)] if letter in self.head.letters else ""

    def rows_with(self, letter: str, texts: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Every row (``row``, ``text``) that has one of the texts of a numbered column, in order, a part at a time."""
        import polars as pl

        for rows, codes, held in self._with(letter, texts):
            said = [held[code] for code in codes.tolist()]
            yield pl.DataFrame({"row": rows.tolist(), "text": said}, schema={"row": pl.Int64, "text": pl.String})

    def first_rows(self, letter: str, texts: Sequence[str], most: int) -> dict[str, list[int]]:
        """The first rows, at most ``most`` of each, that have one of the texts of a numbered column."""
        found: dict[str, list[int]] = {}
        for rows, codes, held in self._with(letter, texts):
            for code, text in held.items():
                named = found.setdefault(text, [])
                if len(named) < most:
                    named += rows[codes == code][: most - len(named)].tolist()
        return {text: rows for text, rows in found.items() if rows}

    def _with(self, letter: str, texts: Sequence[str]) -> Iterator[tuple[Any, Any, dict[int, str]]]:
        """Of each part that has some of the texts: the rows that have one, the code of it, and what the codes mean."""
        import numpy as np

        known, place = self.texts[letter].known, self.head.letters.index(letter)
        wanted = {known[text]: text for text in texts}
        for part in self.heap.one_by_one(self.parts):
            column = part.columns[place]
            assert isinstance(column, Codes)
            held = {at: wanted[number] for at, number in enumerate(column.numbers.tolist()) if number in wanted}
            if not held:
                continue
            asked = np.zeros(len(column.numbers), dtype=bool)
            asked[list(held)] = True
            codes = self.heap.codes(part, column)
            found = np.flatnonzero(asked[codes])
            yield self.heap.rows(part)[found], codes[found], held


class Writer:
    """Takes the pieces of a table and writes them down; closes the file at the end of ``with``."""

    def __init__(self, landed: Landed) -> None:
        self.landed = landed

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.landed.heap.close()

    def take(self, piece: Piece) -> None:
        """Write a run of rows and count its texts."""
        if not len(piece):
            return
        landed = self.landed
        if not landed.texts:
            pairs = zip(landed.head.letters, piece.columns, strict=True)
            landed.texts = {a: Texts(plain=a not in landed.decided and not _is_coded(b)) for a, b in pairs}
        begin = landed.heap.size
        first, last = int(piece.rows[0]), int(piece.rows[-1])
        follows = last - first + 1 == len(piece)
        rows = -1 if follows else landed.heap.put(piece.rows)
        pairs = zip(landed.head.letters, piece.columns, strict=True)
        columns = tuple(self._kept(landed.texts[letter], column, piece.rows) for letter, column in pairs)
        landed.parts.append(Part(len(piece), first if follows else None, rows, columns, begin, landed.heap.size))
        landed.count += len(piece)

    def _kept(self, texts: Texts, column: Any, rows: Any) -> Codes | Plain:
        if texts.plain:
            return self._plain(column)
        coded = column if _is_coded(column) else column.dictionary_encode()
        codes = indices_of(coded)
        width = next(bytes_ for least, bytes_ in WIDTHS if len(coded.dictionary) <= least)
        numbers = texts.numbered(coded.dictionary.to_pylist(), codes, rows)
        if len(texts.known) > MOST_DECIDED and not _is_coded(column):
            texts.give_up()
        narrow = codes if codes.dtype.itemsize == width else codes.astype(f"<u{width}")
        return Codes(numbers, width, self.landed.heap.put(narrow))

    def _plain(self, column: Any) -> Plain:
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        texts = column.cast(pa.string()) if _is_coded(column) else column
        lengths = numpy_of(pc.binary_length(texts), np.int32)
        trimmed = numpy_of(pc.binary_length(pc.utf8_trim_whitespace(texts)), np.int32)
        is_neat = bool(((lengths == trimmed) & (lengths > 0)).all())
        _, offsets, data = texts.buffers()
        ends = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
        begun, ended = int(ends[0]), int(ends[-1])
        told = self.landed.heap.put(ends - begun if begun else ends)
        held = memoryview(data)[begun:ended] if ended > begun else b""
        return Plain(told, self.landed.heap.put(held), ended - begun, is_neat)


def _is_coded(column: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_dictionary(column.type))

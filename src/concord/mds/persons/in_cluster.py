"""A register that stands in a Spark cluster, or in Parquet that a local Spark reads: its rows never leave it.

The same steps as on this computer, by the same decisions: the distinct texts of a column come here and are decided
once, and the answers go back as a table by which the rows are looked up where they stand. What comes out of the cluster
are headers, distinct values of columns that are read, counts, and numbers of offending rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date
from itertools import islice
from typing import TYPE_CHECKING, Any

from concord.errors import Invalid
from concord.intake.columns import letter as letter_of
from concord.intake.landing import columnar
from concord.intake.landing.coded import MANY, SHARE
from concord.intake.landing.pieces import Head
from concord.mds.engines import spark as engine
from concord.mds.harmonise.settle import ROWS_NAMED
from concord.mds.persons.columns import ROW, arrow_type, is_text
from concord.mds.persons.generated import marks
from concord.mds.persons.in_spark import SparkRegister
from concord.mds.persons.texts import Texts
from concord.mds.persons.typed import Coded, Progress
from concord.mds.persons.typed_rows import Typed

if TYPE_CHECKING:
    import polars as pl

VIEW = "concord_landed"
#: The head counts as physical row 1, as of every Parquet file.
FIRST_ROW = 2
#: Distinct texts of one column that are decided here; a column that is read and has more is refused.
MOST_TEXTS = 2_000_000
#: Rows that are handed on at a time.
PART = 100_000
#: What Python and Arrow strip from the ends of a text.
BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)


class InCluster:
    """A register in a session of Spark.

    Args:
        session: The session.
        place: Its address there.
        file: Name of the file, folder or table, for findings.
    """

    sheet: str | None = None

    def __init__(self, session: Any, place: str, file: str) -> None:
        self.file = file
        self._session = session
        self._frame = engine.read(session, place)
        names = tuple(self._frame.columns)
        letters = tuple(letter_of(index) for index in range(len(names)))
        self.head = Head(names, letters, (1,))
        self._rows = engine.placed(session, place, letters, first=FIRST_ROW)
        self._rows.createOrReplaceTempView(VIEW)
        self._types = {field.name: str(field.dataType.simpleString()) for field in self._rows.schema.fields}
        self._texts: dict[str, Texts] = {}
        self.count = int(self._one(f"SELECT count(*) FROM {VIEW}")[0])

    def _one(self, query: str) -> tuple[Any, ...]:
        return tuple(self._session.sql(query).collect()[0])

    def digest(self) -> str:
        """The SHA-256 of its files; see :func:`concord.mds.engines.spark.digest`."""
        return engine.digest(self._session, self._frame)

    @property
    def is_generated(self) -> bool:
        """Whether some column of texts holds nothing but the mark of a generated register."""
        texts = [letter for letter in self.head.letters if self._types[letter] == "string"]
        if not texts:
            return False
        asked = ", ".join(f'min("{each}"), max("{each}"), count("{each}")' for each in texts)
        said = self._one(f"SELECT {asked} FROM {VIEW}")
        found = (said[3 * at : 3 * at + 3] for at in range(len(texts)))
        return any(least == most and least in marks() and count == self.count for least, most, count in found)

    def texts(self, letter: str) -> Texts:
        """The distinct texts of a column; asked of the rows when they are first wanted."""
        if letter not in self._texts:
            self._texts[letter] = Texts(plain=True) if self._is_plain(letter) else self._taken(letter)
        return self._texts[letter]

    def _is_plain(self, letter: str) -> bool:
        """Whether most texts of the first rows are distinct, by the measure of a file that lands."""
        if self.count <= MANY:
            return False
        within = f'SELECT "{letter}" AS value FROM {VIEW} WHERE "{ROW}" < {FIRST_ROW + columnar.ROWS}'
        different, rows = self._one(
            f"SELECT count(DISTINCT coalesce(CAST(value AS STRING), '')), count(*) FROM ({within})"
        )
        return bool(different > max(MANY, SHARE * rows))

    def _taken(self, letter: str) -> Texts:
        value = f'CAST("{letter}" AS TIMESTAMP_NTZ)' if self._types[letter] == "timestamp" else f'"{letter}"'
        asked = f'"{letter}" AS key, {value} AS value, count(*) AS n, min("{ROW}") AS first'
        grouped = f"SELECT {asked} FROM {VIEW} GROUP BY 1, 2"
        found = self._session.sql(f"SELECT * FROM ({grouped}) ORDER BY first LIMIT {MOST_TEXTS + 1}").collect()
        if len(found) > MOST_TEXTS:
            header = self.head.headers[self.head.letters.index(letter)]
            raise Invalid("mds.engine.too-many-texts", params={"column": header, "most": MOST_TEXTS})
        keys, values, counts, firsts = (list(column) for column in zip(*found, strict=True)) if found else ([],) * 4
        written = _written(values, self._types[letter])
        made = Texts()
        made.add(written, counts, firsts)
        numbered = [(key, made.known[text]) for key, text in zip(keys, written, strict=True)]
        self._view(f"texts_{letter}", numbered, f"key {self._types[letter]}, number int")
        return made

    def _view(self, view: str, rows: Sequence[tuple[Any, ...]], schema: str) -> None:
        self._session.createDataFrame(rows, schema).createOrReplaceTempView(view)

    def first_rows(self, letter: str, texts: Sequence[str]) -> dict[str, list[int]]:
        """The first rows that have one of the texts."""
        numbers = {self.texts(letter).known[text]: text for text in texts}
        found = engine.first_rows(self._session, VIEW, letter, f"texts_{letter}", list(numbers), ROWS_NAMED)
        return {numbers[number]: rows for number, rows in found.items()}

    def rows_with(self, letter: str, texts: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Every row (``row``, ``text``) that has one of the texts, in order, a part at a time."""
        import polars as pl

        numbers = {self.texts(letter).known[text]: text for text in texts}
        rows = engine.rows_with(self._session, VIEW, letter, f"texts_{letter}", list(numbers))
        while part := [(row, numbers[number]) for row, number in islice(rows, PART)]:
            yield pl.DataFrame(part, schema={"row": pl.Int64, "text": pl.String}, orient="row")

    def typed(
        self,
        columns: Sequence[Coded],
        constants: Mapping[str, Any],
        *,
        only_year: int | None,
        progress: Progress | None = None,
    ) -> Typed:
        """The rows in standard columns, kept by the workers until they have been counted."""
        looked = [each for each in columns if not each.is_plain]
        for each in looked:
            self._view(f"values_{each.letter}", *self._values(each))
        query, values = self._typed_sql(columns, looked, constants, only_year)
        rows = self._session.sql(query, args=values) if values else self._session.sql(query)
        rows = rows.persist()
        register = SparkRegister(self._session, rows)
        kept = register.count()
        if progress is not None:
            progress("harmonising", self.count)

        @contextmanager
        def opened() -> Iterator[SparkRegister]:
            try:
                yield register
            finally:
                rows.unpersist()

        return Typed(kept, opened)

    def _values(self, coded: Coded) -> tuple[list[tuple[Any, ...]], str]:
        """What each value of a column stands for, by the value as it stands in the rows."""
        columns = [[_fitting(name, value) for value in values] for name, values in coded.values.items()]
        made = [
            (key, number in coded.left_out, *(column[number] for column in columns))
            for key, number in self._session.table(f"texts_{coded.letter}").collect()
        ]
        named = ", ".join(f"`{name}` {_type(name)}" for name in coded.values)
        return made, f"key {self._types[coded.letter]}, left_out boolean, {named}"

    def _typed_sql(
        self, columns: Sequence[Coded], looked: Sequence[Coded], constants: Mapping[str, Any], only_year: int | None
    ) -> tuple[str, list[object]]:
        asked = ['l."row"']
        for each in columns:
            for name in each.values:
                value = self._plain(each.letter) if each.is_plain else f"v_{each.letter}.{engine.quoted(name)}"
                asked.append(f"{value} AS {engine.quoted(name)}")
        asked += [f"CAST(? AS {_type(name)}) AS {engine.quoted(name)}" for name in constants]
        joins = [
            f'LEFT JOIN values_{each.letter} v_{each.letter} ON l."{each.letter}" <=> v_{each.letter}.key'
            for each in looked
        ]
        kept = [f"NOT v_{each.letter}.left_out" for each in looked if each.left_out]
        year = next((each for each in looked if each.role == "year"), None)
        if only_year is not None and year is not None:
            said = f'v_{year.letter}."year"'
            kept.append(f"({said} IS NULL OR {said} = {int(only_year)})")
        small = ", ".join(f"v_{each.letter}" for each in looked)
        hint = f"/*+ BROADCAST({small}) */ " if small else ""
        where = f" WHERE {' AND '.join(kept)}" if kept else ""
        blanks: list[object] = [BLANKS for each in columns if each.is_plain]
        values = [*blanks, *constants.values()]
        return f"SELECT {hint}{', '.join(asked)} FROM {VIEW} l {' '.join(joins)}{where}", values

    def _plain(self, letter: str) -> str:
        """A text as typed without blanks at its ends; null where nothing is left."""
        value, type_ = f'l."{letter}"', self._types[letter]
        if type_ in ("double", "float"):
            whole = f"{value} = floor({value}) AND abs({value}) < {1 << 53}"
            value = f"CASE WHEN {whole} THEN CAST(CAST({value} AS BIGINT) AS STRING) ELSE CAST({value} AS STRING) END"
        return f"nullif(trim(BOTH ? FROM CAST({value} AS STRING)), '')"


def _written(values: Sequence[Any], type_: str) -> list[str]:
    """Values of a column as the texts that a file with them lands as."""
    import pyarrow as pa

    if type_ == "timestamp":
        values = [value.replace(tzinfo=UTC) if value is not None else None for value in values]
    elif type_ == "binary":
        values = [bytes(value) if value is not None else None for value in values]
    written: list[str] = columnar._texts(pa.array(values)).to_pylist()
    return written


def _type(name: str) -> str:
    """The type of a typed column in Spark."""
    if is_text(name):
        return "string"
    return {"int16": "int", "double": "double", "date32[day]": "date"}[str(arrow_type(name))]


def _fitting(name: str, value: Any) -> Any:
    """A decided value as the column's type wants it."""
    if value is None:
        return None
    type_ = _type(name)
    if type_ == "date":
        return date.fromisoformat(value)
    return str(value) if type_ == "string" else float(value) if type_ == "double" else int(value)

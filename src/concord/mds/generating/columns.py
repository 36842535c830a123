"""Columns of numbers to columns of words: an Arrow array for each column of a style."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from concord.mds.generating import calendar
from concord.mds.generating.declared import groups, marginals, specialities
from concord.mds.generating.persons import NEVER, SEXES, Drawn, Draws
from concord.mds.generating.styles import Style, StyleColumn, area_name, digits, encodable, occupation_words, style

if TYPE_CHECKING:
    import pyarrow as pa

DATES = frozenset({"birth_date", "entered", "left", "returned"})
AREAS = frozenset({"training", "birth", "nationality", "left_for"})
MARK = "generated"
_EARLIEST, _LATEST = 1900, 2110


class Writer:
    """Writes drawn persons in one style.

    Args:
        draws: The draws of a plan.
        style: The style.
        typed: Whether dates and numbers are handed over as such (workbooks, Parquet) or as the style writes them.
        text: Roles that are written as texts even so.
    """

    def __init__(self, draws: Draws, style: Style, *, typed: bool, text: frozenset[str] = frozenset()) -> None:
        self.draws, self.style = draws, style
        self._as_they_are = typed
        self._text = text
        self._words: dict[str, pa.StringArray] = {}
        self._facts = {
            "activity": list(marginals()["work"]["activity"]),
            "sector": list(marginals()["work"]["sector"]),
            "sex": list(SEXES),
            "speciality": [name for name, _ in specialities()],
        }

    def typed(self, role: str) -> bool:
        """Whether the values of a column are handed over as dates or numbers."""
        return self._as_they_are and role not in self._text

    @property
    def schema(self) -> pa.Schema:
        """Headings and types of the tables."""
        import numpy as np

        return self.table(self.draws.plan.years[0].year, self.draws.draw(0, np.arange(0))).schema

    def table(self, year: int, drawn: Drawn) -> pa.Table:
        """The rows as a table with the style's headings."""
        import pyarrow as pa

        arrays = [self._array(column, year, drawn.columns) for column in self.style.columns]
        return pa.Table.from_arrays(arrays, names=[column.header for column in self.style.columns])

    def _array(self, column: StyleColumn, year: int, drawn: dict[str, Any]) -> pa.Array:
        role, said = column.role, self.style
        rows = len(drawn["number"])
        match role:
            case "person":
                return self._numbered(drawn["number"], drawn["occupation"])
            case "area":
                return self._same(area_name(said, self.draws.plan.wish.area, column.form or "alpha3"), rows)
            case "year":
                return self._year(rows=rows, year=year)
            case "generated":
                return self._same(said.values.get("generated", {}).get(MARK, MARK), rows)
            case "occupation":
                return self._occupations(column.form, drawn)
            case "facility":
                return self._facility(drawn["facility"])
            case "subnational":
                return self._coded(role, drawn[role], self._regions)
            case "fte":
                return self._fte(drawn["fte"])
            case "graduated":
                return self._years(role, drawn["graduated"])
            case _ if role in AREAS:
                form = column.form or "alpha3"
                return self._coded(role, drawn[role], lambda: [area_name(said, x, form) for x in self.draws.places])
            case _ if role in DATES:
                return self._dates(column, drawn[role], year)
            case _:
                words = said.values.get(role, {})
                return self._coded(role, drawn[role], lambda: [words.get(each, each) for each in self._facts[role]])

    def _coded(self, role: str, codes: Any, words: Callable[[], list[str]]) -> pa.Array:
        """Words by their places; an empty code is empty, or what the style writes for it."""
        import numpy as np
        import pyarrow as pa

        if role not in self._words:
            unknown = self.style.unknown.get(role, "")
            fit = [encodable(self.style, word) for word in (*words(), unknown)]
            self._words[role] = pa.array(fit, pa.string())
        known = self._words[role]
        empty = codes < 0
        if known[-1].as_py():
            codes, empty = np.where(empty, len(known) - 1, codes), None
        places = pa.array(np.maximum(codes, 0).astype(np.int32), mask=empty)
        return pa.DictionaryArray.from_arrays(places, known).dictionary_decode()

    def _same(self, text: str, rows: int) -> pa.Array:
        import pyarrow as pa

        return pa.repeat(pa.scalar(text, pa.string()), rows)

    def _year(self, *, rows: int, year: int) -> pa.Array:
        import pyarrow as pa

        if self.typed("year"):
            return pa.repeat(pa.scalar(year, pa.int32()), rows)
        return self._same(digits(self.style, str(year)), rows)

    def _years(self, role: str, years: Any) -> pa.Array:
        import numpy as np
        import pyarrow as pa

        empty = years == NEVER
        if self.typed(role):
            return pa.array(np.where(empty, 0, years).astype(np.int32), mask=empty)
        return self._coded(
            role,
            np.where(empty, -1, years - _EARLIEST),
            lambda: [digits(self.style, str(year)) for year in range(_EARLIEST, _LATEST + 1)],
        )

    def _fte(self, codes: Any) -> pa.Array:
        import numpy as np
        import pyarrow as pa

        known = [value for value, _ in marginals()["work"]["fte"]]
        if self.typed("fte"):
            return pa.array(np.array(known)[np.maximum(codes, 0)], mask=codes < 0)
        sign = self.style.decimal
        return self._coded("fte", codes, lambda: [digits(self.style, f"{v:.1f}".replace(".", sign)) for v in known])

    def _occupations(self, form: str, drawn: dict[str, Any]) -> pa.Array:
        import numpy as np

        words = [occupation_words(self.style, each, form) for each in self.draws.plan.occupations]
        starts = np.cumsum([0, *(len(each) for each in words)])[:-1]
        chosen = (drawn["title"] ** 2 * np.array([len(each) for each in words])[drawn["occupation"]]).astype(np.int64)
        return self._coded(
            "occupation", starts[drawn["occupation"]] + chosen, lambda: [word for each in words for word in each]
        )

    def _regions(self) -> list[str]:
        alpha2 = area_name(self.style, self.draws.plan.wish.area, "alpha2")
        return [f"{alpha2}-{n + 1:02d}{kind}" for n in range(marginals()["work"]["regions"]) for kind in "UR"]

    def _facility(self, numbers: Any) -> pa.Array:
        return fixed(b"F", numbers, 6)

    def _numbered(self, numbers: Any, occupation: Any) -> pa.Array:
        import numpy as np

        letters = {each.id: each.letter for each in groups()}
        firsts = np.array([ord(letters[each.group]) for each in self.draws.plan.occupations], dtype=np.uint8)
        return fixed(b"G", numbers, 9, second=firsts[occupation])

    def _dates(self, column: StyleColumn, days: Any, year: int) -> pa.Array:
        import numpy as np
        import pyarrow as pa

        empty = days == NEVER
        days = np.where(empty, 0, days)
        if column.form in ("year", "age"):
            years = calendar.year_of(days)
            # Age at the end of the year.
            found = years if column.form == "year" else year - years
            if self.typed(column.role):
                return pa.array(found.astype(np.int32), mask=empty)
            found = np.where(empty, -1, found)
            return self._coded(column.role, found, lambda: [digits(self.style, str(n)) for n in range(_LATEST + 1)])
        if self.typed(column.role):
            return pa.array(days.astype(np.int32), mask=empty).view(pa.date32())
        known = _days(self.style.id)
        places = pa.array((days - calendar.at(_EARLIEST, 1, 1)).astype(np.int32), mask=empty)
        return pa.DictionaryArray.from_arrays(places, known).dictionary_decode()


@lru_cache(maxsize=32)
def _days(id: str) -> pa.StringArray:
    """Every day as a style writes it."""
    import pyarrow as pa

    return pa.array([date_text(style(id), *day) for day in _calendar()], pa.string())


def date_text(style: Style, year: int, month: int, day: int) -> str:
    """A date as the style writes it."""
    text = style.date.replace("YYYY", f"{year:04d}").replace("MM", f"{month:02d}").replace("DD", f"{day:02d}")
    return digits(style, text.replace("M", str(month)).replace("D", str(day)))


@lru_cache(maxsize=1)
def _calendar() -> tuple[tuple[int, int, int], ...]:
    import datetime

    first = datetime.date(_EARLIEST, 1, 1)
    count = (datetime.date(_LATEST, 12, 31) - first).days + 1
    made = (first + datetime.timedelta(days=n) for n in range(count))
    return tuple((day.year, day.month, day.day) for day in made)


def fixed(prefix: bytes, numbers: Any, width: int, *, second: Any = None) -> pa.Array:
    """Numbers as texts of one length: a prefix, perhaps a letter, and figures with leading zeros."""
    import numpy as np
    import pyarrow as pa

    start = len(prefix) + (second is not None)
    made = np.empty((len(numbers), start + width), dtype=np.uint8)
    made[:, : len(prefix)] = np.frombuffer(prefix, dtype=np.uint8)
    if second is not None:
        made[:, len(prefix)] = second
    rest = numbers.astype(np.int64)
    for place in range(start + width - 1, start - 1, -1):
        rest, figure = np.divmod(rest, 10)
        made[:, place] = figure + ord("0")
    offsets = np.arange(len(numbers) + 1, dtype=np.int32) * (start + width)
    return pa.StringArray.from_buffers(len(numbers), pa.py_buffer(offsets), pa.py_buffer(made))


__all__ = ["AREAS", "DATES", "MARK", "Writer", "date_text", "fixed"]

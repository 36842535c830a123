"""What a country has given of what is asked, and how old and late it is; of a country without anything: nothing yet.

Asked is each declared table for each occupation of the minimum. What a country says does not apply is not asked of it.
A hidden figure counts as given: the country gave it, and that it is hidden protects persons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from concord.mds.comparing.declared import Asked, CoverageRules, coverage_rules
from concord.mds.comparing.figures import HIDDEN, MISSING, NOT_APPLICABLE
from concord.mds.comparing.occupations import covers
from concord.mds.comparing.timeliness import Came, Timeliness, timeliness
from concord.vocabulary.structures import Table


@dataclass(frozen=True, slots=True)
class OfTable:
    """What a country has given of one table.

    Args:
        structure: The table.
        asked: Occupations asked of this country: those of the minimum, less those that do not apply to it.
        given: Of these, those with a figure in any year.
        occupations: Codes as the country gave them.
        years: Years with a figure, the oldest first.
        recent: Of the recent years that are asked, those with a figure.
        kinds, kinds_asked: Kinds of row with a figure, and those that make the table whole.
        has_activity: Whether the level of activity is said: True, False, None where no row is there.
        rows, hidden, missing: Rows, hidden ones, and rows that say that the figure is missing.
    """

    structure: str
    asked: tuple[str, ...]
    given: tuple[str, ...]
    occupations: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    recent: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    kinds_asked: tuple[str, ...] = ()
    has_activity: bool | None = None
    rows: int = 0
    hidden: int = 0
    missing: int = 0

    @property
    def is_asked(self) -> bool:
        """Whether anything of it applies to the country."""
        return bool(self.asked)

    @property
    def newest(self) -> int | None:
        """The newest year with a figure."""
        return self.years[-1] if self.years else None

    @property
    def lacking(self) -> tuple[str, ...]:
        """Occupations asked and not given."""
        return tuple(code for code in self.asked if code not in self.given)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a country has given, how much of what is asked that is, and how old and how late it is.

    Args:
        tables: In declared order.
        asked, given: Pairs of table and occupation.
        grade: Of ``data/codelists/completeness.yaml``.
        recent_years: The years that are looked at as recent.
        timeliness: How old the newest figure is and how late it came.
    """

    area: str
    tables: tuple[OfTable, ...]
    asked: int
    given: int
    grade: str
    recent_years: tuple[int, ...]
    timeliness: Timeliness

    @property
    def share(self) -> float | None:
        """Given of asked (0-1); None where nothing is asked."""
        return self.given / self.asked if self.asked else None

    @property
    def has_anything(self) -> bool:
        """Whether any row of the country is held."""
        return any(each.rows for each in self.tables)

    @property
    def rows(self) -> int:
        """All rows of the asked tables."""
        return sum(each.rows for each in self.tables)

    @property
    def hidden(self) -> int:
        """Hidden rows among them."""
        return sum(each.hidden for each in self.tables)

    @property
    def hidden_share(self) -> float | None:
        """Hidden of all rows (0-1); None without rows."""
        return self.hidden / self.rows if self.rows else None

    @property
    def hidden_percent(self) -> float | None:
        """The same in percent."""
        return 100 * self.hidden / self.rows if self.rows else None

    def of(self, structure: str) -> OfTable | None:
        """One table."""
        return next((each for each in self.tables if each.structure == structure), None)


def coverage(
    areas: Iterable[str],
    tables: Mapping[str, Table],
    *,
    as_of: dt.date,
    came: Sequence[Came] = (),
    dues: Mapping[str, Sequence[dt.date]] | None = None,
    rules: CoverageRules | None = None,
) -> tuple[Coverage, ...]:
    """What each country has given, in the order asked.

    Args:
        areas: Alpha-3 codes; those of which nothing is held are there too.
        tables: By structure, of one release.
        as_of: The day from which age is told.
        came: When figures of countries came; none, where nobody knows.
        dues: Area → days by which a round asked for figures.
        rules: Other rules than the declared ones.

    Example:
        >>> one, = coverage(["KEN"], {}, as_of=dt.date(2026, 11, 22))
        >>> one.grade, one.share, one.has_anything, one.timeliness.grade
        ('nothing-yet', 0.0, False, 'nothing-yet')
    """
    rules = rules or coverage_rules()
    wanted = list(areas)
    pieces = {each.structure: _by_area(tables.get(each.structure)) for each in rules.tables}
    arrived: dict[str, list[Came]] = {}
    for each in came:
        arrived.setdefault(each.area, []).append(each)
    recent = tuple(range(as_of.year - rules.recent_years, as_of.year))
    return tuple(
        _coverage(area, pieces, recent, as_of, arrived.get(area, []), (dues or {}).get(area, ()), rules)
        for area in wanted
    )


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows of one country and table that are alike in what is looked at here, and how many they are."""

    year: int | None
    occupation: str | None
    row_kind: str
    has_activity: bool
    status: str
    rows: int


def _by_area(table: Table | None) -> Mapping[str, list[_Kind]]:
    """Each country's rows by what is looked at: counted once for all countries."""
    import polars as pl

    if table is None or not len(table):
        return {}
    names = table.frame.columns
    kind = pl.col("row_kind") if "row_kind" in names else pl.lit("")
    said = pl.col("activity").is_not_null() if "activity" in names else pl.lit(False)
    looked_at = table.frame.select(
        "area", "year", "occupation", kind.alias("row_kind"), said.alias("has_activity"), "status"
    )
    found: dict[str, list[_Kind]] = {}
    for area, *rest in looked_at.group_by(pl.all(), maintain_order=True).len().rows():
        found.setdefault(area, []).append(_Kind(*rest))
    return found


def _coverage(
    area: str,
    pieces: Mapping[str, Mapping[str, list[_Kind]]],
    recent: tuple[int, ...],
    as_of: dt.date,
    came: Sequence[Came],
    dues: Sequence[dt.date],
    rules: CoverageRules,
) -> Coverage:
    found = tuple(_of_table(each, pieces[each.structure].get(area), recent, rules) for each in rules.tables)
    asked, given = sum(len(each.asked) for each in found), sum(len(each.given) for each in found)
    newest = max((each.newest for each in found if each.newest is not None), default=None)
    grade = rules.complete(given / asked if asked else None)
    when = timeliness(newest, as_of=as_of, came=came, dues=dues, rules=rules)
    return Coverage(area, found, asked, given, grade, recent, when)


def _of_table(asked: Asked, held: list[_Kind] | None, recent: tuple[int, ...], rules: CoverageRules) -> OfTable:
    if held is None:
        return OfTable(asked.structure, rules.occupations, (), kinds_asked=asked.kinds)
    given = [each for each in held if each.status not in (MISSING, NOT_APPLICABLE)]
    apart = {each.occupation for each in held if each.status == NOT_APPLICABLE and each.occupation}
    codes = tuple(sorted({each.occupation for each in given if each.occupation}))
    applies = tuple(code for code in rules.occupations if covers(code, codes) or not covers(code, apart))
    years = tuple(sorted({each.year for each in given if each.year is not None}))
    kinds = {each.row_kind for each in given}
    return OfTable(
        asked.structure,
        applies,
        tuple(code for code in applies if covers(code, codes)),
        codes,
        years,
        tuple(year for year in recent if year in years),
        tuple(kind for kind in asked.kinds if kind in kinds),
        asked.kinds,
        all(each.has_activity for each in given) if given else None,
        sum(each.rows for each in held),
        sum(each.rows for each in held if each.status == HIDDEN),
        sum(each.rows for each in held if each.status == MISSING),
    )

"""What is to be said of the quality of one country's figures in one release: as values, for a report to be composed of.

The published form knows nothing but published tables: its findings are what the checks say of these, so that a reader
could work them out. The authority's form is given the findings of its own files besides.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from concord.findings import Finding, Findings
from concord.mds import checks
from concord.mds.comparing.changes import Changes
from concord.mds.comparing.corridors import corridors
from concord.mds.comparing.coverage import Coverage
from concord.mds.comparing.declared import MirrorRules, mirror_rules
from concord.mds.comparing.figures import HIDDEN, MISSING, cleaned
from concord.mds.comparing.mirror import Mirror, mirror
from concord.vocabulary.structures import Table, structure

if TYPE_CHECKING:
    import polars as pl

Form = Literal["published", "authority"]


@dataclass(frozen=True, slots=True)
class Described:
    """One table of the country as it is published.

    Args:
        structure: The table.
        rows, hidden, missing: Rows, hidden ones, and those that say that the figure is missing.
        years: The oldest and the newest year.
        statuses: Status → rows, of those that are not plainly as reported.
        activity: Levels of activity that are said; "" where rows say none.
        sources: Ids of sources.
    """

    structure: str
    rows: int
    hidden: int
    missing: int
    years: tuple[int, int] | None
    statuses: Mapping[str, int] = field(default_factory=dict, hash=False)
    activity: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def hidden_share(self) -> float:
        """Hidden of all rows (0-1)."""
        return self.hidden / self.rows if self.rows else 0.0


@dataclass(frozen=True, slots=True)
class Broken:
    """A break in a series: from which year something else was counted, and what the country says of it."""

    structure: str
    occupation: str
    year: int
    note: str


@dataclass(frozen=True, slots=True)
class ByRule:
    """What one check found: how often, how grave, how many are explained and in which words, and one to show."""

    code: str
    level: str
    count: int
    explained: int
    example: Finding
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quality:
    """The quality of one country's figures.

    Args:
        area: Alpha-3.
        form: For whom: ``published`` for readers, ``authority`` for the country itself.
        release: Id of the release; "" for the bundled facts or what is not yet released.
        as_of: The day.
        coverage: Completeness and timeliness.
        tables: The tables of the country, in order of their ids.
        findings: By rule, the gravest first.
        breaks: Breaks in series.
        mirrors: Corridors on which both countries speak, the largest published figure first.
        changes: What changed since the release before; None where there is none, or nobody asked.
        is_generated: The figures are invented.
    """

    area: str
    form: Form
    release: str
    as_of: dt.date
    coverage: Coverage
    tables: tuple[Described, ...] = ()
    findings: tuple[ByRule, ...] = ()
    breaks: tuple[Broken, ...] = ()
    mirrors: tuple[Mirror, ...] = ()
    changes: Changes | None = None
    is_generated: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources of all its tables."""
        return tuple(sorted({id for each in self.tables for id in each.sources}))


def quality(
    area: str,
    tables: Mapping[str, Table],
    *,
    coverage: Coverage,
    as_of: dt.date,
    release: str = "",
    form: Form = "published",
    findings: Iterable[Finding] | None = None,
    changes: Changes | None = None,
    most_mirrors: int = 12,
    rules: MirrorRules | None = None,
) -> Quality:
    """The quality of one country's figures in a set of tables.

    Args:
        area: Alpha-3.
        tables: By structure, of all countries: partners are compared.
        coverage: What the country has given.
        as_of: The day.
        release: The id of the release.
        form: For whom.
        findings: What checks said of the country's own files; None: what they say of the published tables.
        changes: What changed since the release before.
        most_mirrors: At most so many corridors.
        rules: Other rules of the mirror than the declared ones.
    """
    own = {id: _of_area(cleaned(each), area) for id, each in tables.items() if id.startswith("mds-")}
    held = [each for _, each in sorted(own.items()) if len(each)]
    said = _said(held, as_of) if findings is None else Findings(findings)
    described = tuple(_described(each) for each in held)
    return Quality(
        area, form, release, as_of, coverage, described, by_rule(said), tuple(_breaks(held)),
        tuple(_mirrors(area, tables, rules or mirror_rules(), most_mirrors)), changes,
        any("generated" in each.sources for each in described),
    )  # fmt: skip


def _said(held: Sequence[Table], as_of: dt.date) -> Findings:
    """What the checks of incoming files say of published tables; those of publication speak of what is hidden."""
    return checks.check_tables(held, as_of=as_of.year, when="upload") if held else Findings()


def _of_area(table: Table, area: str) -> Table:
    import polars as pl

    return Table(table.structure, table.frame.filter(pl.col("area") == area), table.provenance)


def _described(table: Table) -> Described:
    frame = table.frame
    statuses = Counter(frame["status"].to_list())
    years = frame["year"].drop_nulls()
    levels = set(frame["activity"].to_list()) if "activity" in frame.columns else set()
    plain = {"normal", HIDDEN, MISSING}
    return Described(
        table.structure,
        frame.height,
        statuses[HIDDEN],
        statuses[MISSING],
        (_whole(years.min()), _whole(years.max())) if len(years) else None,
        {status: count for status, count in sorted(statuses.items()) if status not in plain},
        tuple(sorted(level or "" for level in levels)),
        tuple(sorted(str(id) for id in frame["source"].drop_nulls().unique().to_list())),
    )


def _whole(year: Any) -> int:
    return int(year)


def _breaks(tables: Sequence[Table]) -> list[Broken]:
    import polars as pl

    found: dict[tuple[str, str, int], str] = {}
    for table in tables:
        names = structure(table.structure).names
        for row in table.frame.filter(pl.col("status") == "break").iter_rows(named=True):
            key = (table.structure, (row["occupation"] or "") if "occupation" in names else "", row["year"])
            found[key] = found.get(key) or row.get("note") or ""
    return [Broken(*key, note) for key, note in sorted(found.items())]


def by_rule(findings: Iterable[Finding]) -> tuple[ByRule, ...]:
    """Findings by rule, the gravest first; a note that carries an explanation was a soft finding."""
    order = ("hard", "soft", "note")
    groups: dict[str, list[Finding]] = {}
    for each in findings:
        groups.setdefault(each.code, []).append(each)
    made = []
    for code, group in groups.items():
        explained = sum("explanation" in each.params for each in group)
        level = min((each.level for each in group), key=order.index)
        words = dict.fromkeys(str(each.params["explanation"]) for each in group if "explanation" in each.params)
        made.append(ByRule(code, level, len(group), explained, group[0], tuple(words)))
    return tuple(sorted(made, key=lambda each: (order.index(each.level), -each.count, each.code)))


def _mirrors(area: str, tables: Mapping[str, Table], rules: MirrorRules, most: int) -> list[Mirror]:
    ours = [each for each in corridors(_near(area, tables), rules=rules) if each.destination_says and each.origin_says]
    return [
        mirror(tables, origin=each.origin, destination=each.destination, occupation=each.occupation, rules=rules)
        for each in ours[:most]
    ]


def _near(area: str, tables: Mapping[str, Table]) -> dict[str, Table]:
    """Rows that name the country on either side."""
    import polars as pl

    found = {}
    for id, table in tables.items():
        columns = [name for name in ("area", "origin", "destination") if name in table.frame.columns]
        if id.startswith("mds-") and len(columns) > 1:
            near: pl.DataFrame = table.frame.filter(pl.any_horizontal(pl.col(name) == area for name in columns))
            found[id] = Table(id, near, table.provenance)
    return found

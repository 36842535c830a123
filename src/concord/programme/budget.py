"""The budget of a plan: deliverables by year, added up against the printed totals whenever it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from concord.declarations import packs
from concord.declarations.read import CsvFile, read_csv
from concord.errors import Invalid
from concord.findings import Finding, Findings, Place
from concord.vocabulary.text import Wording, wording

DOMAIN = "strategy"
_TOTAL = "total"
_PLAIN = ("id", "deliverable", "tier", _TOTAL)


@dataclass(frozen=True, slots=True)
class Line:
    """One deliverable: whole US$ by year and in all; ``tier`` is empty where the plan does not divide it.

    ``row`` is the physical row in the declared file.
    """

    id: str
    deliverable: str
    tier: str
    by_year: Mapping[int, int]
    total_usd: int
    row: int

    def __hash__(self) -> int:
        return hash((self.id, self.total_usd))

    def said(self, language: str = "en") -> Wording:
        """The deliverable in one language."""
        return wording(DOMAIN, self.id, self.deliverable, language)


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget in whole US$: lines, years, and the printed totals, which add up.

    ``source``, ``licence`` and ``file`` are those of the declared file.
    """

    lines: tuple[Line, ...]
    years: tuple[int, ...]
    by_year: Mapping[int, int]
    total_usd: int
    source: str
    licence: str
    file: str

    def __hash__(self) -> int:
        return hash((self.lines, self.total_usd))

    def percent(self, line: Line | str) -> Decimal:
        """A line's part of the whole, 0-100, two decimals."""
        found = line if isinstance(line, Line) else self.line(line)
        return (Decimal(found.total_usd) * 100 / self.total_usd).quantize(Decimal("0.01"))

    def percent_of_year(self, year: int) -> Decimal:
        """A year's part of the whole, 0-100, two decimals."""
        return (Decimal(self.by_year[year]) * 100 / self.total_usd).quantize(Decimal("0.01"))

    def line(self, id: str) -> Line:
        """One line by its id, such as ``budget-staff``."""
        return next(each for each in self.lines if each.id == id)

    def by_tier(self) -> dict[str, int]:
        """US$ by tier; the empty tier holds what the plan does not divide."""
        tiers = dict.fromkeys((each.tier for each in self.lines), 0)
        for each in self.lines:
            tiers[each.tier] += each.total_usd
        return tiers


def load(plan: str = "strategy-2010-2015") -> Budget:
    """The budget of a plan: whole US$ by deliverable and year (what article 10.2 asks partners to help pay for).

    Raises:
        Invalid: ``programme.budget.does-not-add-up`` when a row or a column differs from its printed total; the
            findings are in ``params["findings"]``.

    Source:
        WHO/HSS/HRH/HMR/2010.1, Annex 3.
    """
    return _load(packs.find(f"programme/{plan}/budget.csv"))


@lru_cache(maxsize=8)
def _load(path: Path) -> Budget:
    declared = read_csv(path)
    found = check(declared)
    if found:
        raise Invalid("programme.budget.does-not-add-up", params={"file": path.name, "findings": found})
    lines = tuple(_line(declared, index) for index in range(len(declared.rows)))
    total = next(each for each in lines if each.id == _TOTAL)
    return Budget(
        lines=tuple(each for each in lines if each.id != _TOTAL),
        years=tuple(total.by_year),
        by_year=total.by_year,
        total_usd=total.total_usd,
        source=declared.meta.get("source", ""),
        licence=declared.meta.get("licence", ""),
        file=f"programme/{path.parent.name}/{path.name}",
    )


def check(declared: CsvFile) -> Findings:
    """Add up every row and every column and compare with the printed totals.

    Returns:
        A hard finding for each amount that is not a whole number of US$ (``programme.budget.not-a-number``), each row
        (``programme.budget.row``) and each column (``programme.budget.column``) that differs, and for a missing row of
        totals (``programme.budget.no-totals``).
    """
    unread = [each for index in range(len(declared.rows)) for each in _unread(declared, index)]
    if unread:
        return Findings(unread)
    lines = [_line(declared, index) for index in range(len(declared.rows))]
    totals = [each for each in lines if each.id == _TOTAL]
    if len(totals) != 1:
        return Findings([Finding("programme.budget.no-totals", "hard", Place(declared.name))])
    rows = [_row_finding(declared, each) for each in lines if sum(each.by_year.values()) != each.total_usd]
    return Findings([*rows, *_column_findings(declared, [e for e in lines if e.id != _TOTAL], totals[0])])


def _unread(declared: CsvFile, index: int) -> list[Finding]:
    row = declared.rows[index]
    wrong = [column for column in declared.header if column not in _PLAIN[:3] and not row[column].isdigit()]
    return [
        Finding(
            "programme.budget.not-a-number",
            "hard",
            Place(declared.name, row=declared.line(index), header=column),
            value=row[column],
        )
        for column in wrong
    ]


def _line(declared: CsvFile, index: int) -> Line:
    row = declared.rows[index]
    by_year = {int(column): int(row[column]) for column in declared.header if column not in _PLAIN}
    return Line(row["id"], row["deliverable"], row["tier"], by_year, int(row[_TOTAL]), declared.line(index))


def _row_finding(declared: CsvFile, line: Line) -> Finding:
    params = {"deliverable": line.deliverable, "printed": line.total_usd, "added": sum(line.by_year.values())}
    return Finding("programme.budget.row", "hard", Place(declared.name, row=line.row, header=_TOTAL), params)


def _column_findings(declared: CsvFile, lines: list[Line], total: Line) -> list[Finding]:
    added = {str(year): sum(line.by_year[year] for line in lines) for year in total.by_year}
    printed = {str(year): amount for year, amount in total.by_year.items()}
    added[_TOTAL], printed[_TOTAL] = sum(line.total_usd for line in lines), total.total_usd
    return [
        Finding(
            "programme.budget.column",
            "hard",
            Place(declared.name, row=total.row, header=column),
            {"printed": printed[column], "added": added[column]},
        )
        for column in added
        if added[column] != printed[column]
    ]

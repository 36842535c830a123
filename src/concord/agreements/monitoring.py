"""Monitoring: what each party, the data set and the workers say of an indicator, side by side, against its target.

Public face: :class:`Told` and :class:`Target` (record bodies), :func:`side_by_side`, :func:`judge`. Figures of two
parties are never averaged: where they differ both stand, and a target that one meets and the other misses is disputed.

Source: Code, articles 5.1, 6.2, 8.7; ``data/agreements/indicators.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from concord.agreements import lifecycle_records as read
from concord.agreements.monitoring_declared import Indicator, declared
from concord.errors import Invalid

Teller = Literal["origin", "destination", "data-set", "survey", "account", "plan"]
TELLERS: tuple[Teller, ...] = get_args(Teller)
#: The two whose figures are set against each other.
PARTIES: tuple[Teller, Teller] = ("origin", "destination")
Aim = Literal["at-least", "at-most"]
AIMS: tuple[Aim, ...] = get_args(Aim)
Standing = Literal["met", "missed", "on-course", "behind", "unknown", "uncertain", "disputed", "no-target"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
Breakdown = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of an indicator in a year.

    Attributes:
        value: In the indicator's unit; percentages 0-100.
        low, high: Its range, where it has one.
        of: Broken down by (``{"occupation": "2221", "channel": "agency"}``); empty for all together.
        answers: Of a survey, how many answered.
    """

    indicator: str
    year: int
    by: Teller
    value: float
    low: float | None = None
    high: float | None = None
    source: str = ""
    note: str = ""
    of: Breakdown = field(default_factory=dict)
    answers: int | None = None

    def __hash__(self) -> int:
        return hash((self.key, self.value))

    @property
    def key(self) -> str:
        """The record's key: one figure of one teller for one indicator, year and breakdown."""
        return ":".join((self.indicator, str(self.year), self.by, *parts(self.of)))

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {
                "indicator": self.indicator, "year": self.year, "by": self.by, "value": self.value, "low": self.low,
                "high": self.high, "source": self.source, "note": self.note, "of": dict(self.of),
                "answers": self.answers,
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Told:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``; ``agreements.monitoring.percent`` for a percentage beyond 0-100;
                ``agreements.monitoring.below-zero``; ``agreements.monitoring.bounds``.
            NotFound: ``agreements.monitoring.indicator-unknown``.
        """
        id = read.word(body, "indicator")
        told = cls(
            id, _year(body), _teller(body), number(body, "value"), number_or_none(body, "low"),
            number_or_none(body, "high"), read.word(body, "source", optional=True),
            read.word(body, "note", optional=True),
            breakdown(body, declared().indicator(id)), _count(body),
        )  # fmt: skip
        _possible(told.value, declared().indicator(id))
        least, most = (told.value if each is None else each for each in (told.low, told.high))
        if not least <= told.value <= most:
            raise Invalid("agreements.monitoring.bounds", params={"value": told.value, "low": least, "high": most})
        return told


@dataclass(frozen=True, slots=True)
class Target:
    """What is wanted of an indicator until a year, and where it stood before the agreement.

    Attributes:
        aim: ``at-least``, or ``at-most`` for a ceiling, which may be passed in no year.
        every_year: The target holds in each year, as a quota does, and not only in ``year``.
        year: Until when.
        clause: Where the text says so.
        baseline, baseline_year: Before the agreement; None where nobody knows.
    """

    indicator: str
    value: float
    aim: Aim
    year: int
    every_year: bool = False
    clause: str = ""
    baseline: float | None = None
    baseline_year: int | None = None
    source: str = ""
    of: Breakdown = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.key, self.value))

    @property
    def key(self) -> str:
        """The record's key."""
        return ":".join((self.indicator, *parts(self.of)))

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {
                "indicator": self.indicator, "value": self.value, "aim": self.aim, "year": self.year,
                "every_year": "yes" if self.every_year else "no", "clause": self.clause, "baseline": self.baseline,
                "baseline_year": self.baseline_year, "source": self.source, "of": dict(self.of),
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Target:
        """Read a record's body.

        Raises:
            Invalid, NotFound: As :meth:`Told.from_json`.
        """
        id = read.word(body, "indicator")
        indicator = declared().indicator(id)
        aim = read.word(body, "aim", of=AIMS)
        value, baseline = number(body, "value"), number_or_none(body, "baseline")
        _possible(value, indicator)
        if baseline is not None:
            _possible(baseline, indicator)
        return cls(
            id, value, "at-least" if aim == "at-least" else "at-most", _year(body), body.get("every_year") == "yes",
            read.word(body, "clause", optional=True), baseline, read.year(body, "baseline_year"),
            read.word(body, "source", optional=True), breakdown(body, indicator),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator in one year, as everybody tells it.

    Attributes:
        told: Figures by teller.
        differs: How far the parties lie apart, as a share of the larger (0-1); None where not both tell it.
        is_marked: Whether that is more than the declared share.
        standing: Against the target; ``disputed`` where the parties' figures lead to different answers, ``uncertain``
            where a figure's range does.
        each: Standing by teller.
        progress: From the baseline (or nothing) to the target, least and most over the tellers, 0-1.
    """

    indicator: Indicator
    of: Breakdown
    year: int
    told: Mapping[Teller, Told]
    target: Target | None
    differs: float | None
    is_marked: bool
    standing: Standing
    each: Mapping[Teller, Standing]
    progress: tuple[float, float] | None

    def __hash__(self) -> int:
        return hash((self.indicator.id, parts(self.of), self.year))


def side_by_side(told: Iterable[Told], targets: Iterable[Target] = (), *, year: int | None = None) -> tuple[Row, ...]:
    """Every indicator of which anything is told or wanted, in declared order.

    Args:
        told: All figures.
        targets: What is wanted.
        year: Of that year alone; the newest year of each indicator where None.

    Returns:
        One row for each indicator and breakdown; a target of which nothing is told has a row too, without figures.
    """
    wanted = {(each.indicator, parts(each.of)): each for each in targets}
    figures: dict[tuple[str, tuple[str, ...]], dict[int, dict[Teller, Told]]] = {}
    for each in told:
        figures.setdefault((each.indicator, parts(each.of)), {}).setdefault(each.year, {})[each.by] = each
    rows = []
    order = list(declared().indicators)
    for key in sorted({*figures, *wanted}, key=lambda each: (order.index(each[0]), each[1])):
        years = figures.get(key, {})
        target = wanted.get(key)
        shown = year if year is not None else max(years, default=target.year if target else 0)
        rows.append(_row(declared().indicator(key[0]), key[1], shown, years.get(shown, {}), target))
    return tuple(rows)


def series(told: Iterable[Told], indicator: str, of: Breakdown | None = None) -> Mapping[Teller, Mapping[int, Told]]:
    """What each teller says of one indicator, by year."""
    found: dict[Teller, dict[int, Told]] = {}
    for each in told:
        if each.indicator == indicator and parts(each.of) == parts(of or {}):
            found.setdefault(each.by, {})[each.year] = each
    return {by: dict(sorted(found[by].items())) for by in TELLERS if by in found}


def _row(
    indicator: Indicator, of: tuple[str, ...], year: int, told: Mapping[Teller, Told], target: Target | None
) -> Row:
    sides = [told[by].value for by in PARTIES if by in told]
    apart = None
    if len(sides) == 2:
        largest = max(abs(each) for each in sides)
        apart = abs(sides[0] - sides[1]) / largest if largest else 0.0
    each = {by: _judged(told[by], target, year) for by in TELLERS if by in told}
    said = {standing for by, standing in each.items() if by in PARTIES} or set(each.values())
    standing: Standing = "unknown" if target is not None else "no-target"
    if said:
        firm = said - {"uncertain"}
        standing = "disputed" if len(firm) > 1 else "uncertain" if firm != said else firm.pop()
    reached = [part for by in told if (part := progress(told[by].value, target)) is not None]
    return Row(
        indicator, dict(each_of.split("=", 1) for each_of in of), year, {by: told[by] for by in TELLERS if by in told},
        target, apart, apart is not None and apart > declared().differs, standing, each,
        (min(reached), max(reached)) if reached else None,
    )  # fmt: skip


def _judged(told: Told, target: Target | None, year: int) -> Standing:
    """How a figure stands; uncertain where the ends of its range stand otherwise."""
    found = {judge(each, target, year) for each in (told.value, told.low, told.high) if each is not None}
    return found.pop() if len(found) == 1 else "uncertain"


def judge(value: float, target: Target | None, year: int) -> Standing:
    """How one figure of a year stands against a target.

    A target that holds in every year, and every ceiling, is judged in the year itself. One that is to be reached by its
    year is met once reached; before that year it is on course where the straight line from the baseline is reached and
    behind where it is not, or unknown without a baseline; in its year and after, what has not reached it missed it.
    """
    if target is None:
        return "no-target"
    is_met = value >= target.value if target.aim == "at-least" else value <= target.value
    if is_met:
        return "met"
    if target.every_year or year >= target.year:
        return "missed"
    if target.baseline is None or target.baseline_year is None or target.baseline_year >= target.year:
        return "unknown"
    elapsed = max(0.0, (year - target.baseline_year) / (target.year - target.baseline_year))
    line = target.baseline + elapsed * (target.value - target.baseline)
    reached = value >= line if target.aim == "at-least" else value <= line
    return "on-course" if reached else "behind"


def progress(value: float, target: Target | None) -> float | None:
    """How far a figure has come from the baseline (from nothing where none is known) to the target, 0-1.

    None without a target, for a ceiling (nobody goes towards it), and where baseline and target are alike.
    """
    is_ceiling = target is not None and target.aim == "at-most" and (target.every_year or target.baseline is None)
    if target is None or is_ceiling:
        return None
    start = target.baseline or 0.0
    if target.value == start:
        return None
    return min(1.0, max(0.0, (value - start) / (target.value - start)))


# --- Fields ----------------------------------------------------------------------------------------------------------
def parts(of: Breakdown) -> tuple[str, ...]:
    """A breakdown as sorted ``name=value``."""
    return tuple(f"{name}={value}" for name, value in sorted(of.items()) if value)


def breakdown(body: Mapping[str, Any], indicator: Indicator) -> dict[str, str]:
    """What a figure is broken down by.

    Raises:
        Invalid: ``agreements.monitoring.breakdown`` for what the indicator is not broken down by.
    """
    given = body.get("of") or {}
    if not isinstance(given, Mapping) or not all(isinstance(each, str) for each in given.values()):
        raise read.refusal("of", given)
    found = {str(name): value.strip() for name, value in given.items() if value.strip()}
    strange = [name for name in found if name not in indicator.by]
    if strange:
        params = {"by": ", ".join(strange), "known": ", ".join(indicator.by) or "–", "id": indicator.id}
        raise Invalid("agreements.monitoring.breakdown", params=params)
    return found


def number(body: Mapping[str, Any], name: str) -> float:
    """A number.

    Raises:
        Invalid: ``agreements.record.field``.
    """
    import math

    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise read.refusal(name, value)
    return float(value)


def number_or_none(body: Mapping[str, Any], name: str) -> float | None:
    """A number, or None where nothing stands."""
    return None if body.get(name) in (None, "") else number(body, name)


def _possible(value: float, indicator: Indicator) -> None:
    if value < 0:
        raise Invalid("agreements.monitoring.below-zero", params={"id": indicator.id, "value": value})
    if indicator.unit == "percent" and value > 100:
        raise Invalid("agreements.monitoring.percent", params={"id": indicator.id, "value": value})


def _year(body: Mapping[str, Any]) -> int:
    found = read.year(body, "year")
    if found is None:
        raise read.refusal("year", body.get("year"))
    return found


def _teller(body: Mapping[str, Any]) -> Teller:
    said = read.word(body, "by", of=TELLERS)
    return next(each for each in TELLERS if each == said)


def _count(body: Mapping[str, Any]) -> int | None:
    value = number_or_none(body, "answers")
    return None if value is None else int(value)

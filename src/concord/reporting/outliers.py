"""A number beside those of other countries to the same question, and beside the one the data set has.

Robust: middle and spread are the median and the median absolute deviation of logarithms, so that figures in another
unit give the same verdict and one strange figure does not hide another. Counts of persons are compared per head, so
that a large country is not far from the others for its size alone. Too few countries are said to be too few, and
then there is no verdict. Thresholds are declared (``data/methods/review.yaml``).

Source: Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993 (modified z score).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, Literal

from concord.instrument.answers import Value, addresses, parse
from concord.instrument.model import Grid, Group, Instrument, Question
from concord.reporting.changes import is_number
from concord.reporting.review_thresholds import Thresholds, thresholds

Outcome = Literal["within", "far", "zero", "too-few", "off-scale"]
Among = Literal["income", "region", "all"]
#: What makes a median absolute deviation comparable with a standard deviation.
TO_DEVIATION = 1.4826
#: Kinds of question whose numbers can be compared; steps of a scale cannot.
COMPARED = frozenset({"integer", "decimal"})
#: Unit of the questions whose numbers are compared per head, and the inhabitants for whom that is said.
PERSONS, INHABITANTS = "persons", 10_000


@dataclass(frozen=True, slots=True)
class Peer:
    """A country's number to a question, and the groups the country belongs to; empty where not known.

    ``count`` is the number as it was answered, where ``value`` is per head.
    """

    area: str
    value: float
    income: str = ""
    region: str = ""
    count: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a number looks like beside its peers.

    Args:
        outcome: ``far`` from the middle, ``within``; ``zero``: none where all others have some; ``too-few`` countries;
            ``off-scale``: a number below zero, or a zero among zeros, which has no logarithm.
        value: The number.
        among: With whom it was compared: countries of its income group, of its region, or all.
        countries: How many other countries that was (or how many there are, where they are too few).
        median: Their middle; None without a verdict.
        low: The least of their numbers.
        high: The greatest.
        z: Modified z score of its logarithm; None where there is none.
        peers: Their numbers, from the least, as far as whoever asks may see them.
        rate: The number per 10,000 inhabitants, where that was compared; median, low, high and peers are then rates.
    """

    outcome: Outcome
    value: float
    among: Among = "all"
    countries: int = 0
    median: float | None = None
    low: float | None = None
    high: float | None = None
    z: float | None = None
    peers: tuple[Peer, ...] = ()
    rate: float | None = None

    def __hash__(self) -> int:
        return hash((self.outcome, self.value, self.among, self.countries))

    @property
    def is_per_head(self) -> bool:
        """Whether countries were compared per head."""
        return self.rate is not None


def beside_peers(
    value: float,
    peers: Iterable[Peer],
    *,
    area: str = "",
    income: str = "",
    region: str = "",
    limits: Thresholds | None = None,
) -> Verdict:
    """A number beside those of other countries; the country's own are left out.

    Args:
        value: The number.
        peers: Numbers to the same question; several of one country (entries of a list) count as one country.
        area: The country, alpha-3.
        income: Its income group; compared within it where enough countries answered.
        region: Its region; the next choice.
        limits: Thresholds other than the declared ones.
    """
    said = limits or thresholds()
    others = sorted((each for each in peers if not area or each.area != area), key=lambda each: (each.value, each.area))
    among, chosen = _chosen(others, income, region, said.peers_least)
    countries = len({each.area for each in chosen})
    if value < 0:
        return Verdict("off-scale", value, among, countries, peers=tuple(chosen))
    positive = [each for each in chosen if each.value > 0]
    if len({each.area for each in positive}) < said.peers_least:
        return Verdict("too-few", value, among, countries, peers=tuple(chosen))
    numbers = [each.value for each in positive]
    middle, low, high = median(numbers), numbers[0], numbers[-1]
    if value == 0:
        outcome: Outcome = "zero" if len(positive) == len(chosen) else "off-scale"
        return Verdict(outcome, value, among, countries, middle, low, high, None, tuple(chosen))
    z = _z(value, numbers, said.peers_spread)
    outcome = "far" if abs(z) > said.peers_z else "within"
    return Verdict(outcome, value, among, countries, middle, low, high, z, tuple(chosen))


def per_head(
    value: float,
    peers: Iterable[Peer],
    populations: Mapping[str, float],
    *,
    area: str,
    income: str = "",
    region: str = "",
    limits: Thresholds | None = None,
) -> Verdict:
    """A count of persons beside those of other countries, each per 10,000 inhabitants of its own country.

    Countries whose population is not known are left out; where the country's own is not known, or it answered zero,
    numbers are compared as they are.

    Args:
        value: Persons.
        peers: Persons in other countries.
        populations: Inhabitants by area.
        area: The country, alpha-3.
        income: Its income group.
        region: Its region.
        limits: Thresholds other than the declared ones.
    """
    more: dict[str, Any] = {"area": area, "income": income, "region": region, "limits": limits}
    own = populations.get(area, 0.0)
    if own <= 0 or value <= 0:
        return beside_peers(value, peers, **more)
    rates = [
        replace(each, value=each.value / populations[each.area] * INHABITANTS, count=each.value)
        for each in peers if populations.get(each.area, 0.0) > 0
    ]  # fmt: skip
    rate = value / own * INHABITANTS
    return replace(beside_peers(rate, rates, **more), value=value, rate=rate)


def _chosen(others: Sequence[Peer], income: str, region: str, least: int) -> tuple[Among, list[Peer]]:
    """The tightest group in which enough countries have a number above zero."""
    groups: tuple[tuple[Among, list[Peer]], ...] = (
        ("income", [each for each in others if income and each.income == income]),
        ("region", [each for each in others if region and each.region == region]),
    )
    for among, held in groups:
        if len({each.area for each in held if each.value > 0}) >= least:
            return among, held
    return "all", list(others)


def _z(value: float, numbers: Sequence[float], least_spread: float) -> float:
    logs = [math.log(each) for each in numbers]
    middle = median(logs)
    spread = max(median(abs(each - middle) for each in logs), least_spread)
    # Rounded, so that the same figures in another unit do not differ in their last digits.
    return round((math.log(value) - middle) / (TO_DEVIATION * spread), 9)


# ---- the numbers of a filing ---------------------------------------------------------------------------------------
def numbers(instrument: Instrument, answers: Mapping[str, Any]) -> dict[str, list[float]]:
    """Numbers of a filing by their question (``repeats/key``); of a list, those of all entries."""
    found: dict[str, list[float]] = {}
    for _address, question, value in addresses(instrument, parse(answers)):
        if is_compared(question, value):
            found.setdefault(name_of(question), []).append(float(value))  # type: ignore[arg-type]
    return found


def name_of(question: Question) -> str:
    """What a question's numbers are gathered under."""
    return "/".join((*question.repeat, question.key))


def is_compared(question: Question, value: Value | None) -> bool:
    """Whether an answer is a number that can stand beside others."""
    return question.kind in COMPARED and is_number(value)


# ---- the data set --------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Known:
    """A number of the data set: which table (``x_known``), whose occupation, of which year, who says so."""

    key: str
    value: float
    year: int
    occupation: str
    source: str


@dataclass(frozen=True, slots=True)
class Differing:
    """A number of a filing that is another than the data set's.

    Args:
        addresses: The answers that were added up, as the data set counts them.
        value: Their sum.
        known: The number of the data set.
        factor: The greater by the smaller; None where one of them is zero.
    """

    addresses: tuple[str, ...]
    question: Question
    value: float
    known: Known
    factor: float | None

    def __hash__(self) -> int:
        return hash((self.addresses, self.known))


def beside_known(
    instrument: Instrument, answers: Mapping[str, Any], known: Iterable[Known], *, limits: Thresholds | None = None
) -> tuple[Differing, ...]:
    """Numbers that differ from those of the data set by more than the declared factor.

    Like is compared with like and nothing else: of a table the cells of one row and year, added up, with the same
    occupation and year; a single number with all occupations of the newest year, and only where its question asks for
    just that (``x_known`` and no indicator of its own).
    """
    said = limits or thresholds()
    held = tuple(known)
    given = parse(answers)
    found = []
    for cells, key, codes, year in asked_alike(instrument, held, limits=said):
        values = [value for each in cells if isinstance(value := given.get(each.key), int | float)]
        if len(values) < len(cells):  # a row of which some cells are missing has no sum
            continue
        theirs = [each for each in held if each.key == key and each.year == year and each.occupation in codes]
        if {each.occupation for each in theirs} == set(codes):
            found += _differing(cells[0], tuple(each.key for each in cells), float(sum(values)), theirs, said)
    return tuple(found)


def asked_alike(
    instrument: Instrument, held: Sequence[Known], *, limits: Thresholds | None = None
) -> list[tuple[list[Question], str, frozenset[str], int]]:
    """What a questionnaire asks just as the data set counts it: questions that add up to it, table, occupations, year.

    Args:
        instrument: The questionnaire.
        held: Numbers of the data set; a single question asks for the newest year among them.
        limits: Thresholds other than the declared ones.
    """
    said = limits or thresholds()
    found: list[tuple[list[Question], str, frozenset[str], int]] = []
    in_grids: set[tuple[str, ...]] = set()
    for node in instrument.nodes():
        if isinstance(node, Group) and node.grid is not None and not node.repeat:
            cells = [each for each in node.children if isinstance(each, Question) and each.cell]
            in_grids |= {each.path for each in cells}
            found += _rows(node.grid, cells, said)
    for question in instrument.questions:
        about = question.about
        alone = question.path not in in_grids and not question.repeat and question.kind in COMPARED
        if alone and about.known and not about.indicator:
            years = [each.year for each in held if each.key == about.known]
            codes = frozenset(each.occupation for each in held if each.key == about.known and each.year == max(years))
            found += [([question], about.known, codes, max(years))] if years else []
    return found


def _rows(
    grid: Grid, cells: Sequence[Question], said: Thresholds
) -> list[tuple[list[Question], str, frozenset[str], int]]:
    rows: dict[tuple[str, str, int], list[Question]] = {}
    for each in cells:
        year = next((int(part) for part in each.cell[1:] if part.isdigit() and len(part) == 4), None)
        if each.about.known and each.cell[0] in said.occupations and year is not None and each.kind in COMPARED:
            rows.setdefault((each.cell[0], each.about.known, year), []).append(each)
    return [(held, key, said.occupations[row], year) for (row, key, year), held in rows.items()]


def _differing(
    question: Question, where: tuple[str, ...], total: float, theirs: Sequence[Known], said: Thresholds
) -> list[Differing]:
    known = Known(
        theirs[0].key, sum(each.value for each in theirs), theirs[0].year,
        ", ".join(sorted(each.occupation for each in theirs)), theirs[0].source,
    )  # fmt: skip
    if total == known.value:
        return []
    low, high = sorted((abs(total), abs(known.value)))
    factor = high / low if low else None
    if factor is not None and factor <= said.known_factor:
        return []
    return [Differing(where, question, total, known, factor)]

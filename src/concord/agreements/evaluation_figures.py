"""How figures of monitoring are written: with unit, range, teller and target."""

from __future__ import annotations

from concord.agreements.account_words import Speech
from concord.agreements.monitoring import PARTIES, Row, Told
from concord.agreements.monitoring_declared import declared
from concord.documents.model import Value
from concord.vocabulary import codelists


def name_of(row: Row, speech: Speech) -> str:
    """An indicator with what it is broken down by and its unit: ``Persons who moved, nurses (persons)``."""
    unit = row.indicator.unit.replace("_", "-").lower()
    parts = [speech.text(f"indicator-{row.indicator.id}"), *(part_of(name, value, speech) for name, value in
                                                             sorted(row.of.items()))]  # fmt: skip
    return f"{', '.join(parts)} ({speech.text(f'unit-{unit}')})"


def part_of(name: str, value: str, speech: Speech) -> str:
    """One part of a breakdown; an occupation by its name where the code is known."""
    known = codelists.codelist("occupation")
    return known.name(value, speech.language).text if name == "occupation" and value in known.codes else value


def number_said(value: float, unit: str, speech: Speech) -> str:
    """A figure without its unit; one digit after the point where the unit is small."""
    decimals = 1 if unit in ("percent", "per_10k") and value != int(value) else 0
    return speech.number(value, decimals)


def figure_said(told: Told | None, speech: Speech, *, unit: str = "") -> Value:
    """What one teller says, with its range; nothing told is missing, not zero."""
    if told is None:
        return Value("", "missing")
    if told.low is None or told.high is None or told.low == told.high:
        return Value(number_said(told.value, unit, speech), number=told.value)
    ends = [number_said(each, unit, speech) for each in (told.value, told.low, told.high)]
    said = speech.text("span", value=ends[0], low=ends[1], high=ends[2])
    return Value(said, "estimated", told.value)


def others(row: Row, speech: Speech) -> tuple[str, ...]:
    """What neither party says, each with its range and its teller: data set, survey, account, plan."""
    return tuple(
        speech.text("told", value=figure_said(told, speech, unit=row.indicator.unit).text,
                    teller=speech.text(f"teller-{by}"))
        for by, told in row.told.items() if by not in PARTIES
    )  # fmt: skip


def others_said(row: Row, speech: Speech) -> Value:
    """The same in one cell."""
    said = others(row, speech)
    return Value("; ".join(said)) if said else Value("", "missing")


def target_said(row: Row, speech: Speech) -> Value:
    """``at least 180 by 2028``, ``at most 120 in every year``."""
    target = row.target
    if target is None:
        return Value("–")
    wanted = speech.text(f"aim-{target.aim}", value=number_said(target.value, row.indicator.unit, speech))
    when = speech.text("aim-every-year") if target.every_year else speech.text("aim-by", year=str(target.year))
    return Value(f"{wanted} {when}", number=target.value)


def baseline_said(row: Row, speech: Speech) -> Value:
    """Where the indicator stood before the agreement: ``31 (2019)``; missing where nobody knows."""
    target = row.target
    if target is None or target.baseline is None:
        return Value("", "missing")
    said = number_said(target.baseline, row.indicator.unit, speech)
    if target.baseline_year is None:
        return Value(said, number=target.baseline)
    return Value(speech.text("baseline-said", value=said, year=str(target.baseline_year)), number=target.baseline)


def least_said(count: int, speech: Speech) -> str:
    """A number of people who answered; none, or fewer than the least that may be told, where it is below that."""
    least = declared().least_answers
    return speech.number(count) if count >= least or not count else speech.text("fewer", least=speech.number(least))

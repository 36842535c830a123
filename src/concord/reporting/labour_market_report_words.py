"""How an analysis is put into sentences: ranges as words, every figure under its own name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor, log10

from concord.documents.model import Run, Value
from concord.documents.sentences import Count, Saying, Year, say
from concord.labour_market.analysis_model import Analysis, Figure
from concord.labour_market.curves import Range
from concord.labour_market.need import declared
from concord.reporting.voice import Voice
from concord.vocabulary import formats

DOMAIN = "documents/labour-market"
#: Units whose figures are small enough to keep a digit after the point.
_DECIMALS = {"per_10k": 1, "percent": 1, "factor": 2}


def rounded(number: float, *, beside: float = 0.0) -> float:
    """A worked-out number with three digits, of the larger of itself and what stands ``beside`` it."""
    largest = max(abs(number), abs(beside))
    return round(number, 2 - floor(log10(largest))) if largest else 0.0


@dataclass(frozen=True, slots=True)
class Amount:
    """A range in a sentence: ``146,000 (73,200 to 173,000)``; an exact one is said as it is."""

    range: Range
    decimals: int = 0
    strong: bool = True
    is_counted: bool = False

    @property
    def value(self) -> float:
        """The middle, for the grammar of numbers."""
        return self.range.value

    def text(self, number: float, language: str) -> str:
        """One number as it is said."""
        largest = max(abs(self.range.low), abs(self.range.high))
        shown = number if self.is_counted else rounded(number, beside=largest)
        decimals = self.decimals if largest < 100 else 0
        return formats.number(round(shown, decimals), language, decimals=decimals)

    def runs(self, language: str) -> tuple[Run, ...]:
        """The middle, and the bounds behind it where they differ from it."""
        middle, low, high = (self.text(each, language) for each in (self.range.value, self.range.low, self.range.high))
        if low == middle == high:
            return (Run(middle, self.strong),)
        marks = {"value": _Mark(middle, self.strong), "low": _Mark(low), "high": _Mark(high)}
        return say(DOMAIN, "span", language, **marks).runs


@dataclass(frozen=True, slots=True)
class _Mark:
    text: str
    strong: bool = False

    def runs(self, language: str) -> tuple[Run, ...]:
        return (Run(self.text, self.strong),)


def amount(figure: Figure, *, strong: bool = True) -> Amount:
    """A figure in a sentence."""
    return Amount(figure.range, _DECIMALS.get(figure.unit, 0), strong, figure.standing == "normal")


def values(of: Analysis) -> dict[str, Saying]:
    """Every figure by its id; ``low-``, ``high-`` its bounds; ``minus-`` the same with the sign turned; ``year-``."""
    return {name: saying for step in of.steps for figure in step.figures for name, saying in _said(figure)}


def _said(figure: Figure) -> Iterator[tuple[str, Saying]]:
    decimals = _DECIMALS.get(figure.unit, 0)
    turned = figure.range.turned()
    yield figure.id, amount(figure)
    yield f"minus-{figure.id}", Amount(turned, decimals, True, figure.standing == "normal")
    for name, number in (
        (f"low-{figure.id}", figure.range.low), (f"high-{figure.id}", figure.range.high),
        (f"minus-low-{figure.id}", turned.high), (f"minus-high-{figure.id}", turned.low),
    ):  # fmt: skip
        yield name, Amount(Range.exact(number), decimals)
    if figure.year is not None:
        yield f"year-{figure.id}", Year(figure.year)


def per(of: Analysis, id: str = "") -> Count:
    """A threshold as a number: ``44.5``."""
    found = {each.id: each.per_10k for each in declared().thresholds}
    curve = of.need[id or of.threshold]
    number = found.get(id or of.threshold)
    if number is None:
        people = of.figure("population")
        needed = curve.at(of.base)
        number = round(needed.value / people.range.value * 10_000, 1) if people and needed else 0.0
    return Count(number, None if number == int(number) else 1)


def cell(given: Range | None, voice: Voice, *, decimals: int = 0, is_counted: bool = False) -> Value:
    """A range as a cell of two parts in one: the middle, then its bounds."""
    if given is None:
        return voice.missing()
    said = "".join(run.text for run in Amount(given, decimals, is_counted=is_counted).runs(voice.language))
    return Value(said, "normal" if is_counted else "estimated", given.value)

"""A published figure beside ours, and why they differ: reasons that are declared, and reasons that are computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from concord.errors import Invalid
from concord.indicators.headlines.figures import Headline, figures
from concord.indicators.headlines.ours import KINDS, Ground, Ours
from concord.indicators.model import Facts, Result

Kind = Literal["method", "vintage", "coverage", "definition", "rounding", "none"]
#: Kinds that a reason may be declared of.
DECLARED: tuple[Kind, ...] = ("method", "vintage", "coverage", "definition", "rounding")
#: What the end of a reason's code says about its kind; a declared reason is ``<kind>-<what>``.
PREFIX = "indicators.headline."


@dataclass(frozen=True, slots=True)
class Reason:
    """Why ours may rightly differ: its kind, the code of its wording, and what was computed for it."""

    kind: Kind
    code: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)
    is_computed: bool = False


@dataclass(frozen=True)
class Beside:
    """One published figure, ours (None where none can be computed), and the reasons for what lies between."""

    headline: Headline
    ours: Ours | None
    reasons: tuple[Reason, ...]

    @property
    def difference(self) -> float | None:
        """Ours less the published one, in its unit."""
        return None if self.ours is None or self.ours.value is None else self.ours.value - self.headline.value

    @property
    def percent(self) -> float | None:
        """The difference in percent of the published figure."""
        return (
            None if self.difference is None or not self.headline.value else 100 * self.difference / self.headline.value
        )

    @property
    def is_equal(self) -> bool:
        """Whether both are the same number."""
        return self.difference is not None and abs(self.difference) < 1e-9


def beside(facts: Facts, results: Iterable[Result], *, given: Mapping[str, float] | None = None) -> tuple[Beside, ...]:
    """Every declared headline figure beside our own result.

    Args:
        facts: Tables, list editions, the day.
        results: Of all declared indicators over these facts.
        given: Figures that other rooms declare, by key (thresholds of the safeguards criteria).

    Raises:
        Invalid: ``indicators.headline.kind`` when a declaration names no kind that exists.
    """
    grouped: dict[str, list[Result]] = {}
    for each in results:
        grouped.setdefault(each.indicator, []).append(each)
    ground = Ground(facts, {id: tuple(found) for id, found in grouped.items()}, given or {})
    return tuple(_beside(each, ground) for each in figures().values())


def _beside(headline: Headline, ground: Ground) -> Beside:
    comparison = headline.comparison
    if comparison is None:
        return Beside(headline, None, (Reason("none", f"{PREFIX}none-{headline.none}"),))
    if comparison.kind not in KINDS:
        raise Invalid("indicators.headline.kind", params={"id": headline.id, "kind": comparison.kind})
    ours = KINDS[comparison.kind](headline, comparison.params, ground)
    if ours.value is None:
        return Beside(headline, None, (Reason("none", f"{PREFIX}none-no-rows"),))
    declared = [_declared(each, comparison.params) for each in comparison.reasons]
    found = Beside(headline, ours, (*declared, *_computed(headline, ours)))
    if found.is_equal or found.reasons:
        return found
    return Beside(headline, ours, (Reason("none", f"{PREFIX}unexplained"),))


def _declared(name: str, params: Mapping[str, object]) -> Reason:
    kind = next(each for each in DECLARED if each == name.partition("-")[0])
    return Reason(kind, PREFIX + name, params)


def _computed(headline: Headline, ours: Ours) -> list[Reason]:
    """What can be worked out: years, areas counted with the share of people in them, the other method, round words."""
    reasons = []
    if ours.years and set(ours.years) != {headline.year}:
        spelled = str(ours.years[0]) if len(ours.years) == 1 else f"{ours.years[0]}–{ours.years[-1]}"
        reasons.append(Reason("vintage", f"{PREFIX}vintage", {"published": headline.year, "ours": spelled}, True))
    if ours.lacking:
        params = {"counted": len(ours.counted), "expected": len(ours.expected or ())}
        percent = None if ours.people is None else round(100 * ours.people, 1)
        code = f"{PREFIX}coverage" if percent is None else f"{PREFIX}coverage-people"
        reasons.append(Reason("coverage", code, params | ({} if percent is None else {"percent": percent}), True))
    if ours.other is not None:
        kind: Kind = "coverage" if ours.other_method == "carried-to-all" else "method"
        reasons.append(Reason(kind, f"{PREFIX}{kind}-{ours.other_method}", {"other": round(ours.other, 1)}, True))
    if ours.value is not None and abs(ours.value - headline.value) > 0 and _as_printed(ours.value, headline):
        reasons.append(Reason("rounding", f"{PREFIX}rounding-same", {}, True))
    if headline.is_rounded:
        reasons.append(Reason("rounding", f"{PREFIX}rounding", {}, True))
    return reasons


def _as_printed(value: float, headline: Headline) -> bool:
    """Whether ours, written with as many decimals as the published figure, is the same."""
    decimals = 0 if headline.value.is_integer() else len(str(headline.value).partition(".")[2])
    return round(value, decimals) == headline.value

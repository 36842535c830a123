"""Everything a reviewer is told about one filing, in one order: what must change, what to change or explain, notes.

Public face: :func:`review` → :class:`~concord.reporting.points.Review` of :class:`~concord.reporting.points.Point`.

Source: Code, articles 9.1 and 9.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from concord.errors import Invalid
from concord.findings import LEVELS, Finding, Level, Place
from concord.instrument import checks, routing
from concord.instrument.answers import NonAnswer, addresses, parse
from concord.instrument.answers import address as address_of
from concord.instrument.model import Instrument, Node, Question
from concord.instrument.numbering import numbers as numbers_of
from concord.instrument.versions import QuestionMap
from concord.reporting.changes import Change, Changes, changes
from concord.reporting.outliers import (
    PERSONS,
    Known,
    Peer,
    Verdict,
    beside_known,
    beside_peers,
    is_compared,
    name_of,
    per_head,
)
from concord.reporting.points import PREFIX, Point, Review, Subject
from concord.reporting.review_thresholds import Thresholds, thresholds
from concord.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class Last:
    """What a country answered last time, and to which instrument."""

    instrument: Instrument
    answers: Mapping[str, Any]
    map: QuestionMap | None = None

    def __hash__(self) -> int:
        return hash(self.instrument.digest)


def review(
    instrument: Instrument,
    answers: Mapping[str, Any],
    *,
    today: date,
    language: str = "en",
    last: Last | None = None,
    reasons: Mapping[str, str] | None = None,
    peers: Mapping[str, Iterable[Peer]] | None = None,
    known: Iterable[Known] = (),
    populations: Mapping[str, float] | None = None,
    area: str = "",
    income: str = "",
    region: str = "",
    limits: Thresholds | None = None,
) -> Review:
    """Everything to look at in a filing.

    Args:
        instrument: What was asked.
        answers: What was answered, by position.
        today: The day that conditions see: the day it was sent.
        language: Of labels within sentences of rules.
        last: Last time's answers, where they are known.
        reasons: By address, why a number moved, as the country says.
        peers: By :func:`~concord.reporting.outliers.name_of`, the numbers of other countries; None compares nothing.
        known: Numbers of the data set on this country.
        populations: Inhabitants by area: counts of persons are compared per head.
        area: The country; its own numbers among ``peers`` are left out.
        income: Its income group.
        region: Its region.
        limits: Thresholds other than the declared ones.
    """
    return _Reviewing(instrument, answers, today, language, limits or thresholds()).run(
        last, reasons or {}, peers, tuple(known), (area, income, region), populations or {}
    )


class _Reviewing:
    def __init__(
        self, instrument: Instrument, answers: Mapping[str, Any], today: date, language: str, limits: Thresholds
    ) -> None:
        self.instrument, self.given, self.limits = instrument, parse(answers), limits
        self.today, self.language = today, language
        self.state = routing.evaluate(instrument, self.given, today=today, language=language)
        self.order = {node.path: place for place, node in enumerate(instrument.nodes())}
        self.numbers = numbers_of(instrument)

    def run(
        self,
        last: Last | None,
        reasons: Mapping[str, str],
        peers: Mapping[str, Iterable[Peer]] | None,
        known: tuple[Known, ...],
        who: tuple[str, str, str],
        populations: Mapping[str, float],
    ) -> Review:
        moved = (
            changes(
                self.instrument, self.given, last.instrument, last.answers, map=last.map, reasons=reasons,
                share=self.limits.moved,
            )
            if last is not None
            else Changes(())
        )  # fmt: skip
        verdicts = self._verdicts(peers, who, populations) if peers is not None else {}
        points = [*self._rules(), *self._changes(moved), *self._peers(verdicts), *self._known(known)]
        return Review(tuple(sorted(points, key=self._place)), moved, verdicts)

    def _place(self, point: Point) -> tuple[int, int, str, str]:
        order = self.order.get(point.node.path, len(self.order)) if point.node is not None else len(self.order)
        return LEVELS.index(point.level), order, point.address, point.finding.code

    def _point(
        self, code: str, level: Level, node: Node | None, address: str, subject: Subject, params: Mapping[str, object],
        **more: Any,
    ) -> Point:  # fmt: skip
        finding = Finding(f"{PREFIX}{code}", level, Place(item=address or None), params)
        return Point(finding, subject, self._number(node), node.label if node else Text(), node, **more)

    def _number(self, node: Node | None) -> str:
        """A question's number; a cell has that of its grid."""
        path = node.path if node is not None else ()
        while path and path not in self.numbers:
            path = path[:-1]
        return self.numbers.get(path, "")

    # ---- the rules of the questionnaire
    def _rules(self) -> Iterator[Point]:
        found = checks.check(self.instrument, self.given, today=self.today, language=self.language, state=self.state)
        for finding in found:
            node = node_at(self.instrument, finding.where.item or "")
            yield Point(finding, "rule", self._number(node), node.label if node else Text(), node)

    # ---- last time
    def _changes(self, moved: Changes) -> Iterator[Point]:
        asked = set(self.state.asked)
        for each in moved:
            what = _what(each, asked)
            if what is None or each.mode == "dropped":
                continue
            code, level = what
            params: dict[str, object] = {"before": each.before, "now": each.now, "reason": each.reason}
            if each.share is not None:
                params["percent"] = round(abs(each.share) * 100)
                code += "-up" if each.share > 0 else "-down"
            shown = {key: value for key, value in params.items() if isinstance(value, str | int | float)}
            yield self._point(code, level, each.node, each.address, "change", shown, change=each)

    # ---- other countries
    def _verdicts(
        self, peers: Mapping[str, Iterable[Peer]], who: tuple[str, str, str], populations: Mapping[str, float]
    ) -> dict[str, Verdict]:
        area, income, region = who
        more: dict[str, Any] = {"area": area, "income": income, "region": region, "limits": self.limits}
        asked, found = set(self.state.asked), {}
        held = {name: tuple(each) for name, each in peers.items()}
        for address, question, value in addresses(self.instrument, self.given):
            if address not in asked or not is_compared(question, value) or not isinstance(value, int | float):
                continue
            others = held.get(name_of(question), ())
            if question.about.unit == PERSONS:
                found[address] = per_head(float(value), others, populations, **more)
            else:
                found[address] = beside_peers(value, others, **more)
        return found

    def _peers(self, verdicts: Mapping[str, Verdict]) -> Iterator[Point]:
        by_address = {address: question for address, question, _ in addresses(self.instrument, self.given)}
        for address, verdict in verdicts.items():
            if verdict.outcome not in {"far", "zero"}:
                continue
            code = "zero" if verdict.outcome == "zero" else "far-above" if (verdict.z or 0) > 0 else "far-below"
            level: Level = "note" if code == "zero" else "soft"
            params: dict[str, object] = {
                "value": verdict.value, "median": verdict.median, "low": verdict.low, "high": verdict.high,
                "countries": verdict.countries,
            }  # fmt: skip
            if verdict.rate is not None:
                code, params["rate"] = f"{code}-per-head", verdict.rate
            yield self._point(code, level, by_address[address], address, "peers", params, verdict=verdict)
        few = sum(verdict.outcome == "too-few" for verdict in verdicts.values())
        if few:
            params = {"count": few, "least": self.limits.peers_least}
            yield self._point("too-few-peers", "note", None, "", "whole", params)

    # ---- the data set
    def _known(self, known: tuple[Known, ...]) -> Iterator[Point]:
        for each in beside_known(self.instrument, self.given, known, limits=self.limits):
            params: dict[str, object] = {
                "value": each.value, "known": each.known.value, "year": str(each.known.year),
                "source": each.known.source,
            }  # fmt: skip
            yield self._point(
                "other-than-known", "soft", each.question, each.addresses[0], "known", params,
                places=each.addresses, differing=each,
            )  # fmt: skip


def node_at(instrument: Instrument, address: str) -> Node | None:
    """The question or repeating block at an address by position, or at a path; None where there is none."""
    try:
        where = address_of(address)
    except Invalid:
        return None
    return instrument.by_key.get((where.repeats, where.key)) or instrument.by_path.get(tuple(address.split("/")))


def _what(each: Change, asked: set[str]) -> tuple[str, Level] | None:
    """Code and level of what a change asks to look at; None where it asks for nothing."""
    if each.kind == "moved":
        return ("moved-explained", "note") if each.reason else ("moved", "soft")
    if each.kind == "changed" and isinstance(each.now, NonAnswer) and not isinstance(each.before, NonAnswer):
        return "no-longer-known", "soft"
    if each.kind == "gone" and not isinstance(each.before, NonAnswer):
        if not isinstance(each.node, Question):
            return "entry-gone", "note"
        return ("gone", "soft") if each.address in asked else None
    return None

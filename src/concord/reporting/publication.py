"""What is published of a report: its answers without those the country keeps confidential, and nothing that tells them.

Source: Code, articles 7.2c and 9.4.

A question is hidden when the country keeps it to itself, and when it would give such an answer away: it is asked only
if the hidden answer reads so, it is calculated from it, or its choices come from it; and so on from there. A hidden
question says "kept confidential by the country"; it never looks like one that was left empty. Because nothing that is
shown depends on anything hidden, the rules of the questionnaire read the published answers as they read all of them.

A digest of *all* answers is never published: a short answer could be found by trying.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from concord.instrument import answers as values
from concord.instrument import routing
from concord.instrument.answers import NonAnswer, Value
from concord.instrument.export.walking import only_asked
from concord.instrument.model import CHOOSING, Instrument, Node, Question
from concord.instrument.prefill import instances_of
from concord.instrument.versions.resolve import Known
from concord.reporting.publication_hiding import Hidden, hidden, question_id

Status = Literal["answered", "not-known", "not-available", "not-applicable", "withheld", "not-asked", "no-answer"]
#: All that a question of a published report can be, and what stands for a country without one.
STATUSES: tuple[str, ...] = (
    "answered", "not-known", "not-available", "not-applicable", "withheld", "not-asked", "no-answer", "no-report",
)  # fmt: skip
#: Shorter texts are too common to be looked for.
SHORTEST = 6
PREFIXES = {"national": "NR", "stakeholder": "SR"}


@dataclass(frozen=True)
class Published:
    """A published report, or what would be published.

    Attributes:
        instrument: The version it answers.
        answers: By position, without anything hidden or not asked.
        reasons: Why a number moved, by address.
        withheld: Ids of the questions that are hidden, those that would give others away among them.
        asked: Addresses of what was asked; of hidden questions none.
        calculated: What the questionnaire calculates from what is shown, by address.
        language: In which the texts are written.
        area: Alpha-3; empty for a stakeholder.
        round: Id of the round.
        reference: What it is cited by; empty before it is published.
    """

    instrument: Instrument
    answers: Mapping[str, Any]
    reasons: Mapping[str, str] = field(default_factory=dict)
    withheld: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()
    calculated: Mapping[str, Any] = field(default_factory=dict)
    language: str = "en"
    area: str = ""
    round: str = ""
    reference: str = ""

    def __hash__(self) -> int:
        return hash((self.reference, self.instrument.digest, self.language))

    @property
    def hidden(self) -> Hidden:
        """What is hidden."""
        return hidden(self.instrument, self.withheld)


@dataclass(frozen=True, slots=True)
class Item:
    """One question in one place of a published report.

    Attributes:
        question: The question.
        id: Its id in the instrument.
        address: ``agreements[2]/agreement_title``; without a number where the block has no entry.
        entry: The entry it stands in, ``agreements[2]``, or empty.
        value: The answer; None unless ``status`` is ``answered``.
        status: See :data:`STATUSES`.
        reason: Why the number moved.
    """

    question: Question
    id: str
    address: str
    entry: str
    value: Value | None
    status: Status
    reason: str = ""


def publish(
    instrument: Instrument,
    answers: Mapping[str, Any],
    *,
    today: dt.date,
    withheld: Iterable[str] = (),
    reasons: Mapping[str, str] | None = None,
    language: str = "en",
    area: str = "",
    round: str = "",
    reference: str = "",
) -> Published:
    """What of a report may be published.

    Args:
        instrument: The version that was answered.
        answers: As they were sent, by position.
        today: The day on which they were sent, which the questionnaire's rules see.
        withheld: Questions that the country keeps confidential, by key, id or address; one entry of a repeating block
            named hides the question in all.
        reasons: Why numbers moved, by address.
        language: In which its texts are written.
        area: Alpha-3.
        round: Id of the round.
        reference: What it will be cited by.

    Raises:
        Invalid: ``reporting.publication.unknown-question``: what should be hidden is not found, so nothing is shown.
    """
    given = values.parse(answers)
    state = routing.evaluate(instrument, given, today=today)
    hiding = _met(hidden(instrument, tuple(sorted(set(withheld)))), state)
    asked = frozenset(each for each in state.asked if not hiding.hides_address(each))
    kept = values.as_json(only_asked(instrument, given, asked))
    said = {at: why for at, why in (reasons or {}).items() if at in asked and why}
    worked_out = {
        at: plain for at, value in state.calculated.items()
        if not hiding.hides_address(at) and (plain := _plain(value)) not in (None, "")
    }  # fmt: skip
    return Published(
        instrument, kept, said, hiding.ids, asked, worked_out, language, area, round, reference
    )  # fmt: skip


def _met(hiding: Hidden, state: routing.State) -> Hidden:
    """Without the questions of which everybody can see that they were not asked: there is nothing to keep."""
    while True:
        unmet = {path for path in hiding.chosen if _is_openly_unasked(hiding, path, state)}
        if not unmet:
            return hiding
        kept = (each for each in hiding.instrument.questions if each.path in hiding.chosen - unmet)
        hiding = hidden(hiding.instrument, tuple("/".join(each.path) for each in kept))


def _is_openly_unasked(hiding: Hidden, path: tuple[str, ...], state: routing.State) -> bool:
    question = hiding.instrument.by_path[path]
    if not isinstance(question, Question) or question.repeat or not question.is_asked:
        return False
    return not state.is_asked(question.key) and not hiding.is_decided_by_hidden(path)


def _plain(value: Any) -> Any:
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    return value if isinstance(value, str | int | float) else str(value)


def items(published: Published) -> Iterator[Item]:
    """Every question that somebody answers, in order, with what became of it; a repeated one in every entry."""
    known, hiding = Known(published.instrument), published.hidden
    by_scope: dict[tuple[str, ...], list[Node]] = {}
    for node in known.mapped:
        by_scope.setdefault(node.repeat, []).append(node)

    def within(scope: tuple[str, ...], given: Mapping[str, Value], entry: str) -> Iterator[Item]:
        prefix = f"{entry}/" if entry else ""
        for node in by_scope.get(scope, ()):
            if isinstance(node, Question):
                yield _item(published, hiding, known, node, prefix + node.key, entry, given.get(node.key))
                continue
            entries = instances_of(given.get(node.key))
            for place, each in enumerate(entries, start=1):
                yield from within((*scope, node.key), each, f"{prefix}{node.key}[{place}]")
            if not entries:
                yield from without((*scope, node.key), f"{prefix}{node.key}/", hiding.hides(node))

    def without(scope: tuple[str, ...], prefix: str, is_hidden: bool) -> Iterator[Item]:
        status: Status = "withheld" if is_hidden else "not-asked"
        for node in by_scope.get(scope, ()):
            if isinstance(node, Question):
                yield Item(node, question_id(known, node), prefix + node.key, "", None, status)
            else:
                yield from without((*scope, node.key), f"{prefix}{node.key}/", is_hidden)

    yield from within((), values.parse(published.answers), "")


def _item(
    published: Published, hiding: Hidden, known: Known, question: Question, address: str, entry: str, value: Any
) -> Item:
    status, why = _status(published, hiding, question, address, value), published.reasons.get(address, "")
    kept = value if status == "answered" else None
    return Item(question, question_id(known, question), address, entry, kept, status, why)


def _status(published: Published, hiding: Hidden, question: Question, address: str, value: Value | None) -> Status:
    if hiding.hides(question):
        return "withheld"
    if address not in published.asked:
        return "not-asked"
    if value is None:
        return "no-answer"
    return value.status if isinstance(value, NonAnswer) else "answered"


def reference(round: str, area: str, edition: int, *, use: str = "national", number: int = 0) -> str:
    """What a published report is cited by.

    Example:
        >>> reference("2027", "KEN", 1)
        'NR-2027-KEN-1'
        >>> reference("2027", "KEN", 2, use="stakeholder", number=14)
        'SR-2027-14-2'
    """
    whose = str(number) if use == "stakeholder" else area
    return f"{PREFIXES[use]}-{round}-{whose}-{edition}"


def digest(published: Published, **more: Any) -> str:
    """SHA-256 over everything that is published (hexadecimal); ``more``: what is published beside, such as replies."""
    told = {
        "reference": published.reference,
        "round": published.round,
        "area": published.area,
        "language": published.language,
        "instrument": published.instrument.digest,
        "answers": dict(published.answers),
        "reasons": dict(published.reasons),
        "withheld": list(published.withheld),
        "asked": sorted(published.asked),
        **more,
    }
    plain = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def echoes(published: Published, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Addresses of published texts that hold a hidden answer in so many words, for a look before publication.

    Args:
        published: What would be published.
        answers: All answers, as they were sent.
    """
    given = values.parse(answers)
    secrets = {
        str(value).casefold()
        for at, question, value in values.addresses(published.instrument, given)
        if published.hidden.hides(question) and isinstance(value, str) and question.kind not in CHOOSING
        and len(value) >= SHORTEST
    }  # fmt: skip
    shown = values.addresses(published.instrument, values.parse(published.answers))
    return tuple(
        at for at, _, value in shown
        if isinstance(value, str) and any(secret in value.casefold() for secret in secrets)
    )  # fmt: skip

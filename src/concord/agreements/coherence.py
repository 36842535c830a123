"""Whether a position fits with what the state has promised elsewhere: agreements, laws, policies, reports to the Code.

Public face: :class:`Cited`, :func:`check`, :func:`facts`. A person reads and says what a text means for the position;
the check finds what nobody looked at, what is strained and not settled, agreements that are known and not cited, and
answers of the state's reports that nobody looked at or that were corrected since.

Source: Code, articles 1(2), 3.1, 8.2, 9.1; ``data/agreements/ministries.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from concord.agreements import lifecycle_records as read
from concord.agreements.coherence_offered import Offered
from concord.agreements.gates import Facts
from concord.agreements.position_declared import Kind, declared
from concord.findings import Finding, Findings, Place
from concord.vocabulary.periods import PartialDate
from concord.vocabulary.text import Text

#: Verdicts that say nobody has looked yet, and that there is nothing to look at.
NOT_LOOKED, NONE = "not-looked", "none"
#: Verdicts that must be settled, and those of which it is said what of the text they mean.
STRAINED = frozenset({"strains", "contradicts"})
SAID_WHY = STRAINED | {"serves", "apart"}
OLD_AFTER_DAYS = 366


@dataclass(frozen=True, slots=True)
class Cited:
    """Something of the state that bears on the position (record kind ``position.cited``).

    Attributes:
        id: The record's key.
        kind: Agreement, law, report to the Code, one of the policies, or the safeguards list.
        title: As it is called; empty with the verdict ``none``.
        verdict: The position agrees with it, strains or contradicts it, it does not concern the position, it is silent,
            there is none, not looked at yet.
        says: What it says on the matter; of a report the answer as it was read.
        why: What of it the position serves or strains, and why the verdict is this one.
        settled: How a strain is settled; empty while it is open.
        lines: Ids of the lines that it bears on.
        reference: Number, date, paragraph.
        link: Where it stands.
        register: Id of an agreement in the register of agreements.
        on: When somebody looked.
        dated: Of when it is, as precisely as is known.
        asked: Key of what this installation offered (:class:`~concord.agreements.coherence_offered.Offered`).
        edition: The edition that was read of it.
    """

    id: str
    kind: str
    title: str = ""
    verdict: str = NOT_LOOKED
    says: Text = field(default_factory=Text)
    settled: Text = field(default_factory=Text)
    lines: tuple[str, ...] = ()
    reference: str = ""
    link: str = ""
    register: str = ""
    on: date | None = None
    why: Text = field(default_factory=Text)
    dated: PartialDate | None = None
    asked: str = ""
    edition: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the position strains or contradicts it and nothing settles that."""
        return self.verdict in STRAINED and not self.settled

    @property
    def lacks_why(self) -> bool:
        """Whether it is a policy or an answer of a report, judged without a word on what of it and why."""
        weighed = self.verdict in SAID_WHY and not self.why
        return weighed and (bool(self.asked) or declared().cited[self.kind].is_policy)

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {
                "id": self.id, "kind": self.kind, "title": self.title, "verdict": self.verdict, "says": dict(self.says),
                "settled": dict(self.settled), "lines": list(self.lines), "reference": self.reference,
                "link": self.link, "register": self.register, "on": self.on.isoformat() if self.on else "",
                "why": dict(self.why), "dated": str(self.dated) if self.dated else "", "asked": self.asked,
                "edition": self.edition,
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Cited:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``.
        """
        verdict = read.word(body, "verdict", of=declared().verdicts)
        return cls(
            read.word(body, "id"), read.word(body, "kind", of=declared().cited),
            read.word(body, "title", optional=verdict == NONE), verdict, read.wording(body, "says", optional=True),
            read.wording(body, "settled", optional=True), read.words(body, "lines"),
            read.word(body, "reference", optional=True), read.word(body, "link", optional=True),
            read.word(body, "register", optional=True), read.day_or_none(body, "on"),
            read.wording(body, "why", optional=True), read.partial(body, "dated") if body.get("dated") else None,
            read.word(body, "asked", optional=True), read.word(body, "edition", optional=True),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """An agreement of the state that the register knows, and whether the partner is the same."""

    id: str
    title: str
    same_partner: bool = False
    in_force: bool | None = None


def check(
    cited: Iterable[Cited],
    *,
    today: date,
    known: Iterable[Known] = (),
    lines: Iterable[str] = (),
    offered: Iterable[Offered] = (),
) -> Findings:
    """What the coherence check still has to look at or to settle.

    Args:
        cited: What was cited.
        today: For verdicts that are more than a year old.
        known: Agreements of the state that the register knows.
        lines: Ids of the position's lines; a citation of another is said.
        offered: What this installation knows of the state besides.

    Returns:
        Hard: ``agreements.coherence.open``. Soft: ``agreements.coherence.kind-missing`` and
        ``agreements.coherence.policy-missing`` for a kind that nobody looked at, ``agreements.coherence.not-looked``,
        ``agreements.coherence.no-why``, ``agreements.coherence.not-cited`` for a known agreement with the same
        partner, ``agreements.coherence.answers-left`` for offers that nobody looked at,
        ``agreements.coherence.corrected`` where another edition stands than the one that was read,
        ``agreements.coherence.no-line``. Note: ``agreements.coherence.old``, and
        ``agreements.coherence.other-known`` for known agreements with others.
    """
    listed, ids, told = tuple(cited), set(lines), {each.key: each for each in offered}
    looked = {each.kind for each in listed if each.verdict != NOT_LOOKED}
    found = [_missing(kind) for kind in declared().cited.values() if kind.id not in looked and not kind.may_lack]
    for each in listed:
        found.extend(_of(each, today, ids))
        now = told.get(each.asked)
        if now is not None and each.edition and now.edition != each.edition:
            found.append(Finding("agreements.coherence.corrected", "soft", Place(item=each.id), _params(each)))
    registered = {each.register for each in listed if each.register}
    found.extend(_known(other) for other in known if other.id not in registered)
    if still := left(listed, told.values()):
        found.append(Finding("agreements.coherence.answers-left", "soft", params={"count": len(still)}))
    return Findings(found)


def left(cited: Iterable[Cited], offered: Iterable[Offered]) -> tuple[Offered, ...]:
    """What is offered and was not looked at."""
    looked = {each.asked for each in cited if each.asked}
    return tuple(each for each in offered if each.key not in looked)


def _missing(kind: Kind) -> Finding:
    code = "policy-missing" if kind.is_policy else "kind-missing"
    return Finding(f"agreements.coherence.{code}", "soft", Place(item=kind.id), source=f"art:{kind.articles[0]}")


def _params(each: Cited) -> dict[str, Any]:
    return {"title": each.title or each.kind}


def _of(each: Cited, today: date, lines: set[str]) -> Iterable[Finding]:
    place, params = Place(item=each.id), _params(each)
    if each.is_open:
        yield Finding("agreements.coherence.open", "hard", place, params)
    if each.verdict == NOT_LOOKED:
        yield Finding("agreements.coherence.not-looked", "soft", place, params)
    elif each.on is not None and (today - each.on).days > OLD_AFTER_DAYS:
        yield Finding("agreements.coherence.old", "note", place, {**params, "on": each.on.isoformat()})
    if each.lacks_why:
        yield Finding("agreements.coherence.no-why", "soft", place, params)
    for line in each.lines:
        if lines and line not in lines:
            yield Finding("agreements.coherence.no-line", "soft", place, {**params, "line": line})


def _known(other: Known) -> Finding:
    if other.same_partner and other.in_force is not False:
        return Finding("agreements.coherence.not-cited", "soft", Place(item=other.id), {"title": other.title})
    return Finding("agreements.coherence.other-known", "note", Place(item=other.id), {"title": other.title})


def facts(cited: Iterable[Cited]) -> Facts:
    """What gates read: ``coherence-looked-at`` when every kind was looked at, ``conflicts-open`` how many are open.

    Where nothing was cited neither is known.
    """
    listed = tuple(cited)
    if not listed:
        return {}
    looked = {each.kind for each in listed if each.verdict != NOT_LOOKED}
    return {
        "coherence-looked-at": {id for id, kind in declared().cited.items() if not kind.may_lack} <= looked,
        "conflicts-open": sum(each.is_open for each in listed),
    }


def balance(cited: Iterable[Cited]) -> Mapping[str, tuple[Cited, ...]]:
    """What was cited, by verdict in declared order; verdicts that nothing has are left out."""
    listed = tuple(cited)
    by = {id: tuple(each for each in listed if each.verdict == id) for id in declared().verdicts}
    return {id: found for id, found in by.items() if found}

"""Whether a position fits with what the state has promised elsewhere: agreements, laws, policies, reports to the Code.

Public face: :class:`Cited`, :func:`check`, :func:`facts`. A person reads and says what a text means for the position;
the check finds what nobody looked at, what is strained and not settled, and agreements that are known and not cited.

Source: Code, articles 1(2), 3.1, 8.2, 9.1; ``data/agreements/ministries.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from concord.agreements import lifecycle_records as read
from concord.agreements.gates import Facts
from concord.agreements.position_declared import declared
from concord.findings import Finding, Findings, Place
from concord.vocabulary.text import Text

#: Verdicts that say nobody has looked yet, and that there is nothing to look at.
NOT_LOOKED, NONE, STRAINS = "not-looked", "none", "strains"
OLD_AFTER_DAYS = 366


@dataclass(frozen=True, slots=True)
class Cited:
    """Something of the state that bears on the position (record kind ``position.cited``).

    Attributes:
        id: The record's key.
        kind: Agreement, law, report to the Code, or one of the policies.
        title: As it is called; empty with the verdict ``none``.
        verdict: The position serves it, strains it, it is silent, there is none, not looked at yet.
        says: What it says on the matter.
        settled: How a strain is settled; empty while it is open.
        lines: Ids of the lines that it bears on.
        reference: Number, date, paragraph.
        link: Where it stands.
        register: Id of an agreement in the register of agreements.
        on: When somebody looked.
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

    @property
    def is_open(self) -> bool:
        """Whether the position strains it and nothing settles that."""
        return self.verdict == STRAINS and not self.settled

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        return read.plain(
            {
                "id": self.id, "kind": self.kind, "title": self.title, "verdict": self.verdict, "says": dict(self.says),
                "settled": dict(self.settled), "lines": list(self.lines), "reference": self.reference,
                "link": self.link, "register": self.register, "on": self.on.isoformat() if self.on else "",
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
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """An agreement of the state that the register knows, and whether the partner is the same."""

    id: str
    title: str
    same_partner: bool = False
    in_force: bool | None = None


def check(cited: Iterable[Cited], *, today: date, known: Iterable[Known] = (), lines: Iterable[str] = ()) -> Findings:
    """What the coherence check still has to look at or to settle.

    Args:
        cited: What was cited.
        today: For verdicts that are more than a year old.
        known: Agreements of the state that the register knows.
        lines: Ids of the position's lines; a citation of another is said.

    Returns:
        Hard: ``agreements.coherence.open``. Soft: ``agreements.coherence.kind-missing`` for a kind that nobody looked
        at, ``agreements.coherence.not-looked``, ``agreements.coherence.not-cited`` for a known agreement with the same
        partner, ``agreements.coherence.no-line``. Note: ``agreements.coherence.old``, and
        ``agreements.coherence.other-known`` for known agreements with others.
    """
    listed, ids = tuple(cited), set(lines)
    looked = {each.kind for each in listed if each.verdict != NOT_LOOKED}
    found = [
        Finding("agreements.coherence.kind-missing", "soft", Place(item=kind.id), source=f"art:{kind.articles[0]}")
        for kind in declared().cited.values()
        if kind.id not in looked
    ]
    for each in listed:
        found.extend(_of(each, today, ids))
    registered = {each.register for each in listed if each.register}
    for other in known:
        if other.id not in registered:
            found.append(_known(other))
    return Findings(found)


def _of(each: Cited, today: date, lines: set[str]) -> Iterable[Finding]:
    place, params = Place(item=each.id), {"title": each.title or each.kind}
    if each.is_open:
        yield Finding("agreements.coherence.open", "hard", place, params)
    if each.verdict == NOT_LOOKED:
        yield Finding("agreements.coherence.not-looked", "soft", place, params)
    elif each.on is not None and (today - each.on).days > OLD_AFTER_DAYS:
        yield Finding("agreements.coherence.old", "note", place, {**params, "on": each.on.isoformat()})
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
        "coherence-looked-at": set(declared().cited) <= looked,
        "conflicts-open": sum(each.is_open for each in listed),
    }


def balance(cited: Iterable[Cited]) -> Mapping[str, tuple[Cited, ...]]:
    """What was cited, by verdict in declared order; verdicts that nothing has are left out."""
    listed = tuple(cited)
    by = {id: tuple(each for each in listed if each.verdict == id) for id in declared().verdicts}
    return {id: found for id, found in by.items() if found}

"""The text in force on any day: the first text with the amendments that count on it, and which of them changed what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from concord.findings import Finding, Findings, Place
from concord.texts.amending import Amendment, apply
from concord.texts.clauses import Clause, cut
from concord.texts.comparing import Comparison, compare


@dataclass(frozen=True, slots=True)
class Consolidated:
    """A text on a day.

    Args:
        on: The day asked for.
        text: The whole text.
        clauses: The text as clauses.
        amended_by: Id of a clause → ids of the amendments that wrote or changed its words, in order.
        amendments: Ids of the amendments that count, in the order in which they were applied.
        findings: What could not be applied, and what has to be read by a person.
        as_of: The day on which the text stood so: ``on``, or the last day before an amendment that counts on ``on``
            and is not made in this language.
        lacking: Ids of the amendments that count on ``on`` and are not made in this language, in order.
    """

    on: date
    text: str
    clauses: tuple[Clause, ...]
    amended_by: Mapping[str, tuple[str, ...]]
    amendments: tuple[str, ...]
    findings: Findings
    as_of: date
    lacking: tuple[str, ...] = ()


def text_on(text: str, amendments: Sequence[Amendment], on: date, *, language: str) -> Consolidated:
    """The text in force on a day.

    Amendments are applied in the order of the days on which they came into force, those of one day in the order given.
    Where one of them is not made in the language of the text, the text stands as on the day before that one: later
    changes alone would give a text that never was.

    Args:
        text: The text as first signed.
        amendments: All of them, in force or not.
        on: The day.
        language: Language of the text.

    Returns:
        The text, with findings of :func:`concord.texts.amending.apply`, ``texts.amendment.other-language`` (hard),
        ``texts.amendment.uneven`` (soft: it changes other clauses in another language) and
        ``texts.amendment.same-clause`` (soft: two amendments of one day change one clause, so their order matters).
    """
    counting = in_order([each for each in amendments if each.counts_on(on)])
    lacking = [each for each in counting if not each.is_made_in(language)]
    if lacking:
        return _held_back(text, amendments, lacking, on, language)
    findings = [_uneven(each, language) for each in counting if each.lacks(language)]
    by_clause: dict[str, list[str]] = {}
    touched: list[tuple[Amendment, tuple[str, ...]]] = []
    for amendment in counting:
        text, ids, problems = apply(text, amendment, language=language)
        findings += problems
        touched.append((amendment, ids))
        for id in ids:
            by_clause.setdefault(id, []).append(amendment.id)
    findings += _same_day(touched)
    clauses = cut(text, language=language)
    there = {clause.id for clause in clauses}
    amended = {id: tuple(ids) for id, ids in by_clause.items() if id in there}
    ids_applied = tuple(each.id for each in counting)
    return Consolidated(on, text, clauses, amended, ids_applied, Findings(findings), on)


def texts_on(texts: Mapping[str, str], amendments: Sequence[Amendment], on: date) -> dict[str, Consolidated]:
    """The text in force on a day in each of its languages (language → the text as first signed)."""
    return {code: text_on(text, amendments, on, language=code) for code, text in texts.items()}


def _held_back(
    text: str, amendments: Sequence[Amendment], lacking: Sequence[Amendment], on: date, language: str
) -> Consolidated:
    """The text as it stood before the first of the amendments that are not made in its language."""
    first = lacking[0].in_force
    assert first is not None
    others = [each for each in amendments if each not in lacking]
    before = text_on(text, others, first - timedelta(days=first > date.min), language=language)
    said = [_other_language(each, language, before.as_of) for each in lacking]
    known = {each.where.item for each in said}
    findings = Findings([*said, *(each for each in before.findings if each.where.item not in known)])
    return replace(before, on=on, findings=findings, lacking=tuple(each.id for each in lacking))


def in_order(amendments: Sequence[Amendment]) -> list[Amendment]:
    """Amendments by the day they came into force, those of one day in the order given; those never in force last."""
    return sorted(amendments, key=lambda each: each.in_force or date.max)


def days_of_change(amendments: Sequence[Amendment]) -> tuple[date, ...]:
    """The days on which the text changed, in order."""
    days = {day for each in amendments for day in (each.in_force, each.until) if day is not None and each.in_force}
    return tuple(sorted(days))


def what_changed(text: str, amendments: Sequence[Amendment], id: str, *, language: str) -> Comparison:
    """What one amendment changed: the text just before it came into force beside the text just after.

    Of an amendment that is not in force, what it would change in the text as it stands last.

    Args:
        text: The text as first signed.
        amendments: All of them.
        id: Which.
        language: Language of the text. What is not made in it changes nothing here.
    """
    wanted = next(each for each in amendments if each.id == id)
    earlier: list[Amendment] = []
    for each in in_order(amendments):
        if each.id == id:
            break
        still = wanted.in_force is None or each.counts_on(wanted.in_force)
        if each.in_force is not None and still:
            earlier.append(each)
    for each in earlier:
        text = apply(text, each, language=language)[0]
    after = apply(text, wanted, language=language)[0]
    return compare(cut(text, language=language), cut(after, language=language), language=language)


def _other_language(amendment: Amendment, language: str, as_of: date) -> Finding:
    params = {"amendment": amendment.title or amendment.id, "wanted": language, "day": as_of.isoformat()}
    return Finding("texts.amendment.other-language", "hard", Place(item=amendment.id), params)


def _uneven(amendment: Amendment, language: str) -> Finding:
    params = {"amendment": amendment.title or amendment.id, "wanted": language}
    clauses = ", ".join(amendment.lacks(language))
    return Finding("texts.amendment.uneven", "soft", Place(item=amendment.id), {**params, "clauses": clauses})


def _same_day(touched: Sequence[tuple[Amendment, tuple[str, ...]]]) -> Iterator[Finding]:
    for place, (first, ids) in enumerate(touched):
        for second, others in touched[place + 1 :]:
            both = [id for id in ids if id in others]
            if both and first.in_force == second.in_force:
                params = {"first": first.title or first.id, "second": second.title or second.id}
                yield Finding("texts.amendment.same-clause", "soft", Place(item=both[0]), {**params, "clause": both[0]})

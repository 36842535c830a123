"""The mapping file: which column of an export leads to which question, with choices and a closed list of changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.errors import Invalid
from concord.findings import Finding, Place
from concord.instrument.model import Instrument, Question

Change = Literal[
    "number", "date", "year", "month", "yes-no", "area", "lower", "upper", "without-html", "split-lines",
    "split-commas",
]  # fmt: skip
Role = Literal["value", "member", "other", "place"]
SCHEMA = "methods/limesurvey-map.schema.json"


@dataclass(frozen=True)
class Rule:
    """One column of the export.

    Args:
        column: Its LimeSurvey code: ``Q1``, ``Q3[SQ001]``, ``Q3[SQ001_SQ002]``, ``Q5[other]``.
        to: Address of the answer; empty where only a choice is taken.
        role: ``value``: the answer itself; ``member``: a choice among several, where the cell says yes; ``other``: a
            choice among several, where anything is written, which may go to an address of its own; ``place``: one rank.
        choice: The choice of a member or other.
        text_to: Where the words of an other go.
        place: The rank, from 1.
        choices: LimeSurvey's answer codes → names of choices.
        texts: Wordings of answers → names of choices, for exports with full answers.
        statuses: Codes or wordings that are no answer → which non-answer.
        changes: From the closed list, in order.
    """

    column: str
    to: str
    role: Role = "value"
    choice: str = ""
    text_to: str = ""
    place: int = 0
    choices: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Mapped:
    """A mapping file as it is followed; see ``limesurvey-map.schema.json`` for what may be declared."""

    id: str
    instrument: str
    file: str
    key: str
    rules: tuple[Rule, ...]
    about: Mapping[str, str] = field(default_factory=dict)
    complete: str = ""
    decimal: Literal[".", ","] | None = None
    not_displayed: frozenset[str] = frozenset({"N/A", "{N/A}", "{question_not_shown}"})
    yes: frozenset[str] = frozenset({"Y", "Yes", "1"})
    no: frozenset[str] = frozenset({"N", "No", "0", ""})
    heads: Mapping[str, str] = field(default_factory=dict)
    ignore: Mapping[str, str] = field(default_factory=dict)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every column that the mapping names."""
        named = (self.key, self.complete, *self.about.values(), *self.ignore, *(rule.column for rule in self.rules))
        return tuple(dict.fromkeys(code for code in named if code))


def read_mapping(path: Path) -> tuple[Mapped | None, tuple[Finding, ...]]:
    """A mapping file, or what is wrong with it."""
    try:
        said = read_yaml(path)
    except Invalid as refusal:
        place = Place(path.name, row=_row(refusal.params.get("row")))
        params = {"problem": refusal.params.get("problem", refusal.code)}
        return None, (Finding("instrument.limesurvey.mapping-unreadable", "hard", place, params),)
    wrong = problems(said, packs.find(SCHEMA), file=path.name)
    if wrong:
        return None, tuple(
            Finding(
                "instrument.limesurvey.mapping-invalid",
                "hard",
                Place(each.file, item=each.item or None),
                {"problem": each.problem},
            )
            for each in wrong
        )
    return _mapped(said, path.name), ()


def _row(row: object) -> int | None:
    return row if isinstance(row, int) else None


def _mapped(said: Mapping[str, Any], file: str) -> Mapped:
    plain = ("about", "complete", "decimal", "heads", "ignore")
    given: dict[str, Any] = {name: said[name] for name in plain if name in said}
    given |= {name: frozenset(said[name]) for name in ("not_displayed", "yes", "no") if name in said}
    rules = tuple(rule for each in said["columns"] for rule in _rules(each))
    return Mapped(said["id"], said["instrument"], file, said["key"], rules, **given)


def _rules(said: Mapping[str, Any]) -> Iterator[Rule]:
    if "column" in said:
        yield _value(said["column"], said["to"], said)
    elif "multiple" in said:
        yield from _multiple(said)
    elif "ranking" in said:
        for place in range(1, said["places"] + 1):
            column = f"{said['ranking']}[{place}]"
            texts = said.get("texts", {})
            yield Rule(column, said["to"], "place", place=place, choices=said["choices"], texts=texts)
    elif "block" in said:
        for place, row in enumerate(said["rows"], start=1):
            for column, each in said["columns"].items():
                yield _value(f"{said['array']}[{row}_{column}]", f"{said['block']}[{place}]/{each['to']}", each)
    else:
        for row, row_code in said["rows"].items():
            for column, column_code in said["columns"].items():
                to = f"{said['to']}_{row_code}_{column_code}"
                yield _value(f"{said['array']}[{row}_{column}]", to, said)


def _value(column: str, to: str, said: Mapping[str, Any]) -> Rule:
    return Rule(
        column,
        to,
        choices=said.get("choices", {}),
        texts=said.get("texts", {}),
        statuses=said.get("statuses", {}),
        changes=tuple(said.get("as", ())),
    )


def _multiple(said: Mapping[str, Any]) -> Iterator[Rule]:
    name, to = said["multiple"], said["to"]
    for code, choice in said["choices"].items():
        yield Rule(f"{name}[{code}]", to, "member", choice=choice)
    for code, address in said.get("comments", {}).items():
        yield Rule(f"{name}[{code}comment]", address)
    other = said.get("other")
    if other:
        yield Rule(f"{name}[other]", to, "other", choice=other["choice"], text_to=other.get("to", ""))


def unknown(mapped: Mapped, instrument: Instrument) -> tuple[Finding, ...]:
    """Addresses, choices and columns of a mapping that the instrument does not know or that are there twice."""
    found = [*_targets(mapped, instrument)]
    seen: set[str] = set()
    for rule in mapped.rules:
        if rule.column in seen:
            found.append(_finding(mapped, "mapping-column-twice", rule.column, column=rule.column))
        seen.add(rule.column)
    return tuple(dict.fromkeys(found))


def _targets(mapped: Mapped, instrument: Instrument) -> Iterator[Finding]:
    for rule in mapped.rules:
        for address in filter(None, (rule.to, rule.text_to)):
            question = question_at(instrument, address)
            if question is None:
                yield _finding(mapped, "mapping-unknown-question", rule.column, question=address)
                continue
            listed = instrument.lists.get(question.choices)
            if listed is None or address == rule.text_to:
                continue
            named = {*rule.choices.values(), *rule.texts.values(), *([rule.choice] if rule.choice else [])}
            for name in sorted(named - {choice.name for choice in listed.choices}):
                yield _finding(mapped, "mapping-unknown-choice", rule.column, question=address, choice=name)


def _finding(mapped: Mapped, reason: str, item: str, **params: object) -> Finding:
    return Finding(f"instrument.limesurvey.{reason}", "hard", Place(mapped.file, item=item), params)


def question_at(instrument: Instrument, address: str) -> Question | None:
    """The question that an address leads to; None where there is none that somebody answers."""
    *blocks, key = pattern(address)
    node = instrument.by_key.get((tuple(blocks), key))
    return node if isinstance(node, Question) and node.is_asked else None


def pattern(address: str) -> Sequence[str]:
    """Keys of an address without its places: ``agreements[2]/partner`` → ``agreements``, ``partner``."""
    parts = address.replace("]/", "]\n").split("\n")
    return [part.partition("[")[0] for part in parts]

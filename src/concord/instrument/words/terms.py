"""What stands on either side of a comparison: answers, numbers, days, counts and sums, as phrases."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from concord.instrument.expressions.tree import Binary, Call, Literally, Negated, Tree
from concord.instrument.model import NUMBERS, Group, Instrument, Node, Question
from concord.instrument.words.labels import Numbers, phrase, plain_label, quoted
from concord.instrument.words.references import Reference, reference
from concord.vocabulary import formats

Sort = Literal["number", "day", "text"]
_DAYS = frozenset({"date", "datetime", "year", "month"})
_OVER_ENTRIES = {"sum": "sum", "min": "smallest", "max": "largest"}
_ARITHMETIC = {"+": "plus", "-": "minus", "*": "times", "div": "divided"}


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase and what sort of value it stands for."""

    text: str
    sort: Sort


class Unsayable(Exception):
    """There are no words for this; the expression is shown instead."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says it: about which instrument, in which language, standing at which question."""

    instrument: Instrument
    language: str
    node: Node | None = None
    numbers: Numbers | None = None

    def phrase(self, name: str, /, **params: object) -> str:
        """A declared pattern filled in."""
        return phrase(name, self.language, **params)

    def question(self, node: Node) -> str:
        """A question or a block by its number and label."""
        label = quoted(plain_label(node.label, self.instrument, self.language, numbers=self.numbers)) or node.name
        number = (self.numbers or {}).get(node.path, "")
        return self.phrase("question-numbered" if number else "question", label=label, number=number)

    def referred(self, tree: Tree) -> Reference | None:
        """The reference a tree is, also inside ``number()`` and ``string()``; None where it is no plain one."""
        if isinstance(tree, Call) and tree.name in ("number", "string") and len(tree.args) == 1:
            return self.referred(tree.args[0])
        return reference(tree, self.instrument, self.node)

    def single(self, tree: Tree) -> Reference | None:
        """The reference to one answer: not to all entries of a block from outside of it."""
        found = self.referred(tree)
        if found is None or not isinstance(found.node, Question):
            return None
        around = self.node.repeat if self.node is not None else ()
        if isinstance(self.node, Group) and self.node.repeats:
            around = (*around, self.node.key)
        return found if found.node.repeat == around[: len(found.node.repeat)] else None

    def term(self, tree: Tree) -> Term:
        """A side of a comparison.

        Raises:
            Unsayable: There are no words for it.
        """
        match tree:
            case Literally(float(value)):
                return Term(self.number(value), "number")
            case Literally(str(text)):
                return Term(self.phrase("quoted", text=text), "text")
            case Negated(Literally(float(value))):
                return Term(self.number(-value), "number")
            case Binary(operator, left, right) if operator in _ARITHMETIC:
                return self._arithmetic(operator, left, right)
            case Call(name, args):
                return self._call(name, args)
        found = self.single(tree)
        if found is None or found.of == "status":
            raise Unsayable
        return self._answer(found)

    def number(self, value: float) -> str:
        """A number as the language writes it."""
        text = repr(value)
        decimals = 0 if value == int(value) else len(text.partition(".")[2])
        return formats.number(int(value) if decimals == 0 else value, self.language, decimals=decimals)

    def day(self, text: str) -> Term:
        """A day written in ISO form.

        Raises:
            Unsayable: It is none.
        """
        try:
            return Term(formats.date(dt.date.fromisoformat(text), self.language), "day")
        except ValueError as error:
            raise Unsayable from error

    def _answer(self, found: Reference) -> Term:
        assert isinstance(found.node, Question)
        kind = found.node.kind
        sort: Sort = "day" if kind in _DAYS else "number" if kind in NUMBERS or kind == "calculate" else "text"
        if found.is_self:
            return Term(self.phrase("this-answer"), sort)
        if not found.node.is_asked:
            return Term(self.phrase("calculated", name=found.node.name), sort)
        return Term(self.phrase("answer", question=self.question(found.node)), sort)

    def _call(self, name: str, args: tuple[Tree, ...]) -> Term:
        match name, args:
            case "today", ():
                return Term(self.phrase("today"), "day")
            case "date", (Literally(str(text)),):
                return self.day(text)
            case (("number" | "string" | "date" | "int"), (inner,)) if self.single(inner):
                return self.term(inner)
            case "count-selected", (inner,) if found := self.single(inner):
                return Term(self._of("choices-count", found), "number")
            case "string-length", (inner,) if found := self.single(inner):
                return Term(self._of("length", found), "number")
            case "count", (inner,):
                found = self.referred(inner)
                if found is not None and isinstance(found.node, Group) and found.node.repeats:
                    return Term(self.phrase("entries-count", question=self.question(found.node)), "number")
            case (("sum" | "min" | "max"), (inner,)):
                found = self.referred(inner)
                if found is not None and isinstance(found.node, Question) and not self.single(inner):
                    pattern = _OVER_ENTRIES[name]
                    return Term(self.phrase(pattern, question=self.question(found.node)), "number")
        raise Unsayable

    def _of(self, pattern: str, found: Reference) -> str:
        if found.is_self:
            return self.phrase(f"this-{pattern}")
        return self.phrase(pattern, question=self.question(found.node))

    def _arithmetic(self, operator: str, left: Tree, right: Tree) -> Term:
        sides = [self.term(side) for side in (left, right)]
        if any(side.sort != "number" for side in sides):
            raise Unsayable
        texts = [
            self.phrase("bracket", inner=side.text) if isinstance(tree, Binary) and operator != "+" else side.text
            for side, tree in zip(sides, (left, right), strict=True)
        ]
        return Term(self.phrase(_ARITHMETIC[operator], left=texts[0], right=texts[1]), "number")

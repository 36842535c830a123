"""Conditions as formulas that grey a cell out, where they are simple enough. Only a comfort: the evaluator decides.

A formula is given only where it says the same as the expression, empty cells included; a condition of which one part
has a formula greys out when that part cannot be so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from concord.instrument.expressions.tree import Literally
from concord.instrument.model import NUMBERS, Instrument, Node, Question
from concord.instrument.words.labels import Numbers
from concord.instrument.words.logic import Compared, Fixed, Joined, Selected, Statement, statement
from concord.instrument.words.terms import Speaker
from concord.instrument.workbook.labels import labels_of
from concord.instrument.workbook.wordings import word

#: The cell of a question's answer, or of one of its choices, as a formula may name it; None where there is none.
Cells = Callable[[Question, str], str | None]
LONGEST_TEXT = 250


def not_asked(node: Node, instrument: Instrument, language: str, cells: Cells, numbers: Numbers) -> str | None:
    """A formula that is true where the question is surely not asked; None where the rules are not simple."""
    made = _Formulas(Speaker(instrument, language, node, numbers), cells)
    found = [formula for source in conditions(node, instrument) if (formula := made.contrary(statement(source)))]
    if not found:
        return None
    return found[0] if len(found) == 1 else f"OR({','.join(found)})"


def conditions(node: Node, instrument: Instrument) -> Iterator[str]:
    """The conditions of a node and of all groups around it, outermost first."""
    for length in range(1, len(node.path) + 1):
        around = instrument.by_path.get(node.path[:length])
        if around is not None and around.rules.relevant.strip():
            yield around.rules.relevant


class _Formulas:
    def __init__(self, speaker: Speaker, cells: Cells) -> None:
        self.speaker = speaker
        self.cells = cells

    def contrary(self, what: Statement) -> str | None:
        """True where the statement cannot hold; parts without a formula are left out where that is safe."""
        if isinstance(what, Joined) and what.word == "and":
            found = [formula for part in what.parts if (formula := self.contrary(part))]
            return f"OR({','.join(found)})" if found else None
        formula = self.formula(what)
        return f"NOT({formula})" if formula else None

    def formula(self, what: Statement) -> str | None:
        match what:
            case Joined(word_, parts):
                found = [self.formula(part) for part in parts]
                return f"{word_.upper()}({','.join(map(str, found))})" if all(found) else None
            case Fixed(holds):
                return "TRUE" if holds else "FALSE"
            case Selected(of, name, holds):
                question = self._question(of)
                return None if question is None else self._chosen(question, name, holds=holds)
            case Compared():
                return self._compared(what)
            case _:
                return None

    def _question(self, tree: object) -> Question | None:
        found = self.speaker.single(tree)  # type: ignore[arg-type]  # any tree
        plain = found is not None and found.of == "answer" and not found.is_self
        return found.node if found is not None and plain and isinstance(found.node, Question) else None

    def _chosen(self, question: Question, name: str, *, holds: bool) -> str | None:
        said = labels_of(self.speaker.instrument, question.choices, self.speaker.language)
        if question.kind == "one":
            cell, text = self.cells(question, ""), said.get(name)
        elif question.kind == "many":
            cell, text = self.cells(question, name), word("yes", self.speaker.language)
        else:
            return None
        if cell is None or text is None or len(text) > LONGEST_TEXT:
            return None
        quoted = text.replace('"', '""')
        return f'{cell}{"=" if holds else "<>"}"{quoted}"'

    def _compared(self, what: Compared) -> str | None:
        question = self._question(what.left)
        if question is None or not isinstance(what.right, Literally):
            return None
        value = what.right.value
        if question.kind in NUMBERS and isinstance(value, float):
            return self._number(question, what.operator, value)
        if what.operator not in ("=", "!=") or not isinstance(value, str):
            return None
        holds = what.operator == "="
        if value == "":
            doubtful = question.kind in ("many", "rank") or question.about.statuses
            cell = None if doubtful else self.cells(question, "")
            return f'{cell}{"=" if holds else "<>"}""' if cell else None
        return self._chosen(question, value, holds=holds) if question.kind == "one" else None

    def _number(self, question: Question, operator: str, value: float) -> str | None:
        """A comparison that an empty cell does not pass, as an empty answer does not; ``!=`` it passes."""
        cell = self.cells(question, "")
        if cell is None:
            return None
        if operator == "!=":
            return f"NOT(AND(ISNUMBER({cell}),{cell}={value!r}))"
        return f"AND(ISNUMBER({cell}),{cell}{operator}{value!r})"

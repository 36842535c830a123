"""Sections, groups, repeating blocks, grids and questions as blocks of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from concord.documents.forms import Area, Ask
from concord.documents.model import Block, Heading, PageBreak, Paragraph, Phrase, phrase
from concord.documents.sentences import Count, Plain
from concord.instrument.model import Group, Node, Question
from concord.reporting.instrument_print.areas import answered, areas, notes
from concord.reporting.instrument_print.given import Scope
from concord.reporting.instrument_print.grids import asked, matrices, template
from concord.reporting.instrument_print.voice import Said, Voice, bare

#: Sections and copies with this many questions begin on a page of their own.
OWN_PAGE_FROM = 4
#: How often a repeating block is printed on an empty form.
COPIES = 2
ALWAYS = frozenset({"yes", "true", "true()", "1"})


@dataclass
class Body:
    """Walks an instrument; ``left_out`` gathers what was not asked."""

    voice: Voice
    left_out: list[Phrase] = field(default_factory=list)

    def blocks(self, nodes: Iterable[Node], scope: Scope, *, level: int = 1) -> Iterator[Block]:
        """Everything below some nodes, in order."""
        for node in nodes:
            if isinstance(node, Question):
                yield from self._question(node, scope)
            elif node.repeats:
                yield from self._repeat(node, scope, level)
            elif node.grid is not None:
                yield from self._grid(node, scope)
            else:
                yield from self._group(node, scope, level)

    # --- Groups -------------------------------------------------------------------------------------------------------
    def _group(self, group: Group, scope: Scope, level: int) -> Iterator[Block]:
        inner = list(self.blocks(group.children, scope, level=level + 1))
        if not any(isinstance(each, Ask) for each in inner) and not scope.is_empty_form:
            return
        title = self.voice.text(group.label)
        if title:
            yield self._heading(group, title, scope, level, own_page=_asks(inner) >= OWN_PAGE_FROM)
        yield from self._under_heading(group, scope)
        yield from inner

    def _heading(self, group: Group, title: Phrase, scope: Scope, level: int, *, own_page: bool = False) -> Heading:
        number = self.voice.numbers.get(group.path, "")
        kept: Literal[1, 2, 3] = 1 if level <= 1 else 2 if level == 2 else 3
        id = _id(scope.address("/".join(group.path)))
        return Heading(kept, title, id, plain=True, number=number, new_page=own_page and level <= 1)

    def _under_heading(self, group: Group, scope: Scope) -> Iterator[Block]:
        hint = self.voice.text(group.hint)
        if hint:
            yield Paragraph(hint)
        when = self.voice.only_if("group-only-if", group.rules.relevant, group) if scope.is_empty_form else Phrase()
        if when:
            yield Paragraph(when, "note")

    # --- Repeating blocks ---------------------------------------------------------------------------------------------
    def _repeat(self, block: Group, scope: Scope, level: int) -> Iterator[Block]:
        """A block of the first level has a heading of its own; others are named with each copy or instance."""
        title = self.voice.text(block.label) or phrase(block.name)
        if level == 1 and (scope.is_empty_form or scope.answer(block.key)):
            yield self._heading(block, title, scope, level, own_page=True)
        yield from (
            self._copies(block, title, scope, level)
            if scope.is_empty_form
            else self._instances(block, title, scope, level)
        )

    def _instances(self, block: Group, title: Phrase, scope: Scope, level: int) -> Iterator[Block]:
        found = list(scope.instances(block))
        for number, inner in enumerate(found, start=1):
            said = self.voice.say("instance-of", title=Said(title), number=Plain(str(number)), count=Count(len(found)))
            yield self._copy_heading(said, inner, level)
            yield from self.blocks(block.children, inner, level=max(3, level + 1))

    def _copies(self, block: Group, title: Phrase, scope: Scope, level: int) -> Iterator[Block]:
        fixed = int(block.rules.count) if block.rules.count.isdigit() else 0
        for number in range(1, min(fixed or COPIES, COPIES) + 1):
            inner = Scope(prefix=f"{scope.prefix}{block.key}[{number}]/")
            asked = list(self.blocks(block.children, inner, level=max(3, level + 1)))
            if _asks(asked) >= OWN_PAGE_FROM and (number > 1 or level > 1):
                yield PageBreak()
            said = self.voice.say("copy-of", title=Said(title), number=Plain(str(number)))
            yield self._copy_heading(said, inner, level)
            yield from self._under_heading(block, scope)
            if not fixed:
                yield Paragraph(self.voice.say("copy-page"), "note")
            yield from asked

    def _copy_heading(self, title: Phrase, scope: Scope, level: int) -> Heading:
        return Heading(2 if level <= 2 else 3, title, _id(scope.prefix), plain=True)

    # --- Questions ----------------------------------------------------------------------------------------------------
    def _question(self, question: Question, scope: Scope) -> Iterator[Block]:
        if question.kind == "note":
            yield from self._note(question, scope)
        if not question.is_asked:
            return
        if not scope.asks(question):
            self._leave_out(question)
            return
        yield self._ask(question, scope)

    def _note(self, note: Question, scope: Scope) -> Iterator[Block]:
        if scope.state is None:
            is_shown = not self.voice.speaks_of_results(note.label)
        else:
            is_shown = scope.address(note.key) in scope.state.shown
        said = self._label(note, scope)
        if is_shown and str(said) != note.name:
            yield Paragraph(said)

    def _leave_out(self, node: Question | Group) -> None:
        number = Plain(self.voice.numbers.get(node.path, ""))
        self.left_out.append(self.voice.say("not-asked-item", number=number, question=Said(self._label(node))))

    def _label(self, node: Question | Group, scope: Scope | None = None) -> Phrase:
        if scope is not None and scope.state is not None and isinstance(node, Question):
            filled = scope.state.label(scope.address(node.key), self.voice.language)
            if filled.text:
                return phrase(replace(filled, text=bare(filled.text)))
        return self.voice.text(node.label) or phrase(node.name)

    def _ask(self, question: Question, scope: Scope) -> Ask:
        is_form = scope.is_empty_form
        needed = question.rules.required.strip().casefold()
        given = scope.answer(question.key)
        return Ask(
            id=_id(scope.address(question.key)),
            number=self.voice.numbers.get(question.path, ""),
            label=self._label(question, scope),
            mark=self.voice.say("needed") if is_form and needed in ALWAYS else Phrase(),
            condition=self.voice.only_if("only-if", question.rules.relevant, question) if is_form else Phrase(),
            notes=(*notes(question, self.voice), *self._needed_if(question)) if is_form else (),
            areas=self._areas(question, given, is_form=is_form),
            foot=self._foot(question, given, is_form=is_form),
        )

    def _areas(self, question: Question, given: object, *, is_form: bool) -> tuple[Area, ...]:
        if is_form:
            return areas(question, self.voice)
        return answered(question, self.voice, given) if _is_given(given) else ()

    def _foot(self, question: Question, given: object, *, is_form: bool) -> Phrase:
        if is_form:
            return self.voice.foot(question.about)
        return Phrase() if _is_given(given) else self.voice.say("no-answer")

    def _needed_if(self, question: Question) -> tuple[Phrase, ...]:
        source = question.rules.required.strip()
        if not source or source.casefold() in ALWAYS or source.casefold() in {"no", "false", "false()", "0"}:
            return ()
        said = self.voice.only_if("needed-if", source, question)
        return (said,) if said else ()

    def _grid(self, group: Group, scope: Scope) -> Iterator[Block]:
        cells = [each for each in group.children if isinstance(each, Question) and each.cell]
        if not scope.is_empty_form and not any(scope.asks(each) for each in cells):
            if cells:
                self._leave_out(group)
            return
        cell = template(group)
        unit = self.voice.unit(cell.about) if cell else Phrase()
        how = self.voice.say("grid-how", unit=Said(unit)) if unit else self.voice.say("grid-how-plain")
        own = (self.voice.text(group.hint), asked(group, self.voice), how)
        is_form = scope.is_empty_form
        yield Ask(
            id=_id(scope.address("/".join(group.path))),
            number=self.voice.numbers.get(group.path, ""),
            label=self._label(group),
            condition=self.voice.only_if("only-if", group.rules.relevant, group) if is_form else Phrase(),
            notes=tuple(each for each in own if each and str(each) != str(self._label(group))) if is_form else (),
            areas=matrices(group, self.voice, scope.answer),
            foot=self.voice.foot(group.about) if is_form else unit,
        )


def _asks(blocks: Iterable[Block]) -> int:
    return sum(isinstance(each, Ask) for each in blocks)


def _is_given(value: object) -> bool:
    return value is not None and value != "" and value != []


def _id(address: str) -> str:
    kept = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in address)
    return f"q-{kept.strip('-')}"

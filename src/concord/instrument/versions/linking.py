"""Makes the edges of a map from what ``x_same_as`` says, and notes where it contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from concord.findings import Finding, Level, Place
from concord.instrument.model import Group, Instrument, Link, Node, Question
from concord.instrument.sheets import CHOICES, SURVEY
from concord.instrument.versions.choices import ChoiceProblem, choice_edges
from concord.instrument.versions.edges import ChoiceEdge, Edge, EdgeMode, weakest
from concord.instrument.versions.resolve import Known
from concord.instrument.versions.wordings import same_words

COLUMN = "x_same_as"


@dataclass(frozen=True)
class Linked:
    """Edges of everything asked now, in order, and what is wrong with the links themselves."""

    edges: tuple[Edge, ...]
    findings: tuple[Finding, ...]


def finding(instrument: Instrument, node: Node, reason: str, level: Level, params: Mapping[str, object]) -> Finding:
    """A finding at the link of a row of the survey sheet."""
    sheets = instrument.sheets
    place = Place(
        file=sheets.file or None,
        sheet=SURVEY,
        row=node.row,
        header=sheets.survey.headers.get(COLUMN, COLUMN),
        letter=sheets.survey.letters.get(COLUMN),
        item=node.name,
    )
    return Finding(f"instrument.map.{reason}", level, place, {"question": node.name, **params})


def _choice_finding(instrument: Instrument, question: Question, problem: ChoiceProblem) -> Finding:
    sheets = instrument.sheets
    level: Level = "hard" if problem.hard else "soft"
    place = Place(
        file=sheets.file or None,
        sheet=CHOICES,
        row=problem.choice.row,
        header=sheets.choices.headers.get(COLUMN, COLUMN),
        letter=sheets.choices.letters.get(COLUMN),
        item=f"{question.choices}/{problem.choice.name}",
    )
    params = {"question": question.name, "choice": problem.choice.name, "old": problem.old}
    return Finding(f"instrument.map.{problem.reason}", level, place, params)


class Linking:
    """Links one instrument to an earlier one."""

    def __init__(self, new: Instrument, old: Instrument) -> None:
        self.new, self.old = Known(new), Known(old)
        self.same_instrument = new.id == old.id
        self.language = new.language
        self.findings: list[Finding] = []
        self._lists: dict[tuple[str, str, frozenset[str]], tuple[ChoiceEdge, ...]] = {}

    def run(self) -> Linked:
        """Edges of all questions and repeating blocks asked now."""
        edges = tuple(self._edge(node) for node in self.new.mapped)
        return Linked(edges, tuple(dict.fromkeys(self.findings)))

    def _edge(self, node: Node) -> Edge:
        grid = self.new.cells.get(node.path)
        if isinstance(node, Question) and grid is not None:
            edge = self._cell_edge(node, grid)
            if edge is not None:
                return edge
            self._grid_unknown(grid)
        return self._plain_edge(node)

    def _plain_edge(self, node: Node) -> Edge:
        link = node.about.same_as
        olds = self._olds(node, link) if link else ()
        if not olds:
            return self._implied(node) if self.same_instrument else self._made("new", node, ())
        assert link is not None
        return self._made(link.mode, node, olds)

    def _implied(self, node: Node) -> Edge:
        """Versions of one instrument: a key never changes its meaning."""
        before = self.old.instrument.by_key.get((node.repeat, node.key))
        if before is None or before not in self.old.mapped or type(before) is not type(node):
            return self._made("new", node, ())
        same = same_words(node.label, before.label, self.language)
        return self._made("same" if same else "reworded", node, (before,))

    def _olds(self, node: Node, link: Link) -> tuple[Node, ...]:
        found: list[Node] = []
        for id in link.ids:
            if self.same_instrument and not id.startswith(f"{self.old.instrument.id}/"):
                continue  # it means the round before, not an earlier version of this instrument
            if self.old.local(id) is None:
                self._note(node, "other-instrument", level="soft", id=id, old=self.old.instrument.id)
                continue
            alike = [each for each in self.old.find(id) if type(each) is type(node)]
            mapped = [each for each in alike if isinstance(each, Question) or each.repeats]
            if len(mapped) == 1:
                found.append(mapped[0])
            else:
                reason = "ambiguous-id" if mapped else "not-alike" if self.old.find(id) else "unknown-id"
                if node.path not in self.new.cells or reason != "unknown-id":
                    self._note(node, reason, id=id)
        return tuple(dict.fromkeys(found))

    def _made(self, mode: EdgeMode, node: Node, olds: tuple[Node, ...]) -> Edge:
        before = [each for each in olds if isinstance(each, Question)]
        choices: tuple[ChoiceEdge, ...] = ()
        if isinstance(node, Question) and before:
            choices = self._choices(node, before[0]) if len(before) == 1 else self._merged_choices(node, before)
        ids = tuple(self.old.id(each) for each in olds)
        return Edge(mode, node, olds, self.new.id(node), ids, choices)

    def _merged_choices(self, new: Question, olds: list[Question]) -> tuple[ChoiceEdge, ...]:
        """Choices of a question merged from several; an old choice is named with its question: ``policy/yes``."""
        ways = {old.name: self._choices(new, old) for old in olds}
        listed = self.new.instrument.lists.get(new.choices)
        made: list[ChoiceEdge] = []
        for choice in listed.choices if listed else ():
            found = [(name, each) for name, edges in ways.items() for each in edges if each.new == choice.name]
            old = tuple(f"{name}/{each}" for name, edge in found for each in edge.old)
            modes = [edge.mode for _, edge in found if edge.old]
            made.append(ChoiceEdge(weakest("merged", *modes) if old else "new", choice.name, old))
        return tuple(made)

    def _choices(self, new: Question, old: Question) -> tuple[ChoiceEdge, ...]:
        if not new.choices or not old.choices:
            return ()
        return self.list_edges(new, new.choices, old.choices, self.old.names(old))

    def list_edges(self, at: Question, new: str, old: str, names: frozenset[str]) -> tuple[ChoiceEdge, ...]:
        """Edges between two lists of choices, each pair read once."""
        key = (new, old, names)
        if key not in self._lists:
            lists = self.new.instrument.lists, self.old.instrument.lists
            made = choice_edges(
                lists[0][new], lists[1][old], names=names, language=self.language, same_instrument=self.same_instrument
            )
            self._lists[key] = made.edges
            self.findings += [_choice_finding(self.new.instrument, at, each) for each in made.problems]
        return self._lists[key]

    def _cell_edge(self, node: Question, grid: Group) -> Edge | None:
        """A cell's edge by the codes of its row and columns; None where nothing leads to an old grid."""
        old_grid, mode = self._old_grid(node, grid)
        if old_grid is None or grid.grid is None or old_grid.grid is None:
            return None
        dimensions = (grid.grid.rows, *grid.grid.columns)
        before = (old_grid.grid.rows, *old_grid.grid.columns)
        if len(dimensions) != len(before):
            self._note(grid, "grid-shape", grid=grid.name, old=self.old.id(old_grid))
            return self._made("new", node, ())
        names = self.old.names(old_grid)
        ways = [
            self._code_edge(self.list_edges(node, now, then, names), code)
            for now, then, code in zip(dimensions, before, node.cell, strict=True)
        ]
        cells = {each.cell: each for each in old_grid.children if isinstance(each, Question)}
        olds = tuple(cells[codes] for codes in product(*(way.old for way in ways)) if codes in cells)
        if not olds:
            return self._made("new", node, ())
        return self._made(weakest(mode, *(way.mode for way in ways)), node, olds)

    @staticmethod
    def _code_edge(edges: tuple[ChoiceEdge, ...], code: str) -> ChoiceEdge:
        return next((each for each in edges if each.new == code), ChoiceEdge("new", code, ()))

    def _grid_unknown(self, grid: Group) -> None:
        """A grid whose link leads to nothing at all is said once, at its template's row."""
        links = [each.about.same_as for each in grid.children if isinstance(each, Question) and each.about.same_as]
        ids = [id for link in links for id in link.ids if self.old.local(id) is not None]
        if ids and not any(self.old.find(id) for id in ids):
            self._note(grid, "unknown-id", id=ids[0])

    def _old_grid(self, node: Question, grid: Group) -> tuple[Group | None, EdgeMode]:
        for link in (node.about.same_as, grid.about.same_as):
            for id in link.ids if link else ():
                ours = not self.same_instrument or id.startswith(f"{self.old.instrument.id}/")
                found = self._grid_of(self.old.local(id) or "") if ours else None
                if found is not None and link is not None:
                    return found, link.mode
        if self.same_instrument:
            before = self.old.instrument.by_path.get(grid.path)
            if isinstance(before, Group) and before.grid is not None:
                return before, "same"
        return None, "new"

    def _grid_of(self, local: str) -> Group | None:
        """The old grid that an id means: its own name, its template's, or that of a cell, there or not."""
        grids = [each for each in self.old.grids if each.grid is not None]
        named = [each for each in grids if each.grid and local in {each.grid.template, each.name, "/".join(each.path)}]
        if named:
            return named[0]
        cells = [each for each in grids if each.grid and local.startswith(f"{each.grid.template}_")]
        return max(cells, key=lambda each: len(each.grid.template) if each.grid else 0, default=None)

    def _note(self, node: Node, reason: str, *, level: Level = "hard", **params: object) -> None:
        self.findings.append(finding(self.new.instrument, node, reason, level, params))


def dropped(edges: tuple[Edge, ...], old: Known) -> Iterator[Edge]:
    """An edge for every old question and repeating block that nothing comes from, in old order."""
    reached = {node.path for edge in edges for node in edge.old}
    for node in old.mapped:
        if node.path not in reached:
            yield Edge("dropped", None, (node,), "", (old.id(node),))


def unsound(edges: tuple[Edge, ...], paths: set[tuple[str, ...]]) -> tuple[Edge, ...]:
    """The edges, those of the named new paths marked as contradicting themselves."""
    return tuple(replace(edge, sound=False) if edge.new and edge.new.path in paths else edge for edge in edges)

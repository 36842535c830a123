"""Edges between the choices of one question and those of the question it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from concord.instrument.model import Choice, ChoiceList
from concord.instrument.versions.edges import ChoiceEdge, EdgeMode
from concord.instrument.versions.wordings import same_words


@dataclass(frozen=True, slots=True)
class ChoiceProblem:
    """What is wrong with a choice's link: the last words of its code, the choice, and its old name."""

    reason: str
    choice: Choice
    old: str = ""
    hard: bool = True


@dataclass(frozen=True, slots=True)
class ChoiceEdges:
    """The edges of one list, and what is wrong with them."""

    edges: tuple[ChoiceEdge, ...]
    problems: tuple[ChoiceProblem, ...] = ()


def choice_edges(
    new: ChoiceList, old: ChoiceList, *, names: frozenset[str], language: str, same_instrument: bool = False
) -> ChoiceEdges:
    """Edges from a list's choices to those of an old list.

    A choice without a link is the old one of the same name only where the words are the same, where both lists are
    the same declared code list, or where both are versions of one instrument (whose names never change meaning).

    Args:
        new: The list asked now.
        old: The list asked before.
        names: Every way to call the old question in an id.
        language: The language in which wordings are compared.
        same_instrument: Whether both are versions of one instrument.
    """
    old_names = {choice.name for choice in old.choices}
    declared = {choice.name: _declared(choice, old_names, names, same_instrument) for choice in new.choices}
    taken = {each for link in declared.values() if link for each in link.old}
    certain = same_instrument or (new.source == old.source and new.source.startswith("codelist:"))
    problems: list[ChoiceProblem] = []
    edges: list[ChoiceEdge] = []
    for choice in new.choices:
        link = declared[choice.name]
        before = old.choice(choice.name)
        if link is not None:
            problems += [ChoiceProblem("choice-unknown", choice, each) for each in link.unknown]
            edges.append(ChoiceEdge(link.mode if link.old else "new", choice.name, link.old))
        elif before is None or choice.name in taken:
            edges.append(ChoiceEdge("new", choice.name, ()))
        elif certain or same_words(choice.label, before.label, language):
            edges.append(ChoiceEdge("same", choice.name, (choice.name,), implied=True))
        else:
            problems.append(ChoiceProblem("choice-other-words", choice, choice.name, hard=False))
            edges.append(ChoiceEdge("new", choice.name, ()))
    problems += _contradictions(new, edges)
    reached = {each for edge in edges for each in edge.old}
    edges += [ChoiceEdge("dropped", None, (each.name,)) for each in old.choices if each.name not in reached]
    return ChoiceEdges(tuple(edges), tuple(problems))


@dataclass(frozen=True, slots=True)
class _Declared:
    mode: EdgeMode
    old: tuple[str, ...]
    unknown: tuple[str, ...]


def _declared(choice: Choice, old_names: set[str], names: frozenset[str], whole: bool) -> _Declared | None:
    """What a choice's own link says about this old question; None where it says nothing about it."""
    if choice.same_as is None:
        return None
    concerned = [local for id in choice.same_as.ids if (local := _local(id, names, whole)) is not None]
    if not concerned:
        return None
    known = tuple(dict.fromkeys(each for each in concerned if each in old_names))
    mode: EdgeMode = "merged" if len(known) > 1 and choice.same_as.mode != "split" else choice.same_as.mode
    return _Declared(mode, known, tuple(each for each in concerned if each not in old_names))


def _local(id: str, names: frozenset[str], whole: bool) -> str | None:
    """The choice's name in the old list; bare names mean the round before, so not an earlier version of this one."""
    question, slash, name = id.rpartition("/")
    if not slash:
        return None if whole else id
    return name if question in names else None


def _contradictions(new: ChoiceList, edges: Iterable[ChoiceEdge]) -> list[ChoiceProblem]:
    listed = list(edges)
    whole = Counter(each for edge in listed if edge.mode != "split" for each in edge.old)
    parts = Counter(each for edge in listed if edge.mode == "split" for each in edge.old)
    by_name = {choice.name: choice for choice in new.choices}
    problems = []
    for edge in listed:
        assert edge.new is not None
        choice = by_name[edge.new]
        for each in edge.old:
            if whole[each] > 1 and edge.mode != "split":
                problems.append(ChoiceProblem("choice-claimed-twice", choice, each))
            elif whole[each] and parts[each]:
                problems.append(ChoiceProblem("choice-split-and-whole", choice, each))
            elif edge.mode == "split" and parts[each] == 1:
                problems.append(ChoiceProblem("choice-split-alone", choice, each, hard=False))
    return problems

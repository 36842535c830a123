"""Last round's answer beside one box."""

from __future__ import annotations

from dataclasses import dataclass

from concord.instrument.answers import Answers, Value, parse
from concord.instrument.answers import address as address_of
from concord.instrument.model import Group, Instrument, Question
from concord.instrument.prefill.carried import Given
from concord.instrument.prefill.values import instances_of
from concord.instrument.versions.edges import EdgeMode
from concord.instrument.versions.mapping import QuestionMap, question_map


@dataclass(frozen=True, slots=True)
class Last:
    """What stood there last time: the edge's mode, and each old question with its address and value."""

    mode: EdgeMode
    answers: tuple[tuple[Question, str, Value], ...]


def last_value(
    new: Instrument, old: Instrument, old_answers: Given, address: str, *, map: QuestionMap | None = None
) -> Last | None:
    """Last round's answer beside the box at ``address``; "not known" included. None where there was none.

    Args:
        new: What is asked now.
        old: What was asked then.
        old_answers: What was answered then.
        address: ``agreements[2]/partner``.
        map: The map, where it is known already.
    """
    found = map or question_map(new, old)
    where = address_of(address)
    given, prefix = parse(old_answers), ""
    for depth, (key, place) in enumerate(where.around):
        step = _into(found, where.repeats[:depth], key, place, given)
        if step is None:
            return None
        given, old_key = step
        prefix += f"{old_key}[{place}]/"
    node = new.by_key.get((where.repeats, where.key))
    if not isinstance(node, Question) or not node.is_asked:
        return None
    edge = found.edge(node)
    if not edge.sound:
        return None
    olds = [each for each in edge.old if isinstance(each, Question) and each.key in given]
    said = tuple((each, prefix + each.key, given[each.key]) for each in olds)
    return Last(edge.mode, said) if said else None


def _into(map: QuestionMap, scope: tuple[str, ...], key: str, place: int, given: Answers) -> tuple[Answers, str] | None:
    """The old instance that a new one comes from, and the old block's key."""
    block = map.new.by_key.get((scope, key))
    if not isinstance(block, Group):
        return None
    edge = map.edge(block)
    if not edge.carries:
        return None
    instances = instances_of(given.get(edge.old[0].key))
    if not 0 < place <= len(instances):
        return None
    return instances[place - 1], edge.old[0].key

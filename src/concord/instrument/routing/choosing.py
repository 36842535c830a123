"""The choices that a question offers, given the answers; and answers in words."""

from __future__ import annotations

from concord.instrument.expressions.binding import bind
from concord.instrument.expressions.compiled import compile
from concord.instrument.expressions.functions.nodes import park_miller, seed_of, shuffled
from concord.instrument.expressions.shape import Frame
from concord.instrument.expressions.unreadable import Unreadable
from concord.instrument.expressions.values import Value, atom
from concord.instrument.expressions.values import text as text_of
from concord.instrument.model import Choice, Node, Question
from concord.instrument.routing.frames import Frames
from concord.instrument.routing.plan import Sift
from concord.vocabulary.text import Text


def choices_of(frames: Frames, node: Question, frame: Frame) -> tuple[Choice, ...]:
    """Those the filter leaves, in the order they are to be shown."""
    plan = frames.plan
    found = plan.lists.choices(node.choices)
    if found is None:
        return ()
    frames.run.current = frame
    if found.source.startswith("repeat:"):
        return _mixed(frames, node, _from_answers(frames, node, frame), frame)
    sift = plan.filtered(node)
    kept = None if sift is None else _sifted(frames, sift, frame, node)
    offered = found.choices if kept is None else tuple(found.choices[each.place - 1] for each in kept)
    return _mixed(frames, node, offered, frame)


def _from_answers(frames: Frames, node: Question, frame: Frame) -> tuple[Choice, ...]:
    """Choices that are the answers given in a repeating block, each once."""
    given = frames.plan.given(node)
    if given is None:
        return ()
    spec, sift = given
    kept = _sifted(frames, sift, frame, node) or []
    names = dict.fromkeys(text_of(each.v[spec.slot]) for each in kept if each.on[spec.gate])
    own = frames.plan.instrument.language
    return tuple(Choice(name, Text({own: name})) for name in names if name)


def _sifted(frames: Frames, sift: Sift, frame: Frame, node: Node) -> list[Frame] | None:
    try:
        return list(sift(frame, frames.run))
    except Unreadable as why:
        frames.failed(node, "choice_filter", why)
        return None


def _mixed(frames: Frames, node: Question, offered: tuple[Choice, ...], frame: Frame) -> tuple[Choice, ...]:
    """In another order where the author asks for that; the order follows from the seed."""
    if node.parameters.get("randomize", "").casefold() not in {"true", "yes"}:
        return offered
    seed = node.parameters.get("seed", "")
    name = seed[2:-1] if seed.startswith("${") else ""
    given = value_of(frames, name, node, frame) if name else seed or f"{frames.run.order}/{'/'.join(node.path)}"
    return tuple(shuffled(list(offered), park_miller(seed_of(atom(given)))))


def value_of(frames: Frames, name: str, node: Node, frame: Frame) -> Value:
    """What ``${name}`` is, seen from a node; raises Unreadable."""
    plan = frames.plan
    bound = bind(compile("${" + name + "}").tree, plan.scope(plan.shape.spec_of[node.path]))
    return bound.fn(frame, frames.run)


def words_of(frames: Frames, name: str, node: Node, frame: Frame, language: str) -> str:
    """The answer that ``${name}`` means, as words: labels of choices in the language."""
    plan = frames.plan
    try:
        spec = plan.shape.named(name, plan.shape.spec_of[node.path], 0)
        value = text_of(value_of(frames, name, node, frame))
    except Unreadable:
        return "${" + name + "}"
    if not spec.choices or not value:
        return value
    labels = [plan.lists.label(spec.choices, each, language) or each for each in value.split()]
    return ", ".join(labels)

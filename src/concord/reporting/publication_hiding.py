"""Which questions of a report must be hidden so that those a country keeps confidential stay so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from concord.errors import Invalid
from concord.instrument.model import Group, Instrument, Node, Question
from concord.instrument.versions.resolve import Known

Path = tuple[str, ...]
_ENTRY = re.compile(r"\[[^\]]*\]")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAMED = re.compile(r"\$\{\s*(?:last-saved#)?([^\s{}]+)\s*\}")
_WORD = re.compile(r"(?<![\w$.-])([A-Za-z_][\w.-]*)(?![\w.-]*\s*\()")
#: Steps that name nothing and may so name everything.
_ANYTHING = re.compile(r"//|/\s*\*|::\s*(?:\*|node\s*\()|node\s*\(\s*\)")


@dataclass(frozen=True)
class Hidden:
    """What is hidden in an instrument.

    Attributes:
        instrument: The instrument.
        chosen: Paths of the questions that the country named.
        paths: Paths of all hidden questions, calculations, notes and repeating blocks.
        ids: Ids of the hidden questions that somebody answers, in order.
    """

    instrument: Instrument
    chosen: frozenset[Path]
    paths: frozenset[Path]
    ids: tuple[str, ...]

    def __hash__(self) -> int:
        return hash((self.instrument.digest, self.ids))

    def hides(self, node: Node) -> bool:
        """Whether a question, calculation, note or block is hidden."""
        return node.path in self.paths

    def is_decided_by_hidden(self, path: Path) -> bool:
        """Whether something hidden decides that a node, or a group around it, is asked."""
        around = [self.instrument.by_path[path[:depth]] for depth in range(1, len(path) + 1)]
        return any(read in self.paths for node in around for read in _deciding(self.instrument, node))

    def hides_address(self, address: str) -> bool:
        """The same by address; one that is not known is hidden."""
        parts = _ENTRY.sub("\0", address).split("\0/")
        node = self.instrument.by_key.get((tuple(parts[:-1]), parts[-1]))
        return node is None or node.path in self.paths


@lru_cache(maxsize=512)
def hidden(instrument: Instrument, withheld: tuple[str, ...]) -> Hidden:
    """Everything to hide so that ``withheld`` stays confidential.

    Args:
        instrument: The version that was answered.
        withheld: Questions by key, id, path or address.

    Raises:
        Invalid: ``reporting.publication.unknown-question``.
    """
    known = Known(instrument)
    chosen = frozenset(node.path for each in withheld for node in _named(instrument, known, each))
    paths = set(chosen)
    if paths:
        readers = _readers(instrument)
        waiting = list(paths)
        while waiting:
            for reader in readers.get(waiting.pop(), ()):
                for path in _with_inside(instrument, reader):
                    if path not in paths:
                        paths.add(path)
                        waiting.append(path)
    asked = (node for node in known.mapped if isinstance(node, Question) and node.path in paths)
    return Hidden(instrument, chosen, frozenset(paths), tuple(question_id(known, each) for each in asked))


def question_id(known: Known, question: Question) -> str:
    """The id of a question in its instrument: its name, or its path where the name is not alone."""
    return known.id(question).partition("/")[2]


def along(instrument: Instrument, withheld: Iterable[str]) -> tuple[Question, ...]:
    """Questions that are hidden because they would give away one of ``withheld``, in order."""
    found = hidden(instrument, tuple(sorted(set(withheld))))
    return tuple(each for each in instrument.questions
                 if each.is_asked and each.path in found.paths and each.path not in found.chosen)  # fmt: skip


def _named(instrument: Instrument, known: Known, name: str) -> tuple[Node, ...]:
    """Questions that a name may mean; all of them, where several may be meant: too much is hidden, never too little."""
    plain = _ENTRY.sub("", name)
    last = plain.rpartition("/")[2]
    found = [
        node for node in instrument.questions
        if plain in (node.key, node.name, "/".join(node.path), "/".join((*node.repeat, node.key)))
        or plain == known.id(node) or plain == question_id(known, node)
    ] or [node for node in instrument.questions if last == node.key]  # fmt: skip
    if not found:
        raise Invalid("reporting.publication.unknown-question", params={"question": name[:120], "id": instrument.id})
    return tuple(found)


def _with_inside(instrument: Instrument, path: Path) -> Iterator[Path]:
    """A node and, of a group, everything in it: what is asked only if the group is."""
    node = instrument.by_path[path]
    if isinstance(node, Question):
        yield path
        return
    if node.repeats:
        yield path
    for child in node.children:
        yield from _with_inside(instrument, child.path)


@lru_cache(maxsize=16)
def _readers(instrument: Instrument) -> dict[Path, frozenset[Path]]:
    """Which nodes read each question or block in a rule that shows, or decides what is shown."""
    found: dict[Path, set[Path]] = {}
    for node in instrument.nodes():
        for read in _reads(instrument, node):
            found.setdefault(read, set()).add(node.path)
    return {path: frozenset(readers) for path, readers in found.items()}


def _deciding(instrument: Instrument, node: Node) -> set[Path]:
    names = _names(node.rules.relevant, bare=True)
    return {path for name in names for read in instrument.named(name) for path in _read(read)}


def _reads(instrument: Instrument, node: Node) -> set[Path]:
    rules = node.rules
    names: set[str] = set()
    for source in (rules.relevant, rules.calculation, rules.count, rules.trigger, rules.default, rules.required):
        if _ANYTHING.search(_QUOTED.sub("", source)):
            return {each.path for each in instrument.nodes()} - {node.path}
        names |= _names(source, bare=source != rules.default)
    names |= _names(rules.choice_filter, bare=False)
    if isinstance(node, Question):
        names |= set(_NAMED.findall(node.choices))
        if node.kind == "note":
            names |= {name for said in node.label.values() for name in _NAMED.findall(said)}
    found: set[Path] = set()
    for name in names:
        for read in instrument.named(name):
            found |= set(_read(read))
    return found - {node.path}


def _names(source: str, *, bare: bool) -> set[str]:
    plain = _QUOTED.sub(" ", source)
    found = set(_NAMED.findall(plain))
    # A path such as ../name or /data/name names its last step without a sign of its own.
    found |= set(_WORD.findall(_NAMED.sub(" ", plain))) if bare or "/" in plain else set()
    return found


def _read(node: Node) -> Iterator[Path]:
    """What is read where a node is named: of a group everything in it, of a repeating block that it is there."""
    if isinstance(node, Group) and not node.repeats:
        for child in node.children:
            yield from _read(child)
    else:
        yield node.path

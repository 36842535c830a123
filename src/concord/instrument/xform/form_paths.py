"""Paths in the expressions of an XForm back to ``${q}``, as an author of sheets writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

_QUOTED = re.compile(r"('[^']*'|\"[^\"]*\")")
# The converter puts a space before and after each path it writes for ``${q}``; both are taken off again.
_ABSOLUTE = re.compile(r"( ?)(?<![\w.\])/-])(/[A-Za-z_][\w.-]*(?:/[A-Za-z_][\w.-]*)*)( ?)")
_RELATIVE = re.compile(r"( ?)(?<![\w/.])((?:current\(\)/)?\.{1,2}(?:/\.\.)*(?:/[A-Za-z_][\w.-]*)+)( ?)")
_PADDED = re.compile(r" (?:/|\.\.|current)")
Path = tuple[str, ...]


@dataclass(slots=True)
class Paths:
    """The paths of a form's nodes, its root's name not counted.

    Args:
        root: Name of the root.
        known: Paths of all nodes.
        is_padded: Whether the converter put a space on either side of each path, as pyxform does.
    """

    root: str
    known: frozenset[Path]
    is_padded: bool = False
    unknown: list[tuple[str, str]] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, root: str, paths: Iterable[Path], expressions: Iterable[str] = ()) -> Paths:
        """The paths of a form; its expressions show how they are written."""
        known = frozenset(paths)
        padded = any(_PADDED.match(each) for each in expressions)
        return cls(root, known, padded, _counts=Counter(path[-1] for path in known))

    def path(self, nodeset: str) -> Path:
        """The path in ``/data/a/b``; empty for the root and for what is none."""
        parts = nodeset.strip().strip("/").split("/")
        return tuple(parts[1:]) if parts[0] == self.root else ()

    def references(self, expression: str, here: Path) -> str:
        """An expression with the paths to known nodes as ``${q}``.

        Args:
            expression: As in a bind.
            here: Path of the node it stands at.
        """
        pieces = _QUOTED.split(expression)
        said = "".join(
            self._quoted(each) if place % 2 else self._plain(each, here) for place, each in enumerate(pieces)
        )
        return said.strip()

    def _quoted(self, text: str) -> str:
        """A text; one that is a path, as ``jr:choice-name`` takes it, is a reference too."""
        found = _ABSOLUTE.fullmatch(text[1:-1].strip())
        name = self._reference(self.path(found[2])) if found else None
        return f"{text[0]}{name}{text[0]}" if name else text

    def _plain(self, text: str, here: Path) -> str:
        text = _ABSOLUTE.sub(lambda found: self._set(found, self._absolute(found[2], here)), text)
        return _RELATIVE.sub(lambda found: self._set(found, self._relative(found[2], here)), text)

    def _absolute(self, text: str, here: Path) -> str:
        path = self.path(text)
        if not path:
            return text
        name = self._reference(path)
        if name is None and path not in self.known:
            self.unknown.append((text, "/".join(here)))
        return name or text

    def _relative(self, text: str, here: Path) -> str:
        at = list(here)
        for step in text.removeprefix("current()/").split("/"):
            if step == "..":
                if not at:
                    return text
                at.pop()
            elif step != ".":
                at.append(step)
        return self._reference(tuple(at)) or text

    def _reference(self, path: Path) -> str | None:
        """``${name}`` where the name is one of its kind."""
        return f"${{{path[-1]}}}" if path in self.known and self._counts[path[-1]] == 1 else None

    def named(self, value: str) -> str:
        """What an ``<output>`` shows, as a reference; other values as they stand."""
        said = self.references(value, ())
        return said if said.startswith("${") else f"${{{self.path(value)[-1]}}}" if self.path(value) else said

    def _set(self, found: re.Match[str], said: str) -> str:
        """A reference in place of a path, without the spaces that the converter put around it."""
        before, path, after = found.groups()
        return said if self.is_padded and said != path and before and after else f"{before}{said}{after}"

"""Conditions as statements joined by "and" and "or", with every "not" carried down to the statements."""

from __future__ import annotations

from dataclasses import dataclass

from concord.instrument.expressions.grammar import parse
from concord.instrument.expressions.tree import Binary, Call, Literally, Tree
from concord.instrument.expressions.unreadable import Unreadable
from concord.instrument.words.sources import source_of


@dataclass(frozen=True, slots=True)
class Compared:
    """Two values compared; the operator is one of ``= != < <= > >=``."""

    operator: str
    left: Tree
    right: Tree
    source: str = ""


@dataclass(frozen=True, slots=True)
class Selected:
    """Whether a choice is among those chosen."""

    of: Tree
    name: str
    holds: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What is always or never so."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Opaque:
    """What has no simple form; the expression as it would be written."""

    source: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Statements of which all hold (``and``), or at least one (``or``)."""

    word: str
    parts: tuple[Statement, ...]


Statement = Compared | Selected | Fixed | Opaque | Joined
_CONTRARY = {"=": "!=", "!=": "="}


def statement(source: str) -> Statement:
    """The statement that an expression makes; opaque where it cannot be read."""
    try:
        return _stated(parse(source), holds=True)
    except Unreadable:
        return Opaque(source)


def _stated(tree: Tree, *, holds: bool) -> Statement:
    match tree:
        case Binary("and" | "or" as word, left, right):
            joint = word if holds else {"and": "or", "or": "and"}[word]
            return _joined(joint, _stated(left, holds=holds), _stated(right, holds=holds))
        case Call("not", (inner,)):
            return _stated(inner, holds=not holds)
        case Call("true" | "false" as name, ()):
            return Fixed((name == "true") == holds)
        case Call("selected", (of, Literally(str(name)))):
            return Selected(of, name, holds, _opaque(tree, holds=holds).source)
        case Binary("=" | "!=" | "<" | "<=" | ">" | ">=" as operator, left, right):
            return _compared(tree, operator, left, right, holds=holds)
        case _:
            return _opaque(tree, holds=holds)


def _compared(tree: Tree, operator: str, left: Tree, right: Tree, *, holds: bool) -> Statement:
    """A comparison; "not greater" is not "at most" where a value may be missing, so such a one stays opaque."""
    if not holds and operator not in _CONTRARY:
        return _opaque(tree, holds=False)
    said = operator if holds else _CONTRARY[operator]
    source = _opaque(tree, holds=holds).source
    if isinstance(left, Literally) and not isinstance(right, Literally):
        return Compared(said.translate(str.maketrans("<>", "><")), right, left, source)
    return Compared(said, left, right, source)


def alike(parts: tuple[Statement, ...], *, joined_by: str) -> list[tuple[Statement, ...]]:
    """Parts that say of one answer that it is A or is B (or that it is neither) taken together, in order."""
    operator = "=" if joined_by == "or" else "!="
    found: list[tuple[Statement, ...]] = []
    at: dict[str, int] = {}
    for part in parts:
        key = _compared_text(part, operator)
        if key is None or key not in at:
            if key is not None:
                at[key] = len(found)
            found.append((part,))
        else:
            found[at[key]] = (*found[at[key]], part)
    return found


def _compared_text(part: Statement, operator: str) -> str | None:
    """What is compared with a text that is not empty, as source; None for other statements."""
    if not isinstance(part, Compared) or part.operator != operator:
        return None
    right = part.right
    is_text = isinstance(right, Literally) and isinstance(right.value, str) and right.value != ""
    return source_of(part.left) if is_text else None


def _opaque(tree: Tree, *, holds: bool) -> Opaque:
    said = source_of(tree)
    return Opaque(said if holds else f"not({said})")


def _joined(word: str, left: Statement, right: Statement) -> Statement:
    """One row of statements where the same word joins them."""
    parts: list[Statement] = []
    for each in (left, right):
        parts.extend(each.parts if isinstance(each, Joined) and each.word == word else (each,))
    return Joined(word, tuple(parts))

"""What questions are called: kind and parts with strokes between them, so that an answer needs nothing but the id."""

from __future__ import annotations

_SAFE = {"%": "%25", "/": "%2F", "=": "%3D", "\n": "%0A"}


def made(kind: str, *parts: str) -> str:
    """The id of a question.

    Example:
        >>> made("code", "sex", "H/F"), parted("code/sex/H%2FF")
        ('code/sex/H%2FF', ['code', 'sex', 'H/F'])
    """
    return "/".join((kind, *map(_quoted, parts)))


def parted(id: str) -> list[str]:
    """Kind and parts of an id."""
    return [_unquoted(part) for part in id.split("/")]


def _quoted(part: str) -> str:
    return "".join(_SAFE.get(letter, letter) for letter in part)


def _unquoted(part: str) -> str:
    for letter, code in reversed(_SAFE.items()):
        part = part.replace(code, letter)
    return part

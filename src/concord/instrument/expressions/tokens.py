"""An expression cut into its words, by the rules of XPath 1.0, section 3.7, with XLSForm's ``${name}``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from concord.instrument.expressions.unreadable import Unreadable

Sort = Literal["number", "string", "name", "reference", "operator", "mark", "end"]

#: Characters of one expression; the longest known in use (nested ``if`` over a country list) has some 12,000.
LONGEST = 30_000
WORD_OPERATORS = frozenset({"and", "or", "div", "mod"})
_NAME = r"[^\W\d][\w.\-·]*"
_TOKEN = re.compile(
    rf"""(?P<space>[\s\u00a0\u200b\ufeff]+)
    |(?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<string>"[^"]*"|'[^']*')
    |(?P<reference>\$\{{\s*(?:last-saved\#)?[^{{}}]*\}})
    |(?P<name>{_NAME}(?::(?!:){_NAME})?)
    |(?P<operator>!=|<=|>=|\||\+|-|=|<|>)
    |(?P<mark>//|\.\.|::|[/.()\[\],@*])""",
    re.VERBOSE,
)
_REFERENCE = re.compile(rf"\$\{{\s*({_NAME})\s*\}}")
_CURLY = frozenset("“”„‟«»‘’‚‛")
#: What people write from other languages, and what stands for it here.
_FOREIGN = {"==": "=", "&&": "and", "||": "or", "<>": "!=", "!": "not(…)", "%": "mod", "≤": "<=", "≥": ">=", "≠": "!="}


@dataclass(frozen=True, slots=True)
class Token:
    """One word: what sort it is, what it says and where it begins."""

    sort: Sort
    text: str
    position: int


def tokens(source: str) -> tuple[Token, ...]:
    """All words of an expression, an ``end`` last; raises Unreadable."""
    if len(source) > LONGEST:
        raise Unreadable("too-long", params={"length": len(source), "limit": LONGEST})
    found: list[Token] = []
    place = 0
    while place < len(source):
        match = _TOKEN.match(source, place)
        if match is None:
            raise _stray(source, place)
        if match.lastgroup != "space":
            found.append(_token(source, match, found[-1] if found else None))
        place = match.end()
    found.append(Token("end", "", len(source)))
    return tuple(found)


def _token(source: str, match: re.Match[str], before: Token | None) -> Token:
    sort, text, place = match.lastgroup, match[0], match.start()
    if sort == "reference":
        return Token("reference", _referred(text, place), place)
    if sort == "string":
        return Token("string", text[1:-1], place)
    if source[place : place + 2] == "==":
        raise Unreadable("foreign-operator", position=place, params={"found": "==", "instead": "="})
    if _wants_operator(before) and (text == "*" or text in WORD_OPERATORS):
        return Token("operator", text, place)
    if _wants_operator(before) and sort == "name" and "-" in text and text.partition("-")[0] in WORD_OPERATORS:
        raise Unreadable("space-needed", position=place, params={"found": text})
    return Token(sort, text, place)  # type: ignore[arg-type]


def _wants_operator(before: Token | None) -> bool:
    """Whether a name or a star here must be an operator (XPath 1.0, section 3.7)."""
    if before is None or before.sort == "operator":
        return False
    return not (before.sort == "mark" and before.text in {"@", "::", "(", "[", ",", "/", "//"})


def _referred(text: str, place: int) -> str:
    if "last-saved#" in text:
        raise Unreadable("last-saved", position=place, params={"found": text})
    match = _REFERENCE.fullmatch(text)
    if match is None:
        raise Unreadable("bad-reference", position=place, params={"found": text[:60]})
    return match[1]


def _stray(source: str, place: int) -> Unreadable:
    sign = source[place]
    if sign in "\"'":
        return Unreadable("unclosed-text", position=place, params={"found": sign})
    if sign in _CURLY:
        return Unreadable("curly-quotes", position=place, params={"found": sign})
    for foreign, instead in _FOREIGN.items():
        if source.startswith(foreign, place):
            return Unreadable("foreign-operator", position=place, params={"found": foreign, "instead": instead})
    if sign == "$":
        return Unreadable("bad-reference", position=place, params={"found": source[place : place + 20]})
    return Unreadable("stray-sign", position=place, params={"found": sign})

"""The words of an expression, taken one after the other."""

from __future__ import annotations

from concord.instrument.expressions.tokens import Token
from concord.instrument.expressions.unreadable import Unreadable


class Reader:
    """Stands at one word of an expression; what does not fit is refused with its place."""

    def __init__(self, words: tuple[Token, ...]) -> None:
        self.words = words
        self.at = 0
        self.closing = _closing(words)

    @property
    def word(self) -> Token:
        return self.words[self.at]

    @property
    def is_end(self) -> bool:
        return self.words[self.at].sort == "end"

    def is_mark(self, text: str) -> bool:
        word = self.words[self.at]
        return word.sort == "mark" and word.text == text

    def take(self) -> Token:
        word = self.words[self.at]
        self.at += 1
        return word

    def need(self, text: str) -> Token:
        if not self.is_mark(text):
            raise self.unexpected(wanted=text)
        return self.take()

    def unexpected(self, *, wanted: str = "") -> Unreadable:
        word = self.word
        if self.is_end:
            return Unreadable("unfinished", position=word.position, params={"wanted": wanted or "…"})
        params = {"found": word.text[:40], "wanted": wanted}
        return Unreadable("unexpected", position=word.position, params=params)


def _closing(words: tuple[Token, ...]) -> dict[int, int]:
    """For every opening bracket that is closed, where."""
    found: dict[int, int] = {}
    waiting: list[int] = []
    for at, word in enumerate(words):
        if word.sort == "mark" and word.text in {"(", "["}:
            waiting.append(at)
        elif word.sort == "mark" and word.text in {")", "]"} and waiting:
            found[waiting.pop()] = at
    return found

"""The grammar of paths: where they begin, their steps, and the predicates on them.

Axes are child, parent and self; ``//``, attributes and predicates inside predicates are refused by name, since over
repeating blocks they cost seconds.
"""

from __future__ import annotations

from abc import abstractmethod

from concord.instrument.expressions.reader import Reader
from concord.instrument.expressions.tokens import Token
from concord.instrument.expressions.tree import Axis, Path, Step, Tree
from concord.instrument.expressions.unreadable import Unreadable


class PathGrammar(Reader):
    """Reads paths; what stands inside a predicate is an expression again."""

    def __init__(self, words: tuple[Token, ...]) -> None:
        super().__init__(words)
        self.in_predicate = False

    @abstractmethod
    def expression(self, binding: int) -> Tree:
        """An expression whose operators bind more closely than ``binding``."""

    def path(self) -> Tree:
        word = self.word
        if word.sort == "reference":
            self.take()
            found = self.predicates() if self.is_mark("[") else ()
            return Path("name", word.text, self.steps(), word.position, found)
        if self.is_mark("//"):
            raise Unreadable("descendants", position=word.position)
        if self.is_mark("/"):
            if self.words[self.at + 1].sort not in {"name"} and self.words[self.at + 1].text != "*":
                self.take()
                return Path("root", "", (), word.position)
            return Path("root", "", self.steps(), word.position)
        if word.sort == "name" or (word.sort == "mark" and word.text in {".", "..", "*", "@"}):
            return Path("here", "", (self.step(), *self.steps()), word.position)
        raise self.unexpected()

    def steps(self) -> tuple[Step, ...]:
        found: list[Step] = []
        while self.is_mark("/") or self.is_mark("//"):
            if self.is_mark("//"):
                raise Unreadable("descendants", position=self.word.position)
            self.take()
            found.append(self.step())
        return tuple(found)

    def step(self) -> Step:
        word = self.take()
        if word.sort == "mark" and word.text in {".", ".."}:
            return Step("self" if word.text == "." else "parent", "*", self.predicates())
        if word.sort == "mark" and word.text == "@":
            raise Unreadable("attribute", position=word.position)
        if word.sort == "name" and self.is_mark("::"):
            return self.axis_step(word)
        if word.sort == "name" and self.is_mark("("):
            raise Unreadable("node-test", position=word.position, params={"found": word.text})
        if word.sort == "name" or (word.sort == "mark" and word.text == "*"):
            return Step("child", word.text, self.predicates())
        self.at -= 1
        raise self.unexpected()

    def axis_step(self, word: Token) -> Step:
        axes: dict[str, Axis] = {"child": "child", "parent": "parent", "self": "self"}
        if word.text not in axes:
            raise Unreadable("axis", position=word.position, params={"found": word.text})
        self.take()
        name = self.take()
        if name.sort == "name" and name.text == "node" and self.is_mark("("):
            self.take()
            self.need(")")
            return Step(axes[word.text], "*", self.predicates())
        if name.sort != "name" and name.text != "*":
            self.at -= 1
            raise self.unexpected()
        return Step(axes[word.text], name.text, self.predicates())

    def predicates(self) -> tuple[Tree, ...]:
        found: list[Tree] = []
        while self.is_mark("["):
            if self.in_predicate:
                raise Unreadable("nested-predicate", position=self.word.position)
            self.take()
            self.in_predicate = True
            found.append(self.expression(0))
            self.in_predicate = False
            self.need("]")
        return tuple(found)

"""The grammar of XPath 1.0 as XForms uses it: words in, tree out.

Axes are child, parent and self; ``//``, attributes and predicates inside predicates are refused by name, since over
repeating blocks they cost seconds.
"""

from __future__ import annotations

from concord.instrument.expressions.tokens import Token, tokens
from concord.instrument.expressions.tree import (
    Axis,
    Binary,
    Call,
    Chosen,
    Filtered,
    Literally,
    Negated,
    Path,
    Step,
    Tree,
)
from concord.instrument.expressions.unreadable import Unreadable

#: How deep brackets and functions may stand in one another; a chain of ``if`` counts once.
DEEPEST = 100
_BINDS = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5,
    "*": 6, "div": 6, "mod": 6, "|": 8,
}  # fmt: skip
_UNARY = 7


def parse(source: str) -> Tree:
    """The tree of an expression; raises Unreadable."""
    return _Parser(tokens(source)).whole()


class _Parser:
    def __init__(self, words: tuple[Token, ...]) -> None:
        self.words = words
        self.at = 0
        self.depth = 0
        self.in_predicate = False
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

    def whole(self) -> Tree:
        if self.is_end:
            raise Unreadable("empty", position=0)
        tree = self.expression(0)
        if self.at < len(self.words) - 1:
            raise self.unexpected()
        return tree

    def expression(self, binding: int) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable("too-deep", position=self.word.position, params={"limit": DEEPEST})
        left = self.signed()
        while self.word.sort == "operator" and _BINDS[self.word.text] > binding:
            operator = self.take()
            right = self.expression(_BINDS[operator.text])
            left = Binary(operator.text, left, right, operator.position)
        self.depth -= 1
        return left

    def signed(self) -> Tree:
        signs = []
        while self.word.sort == "operator" and self.word.text == "-":
            signs.append(self.take().position)
        if not signs:
            return self.primary()
        tree = self.expression(_UNARY)
        return Negated(tree, signs[0]) if len(signs) % 2 else Negated(Negated(tree, signs[1]), signs[0])

    def primary(self) -> Tree:
        word = self.word
        if word.sort == "number":
            return Literally(float(self.take().text), word.position)
        if word.sort == "string":
            return Literally(self.take().text, word.position)
        if self.is_mark("("):
            return self.bracketed()
        if word.sort == "name" and self.words[self.at + 1].text == "(" and self.words[self.at + 1].sort == "mark":
            return self.called()
        return self.path()

    def bracketed(self) -> Tree:
        place = self.take().position
        tree = self.expression(0)
        self.need(")")
        if self.is_mark("["):
            return self.filtered(tree, place)
        if self.is_mark("/") and isinstance(tree, Path):
            return Path(tree.start, tree.name, tree.steps + self.steps(), tree.position, tree.predicates)
        return tree

    def filtered(self, tree: Tree, place: int) -> Tree:
        found = self.predicates()
        if self.is_mark("/"):
            raise Unreadable("path-on-filter", position=self.word.position)
        return Filtered(tree, found, place)

    def called(self) -> Tree:
        name = self.take()
        if name.text == "if":
            return self.chosen(name)
        self.take()
        args: list[Tree] = []
        while not self.is_mark(")"):
            args.append(self.expression(0))
            if not self.is_mark(")"):
                self.need(",")
                if self.is_mark(")"):
                    raise self.unexpected()
        self.take()
        return self.after_call(Call(name.text, tuple(args), name.position))

    def after_call(self, call: Call) -> Tree:
        if call.name == "current" and not call.args:
            return Path("current", "", self.steps(), call.position)
        if call.name == "instance" and len(call.args) == 1 and isinstance(call.args[0], Literally):
            return Path("instance", str(call.args[0].value), self.steps(), call.position)
        if self.is_mark("["):
            return self.filtered(call, call.position)
        if self.is_mark("/") or self.is_mark("//"):
            raise Unreadable("path-on-function", position=self.word.position, params={"function": call.name})
        return call

    def chosen(self, name: Token) -> Tree:
        """``if(a, b, if(c, d, …))`` as one chain, so that long ones are not deep."""
        begun, cases, open_brackets = self.at, [], 0
        while self.word.text == "(" and self.word.sort == "mark":
            self.take()
            open_brackets += 1
            condition = self.expression(0)
            self.need_argument(name, 1)
            value = self.expression(0)
            self.need_argument(name, 2)
            cases.append((condition, value))
            if not self.calls_if():
                break
            begun_inner = self.at
            self.take()
            if not self.closes_alone(begun_inner):
                self.at = begun_inner
                break
        if not cases:
            self.at = begun
            raise self.unexpected(wanted="(")
        otherwise = self.expression(0)
        for _ in range(open_brackets):
            if self.is_mark(","):
                params = {"function": "if", "wanted": "3", "found": "4+"}
                raise Unreadable("arguments", position=name.position, params=params)
            self.need(")")
        return Chosen(tuple(cases), otherwise, name.position)

    def calls_if(self) -> bool:
        word, following = self.words[self.at], self.words[min(self.at + 1, len(self.words) - 1)]
        return word.sort == "name" and word.text == "if" and following.sort == "mark" and following.text == "("

    def need_argument(self, name: Token, given: int) -> None:
        if self.is_mark(")"):
            params = {"function": "if", "wanted": "3", "found": str(given)}
            raise Unreadable("arguments", position=name.position, params=params)
        self.need(",")

    def closes_alone(self, begun: int) -> bool:
        """Whether the inner ``if(…)`` that begins here is the whole last argument of the outer one."""
        end = self.closing.get(begun + 1)
        return end is not None and self.words[end + 1].sort == "mark" and self.words[end + 1].text == ")"

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

"""The grammar of XPath 1.0 as XForms uses it: words in, tree out; its paths are in :mod:`path_grammar`."""

from __future__ import annotations

from concord.instrument.expressions.path_grammar import PathGrammar
from concord.instrument.expressions.tokens import Token, tokens
from concord.instrument.expressions.tree import (
    Binary,
    Call,
    Chosen,
    Filtered,
    Literally,
    Negated,
    Path,
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


class _Parser(PathGrammar):
    def __init__(self, words: tuple[Token, ...]) -> None:
        super().__init__(words)
        self.depth = 0

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

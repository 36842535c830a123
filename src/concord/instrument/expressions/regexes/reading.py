"""Java's notation of patterns, read into terms."""

from __future__ import annotations

from concord.instrument.expressions.regexes import signs
from concord.instrument.expressions.regexes.derivatives import Machine, Term
from concord.instrument.expressions.regexes.signs import Signs
from concord.instrument.expressions.unreadable import Unreadable

LONGEST, DEEPEST, MOST = 2_000, 40, 10_000
_CONTROL = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "a": "\a", "e": "\x1b", "0": "\0"}


def read(pattern: str, machine: Machine) -> Term:
    """The term of a pattern; raises Unreadable with the reason."""
    if len(pattern) > LONGEST:
        raise Unreadable("regex-too-long", params={"pattern": pattern[:40], "limit": LONGEST})
    return _Reader(pattern, machine).whole()


class _Reader:
    def __init__(self, pattern: str, machine: Machine) -> None:
        self.pattern, self.machine = pattern, machine
        self.at = self.depth = 0
        self.any_case = False

    def refuse(self, reason: str) -> Unreadable:
        return Unreadable(f"regex-{reason}", params={"pattern": self.pattern[:60], "at": self.at})

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def take(self) -> str:
        if self.at >= len(self.pattern):
            raise self.refuse("unfinished")
        self.at += 1
        return self.pattern[self.at - 1]

    def whole(self) -> Term:
        if self.pattern.startswith("(?i)"):
            self.any_case, self.at = True, 4
        made = self.alternatives()
        if self.at < len(self.pattern):
            raise self.refuse("unopened-bracket")
        return made

    def alternatives(self) -> Term:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.refuse("too-deep")
        found = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            found.append(self.sequence())
        self.depth -= 1
        return self.machine.either(*found)

    def sequence(self) -> Term:
        """Parts one after another; each look ahead bounds what comes after it."""
        parts: list[Term] = []
        looks: list[tuple[int, Term]] = []
        while self.at < len(self.pattern) and self.peek() not in "|)":
            look = self.look_ahead()
            if look is not None:
                looks.append((len(parts), look))
            else:
                parts.append(self.quantified())
        if looks and self.depth > 1:
            raise self.refuse("look-ahead-in-group")
        made, end = self.machine.empty, len(parts)
        for begun, look in reversed(looks):
            made = self.machine.both(look, self.machine.then(*parts[begun:end], made))
            end = begun
        return self.machine.then(*parts[:end], made)

    def look_ahead(self) -> Term | None:
        ahead = self.pattern[self.at : self.at + 3]
        if ahead not in {"(?=", "(?!"}:
            return None
        self.at += 3
        inner = self.machine.then(self.alternatives(), self.machine.anything)
        if self.take() != ")":
            raise self.refuse("unclosed-bracket")
        return inner if ahead == "(?=" else self.machine.other(inner)

    def quantified(self) -> Term:
        made = self.atom()
        while self.peek() and self.peek() in "*+?{":
            low, high = self.bounds()
            if self.peek() == "+":
                raise self.refuse("possessive")
            if self.peek() == "?":
                self.at += 1
            made = self.machine.repeated(made, low, high)
        return made

    def bounds(self) -> tuple[int, int | None]:
        sign = self.take()
        if sign != "{":
            return {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        body, closed, _ = self.pattern[self.at :].partition("}")
        low, comma, high = body.partition(",")
        figures = [low, *([high] if high else [])]
        if not closed or len(_) + len(body) + 1 > LONGEST or not all(f.isascii() and f.isdigit() for f in figures):
            raise self.refuse("bad-repetition")
        self.at += len(body) + 1
        least, most = int(low), (int(high) if high else None) if comma else int(low)
        if (most is not None and most < least) or max(least, most or 0) > MOST:
            raise self.refuse("bad-repetition")
        return least, most

    def atom(self) -> Term:
        sign = self.take()
        match sign:
            case "(":
                return self.group()
            case "[":
                return self.machine.one(self.set_of_signs())
            case ".":
                return self.machine.one(signs.POINT)
            case "^":
                return self.machine.start
            case "$":
                return self.machine.end
            case "\\":
                return self.escaped()
            case "*" | "+" | "?":
                raise self.refuse("nothing-to-repeat")
            case _:
                return self.machine.one(signs.one(sign, any_case=self.any_case))

    def group(self) -> Term:
        if self.peek() == "?":
            rest = self.pattern[self.at :]
            if rest.startswith("?:"):
                self.at += 2
            elif rest.startswith("?<") and not rest.startswith(("?<=", "?<!")) and ">" in rest:
                self.at += rest.index(">") + 1
            else:
                raise self.refuse("group")
        made = self.alternatives()
        if self.peek() != ")":
            raise self.refuse("unclosed-bracket")
        self.at += 1
        return made

    def escaped(self) -> Term:
        sign = self.peek()
        if sign in {"A", "G"}:
            self.at += 1
            return self.machine.start
        if sign in {"z", "Z"}:
            self.at += 1
            return self.machine.end
        if sign in {"b", "B"}:
            raise self.refuse("word-edge")
        if sign and sign in "123456789k":
            raise self.refuse("back-reference")
        if sign == "Q":
            return self.quoted()
        return self.machine.one(self.escape())

    def quoted(self) -> Term:
        self.at += 1
        said, _, _ = self.pattern[self.at :].partition("\\E")
        self.at = min(len(self.pattern), self.at + len(said) + 2)
        return self.machine.then(*(self.machine.one(signs.one(sign, any_case=self.any_case)) for sign in said))

    def escape(self) -> Signs:
        """What stands after a backslash, as a set of signs."""
        sign = self.take()
        if sign.lower() in signs.RANGES:
            return Signs(signs.RANGES[sign.lower()], is_negated=sign.isupper())
        if sign in "pP":
            return self.category(negated=sign == "P")
        if sign in "ux":
            return signs.one(self.by_number(4 if sign == "u" else 2))
        if sign in _CONTROL:
            return signs.one(_CONTROL[sign])
        if sign.isalnum() and sign.isascii():
            raise self.refuse("escape")
        return signs.one(sign, any_case=self.any_case)

    def by_number(self, length: int) -> str:
        figures = self.pattern[self.at : self.at + length]
        if len(figures) != length or any(f not in "0123456789abcdefABCDEF" for f in figures):
            raise self.refuse("escape")
        self.at += length
        return chr(int(figures, 16))

    def category(self, *, negated: bool) -> Signs:
        name = self.take()
        if name == "{":
            name, closed, _ = self.pattern[self.at :].partition("}")
            if not closed:
                raise self.refuse("escape")
            self.at += len(name) + 1
        if name in signs.POSIX:
            return Signs(signs.POSIX[name], is_negated=negated)
        bare = name.removeprefix("IsScript=").removeprefix("script=").removeprefix("In").removeprefix("Is")
        bare = {"Alphabetic": "L", "Letter": "L", "Lowercase": "Ll", "Uppercase": "Lu"}.get(bare, bare)
        if bare not in signs.SCRIPTS and (len(bare) > 2 or bare[:1] not in set("LMNPSZC")):
            raise self.refuse("category")
        return Signs(categories=(bare,), is_negated=negated)

    def set_of_signs(self) -> Signs:
        """``[a-z_]`` and ``[^…]``; sets inside sets are joined, ``&&`` is refused."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.refuse("too-deep")
        negated = self.peek() == "^"
        self.at += negated
        ranges: list[tuple[int, int]] = []
        inner: list[Signs] = []
        begun = self.at
        while self.peek() != "]" or self.at == begun:
            if self.pattern.startswith("&&", self.at):
                raise self.refuse("set-intersection")
            self.member(ranges, inner)
        self.at += 1
        self.depth -= 1
        return Signs(tuple(ranges), (), tuple(inner), negated, self.any_case)

    def member(self, ranges: list[tuple[int, int]], inner: list[Signs]) -> None:
        sign = self.take()
        if sign == "[":
            inner.append(self.set_of_signs())
            return
        low = self.escape() if sign == "\\" else signs.one(sign)
        single = low.ranges[0] if len(low.ranges) == 1 and not low.is_negated else None
        if single is None or single[0] != single[1]:
            inner.append(low)
            return
        if self.peek() == "-" and self.pattern[self.at + 1 : self.at + 2] not in {"]", "[", ""}:
            self.at += 1
            self.closed_range(single[0], ranges)
        else:
            ranges.append(single)

    def closed_range(self, low: int, ranges: list[tuple[int, int]]) -> None:
        sign = self.take()
        high = self.escape() if sign == "\\" else signs.one(sign)
        if len(high.ranges) != 1 or high.ranges[0][0] != high.ranges[0][1] or high.ranges[0][0] < low:
            raise self.refuse("bad-range")
        ranges.append((low, high.ranges[0][0]))

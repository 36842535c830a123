"""A pattern as a term, and what is left of it after each sign of a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from concord.instrument.expressions.regexes.signs import ALL, Signs
from concord.instrument.expressions.unreadable import Costly

#: Steps of derivation for one text; what was met before is remembered and costs none.
STEPS = 150_000
#: Terms and steps that one pattern remembers.
REMEMBERED = 8_000
Nullable = tuple[bool, bool, bool, bool]  # in the middle, at the start, at the end, of the empty text
_NEVER: Final[Nullable] = (False, False, False, False)
_ALWAYS: Final[Nullable] = (True, True, True, True)


class Term:
    """A part of a pattern; equal parts are one object within their machine."""

    __slots__ = ("after", "high", "kind", "low", "null", "number", "parts", "signs")

    def __init__(self, kind: str, number: int, null: Nullable, parts: tuple[Term, ...]) -> None:
        self.kind, self.number, self.null, self.parts = kind, number, null, parts
        self.low, self.high = 0, 0
        self.signs: Signs = ALL
        self.after: dict[str, Term] = {}


class Machine:
    """Makes the terms of one pattern, and follows a text through them."""

    def __init__(self, build: Callable[[Machine], Term]) -> None:
        self._build = build
        self._begin()

    def _begin(self) -> None:
        self._known: dict[object, Term] = {}
        self._first: dict[str, Term] = {}
        self._left, self._remembered = STEPS, 0
        self.none = self._term("none", (), _NEVER)
        self.empty = self._term("empty", (), _ALWAYS)
        self.start = self._term("start", (), (False, True, False, True))
        self.end = self._term("end", (), (False, False, True, True))
        self.anything = self.repeated(self.one(ALL), 0, None)
        self._pattern = self._build(self)

    def _term(self, kind: str, parts: tuple[Term, ...], null: Nullable, *more: object) -> Term:
        key = (kind, *(part.number for part in parts), *more)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Term(kind, len(self._known), null, parts)
        return found

    def one(self, signs: Signs) -> Term:
        """One sign of a set."""
        made = self._term("one", (), _NEVER, signs)
        made.signs = signs
        return made

    def then(self, *terms: Term) -> Term:
        """One after another."""
        made = self.empty
        for term in reversed(terms):
            made = self._then(term, made)
        return made

    def _then(self, first: Term, second: Term) -> Term:
        if first is self.none or second is self.none:
            return self.none
        if first is self.empty:
            return second
        if second is self.empty:
            return first
        if first.kind == "then":
            return self._then(first.parts[0], self._then(first.parts[1], second))
        null = _both(first.null, second.null)
        return self._term("then", (first, second), null)

    def either(self, *terms: Term) -> Term:
        """Any one of them."""
        parts: dict[int, Term] = {}
        for term in terms:
            for each in term.parts if term.kind == "either" else (term,):
                if each is not self.none:
                    parts[each.number] = each
        kept = tuple(parts[number] for number in sorted(parts))
        if len(kept) < 2:
            return kept[0] if kept else self.none
        null = (
            any(k.null[0] for k in kept), any(k.null[1] for k in kept),
            any(k.null[2] for k in kept), any(k.null[3] for k in kept),
        )  # fmt: skip
        return self._term("either", kept, null)

    def both(self, first: Term, second: Term) -> Term:
        """What is both."""
        if first is self.none or second is self.none:
            return self.none
        if first is second or second is self.anything:
            return first
        if first is self.anything:
            return second
        return self._term("both", (first, second), _both(first.null, second.null))

    def other(self, term: Term) -> Term:
        """Every text that is not this."""
        null = term.null
        return self._term("other", (term,), (not null[0], not null[1], not null[2], not null[3]))

    def repeated(self, term: Term, low: int, high: int | None) -> Term:
        """A term so many times; no ``high`` is without end."""
        if term is self.empty or high == 0 or (term is self.none and low == 0):
            return self.empty
        if low == high == 1:
            return term
        if term.null[0]:
            low = 0
        null = _ALWAYS if low == 0 else term.null
        made = self._term("repeated", (term,), null, low, high)
        made.low, made.high = low, -1 if high is None else high
        return made

    @property
    def spent(self) -> int:
        """Steps that the last text took."""
        return STEPS - self._left

    def matches(self, text: str) -> bool:
        """Whether the whole text is as the pattern says; raises Costly where it would take too long."""
        self._left = STEPS
        if len(self._known) + self._remembered > REMEMBERED:
            self._begin()
        here = self._pattern
        if not text:
            return here.null[3]
        found = self._first.get(text[0])
        if found is None:
            found = self._remember(self._first, text[0], self._after(here, text[0], True))
        here = found
        for sign in text[1:]:
            after = here.after.get(sign)
            if after is None:
                after = self._remember(here.after, sign, self._after(here, sign, False))
            if after is self.none:
                return False
            here = after
        return here.null[2]

    def _remember(self, where: dict[str, Term], sign: str, after: Term) -> Term:
        self._remembered += 1
        where[sign] = after
        return after

    def _after(self, term: Term, sign: str, at_start: bool) -> Term:
        """The derivative: what must follow once the sign is read."""
        self._left -= 1
        if self._left < 0:
            raise Costly("regex-costly")
        match term.kind:
            case "one":
                return self.empty if sign in term.signs else self.none
            case "then":
                return self._after_first(term, sign, at_start)
            case "either":
                return self.either(*(self._after(part, sign, at_start) for part in term.parts))
            case "both":
                return self.both(*(self._after(part, sign, at_start) for part in term.parts))
            case "other":
                return self.other(self._after(term.parts[0], sign, at_start))
            case "repeated":
                high = None if term.high < 0 else term.high - 1
                rest = self.repeated(term.parts[0], max(0, term.low - 1), high)
                return self._then(self._after(term.parts[0], sign, at_start), rest)
            case _:
                return self.none

    def _after_first(self, term: Term, sign: str, at_start: bool) -> Term:
        """Along a sequence, as far as what comes first may be left out."""
        found: list[Term] = []
        while term.kind == "then":
            first, rest = term.parts
            found.append(self._then(self._after(first, sign, at_start), rest))
            if not first.null[1 if at_start else 0]:
                return self.either(*found)
            term = rest
        found.append(self._after(term, sign, at_start))
        return self.either(*found)


def _both(a: Nullable, b: Nullable) -> Nullable:
    return (a[0] and b[0], a[1] and b[1], a[2] and b[2], a[3] and b[3])

"""``say``: a condition of an instrument as a sentence fragment."""

from __future__ import annotations

from functools import lru_cache

from concord.instrument.expressions.tree import Literally, Tree
from concord.instrument.model import CHOOSING, STATUSES, Instrument, Node, Question
from concord.instrument.words.labels import Numbers, choice_label
from concord.instrument.words.logic import Compared, Fixed, Joined, Opaque, Selected, Statement, alike, statement
from concord.instrument.words.references import Reference
from concord.instrument.words.terms import Speaker, Unsayable

_TRUTHS = {"yes": "true()", "true": "true()", "no": "false()", "false": "false()"}
_NUMBERS = {"=": "equal", "!=": "not-equal", ">": "more", "<": "less", ">=": "at-least", "<=": "at-most"}
_DAYS = {"=": "equal", "!=": "not-equal", ">": "after", "<": "before", ">=": "not-before", "<=": "not-after"}


def say(
    source: str, instrument: Instrument, language: str, *, node: Node | None = None, numbers: Numbers | None = None
) -> str:
    """A condition in words: a part of a sentence that follows "if".

    Args:
        source: The expression.
        instrument: Whose expression it is.
        language: One of the six.
        node: The question or group it stands at; needed where it says ``.`` or speaks of its own entry.
        numbers: Number of each question by its path, to name questions by.

    Returns:
        Such as: the answer to “Has your country designated an authority?” is “Yes”. A part that has no words is
        called a rule of the instrument, and its expression follows. Empty for an empty expression.
    """
    if not source.strip():
        return ""
    plain = _TRUTHS.get(source.strip().casefold(), source)
    return _Sentence(Speaker(instrument, language, node, numbers)).said(_read(plain))


@lru_cache(maxsize=4096)
def _read(source: str) -> Statement:
    return statement(source)


class _Sentence:
    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker

    def said(self, what: Statement, *, inside: str = "") -> str:
        match what:
            case Joined(word, parts):
                said = [self._several(each, inside=word) for each in alike(parts, joined_by=word)]
                joined = self._joined(word, said)
                return self.speaker.phrase("bracket", inner=joined) if inside and len(said) > 1 else joined
            case Fixed(holds):
                return self.speaker.phrase("always" if holds else "never")
            case Opaque(source):
                return self.speaker.phrase("unsaid", source=source)
            case Compared() | Selected():
                try:
                    return self._selected(what) if isinstance(what, Selected) else self._compared(what)
                except Unsayable:
                    return self.speaker.phrase("unsaid", source=what.source)

    def _several(self, what: tuple[Statement, ...], *, inside: str) -> str:
        """Statements on one answer in one clause: is A or B, is none of A and B."""
        first = what[0]
        found = self.speaker.single(first.left) if isinstance(first, Compared) else None
        if len(what) == 1 or found is None or not isinstance(found.node, Question) or found.node.kind != "one":
            return self._joined(inside, [self.said(each, inside=inside) for each in what])
        names = [
            str(each.right.value) for each in what if isinstance(each, Compared) and isinstance(each.right, Literally)
        ]
        values = [self.speaker.phrase("quoted", text=self._choice(found.node, name)) for name in names]
        is_any = isinstance(first, Compared) and first.operator == "="
        listed = self._joined("or" if is_any else "listed", values)
        pattern = "is-any" if is_any else "is-none"
        question = "" if found.is_self else self.speaker.question(found.node)
        return self.speaker.phrase(f"this-{pattern}" if found.is_self else pattern, question=question, values=listed)

    def _joined(self, word: str, said: list[str]) -> str:
        whole = said[0]
        for each in said[1:]:
            whole = self.speaker.phrase(word, first=whole, second=each)
        return whole

    def _selected(self, what: Selected) -> str:
        found = self.speaker.single(what.of)
        if found is None or not isinstance(found.node, Question) or found.of == "status":
            raise Unsayable
        if found.node.kind == "one":
            return self._is(found, what.name, holds=what.holds)
        if found.node.kind not in ("many", "rank"):
            raise Unsayable
        pattern = "chosen" if what.holds else "not-chosen"
        return self._about(pattern, found, self._choice(found.node, what.name))

    def _compared(self, what: Compared) -> str:
        if what.operator in ("=", "!=") and isinstance(what.right, Literally) and isinstance(what.right.value, str):
            return self._equals_text(what.left, what.right.value, holds=what.operator == "=")
        left, right = self.speaker.term(what.left), self.speaker.term(what.right)
        if "text" in (left.sort, right.sort) and what.operator not in ("=", "!="):
            raise Unsayable
        if "day" in (left.sort, right.sort) and left.sort != right.sort:
            raise Unsayable
        names = _DAYS if left.sort == "day" else _NUMBERS
        return self.speaker.phrase(names[what.operator], left=left.text, right=right.text)

    def _equals_text(self, tree: Tree, text: str, *, holds: bool) -> str:
        found = self.speaker.single(tree)
        if found is None or not isinstance(found.node, Question):
            raise Unsayable
        if found.of == "status":
            return self._has_status(found, text, holds=holds)
        if not found.node.is_asked:
            return self._of_calculated(found, text, holds=holds)
        if not text:
            return self._about("unanswered" if holds else "answered", found)
        if found.node.kind in ("many", "rank"):
            pattern = "only-chosen" if holds else "not-only-chosen"
            return self._about(pattern, found, self._choice(found.node, text))
        if found.node.kind == "date":
            return self.speaker.phrase(
                "equal" if holds else "not-equal",
                left=self.speaker.term(tree).text,
                right=self.speaker.day(text).text,
            )
        if found.node.kind in ("year", "month"):
            raise Unsayable
        return self._is(found, text, holds=holds)

    def _of_calculated(self, found: Reference, text: str, *, holds: bool) -> str:
        left = self.speaker.phrase("calculated", name=found.node.name)
        if not text:
            return self.speaker.phrase("empty" if holds else "not-empty", left=left)
        right = self.speaker.phrase("quoted", text=text)
        return self.speaker.phrase("equal" if holds else "not-equal", left=left, right=right)

    def _has_status(self, found: Reference, text: str, *, holds: bool) -> str:
        if not text:
            return self._about("no-status" if holds else "some-status", found)
        if text not in STATUSES:
            raise Unsayable
        return self._about("is" if holds else "is-not", found, self.speaker.phrase(f"status-{text}"))

    def _is(self, found: Reference, name: str, *, holds: bool) -> str:
        assert isinstance(found.node, Question)
        return self._about("is" if holds else "is-not", found, self._choice(found.node, name))

    def _about(self, pattern: str, found: Reference, value: str = "") -> str:
        if found.is_self:
            return self.speaker.phrase(f"this-{pattern}", value=value)
        return self.speaker.phrase(pattern, question=self.speaker.question(found.node), value=value)

    def _choice(self, question: Question, name: str) -> str:
        if question.kind not in CHOOSING:
            return name
        return choice_label(self.speaker.instrument, question.choices, name, self.speaker.language)

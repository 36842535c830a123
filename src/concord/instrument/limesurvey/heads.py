"""Which column of an export is which: heads may be codes, codes with text, or the full text of the question.

LimeSurvey writes ``Q3[SQ001]``, with expression-manager codes ``Q3_SQ001``; "code and text" puts ``. `` between them;
a full text has its parts in square brackets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from concord.instrument.limesurvey.mapping import Mapped
from concord.instrument.versions.wordings import folded

Form = Literal["code", "code-and-text", "text"]


@dataclass(frozen=True, slots=True)
class Heads:
    """How the head reads, the column of each code by position from 0, and the heads that no rule names."""

    form: Form
    positions: Mapping[str, int]
    unmapped: tuple[int, ...]
    twice: tuple[int, ...]


def match(mapped: Mapped, headers: Sequence[str]) -> Heads:
    """The columns of an export, in the form under which most of them are known."""
    ways = [_as_codes(mapped, headers), _as_codes_and_texts(mapped, headers), _as_texts(mapped, headers)]
    return max(ways, key=lambda way: len(way.positions))


def emulated(code: str) -> str:
    """The code as the expression manager writes it.

    Example:
        >>> emulated("Q3[SQ001_SQ002]"), emulated("Q5[other]")
        ('Q3_SQ001_SQ002', 'Q5_other')
    """
    return code.replace("][", "_").replace("[", "_").replace("]", "")


def _as_codes(mapped: Mapped, headers: Sequence[str]) -> Heads:
    known = {name: code for code in mapped.codes for name in (code, emulated(code))}
    return _matched("code", [known.get(head.strip()) for head in headers])


def _as_codes_and_texts(mapped: Mapped, headers: Sequence[str]) -> Heads:
    """The longest code that a head begins with, if a separator follows it (``Q1`` is not ``Q10``)."""
    known = {name: code for code in mapped.codes for name in (code, emulated(code))}
    longest = sorted(known, key=len, reverse=True)

    def code(head: str) -> str | None:
        for name in longest:
            rest = head.strip()[len(name) :]
            if head.strip().startswith(name) and not (rest[:1].isalnum() or rest[:1] in {"_", "["}):
                return known[name]
        return None

    return _matched("code-and-text", [code(head) for head in headers])


def _as_texts(mapped: Mapped, headers: Sequence[str]) -> Heads:
    known = {folded(text): code for code, text in mapped.heads.items()}
    known |= {folded(code): code for code in (mapped.key, mapped.complete, *mapped.ignore) if code}
    return _matched("text", [known.get(folded(head)) for head in headers])


def _matched(form: Form, codes: Sequence[str | None]) -> Heads:
    positions: dict[str, int] = {}
    unmapped, twice = [], []
    for place, code in enumerate(codes):
        if code is None:
            unmapped.append(place)
        elif code in positions:
            twice.append(place)
        else:
            positions[code] = place
    return Heads(form, positions, tuple(unmapped), tuple(twice))

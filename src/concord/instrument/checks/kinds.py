"""What each kind of question accepts, whatever way the answer came in."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from concord.instrument.answers import Attached, NonAnswer, Value
from concord.instrument.coercion import coerce
from concord.instrument.model import CHOOSING, FILES, NUMBERS, Choice, Instrument, Question

#: Characters of a text, of a link; digits of a whole number.
LONGEST_TEXT, LONGEST_LINK, LARGEST = 10_000, 2_000, 10**15
_SCHEMES = frozenset({"http", "https", "mailto"})
_CONTROL = re.compile(r"[\x00-\x20\x7f<>\"\\^`{|}]")
_ACCEPTED = {
    "image": (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".tif", ".tiff"),
    "audio": (".mp3", ".m4a", ".ogg", ".wav", ".amr", ".aac", ".opus", ".flac"),
    "video": (".mp4", ".mov", ".webm", ".mkv", ".3gp", ".avi"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an answer: the reason in its code, and values for the wording."""

    reason: str
    params: Mapping[str, object] = field(default_factory=dict)


def fault(
    instrument: Instrument, question: Question, value: Value, offered: tuple[Choice, ...], language: str = ""
) -> Fault | None:
    """The first thing that is wrong with an answer as one of its question's kind, or None.

    Args:
        instrument: Whose question it is.
        question: What was asked.
        value: The answer.
        offered: The choices that were offered.
        language: Of the person, for what stands as text where a number is expected.
    """
    if isinstance(value, NonAnswer):
        if value.status in question.about.statuses:
            return None
        return Fault("status-not-offered", {"status": value.status, "offered": ", ".join(question.about.statuses)})
    if question.kind in FILES:
        return _file(question, value)
    coerced = coerce(instrument, question, value, language)
    if coerced.code:
        return Fault(coerced.code, coerced.params)
    if question.kind in NUMBERS:
        return _number(question, coerced.value)
    if question.kind in CHOOSING:
        return _choices(question, value, offered)
    if not isinstance(coerced.value, str):
        return Fault("wrong-shape", {"kind": question.kind})
    return _said(question, coerced.value)


def _number(question: Question, value: Value) -> Fault | None:
    if not isinstance(value, int | float):
        return Fault("not-a-number")
    if not math.isfinite(value) or abs(value) >= LARGEST:
        return Fault("out-of-range", {"start": -LARGEST, "end": LARGEST})
    if question.kind != "range":
        return None
    start, end, step = (_parameter(question, name) for name in ("start", "end", "step"))
    low, high = min(start, end), max(start, end)
    if not low <= value <= high:
        return Fault("out-of-range", {"start": _plain(low), "end": _plain(high)})
    steps = (value - start) / step if step else 0.0
    if abs(steps - round(steps)) > 1e-9 * max(1.0, abs(steps)):
        return Fault("off-step", {"start": _plain(start), "step": _plain(step)})
    return None


def _parameter(question: Question, name: str) -> float:
    """A number of a range; pyxform's own where the author gave none."""
    try:
        return float(question.parameters[name])
    except (KeyError, ValueError):
        return {"start": 1.0, "end": 10.0, "step": 1.0}[name]


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _choices(question: Question, value: Value, offered: tuple[Choice, ...]) -> Fault | None:
    if isinstance(value, Attached) or (isinstance(value, tuple) and not all(isinstance(each, str) for each in value)):
        return Fault("wrong-shape", {"kind": question.kind})
    names = [str(each) for each in value] if isinstance(value, tuple) else str(value).split()
    if question.kind == "one":
        names = [" ".join(names)] if isinstance(value, tuple) else [str(value)]
    known = {choice.name for choice in offered}
    for name in names:
        if name not in known:
            return Fault("not-a-choice", {"choice": name[:60]})
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        return Fault("repeated-choice", {"choice": twice[:60]})
    if question.kind == "rank" and len(names) != len(known):
        return Fault("rank-incomplete", {"count": len(names), "wanted": len(known)})
    return None


def _said(question: Question, value: str) -> Fault | None:
    if len(value) > LONGEST_TEXT:
        return Fault("too-long", {"length": len(value), "limit": LONGEST_TEXT})
    match question.kind:
        case "link":
            return None if is_link(value) else Fault("not-a-link")
        case "point":
            return None if _is_point(value) else Fault("not-a-point")
        case "line":
            return None if _is_line(value, least=2) else Fault("not-a-line")
        case "shape":
            return None if _is_line(value, least=3) else Fault("not-a-shape")
        case _:
            return None


def is_link(value: str) -> bool:
    """Whether a text is an address that may be followed: http, https or mailto, and whole."""
    if len(value) > LONGEST_LINK or _CONTROL.search(value):
        return False
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if parts.scheme.lower() not in _SCHEMES:
        return False
    if parts.scheme.lower() == "mailto":
        before, at, after = parts.path.partition("@")
        return bool(before and at and "." in after and "@" not in after)
    return bool(host) and ("." in host.strip(".") or host == "localhost" or ":" in host)


def _is_point(value: str) -> bool:
    words = value.split()
    if not 2 <= len(words) <= 4:
        return False
    try:
        figures = [float(word) for word in words]
    except ValueError:
        return False
    in_range = abs(figures[0]) <= 90 and abs(figures[1]) <= 180 and (len(figures) < 4 or figures[3] >= 0)
    return in_range and all(map(math.isfinite, figures))


def _is_line(value: str, *, least: int) -> bool:
    """Points with semicolons between; a shape has three at least and ends where it began."""
    points = [part.strip() for part in value.split(";") if part.strip()]
    if least == 3:
        is_closed = len(points) > 3 and points[0].split()[:2] == points[-1].split()[:2]
        return is_closed and all(map(_is_point, points))
    return len(points) >= least and all(map(_is_point, points))


def _file(question: Question, value: Value) -> Fault | None:
    if not isinstance(value, Attached) or not value.file or not value.name or value.size < 0:
        return Fault("bad-file")
    suffix = f".{value.name.rpartition('.')[2].lower()}" if "." in value.name else ""
    accepted = _suffixes(question)
    if accepted and suffix not in accepted:
        return Fault("file-type", {"name": value.name[:80], "accepted": ", ".join(accepted)})
    return None


def _suffixes(question: Question) -> tuple[str, ...]:
    """File endings that a question accepts; none where any will do."""
    if not question.accept:
        return _ACCEPTED.get(question.kind, ())
    found: list[str] = []
    for part in re.split(r"[\s,]+", question.accept.strip()):
        if part.startswith("."):
            found.append(part.lower())
        elif part.endswith("/*"):
            found.extend(_ACCEPTED.get(part[:-2], ()))
        else:
            return ()
    return tuple(found)

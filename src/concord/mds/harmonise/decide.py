"""What one text stands for: an area, a year, a kind of row, a flag. Exact or asked, never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from concord.intake.flags import western
from concord.mds.harmonise.settle import Decision, Problem
from concord.mds.readers import words
from concord.mds.readers.elsewhere import elsewhere
from concord.mds.readers.layouts import Layout
from concord.vocabulary import areas
from concord.vocabulary.codelists import codelist

_DAY = re.compile(r"(\d{4})-\d{2}-\d{2}(?:[T ].*)?")
_WHOLE_YEAR = re.compile(r"\d{4}(?:\.0+)?")
#: What a status from a flag yields to: the first that is present.
GRAVEST = ("suppressed", "missing", "not-applicable", "break", "difference", "provisional", "estimated", "normal")


def shown(text: str, limit: int = 60) -> str:
    """A cell's text, short and printable."""
    plain = text.strip()
    if not plain.isprintable():
        plain = "".join(letter if letter.isprintable() else "�" for letter in plain)
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"


def year(text: str, kind: str) -> Decision:
    """A calendar year; a day stands for its year; two-digit years, spans of years and other writings are asked."""
    plain = western(text).strip()
    day = _DAY.fullmatch(plain)
    if day:
        found = int(day.group(1))
        return Decision({"year": found}, change=(shown(text), str(found)))
    if _WHOLE_YEAR.fullmatch(plain):
        found = int(plain[:4])
        change = (text.strip(), str(found)) if text.strip() != str(found) else None
        return Decision({"year": found}, change=change)
    if not plain:
        return Decision({}, (Problem("mds.year.missing", "hard"),))
    code = "mds.year.two-digits" if re.fullmatch(r"\d{1,2}", plain) else "mds.year.unreadable"
    return Decision({}, (Problem(code, "hard", value=shown(text)),))


def area(
    text: str,
    code: str,
    on: int | None,
    *,
    of: str,
    layout: Layout | None = None,
    said: Mapping[str, str] | None = None,
) -> Decision:
    """The area a name or code, or both together, stand for.

    Args:
        text: The name (or code) as typed.
        code: The code beside it, where the table has both.
        on: Year, for former countries.
        of: ``area`` (who reports) or ``origin``: the column settled.
    """
    given = said or {}
    typed = code or text
    if layout is not None and layout.aggregates is not None and of == "area" and layout.aggregates.holds(code):
        if areas.resolve(text, on).area is None:
            return Decision({"aggregate": True})
        code, typed = "", text
    if not typed:
        return Decision({}, (Problem(f"mds.{of}.missing", "hard"),))
    if typed in given:
        return Decision({of: given[typed]}, change=(shown(typed), given[typed]))
    first = areas.resolve(typed, on)
    if first.area is None and layout is not None and layout.aggregates is not None and layout.aggregates.unknown_code:
        return Decision({"aggregate": True})
    if first.area is None and first.status == "unknown":
        first = next((areas.resolve(code, on) for code in elsewhere(typed)), first)
    if first.area is None:
        return Decision({}, (_unresolved(typed, first, of),))
    problems: list[Problem] = []
    if code and text:
        second = areas.resolve(text, on)
        if second.area is not None and second.area != first.area:
            both = {"code": shown(code), "name": shown(text), "code_is": first.area, "name_is": second.area}
            problems.append(Problem(f"mds.{of}.name-and-code-differ", "hard", both, shown(code)))
    if first.status == "former":
        params: dict[str, object] = {"area": first.area, "successors": ", ".join(first.suggestions) or "–"}
        params.update({"year": on or "–"} if of == "area" else {})
        problems.append(Problem(f"mds.{of}.former", "note" if of == "origin" else "soft", params, shown(typed)))
    return Decision({of: first.area}, tuple(problems), (shown(typed), first.area))


def _unresolved(text: str, found: areas.Resolution, of: str) -> Problem:
    names = ", ".join(f"{areas.area(code).name()} ({code})" for code in found.suggestions)
    params: dict[str, object] = {"suggestions": names or "–"}
    if found.lookalikes:
        params["letters"] = ", ".join(f"U+{ord(letter):04X}" for letter in dict.fromkeys(found.lookalikes))
        return Problem(f"mds.{of}.lookalike", "hard", params, shown(text))
    reason = "ambiguous" if found.status == "ambiguous" else "unknown"
    return Problem(f"mds.{of}.{reason}", "hard", params, shown(text))


def origin(
    text: str, code: str, kind: str, on: int | None, *, layout: Layout | None, said: Mapping[str, str] | None = None
) -> Decision:
    """A place of origin, or what stands in its place: total, foreign, unknown, domestic."""
    stated = words.row_kind(kind) if kind else None
    if kind and stated is None:
        return Decision({}, (Problem("mds.row-kind.unknown", "hard", value=shown(kind)),))
    typed = code or text
    declared = (layout.kinds.get(code) if layout is not None else None) or words.row_kind(code) or words.row_kind(text)
    if stated not in (None, "origin"):
        return Decision({"row_kind": stated})
    told = (said or {}).get(typed.strip())
    if told in codelist("row-kind"):
        return Decision({"row_kind": told}, change=(shown(typed), f"row_kind {told}"))
    if typed and declared is not None and typed not in (said or {}):
        return Decision({"row_kind": declared}, change=(shown(typed), f"row_kind {declared}"))
    decision = area(text, code, on, of="origin", layout=None, said=said)
    return Decision({**decision.values, "row_kind": "origin"}, decision.problems, decision.change)


def coded(text: str, found: str | None, column: str) -> Decision:
    """A word of a small code list (sex, activity); empty stands for nothing said."""
    if not text.strip():
        return Decision({})
    if found is None:
        return Decision({}, (Problem(f"mds.{column}.unknown", "hard", value=shown(text)),))
    return Decision({column: found}, change=(shown(text), found))


def flag(text: str) -> Decision:
    """The status that one or several flags stand for; an unlisted flag is kept and asked about."""
    typed = text.strip()
    if not typed:
        return Decision({})
    whole = words.status(typed)
    letters = [typed] if whole else [part for part in re.split(r"[,;|/ ]+", typed) if part]
    found = [words.status(letter) for letter in letters]
    unknown = [letter for letter, status in zip(letters, found, strict=True) if status is None]
    if unknown:
        return Decision({"flagged": None}, (Problem("mds.flag.unknown", "soft", value=shown(typed)),))
    gravest: Any = next(status for status in GRAVEST if status in found)
    return Decision({"flagged": gravest}, change=(shown(typed), f"status {gravest}"))

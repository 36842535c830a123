"""Country of training, of birth, of nationality, of destination of one person: an area, a former one, or none."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Literal

from concord.intake.flags import flag_of, western
from concord.mds.harmonise import spoken
from concord.mds.harmonise.decide import shown
from concord.mds.harmonise.settle import Decision, Problem
from concord.mds.readers import words
from concord.mds.readers.elsewhere import elsewhere
from concord.vocabulary import areas
from concord.vocabulary.areas import On, fold

Role = Literal["training", "birth", "nationality", "left_for", "area"]
#: What a place is, and the kind of row in a table by origin. A former area is an origin of its own and never divided.
ROW_KIND = {
    "area": "origin",
    "former": "origin",
    "domestic": "domestic",
    "unknown": "unknown",
    "foreign-not-specified": "unknown",
    "stateless": "unknown",
}
_WORD_KINDS = {"foreign": "foreign-not-specified", "group": "foreign-not-specified", "native-foreign": "domestic"}
_PARTED = re.compile(r"\s*[;/|&+\n]\s*|\s*,\s+(?=\S)")
_CODE = re.compile(r"[A-Za-z]{2}")


def decide_place(
    text: str,
    *,
    year: On = None,
    role: Role = "training",
    language: str = "",
    reporter: str = "",
    said: Mapping[str, str] | None = None,
    among: Collection[str] | None = None,
) -> Decision:
    """The area that a person's place stands for, by dated rules.

    Args:
        text: Name in any of six languages, or exactly in a further one, code, nationality in words, or a declared word
            such as "abroad".
        year: Of birth, of the qualification, of leaving: decides between former and present states.
        role: Which place it is.
        language: Of the file, where it is known.
        reporter: Who reports (alpha-3): that place is ``domestic``.
        said: The officer's own readings, exact text → alpha-3 or a kind.
        among: All texts of the column: "NA" among names, without other codes, is asked; else it is Namibia.

    Returns:
        ``values``: ``area`` (alpha-3 or None), ``kind`` (a key of :data:`ROW_KIND`, or None where it is asked) and
        ``row_kind``.

    Example:
        >>> decide_place("USSR", year=1975, role="birth").values["area"], decide_place("NA").values["area"]
        ('SUN', 'NAM')
        >>> decide_place("Abroad").values["kind"], decide_place("غير معروف").values["kind"]
        ('foreign-not-specified', 'unknown')
    """
    typed = " ".join(western(text).split())
    if said and (typed in said or text in said):
        return _as_said(text, said.get(text) or said[typed], reporter)
    if typed.casefold() == "na":
        return _namibia(text, typed, among, reporter)
    if flag_of(text) is not None:
        return _kind(text, "unknown")
    kind = _declared(typed, language)
    if kind is not None and (kind != "stateless" or role == "nationality"):
        return _kind(text, kind)
    return _area(text, typed, year, role, reporter)


def _as_said(text: str, code: str, reporter: str) -> Decision:
    return (
        _kind(text, code) if code in ROW_KIND else _is(text, code, reporter, former=areas.area(code).kind == "former")
    )


def _namibia(text: str, typed: str, among: Collection[str] | None, reporter: str) -> Decision:
    others = [each for each in among or () if fold(each) not in ("na", "")]
    if others and not any(_CODE.fullmatch(each.strip()) for each in others):
        return _asked(Problem("mds.place.na", "hard", value=shown(text)))
    return _is(text, "NAM", reporter)


def _declared(typed: str, language: str) -> str | None:
    said = spoken.said("places", typed, column="kind", language=language)
    if said is None:
        found = words.row_kind(typed)
        said = None if found in (None, "origin", "total") else found
    if said is None or "|" in said:
        return None
    return _WORD_KINDS.get(said, said)


def _kind(text: str, kind: str) -> Decision:
    return Decision(
        {"area": None, "kind": kind, "row_kind": ROW_KIND[kind]}, change=(shown(text) or "(empty)", f"kind {kind}")
    )


def _is(text: str, code: str, reporter: str, *, former: bool = False, problems: tuple[Problem, ...] = ()) -> Decision:
    kind = "former" if former else ("domestic" if code == reporter else "area")
    return Decision({"area": code, "kind": kind, "row_kind": ROW_KIND[kind]}, problems, (shown(text), code))


def _asked(problem: Problem) -> Decision:
    return Decision({"area": None, "kind": None, "row_kind": None}, (problem,))


def _area(text: str, typed: str, year: On, role: Role, reporter: str) -> Decision:
    found = areas.resolve(typed, year)
    if found.status == "unknown":
        found = next((areas.resolve(code, year) for code in elsewhere(typed)), found)
    if found.area is None and role == "nationality":
        demonym = spoken.said("demonyms", typed, column="area")
        if demonym is not None and "|" not in demonym:
            return _is(text, demonym, reporter, former=areas.area(demonym).kind == "former")
        if demonym is not None:
            found = areas.Resolution(None, "ambiguous", tuple(demonym.split("|")))
    if found.area is None:
        return _several(text, typed, year, role) or _asked(_unresolved(text, found))
    former = areas.area(found.area).kind == "former"
    problems: tuple[Problem, ...] = ()
    if former and found.status == "former" and year is not None:
        params = {"area": found.area, "year": str(year), "successors": ", ".join(found.suggestions) or "–"}
        problems = (Problem("mds.place.after-its-end", "soft", params, shown(text)),)
    return _is(text, found.area, reporter, former=former, problems=problems)


def _several(text: str, typed: str, year: On, role: Role) -> Decision | None:
    parts = [part for part in _PARTED.split(typed) if part]
    if not 2 <= len(parts) <= 4:
        return None
    found = [decide_place(part, year=year, role=role).values["area"] for part in parts]
    if not all(found):
        return None
    return _asked(Problem("mds.place.several", "hard", {"areas": ", ".join(map(str, found))}, shown(text)))


def _unresolved(text: str, found: areas.Resolution) -> Problem:
    names = ", ".join(f"{areas.area(code).name()} ({code})" for code in found.suggestions)
    params: dict[str, object] = {"suggestions": names or "–"}
    if found.lookalikes:
        params["letters"] = ", ".join(f"U+{ord(letter):04X}" for letter in dict.fromkeys(found.lookalikes))
        return Problem("mds.place.lookalike", "hard", params, shown(text))
    return Problem(
        f"mds.place.{'ambiguous' if found.status == 'ambiguous' else 'unknown'}", "hard", params, shown(text)
    )

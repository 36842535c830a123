"""The occupation of one distinct text: a code of a known scheme, a title of a map or of the index; else asked."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from concord.intake.flags import FLAGS, western
from concord.intake.lookalikes import in_code, plain
from concord.mds.harmonise.codemaps import CodeMap, Entry
from concord.mds.harmonise.concordance import Scheme, group_of
from concord.mds.harmonise.decide import shown
from concord.mds.harmonise.likeness import suggest
from concord.mds.harmonise.occupation_code import of_code
from concord.mds.harmonise.settle import Decision, Problem
from concord.mds.harmonise.settled_codes import NO_PARAMS, NOTHING, asked, outside, taken
from concord.mds.harmonise.titles import Candidate, find, limits, settled
from concord.vocabulary.codelists import codelist

_DIGIT = re.compile(r"\d")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_BIDI = "\u200e\u200f\u061c\ufeff"
_PREFIX = re.compile(r"^\s*(?:isco(?:[-\s]?(?:08|88))?\s*[:.\-]?\s*|c(?=\d{4}\b))", re.IGNORECASE)
_CODE = re.compile(r"\d{1,4}(?:\.0+)?")
_LONGER = re.compile(r"(\d{4})[.\-]?\d[\d.\-]*")
_BOTH = re.compile(r"(\d{3,4})\s*[-–—:.,]?\s+(\D.*)")


def decide_occupation(
    text: str,
    title: str = "",
    *,
    scheme: Scheme | None = None,
    maps: Sequence[CodeMap] = (),
    said: Mapping[str, str] | None = None,
    language: str = "",
    year: int | None = None,
    area: str = "",
    suggesting: bool = True,
) -> Decision:
    """What a national code or title stands for.

    Args:
        text: The column's text: a code, a title, or both ("2221 Nursing professionals").
        title: The title beside it in another column, where there is one.
        scheme: Of the column's codes; None where it was not settled (see :mod:`concord.mds.harmonise.schemes`): a code
            that means two things is then asked.
        maps: Code maps: those of ``area`` are applied, those of others suggest.
        said: What the officer's profile says: text → code of the occupation list, "" for no health occupation.
        language: Of the file, where it is known.
        year: The reference year: which maps hold.
        area: Who reports (alpha-3).
        suggesting: Look for titles that are alike (slow for very many unknown ones).

    Returns:
        ``values``: ``occupation`` (a code of the occupation list, or None), ``outside`` (an ISCO-08 code that is no
        health occupation, else None: such rows are set aside, not asked), ``confidence``, ``how``, ``reviewed`` (bool),
        ``suggestions`` (:class:`~concord.mds.harmonise.titles.Candidate`, where it is asked).

    Example:
        >>> decide_occupation("2221", scheme="isco-88").values["occupation"]
        '221'
        >>> decide_occupation("2221").problems[0].code
        'mds.scheme.ask'
        >>> decide_occupation("infirmière auxiliaire").values["occupation"]
        '3221'
    """
    if said and (text.strip() in said or text in said):
        return _as_said(text, said.get(text, said.get(text.strip(), "")))
    if maps and (mapped := _mapped(text, title, maps, area, year)) is not None:
        return mapped
    typed, beside = _clean(text), _clean(title)
    if not typed and not beside:
        return asked(Problem("mds.occupation.missing", "hard"))
    if not _DIGIT.search(typed):
        return _of_title(text, typed or beside, maps, language, year, area, suggesting)
    both = _BOTH.fullmatch(typed)
    if both:
        typed, beside = both.group(1), beside or both.group(2)
    code = _code_in(typed)
    if code and scheme != "national":
        return of_code(text, code, beside, scheme=scheme, language=language, area=area)
    if not code and typed and (strange := _strange(text)) is not None:
        return asked(strange)
    given = typed if typed and not _is_number(typed) else beside
    return _of_title(text, given or typed, maps, language, year, area, suggesting)


def _as_said(text: str, code: str) -> Decision:
    return taken(text, code, "certain", "profile", reviewed=True) if code else outside(text, "–", "profile", True)


def _clean(text: str) -> str:
    """Without needless spaces, with figures of 0 to 9; "" for empty and marks for missing."""
    if not text:
        return ""
    if _OTHER_DIGIT.search(text):
        text = western(text)
    bare = " ".join(text.split())
    return "" if bare.strip(_BIDI).casefold() in FLAGS else bare


def _is_number(typed: str) -> bool:
    return not any(letter.isalpha() for letter in typed)


def _code_in(typed: str) -> str:
    bare = _PREFIX.sub("", typed)
    return bare.partition(".")[0] if _CODE.fullmatch(bare) else ""


def _strange(text: str) -> Problem | None:
    """A code written with letters that look like figures, or with characters that are not seen."""
    meant = plain(text).strip()
    letters = in_code(text.strip())
    if letters and _code_in(_PREFIX.sub("", meant).replace("O", "0").replace("o", "0").replace("l", "1")):
        points = ", ".join(letter.point for letter in letters)
        return Problem("mds.occupation.lookalike", "hard", {"letters": points, "meant": meant}, shown(text))
    return None


def _mapped(text: str, title: str, maps: Sequence[CodeMap], area: str, year: int | None) -> Decision | None:
    for map in maps:
        if map.area == area and map.column == "occupation" and map.holds(year):
            entry = (map.get(text) if text.strip() else None) or (map.get(title) if title.strip() else None)
            if entry is not None:
                return _by_entry(text or title, entry, map)
    return None


def _by_entry(typed: str, entry: Entry, map: CodeMap) -> Decision:
    candidate = _candidate(entry, how="map", source=map.id)
    if not (entry.is_reviewed or entry.confidence == "certain"):
        return _confirm(typed, (candidate,))
    if not entry.code:
        return outside(typed, "–", "map", entry.is_reviewed)
    return _applied(typed, candidate)


def _candidate(entry: Entry, *, how: str, source: str) -> Candidate:
    reviewed = f"{entry.reviewed_by}, {entry.reviewed_on}" if entry.is_reviewed else "unreviewed"
    confidence: Any = entry.confidence
    code = entry.code
    if entry.scheme == "isco-88" and code:
        code = group_of(code) or code
    scheme = entry.scheme or "isco-08"
    return Candidate(code, confidence, scheme, entry.reason, how, entry.text, source=source, reviewed=reviewed)


def _of_title(
    text: str, given: str, maps: Sequence[CodeMap], language: str, year: int | None, area: str, suggesting: bool
) -> Decision:
    longer = _LONGER.fullmatch(given) if given[:1].isdecimal() else None
    if longer and longer.group(1) in codelist("occupation"):
        found: tuple[Candidate, ...] = (Candidate(longer.group(1), "possible", how="longer-code", title=given),)
        return _confirm(text, found)
    found = find(given, language=language, area=area)
    one = settled(found)
    if one is not None:
        return _applied(text, one)
    found += tuple(_others(given, maps, area, year))
    if not found and suggesting:
        found = suggest(given, language=language, area=area)
    return _confirm(text, found) if found else asked(Problem("mds.occupation.unknown", "hard", NO_PARAMS, shown(text)))


def _others(given: str, maps: Sequence[CodeMap], area: str, year: int | None) -> Iterable[Candidate]:
    for map in maps:
        if map.area != area and map.column == "occupation" and (entry := map.get(given)) is not None and entry.code:
            found = _candidate(entry, how="other-map", source=f"as mapped by {map.area}")
            yield replace(found, confidence="likely" if entry.is_reviewed else "possible")


def _applied(text: str, one: Candidate) -> Decision:
    if one.code not in codelist("occupation"):
        return outside(text, one.code, one.how, one.reviewed != "unreviewed")
    return taken(text, one.code, one.confidence, one.how, reviewed=one.reviewed != "unreviewed")


def _confirm(text: str, found: Sequence[Candidate]) -> Decision:
    """Asked, with what it may be."""
    first = found[0]
    said = "; ".join(f"{one.code} ({one.confidence})" for one in found[: limits()["at_most"]])
    params = {"code": first.code, "confidence": first.confidence, "title": first.title, "suggestions": said}
    problem = Problem("mds.occupation.confirm", "hard", params, shown(text))
    return Decision({**NOTHING, "suggestions": tuple(found)}, (problem,))


def decide_occupations(
    pairs: Sequence[tuple[str, str]],
    *,
    scheme: Scheme | None = None,
    maps: Sequence[CodeMap] = (),
    said: Mapping[str, str] | None = None,
    language: str = "",
    year: int | None = None,
    area: str = "",
) -> list[Decision]:
    """As :func:`decide_occupation` for every distinct pair of text and title, in order of the pairs.

    Only the first unknown titles are looked up by likeness (``titles_at_most`` in the declared thresholds), so that a
    hundred thousand of them take no longer than the rest; give the most frequent first.
    """
    left = limits()["titles_at_most"]
    call: dict[str, Any] = {"scheme": scheme, "maps": maps, "said": said, "language": language, "year": year}
    made = []
    with _uncollected():
        for text, title in pairs:
            decision = decide_occupation(text, title, **call, area=area, suggesting=left > 0)
            left -= bool(decision.problems) and decision.values["occupation"] is None
            made.append(decision)
    return made


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for circles among hundreds of thousands of new values that have none: half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

"""Which classification a column of codes is in: ISCO-88 and ISCO-08 share codes that mean different people.

2221 is medical doctors in ISCO-88 and nursing professionals in ISCO-08. The scheme is settled by what cannot be of
both: codes that one of the two does not have, and titles beside the codes. The year and the counts are evidence for the
person who is asked, and settle nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.findings import NOWHERE, Finding, Place
from concord.intake.flags import western
from concord.mds.harmonise.concordance import Scheme, new_codes, readings, related
from concord.mds.harmonise.decide import shown
from concord.mds.harmonise.titles import find, settled

Verdict = Literal["settled", "ask", "contradiction", "no-codes"]


@dataclass(frozen=True, slots=True)
class Seen:
    """One distinct code of a column.

    Args:
        code: As typed.
        title: The title that stands beside it, "" where there is none.
        count: Persons or rows with it.
    """

    code: str
    title: str = ""
    count: float = 1


@dataclass(frozen=True)
class Detected:
    """What a column's codes tell.

    Args:
        verdict: ``settled`` (by ``scheme``); ``ask``; ``contradiction`` (evidence for both); ``no-codes`` (nothing of
            it is a health code of either scheme: titles, or a national classification).
        scheme: Where it is settled.
        for_08, for_88: Evidence for each, as short texts: ``code 2261``, ``2221 Medical doctors`` …
        leaning: What speaks for ISCO-88 without settling it: ``year``, ``counts``.
        trapped: Codes of the column that mean two things.
        findings: What is to be said or asked, with place.
    """

    verdict: Verdict
    scheme: Scheme | None = None
    for_08: tuple[str, ...] = ()
    for_88: tuple[str, ...] = ()
    leaning: tuple[str, ...] = ()
    trapped: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = field(default=())


@lru_cache(maxsize=1)
def limits() -> Mapping[str, Any]:
    """Declared thresholds of this question."""
    said: Mapping[str, Any] = read_yaml(packs.find("concordances/thresholds.yaml"))["scheme"]
    return said


def detect_scheme(
    seen: Iterable[Seen],
    *,
    declared: Scheme | None = None,
    year: int | None = None,
    language: str = "",
    area: str = "",
    where: Place = NOWHERE,
) -> Detected:
    """Which scheme a column's codes are in.

    Args:
        seen: Every distinct code with a title and its count; codes that are titles say nothing.
        declared: What the header or the profile says; evidence against it is a contradiction, never overruled.
        year: The newest year of the rows: before 2008 there was no ISCO-08.
        language, area: For the titles.
        where: The column, for the findings.

    Example:
        >>> detect_scheme([Seen("2221"), Seen("3231")]).scheme, detect_scheme([Seen("2221"), Seen("2261")]).scheme
        ('isco-88', 'isco-08')
        >>> detect_scheme([Seen("2221", "Doctors"), Seen("2221", "Nurses")]).verdict
        'contradiction'
        >>> detect_scheme([Seen("2221")]).verdict
        'ask'
    """
    held = [_plain(one) for one in seen]
    coded = [one for one in held if readings(one.code).as_08 or readings(one.code).as_88]
    if not coded:
        return Detected("no-codes", declared)
    new = tuple(dict.fromkeys(said for one in coded if (said := _speaks(one, "isco-08", language, area))))
    old = tuple(dict.fromkeys(said for one in coded if (said := _speaks(one, "isco-88", language, area))))
    trapped = tuple(sorted({one.code for one in coded if readings(one.code).is_trap}))
    leaning = _leaning(coded, year)
    against = old if declared == "isco-08" else (new if declared == "isco-88" else ())
    if (new and old) or against:
        finding = _contradiction(new, old, declared, trapped, where)
        return Detected("contradiction", None, new, old, leaning, trapped, (finding,))
    scheme: Scheme | None = declared or ("isco-08" if new else ("isco-88" if old else None))
    if scheme is None and not trapped:
        scheme = "isco-08"
    if scheme is None:
        return Detected("ask", None, new, old, leaning, trapped, (_question(trapped, leaning, year, where),))
    doubts = (_doubt(scheme, leaning, trapped, year, where),) if scheme == "isco-08" and leaning and not new else ()
    found = (_found_old(old, trapped, where),) if scheme == "isco-88" and declared is None else ()
    return Detected("settled", scheme, new, old, leaning, trapped, doubts + found)


def _plain(one: Seen) -> Seen:
    code = western(one.code).strip().removesuffix(".0")
    return Seen(code, one.title.strip(), one.count)


def _speaks(one: Seen, scheme: Scheme, language: str, area: str) -> str:
    """What a code and its title say for a scheme alone; "" where they say nothing or fit both."""
    said = readings(one.code)
    mine, other = (said.as_08, said.as_88) if scheme == "isco-08" else (said.as_88, said.as_08)
    if mine and not other:
        return f"{one.code} ({mine})"
    if not mine or not one.title:
        return ""
    named = settled(find(one.title, language=language, area=area))
    if named is None:
        return ""
    fits = {"isco-08": related(one.code, named.code), "isco-88": _fits_old(one.code, named.code)}
    return f"{one.code} {shown(one.title)}" if fits[scheme] and sum(fits.values()) == 1 else ""


def _fits_old(code: str, named: str) -> bool:
    return any(related(new, named) for new in new_codes(code))


def _leaning(coded: list[Seen], year: int | None) -> tuple[str, ...]:
    found = []
    if year is not None and year < limits()["first_year"]:
        found.append("year")
    count = {code: sum(one.count for one in coded if one.code == code) for code in ("2221", "2222", "2230")}
    if count["2230"] and count["2230"] > limits()["traditional_share"] * sum(count.values()):
        found.append("counts")
    return tuple(found)


def _both(trapped: tuple[str, ...]) -> dict[str, object]:
    """Both readings of the first codes that have two."""
    first = [readings(code) for code in trapped[:3]]
    return {
        "codes": ", ".join(trapped[:10]) or "–",
        "as_08": "; ".join(f"{one.code} {one.as_08}" for one in first) or "–",
        "as_88": "; ".join(f"{one.code} {one.as_88}" for one in first) or "–",
    }


def _contradiction(
    new: tuple[str, ...], old: tuple[str, ...], declared: Scheme | None, trapped: tuple[str, ...], where: Place
) -> Finding:
    params = {
        **_both(trapped),
        "for_08": "; ".join(new[:3]) or "–",
        "for_88": "; ".join(old[:3]) or "–",
        "declared": (declared or "–").upper(),
    }
    return Finding("mds.scheme.mixed" if declared is None else "mds.scheme.against", "hard", where, params)


def _question(trapped: tuple[str, ...], leaning: tuple[str, ...], year: int | None, where: Place) -> Finding:
    params = {**_both(trapped), "leaning": ", ".join(leaning) or "–", "year": year or "–"}
    return Finding("mds.scheme.column", "hard", where, params)


def _doubt(
    scheme: Scheme, leaning: tuple[str, ...], trapped: tuple[str, ...], year: int | None, where: Place
) -> Finding:
    params = {**_both(trapped), "leaning": ", ".join(leaning), "year": year or "–", "scheme": scheme.upper()}
    return Finding("mds.scheme.doubtful", "soft", where, params)


def _found_old(old: tuple[str, ...], trapped: tuple[str, ...], where: Place) -> Finding:
    return Finding("mds.scheme.found-88", "soft", where, {**_both(trapped), "for_88": "; ".join(old[:3])})

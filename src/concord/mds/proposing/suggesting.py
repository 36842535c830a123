"""Codes that may be meant by a text that is no exact name: offered to be chosen, never taken."""

from __future__ import annotations

from functools import lru_cache

from concord.declarations import packs
from concord.declarations.read import read_csv
from concord.mds.proposing.declared import tokens
from concord.vocabulary import areas
from concord.vocabulary.codelists import codelist

#: Suggestions for one text at most, and how alike they must be (0 to 100).
OFFERED = 5
LEAST = 70
#: No name is longer; comparing a cell's fill of letters with every name would take minutes.
LONGEST = 200


def areas_like(text: str) -> list[tuple[str, str]]:
    """Areas (code, name) whose names look like the text."""
    found = areas.resolve(text)
    codes = [found.area] if found.area is not None else list(found.suggestions)
    return [(code, areas.area(code).name()) for code in codes[:OFFERED] if code]


@lru_cache(maxsize=2048)
def occupations_like(text: str) -> tuple[tuple[str, str], ...]:
    """Occupations (code, name) of which a name shares words with the text or is spelt like it."""
    from rapidfuzz import fuzz

    scored: dict[str, tuple[float, str]] = {}
    if len(text) > LONGEST:
        return ()
    sought = " ".join(tokens(text))
    if not sought or sought.isdigit():
        return _old_codes(text)
    for code, name in _names():
        score = fuzz.token_set_ratio(sought, name)
        score -= 0.1 * abs(len(sought) - len(name))
        if score >= LEAST and score > scored.get(code, (0.0, ""))[0]:
            scored[code] = (score, name)
    best = sorted(scored.items(), key=lambda each: (-each[1][0], each[0]))[:OFFERED]
    return tuple((code, codelist("occupation").name(code).text) for code, _ in best)


def _old_codes(text: str) -> tuple[tuple[str, str], ...]:
    rows = read_csv(packs.find("codelists/isco-88-to-08.csv")).rows
    new = [row["isco08"] for row in rows if row["isco88"] == text.strip()]
    return tuple((code, codelist("occupation").name(code).text) for code in new if code in codelist("occupation"))


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, str], ...]:
    """Every declared name of an occupation, folded, with its code."""
    known = codelist("occupation")
    found = [(code.code, name) for code in known.codes.values() for name in code.name.values()]
    for path in packs.each("readers/words", "occupations.csv"):
        found += [(row["code"], row["word"]) for row in read_csv(path).rows]
    return tuple((code, " ".join(tokens(name))) for code, name in found)

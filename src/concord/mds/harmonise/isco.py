"""Occupations by ISCO-08 code or exact name; ISCO-88 only where the sender says so, through the concordance."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from concord.declarations import packs
from concord.declarations.read import read_csv
from concord.intake.flags import western
from concord.mds.harmonise.decide import shown
from concord.mds.harmonise.settle import Decision, Problem
from concord.mds.readers import words
from concord.vocabulary.codelists import codelist

_CODE_AND_NAME = re.compile(r"(\d{3,4})\s*[-–—:.,]?\s+(\D.*)")
_ISCO = re.compile(r"\d{3,4}")


@lru_cache(maxsize=1)
def isco_88() -> dict[str, tuple[str, ...]]:
    """ISCO-88 unit groups and the ISCO-08 unit groups that share occupations with each."""
    found: dict[str, tuple[str, ...]] = {}
    for row in read_csv(packs.find("codelists/isco-88-to-08.csv")).rows:
        found[row["isco88"]] = (*found.get(row["isco88"], ()), row["isco08"])
    return found


def occupation(text: str, *, old: bool, said: Mapping[str, str]) -> Decision:
    """An occupation by ISCO-08 code, or by an exact name; ISCO-88 only where the header says so.

    Args:
        text: As typed; "2221 Nursing professionals" is a code and a name, which must agree.
        old: Whether the column's header says that its codes are of ISCO-88.
        said: What the officer's profile says of national titles and codes.
    """
    typed = western(text).strip()
    if not typed:
        return Decision({}, (Problem("mds.occupation.missing", "hard"),))
    if text.strip() in said:
        return Decision({"occupation": said[text.strip()]}, change=(shown(text), said[text.strip()]))
    if words.sex(typed) == "T" or words.row_kind(typed) == "total":
        return Decision({"aggregate": True})
    both = _CODE_AND_NAME.fullmatch(typed)
    code = both.group(1) if both else typed
    if _ISCO.fullmatch(code) or code in codelist("occupation"):
        decision = _old_code(code) if old else _code(code)
        return _with_name(decision, code, both.group(2)) if both else decision
    named = words.occupation(typed)
    if named is None:
        return Decision({}, (Problem("mds.occupation.unknown", "hard", value=shown(text)),))
    return Decision({"occupation": named}, change=(shown(text), named))


def _code(code: str) -> Decision:
    if code in codelist("occupation"):
        return Decision({"occupation": code})
    if code in isco_88():
        params = {"new": ", ".join(isco_88()[code])}
        return Decision({}, (Problem("mds.occupation.isco-88", "hard", params, code),))
    return Decision({}, (Problem("mds.occupation.unknown", "hard", value=code),))


def _old_code(code: str) -> Decision:
    new = isco_88().get(code)
    if new is None:
        return Decision({}, (Problem("mds.occupation.unknown", "hard", value=code),))
    narrowest = narrowest_group(new)
    if narrowest is None:
        return Decision({}, (Problem("mds.occupation.isco-88-divided", "hard", {"new": ", ".join(new)}, code),))
    problem = Problem("mds.occupation.isco-88-mapped", "note", {"new": narrowest, "parts": ", ".join(new)}, code)
    return Decision({"occupation": narrowest}, (problem,), (f"ISCO-88 {code}", narrowest))


def narrowest_group(codes: tuple[str, ...]) -> str | None:
    """The narrowest declared occupation that holds all of the codes, or None."""
    known = codelist("occupation")
    for length in (4, 3):
        groups = {code[:length] for code in codes}
        if len(groups) == 1 and (group := groups.pop()) in known:
            return group
    return None


def _with_name(decision: Decision, code: str, name: str) -> Decision:
    named = words.occupation(name)
    settled = decision.values.get("occupation")
    related = named is None or settled is None or named.startswith(settled) or settled.startswith(named)
    if related:
        return Decision(decision.values, decision.problems, decision.change or (f"{code} {name}", settled or ""))
    params = {"code": code, "name": shown(name), "name_is": named}
    problem = Problem("mds.occupation.code-and-name-differ", "hard", params, f"{code} {shown(name)}")
    return Decision({}, (*decision.problems, problem))

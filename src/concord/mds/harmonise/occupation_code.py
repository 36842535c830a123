"""The occupation of a code: in its scheme, against the title beside it; a code that means two things is asked."""

from __future__ import annotations

from dataclasses import replace

from concord.mds.harmonise.concordance import Scheme, groups, new_codes, readings, related
from concord.mds.harmonise.decide import shown
from concord.mds.harmonise.isco import narrowest_group
from concord.mds.harmonise.settle import Decision, Problem
from concord.mds.harmonise.settled_codes import asked, outside, taken
from concord.mds.harmonise.titles import find, settled
from concord.vocabulary.codelists import codelist


def of_code(text: str, code: str, beside: str, *, scheme: Scheme | None, language: str, area: str) -> Decision:
    """What a code stands for, with the title beside it, in a scheme or in none that is known."""
    named = _named(beside, language, area) if beside else None
    if scheme == "isco-88":
        return _old(text, code, named, beside)
    if scheme == "isco-08":
        return _new(text, code, named, beside)
    said = readings(code)
    if said.is_trap and named is not None:
        fits = (related(code, named), any(related(new, named) for new in new_codes(code)))
        if fits == (True, False):
            return _new(text, code, named, beside)
        if fits == (False, True):
            return _old(text, code, named, beside)
    if said.is_trap:
        return asked(Problem("mds.scheme.ask", "hard", _both_readings(code), code))
    if said.as_88:
        return asked(Problem("mds.occupation.isco-88", "hard", {"new": ", ".join(new_codes(code))}, code))
    return _new(text, code, named, beside)


def _both_readings(code: str) -> dict[str, object]:
    said = readings(code)
    return {"code": code, "as_08": said.as_08 or "–", "as_88": said.as_88 or "–"}


def _named(title: str, language: str, area: str) -> str | None:
    one = settled(find(title, language=language, area=area))
    return one.code if one is not None else None


def _new(text: str, code: str, named: str | None, beside: str) -> Decision:
    if named is not None and not related(code, named):
        return asked(_contradiction(code, named, beside, scheme="isco-08"))
    if code in codelist("occupation"):
        return taken(text, code, "certain", "code", reviewed=True)
    if any(known.startswith(code) for known in codelist("occupation").codes):
        return asked(Problem("mds.occupation.too-broad", "hard", value=code))
    if code in groups("isco-08"):
        return outside(text, code, "code", reviewed=True)
    old = new_codes(code)
    if old:
        return asked(Problem("mds.occupation.isco-88", "hard", {"new": ", ".join(old)}, code))
    return asked(Problem("mds.occupation.unknown", "hard", value=code))


def _old(text: str, code: str, named: str | None, beside: str) -> Decision:
    new = new_codes(code)
    if not new:
        known = code in groups("isco-88")
        return outside(text, code, "code", True) if known else asked(_unknown(code))
    fitting = tuple(one for one in new if named is None or related(one, named))
    if not fitting:
        return asked(_contradiction(code, named or "", beside, scheme="isco-88"))
    group = narrowest_group(fitting)
    if group is None:
        return asked(Problem("mds.occupation.isco-88-divided", "hard", {"new": ", ".join(new)}, code))
    note = Problem("mds.occupation.isco-88-mapped", "note", {"new": group, "parts": ", ".join(new)}, code)
    decision = taken(text, group, "certain", "concordance", reviewed=False)
    return replace(decision, problems=(note,), change=(f"ISCO-88 {code}", group))


def _unknown(code: str) -> Problem:
    return Problem("mds.occupation.unknown", "hard", value=code)


def _contradiction(code: str, named: str, beside: str, *, scheme: Scheme) -> Problem:
    """The title contradicts the code: by the other scheme they would agree, or by none."""
    other_agrees = any(related(new, named) for new in new_codes(code)) if scheme == "isco-08" else related(code, named)
    params = {**_both_readings(code), "name": shown(beside), "name_is": named, "scheme": scheme.upper()}
    both = f"{code} {shown(beside)}"
    if other_agrees and readings(code).is_trap:
        return Problem("mds.scheme.contradicted", "hard", params, both)
    return Problem("mds.occupation.code-and-name-differ", "hard", params, both)

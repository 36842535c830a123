"""Level of activity and sector of a person, as registers write them."""

from __future__ import annotations

from typing import Literal

from concord.intake.flags import flag_of
from concord.mds.harmonise import spoken
from concord.mds.harmonise.decide import shown
from concord.mds.harmonise.settle import Decision, Problem
from concord.mds.readers import words
from concord.vocabulary.codelists import codelist

SECTORS = ("public", "private", "not-for-profit", "other", "unknown")
#: Why a person on a register is in no stock.
GONE = ("retired", "deceased", "lapsed", "suspended", "emigrated", "inactive", "student")
#: What a column says when it says "active".
Of = Literal["", "licence", "work"]
_READING = {"licence": "licensed", "work": "professionally-active"}


def decide_activity(text: str, *, language: str = "", of: Of = "") -> Decision:
    """The level of activity, or why the person is in no stock.

    Args:
        text: As typed.
        language: Of the file, where it is known.
        of: What the column is about: the state of the licence, or the work. "Active" alone is asked without it.

    Returns:
        ``values``: ``activity`` (a code of ``activity`` or None) and ``gone`` (one of :data:`GONE`, ``unknown``, or
        None). Nobody is ever counted under a level that was not said.

    Example:
        >>> decide_activity("Retraité").values
        {'activity': None, 'gone': 'retired'}
        >>> decide_activity("Active", of="licence").values["activity"]
        'licensed'
    """
    found = spoken.said("activities", text, language=language) or words.activity(text)
    if found is None and flag_of(text) is not None:
        return Decision({"activity": None, "gone": "unknown"}, change=(shown(text) or "(empty)", "unknown"))
    if found is None:
        return Decision({"activity": None, "gone": None}, (Problem("mds.activity.unknown", "hard", value=shown(text)),))
    readings = found.split("|")
    if len(readings) > 1 and _READING.get(of) in readings:
        readings = [_READING[of]]
    if len(readings) > 1:
        problem = Problem("mds.activity.readings", "hard", {"readings": ", ".join(readings)}, shown(text))
        return Decision({"activity": None, "gone": None}, (problem,))
    level = readings[0] if readings[0] in codelist("activity") else None
    return Decision({"activity": level, "gone": None if level else readings[0]}, change=(shown(text), readings[0]))


def decide_sector(text: str, *, language: str = "") -> Decision:
    """The sector of employment: one of :data:`SECTORS`; ``values`` has ``sector``, None where it is asked.

    Example:
        >>> decide_sector("Secteur privé").values["sector"]
        'private'
    """
    found = spoken.said("sectors", text, language=language)
    if found is None and flag_of(text) is not None:
        found = "unknown"
    if found is None or "|" in found:
        readings = (found or "").replace("|", ", ") or ", ".join(SECTORS)
        return Decision({"sector": None}, (Problem("mds.sector.unknown", "hard", {"readings": readings}, shown(text)),))
    return Decision({"sector": found}, change=(shown(text) or "(empty)", found))

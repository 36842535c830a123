"""Sex of a person: declared words in any language; single letters by the letters that stand beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from concord.intake.flags import flag_of, western
from concord.mds.harmonise import spoken
from concord.mds.harmonise.decide import shown
from concord.mds.harmonise.settle import Decision, Problem
from concord.mds.readers import words


def decide_sex(text: str, *, language: str = "", among: Collection[str] | None = None) -> Decision:
    """F, M, X or U for one text; ``values`` has ``sex``, None where it is asked.

    Args:
        text: As typed; empty and marks for missing are U, listed as a change.
        language: Of the file, where it is known.
        among: All texts of the column: M beside H is mujer, M beside F is male. None takes M as male.

    Example:
        >>> decide_sex("Femme").values["sex"], decide_sex("M", among={"H", "M"}).values["sex"]
        ('F', 'F')
    """
    typed = western(text).strip()
    letter = typed.strip(".").casefold()
    if len(letter) == 1 and among is not None:
        return _letter(text, letter, language, letters_of(among))
    found = spoken.said("sexes", typed, language=language) or words.sex(typed)
    if found is not None and "|" not in found and found != "T":
        return _is(text, found)
    if len(letter) == 1 and len(_readings(letter, language, frozenset({letter}))) > 1:
        return _letter(text, letter, language, frozenset({letter}))
    if flag_of(text) is not None:
        return _is(text, "U")
    return Decision({"sex": None}, (Problem("mds.sex.unknown", "hard", value=shown(text)),))


def _is(text: str, code: str) -> Decision:
    return Decision({"sex": code}, change=(shown(text) or "(empty)", code))


def _letter(text: str, letter: str, language: str, among: frozenset[str]) -> Decision:
    readings = _readings(letter, language, among)
    if len(readings) == 1 and (not letter.isdecimal() or "2" in among):
        return _is(text, next(iter(readings)))
    if not readings:
        found = words.sex(letter) if letter not in _paired() else None
        if found is not None and (not letter.isdecimal() or "2" in among):
            return _is(text, found)
    beside = ", ".join(sorted(each.upper() for each in among if each != letter)) or "–"
    return Decision({"sex": None}, (Problem("mds.sex.letter", "hard", {"beside": beside}, shown(text)),))


def letters_of(among: Collection[str]) -> frozenset[str]:
    """The single letters and figures of a column, small; marks for missing are none."""
    texts = {western(text).strip().strip(".").casefold() for text in among}
    return frozenset(text for text in texts if len(text) == 1 and flag_of(text) is None)


def _readings(letter: str, language: str, among: frozenset[str]) -> frozenset[str]:
    """What all pairs that explain the column's letters make of one letter."""
    paired = among & _paired()
    found = set()
    for pair in _pairs(language) or _pairs(""):
        if paired <= pair.keys() and letter in pair:
            found.add(pair[letter])
    if not found and language:
        return _readings(letter, "", among)
    return frozenset(found)


@lru_cache(maxsize=32)
def _pairs(language: str) -> tuple[Mapping[str, str], ...]:
    declared = [row for row in spoken.rows("sex_letters") if language in ("", row["language"]) or not language]
    if language:
        declared += [row for row in spoken.rows("sex_letters") if row["language"] == "code"]
    return tuple({row["female"].casefold(): "F", row["male"].casefold(): "M"} for row in declared)


@lru_cache(maxsize=1)
def _paired() -> frozenset[str]:
    return frozenset(letter for pair in _pairs("") for letter in pair)

"""What a title that is not in the index may mean: shown to a person, never taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from concord.mds.harmonise.folding import normalisers, script_of, words_of
from concord.mds.harmonise.titles import Candidate, Confidence, beginnings, index, limits, ranked

#: No title is longer; comparing a cell's fill of letters with every known title would take minutes.
LONGEST = 300


def suggest(text: str, *, language: str = "", area: str = "") -> tuple[Candidate, ...]:
    """What a title that is not in the index may mean: without its words of rank, or by likeness. Never to be applied.

    Example:
        >>> [(each.code, each.how) for each in suggest("Senior Registered Nurse Grade II")]
        [('2221', 'without-ranks')]
    """
    if len(text) > LONGEST:
        return ()
    words = words_of(text)
    plain = _without_ranks(words, language, area)
    return plain or _alike(words, language, area)


def _without_ranks(words: Sequence[str], language: str, area: str) -> tuple[Candidate, ...]:
    known, made = normalisers(), index()
    languages = made.by_script.get(script_of(words), ())
    for each in (language,) if language in languages else languages:
        fewer = known[each].without_ranks(words)
        if fewer and len(fewer) < len(words):
            found = ranked(made.by_key[each].get(known[each].key(fewer), ()), area)
            if found:
                return tuple(replace(one, confidence=_lower(one.confidence), how="without-ranks") for one in found)
    return ()


def _lower(confidence: Confidence) -> Confidence:
    return "likely" if confidence == "certain" else "possible"


def _alike(words: Sequence[str], language: str, area: str) -> tuple[Candidate, ...]:
    from rapidfuzz import fuzz

    near = _near(words, language)
    said = " ".join(words)
    scored = [(fuzz.WRatio(said, title), one) for title, one in near.items()]
    least, most = limits()["least_likeness"], limits()["at_most"]
    best: dict[str, Candidate] = {}
    for score, one in sorted(scored, key=lambda pair: -pair[0]):
        if score >= least and (not one.areas or area in one.areas):
            best.setdefault(one.code, replace(one, confidence="possible", how="alike", likeness=int(score)))
    return tuple(best.values())[:most]


def _near(words: Sequence[str], language: str) -> dict[str, Candidate]:
    """Entries that share a word with the title, or the beginning of one."""
    known, made = normalisers(), index()
    languages = made.by_script.get(script_of(words), ())
    found: dict[str, Candidate] = {}
    for each in (language,) if language in languages else languages:
        for word in {known[each][word] for word in words} - {""}:
            for start in beginnings(word, known[each].script):
                found.update(made.by_word[each].get(start, ()))
    return found

"""The cover of a printed questionnaire: what it is, where its wording comes from, which version it is."""

from __future__ import annotations

import datetime as dt
import re

from concord.documents.model import Cover, Phrase, Run, Value, phrase
from concord.documents.sentences import Plain, say
from concord.documents.widths import length
from concord.instrument.model import Instrument, Question
from concord.reporting.instrument_print.voice import Voice
from concord.vocabulary import formats
from concord.vocabulary.languages import NATIVE_NAMES

USES = ("national", "stakeholder")
MARKS = ("proposal", "reconstruction")
#: Letters of a statement that the cover has room for, as wide as Latin ones are.
ROOM = 210
_END = re.compile(r"[.!?؟](?=\s|$)|[。！？]")


def cover(instrument: Instrument, voice: Voice, *, as_of: dt.date | None, filled: bool, for_whom: str) -> Cover:
    """The cover; its notice says what the wording is: a proposal, a reconstruction, or what the author says."""
    return Cover(
        kicker=_kicker(instrument, voice, filled=filled, for_whom=for_whom),
        promise=shortened(voice.text(instrument.about)),
        notice=_provenance(instrument, voice),
        facts=_facts(instrument, voice, as_of),
        licence=voice.say("licence"),
    )


def shortened(about: Phrase) -> Phrase:
    """As many whole sentences as the cover has room for; the whole statement stands on the first page."""
    text = str(about)
    if length(text) <= ROOM:
        return about
    ends = [match.end() for match in _END.finditer(text) if length(text[: match.end()]) <= ROOM]
    return phrase(text[: ends[-1]].strip(), about.language) if ends else Phrase()


def marked(said: Phrase, language: str) -> Phrase:
    """The same after the word that the answers are generated."""
    mark = say("documents/national-report", "mark-generated-short", language)
    return Phrase((*mark.runs, Run(" · "), *said.runs), said.language, said.is_fallback)


def running_foot(instrument: Instrument, voice: Voice) -> Phrase:
    """Which version a loose sheet belongs to."""
    known = {"id": Plain(instrument.id), "version": Plain(instrument.version), "digest": Plain(_short(instrument))}
    return voice.say("running-foot", **known)


def _kicker(instrument: Instrument, voice: Voice, *, filled: bool, for_whom: str) -> Phrase:
    if filled:
        said = voice.say("kicker-filled")
        return Phrase((*said.runs, Run(f": {for_whom}")), said.language, said.is_fallback) if for_whom else said
    return voice.say(f"kicker-{instrument.use if instrument.use in USES else 'other'}")


def _provenance(instrument: Instrument, voice: Voice) -> Phrase:
    mark = instrument.provenance.partition(":")[0].strip().casefold()
    if mark in MARKS:
        return voice.say(f"provenance-{mark}")
    return voice.say("provenance-other", provenance=Plain(instrument.provenance)) if instrument.provenance else Phrase()


def _facts(instrument: Instrument, voice: Voice, as_of: dt.date | None) -> tuple[tuple[Phrase, Value], ...]:
    count = sum(number.count(".") == 1 or _is_question(path, instrument) for path, number in voice.numbers.items())
    spoken = " · ".join(NATIVE_NAMES.get(each, each) for each in instrument.languages)
    facts = [
        ("version", instrument.version or "–"),
        ("round", instrument.round),
        ("digest", _short(instrument)),
        ("questions", formats.number(count, voice.language)),
        ("languages", spoken),
        ("printed", formats.date(as_of, voice.language) if as_of else ""),
    ]
    return tuple((voice.say(f"fact-{key}"), Value(text)) for key, text in facts if text)


def _is_question(path: tuple[str, ...], instrument: Instrument) -> bool:
    node = instrument.by_path[path]
    return isinstance(node, Question) or node.grid is not None


def _short(instrument: Instrument) -> str:
    digest = instrument.digest
    return f"{digest[:4]} {digest[4:8]} {digest[8:12]}".strip()

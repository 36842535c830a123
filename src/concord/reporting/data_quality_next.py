"""What an authority does next for its figures: in the order in which it helps most."""

from __future__ import annotations

from collections.abc import Iterator

from concord.documents.model import Bullets, Phrase, Run
from concord.documents.sentences import Count, Day, Year
from concord.findings import hint
from concord.mds.comparing.coverage import OfTable
from concord.mds.comparing.quality import Quality
from concord.reporting.data_quality_parts import Coded, Title
from concord.reporting.voice import Voice

#: Hints of findings that are listed at most.
MOST_HINTS = 8


def bullets(found: Quality, voice: Voice) -> Bullets:
    """What to do, one line each; one line that nothing is left where that is so."""
    items = tuple(_items(found, voice))
    return Bullets(items or (voice.say("next-none"),), ordered=bool(items))


def _items(found: Quality, voice: Voice) -> Iterator[Phrase]:
    yield from _findings(found, voice)
    when = found.coverage.timeliness
    if when.is_awaited and when.due is not None:
        yield voice.say("next-late", date=Day(when.due))
    if not found.coverage.has_anything:
        yield voice.say("next-nothing")
        return
    for each in found.coverage.tables:
        if each.is_asked and each.rows:
            yield from _of_table(each, found, voice)
    for broken in found.breaks:
        if not broken.note.strip():
            yield voice.say("next-breaks", table=Title(broken.structure), year=Year(broken.year))
    for each in found.coverage.tables:
        if each.lacking:
            lacking = Coded("occupation", each.lacking)
            yield voice.say("next-lacking", table=Title(each.structure), occupations=lacking)


def _findings(found: Quality, voice: Voice) -> Iterator[Phrase]:
    must = sum(each.count for each in found.findings if each.level == "hard")
    explain = sum(each.count - each.explained for each in found.findings if each.level == "soft")
    if must:
        yield voice.say("next-must", count=Count(must))
    if explain:
        yield voice.say("next-explain", count=Count(explain))
    open_ = [each.example for each in found.findings if each.level in ("hard", "soft")]
    for finding in open_[:MOST_HINTS]:
        text, english = hint(finding, voice.language), hint(finding, "en")
        if text:
            is_english = voice.language != "en" and text == english
            language = "en" if is_english else voice.language
            yield Phrase((Run(text),), language, is_english)


def _of_table(each: OfTable, found: Quality, voice: Voice) -> Iterator[Phrase]:
    kinds = tuple(kind for kind in each.kinds_asked if kind not in each.kinds)
    if kinds:
        yield voice.say("next-kinds", table=Title(each.structure), kinds=Coded("row-kind", kinds))
    if each.has_activity is False:
        yield voice.say("next-activity", table=Title(each.structure))
    if each.newest is not None and each.newest < found.coverage.recent_years[-1]:
        yield voice.say("next-recent", table=Title(each.structure), year=Year(each.newest))

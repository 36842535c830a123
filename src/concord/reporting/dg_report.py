"""The Director-General's report on a round (article 9.2): composed from a declared outline and from facts as values."""

from __future__ import annotations

import hashlib
import json

from concord.documents.model import Block, Contents, Cover, Document, Heading, Paragraph, Phrase, Run, Value
from concord.documents.sentences import Plain
from concord.reporting import outline as outlines
from concord.reporting.chapters import answers, material
from concord.reporting.chapters.method import used_sources
from concord.reporting.facts import Facts
from concord.reporting.voice import Voice
from concord.vocabulary import formats
from concord.vocabulary.languages import LANGUAGES, native_name

OUTLINE = "dg-report"


def compose(facts: Facts, language: str, *, edition: str = "", outline: str = OUTLINE) -> Document:
    """The report in one language; equal facts give an equal document.

    Args:
        facts: What is known, gathered for the round it names.
        language: One of the six; wordings not yet translated fall back visibly to English.
        edition: The edition's number, printed on the cover; empty: the round and ``.1``.
        outline: The declared outline (``data/documents/<outline>.yaml``).

    Source:
        Code, article 9.2: the Director-General reviews the national reports and reports to the Health Assembly.
    """
    given = outlines.outline(outline)
    voice = Voice(given.domain, language, facts.as_of, linked=True, common={"round": Plain(facts.round)})
    provided = material(facts, voice)
    parts = _marked(outlines.blocks(given, voice, provided), facts, language)
    cover = given.cover
    head, foot = voice.say(cover["running_head"]), voice.say(cover["running_foot"])
    return Document(
        id=f"{given.id}-{facts.round}-{language}",
        title=voice.say(cover["title"]),
        language=language,
        as_of=facts.as_of,
        blocks=(Contents(voice.say("contents")), *parts),
        subtitle=voice.say(cover["subtitle"]),
        cover=_cover(cover, facts, voice, edition or f"{facts.round}.1"),
        running_head=_with_mark(head, facts, language),
        running_foot=_with_mark(foot, facts, language),
        keywords=("WHO Global Code of Practice", "health personnel", "migration", facts.round),
        demonstration=facts.basis == "declared" or facts.is_generated,
        sources=used_sources(facts),
        provenance=facts.provenance,
    )


def _marked(blocks: tuple[Block, ...], facts: Facts, language: str) -> tuple[Block, ...]:
    """Generated answers are told of under the heading of every part, whichever part is read alone."""
    if not facts.is_generated:
        return blocks
    mark = Paragraph(answers.generated(language), "note")
    marked: list[Block] = []
    for each in blocks:
        marked += [each, mark] if isinstance(each, Heading) and each.level == 1 else [each]
    return tuple(marked)


def _with_mark(said: Phrase, facts: Facts, language: str) -> Phrase:
    if not facts.is_generated:
        return said
    mark = answers.generated(language, short=True)
    return Phrase((*mark.runs, Run(" · "), *said.runs), mark.language, mark.is_fallback)


def digest(facts: Facts, language: str) -> str:
    """SHA-256 over everything that went in: files, day, round and language (hexadecimal)."""
    given = [facts.round, facts.as_of.isoformat(), language, *((i.id, i.digest) for i in facts.provenance.inputs)]
    return hashlib.sha256(json.dumps(given).encode()).hexdigest()


def _cover(declared: outlines.Declared, facts: Facts, voice: Voice, edition: str) -> Cover:
    code = digest(facts, voice.language)
    shown = {
        "data-cut-off": Value(formats.date(facts.as_of, voice.language)),
        "edition": Value(edition),
        "languages": Value("  ".join(native_name(each) for each in LANGUAGES)),
        "digest": Value(" ".join(code[i : i + 4] for i in range(0, 12, 4))),
    }
    notice = voice.say(declared["notice"]) if facts.basis == "declared" else Phrase()
    notice = answers.generated(voice.language) if facts.is_generated else notice
    return Cover(
        kicker=voice.say(declared["kicker"]),
        promise=voice.say(declared["promise"]),
        notice=notice,
        facts=tuple((voice.say(key), shown[key]) for key in declared["facts"]),
        licence=voice.say(declared["licence"]),
    )

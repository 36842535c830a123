"""How a printed questionnaire speaks: its own words, and the instrument's, in one language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from concord.documents.model import Phrase, Run, phrase
from concord.documents.sentences import Plain, Saying, say
from concord.errors import NotFound
from concord.instrument.model import About, Instrument, Node, Question
from concord.vocabulary.codelists import codelist
from concord.vocabulary.text import Text, Wording

DOMAIN = "documents/instrument-print"
_REFERENCE = re.compile(r"\$\{\s*([^}]+?)\s*\}")
#: What XLSForm's wordings may hold of Markdown and HTML; paper shows the words.
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)|^#{1,6}\s+", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)")
_MARKS = ("proposal", "unverified", "verified")


def bare(text: str) -> str:
    """A wording without Markdown and HTML; a link is followed by its address."""
    return _MARKUP.sub("", _LINK.sub(r"\1 (\2)", text)).strip()


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase inside one of our sentences; each run says which language it is really in."""

    phrase: Phrase

    def runs(self, language: str) -> tuple[Run, ...]:
        """Its runs."""
        if self.phrase.language == language:
            return self.phrase.runs
        return tuple(replace(run, language=run.language or self.phrase.language) for run in self.phrase.runs)


@dataclass(frozen=True)
class Voice:
    """One instrument in one language, with the numbers of its questions.

    Args:
        condition: Says an expression in words; empty where it cannot.
    """

    instrument: Instrument
    language: str
    numbers: Mapping[tuple[str, ...], str]
    condition: Callable[[str, Node], Phrase]

    def say(self, key: str, **values: Saying) -> Phrase:
        """A declared wording of the room."""
        return say(DOMAIN, key, self.language, **values)

    def plain(self, key: str, **values: Saying) -> str:
        """The same as text alone."""
        return str(self.say(key, **values))

    def text(self, given: Text) -> Phrase:
        """A wording of the instrument: markup taken out, earlier answers named; empty where there is none."""
        found = given.best(self.language)
        return phrase(replace(found, text=self._readable(found))) if found.text else Phrase()

    def only_if(self, key: str, source: str, node: Node) -> Phrase:
        """A sentence that says when something holds; empty where it always does."""
        condition = self.condition(source, node)
        return self.say(key, condition=Said(condition)) if condition else Phrase()

    def _readable(self, found: Wording) -> str:
        return _REFERENCE.sub(lambda match: self._named(match.group(1)), bare(found.text))

    def _named(self, name: str) -> str:
        if self.is_worked_out(name):
            return self.plain("worked-out")
        known = [self.numbers[node.path] for node in self.instrument.named(name) if node.path in self.numbers]
        if not known:
            return self.plain("earlier-answer-plain")
        return self.plain("earlier-answer", number=Plain(known[0]))

    def is_worked_out(self, name: str) -> bool:
        """Whether a name is that of a calculation alone."""
        found = self.instrument.named(name)
        return bool(found) and all(isinstance(each, Question) and each.kind == "calculate" for each in found)

    def speaks_of_results(self, given: Text) -> bool:
        """Whether a wording shows what was worked out from answers, which paper cannot."""
        found = given.best(self.language).text
        return any(self.is_worked_out(name) for name in _REFERENCE.findall(found))

    def unit(self, about: About) -> Phrase:
        """The unit of a number: a declared one in the reader's language, else the author's word."""
        if not about.unit:
            return Phrase()
        try:
            declared = codelist("unit")
        except NotFound:
            return Phrase((Run(about.unit),), self.instrument.language)
        if about.unit not in declared:
            return Phrase((Run(about.unit),), self.instrument.language)
        return phrase(declared.name(about.unit, self.language))

    def foot(self, about: About) -> Phrase:
        """The small print below a question: source, state of its wording, confidentiality."""
        parts = [each for each in (self._source(about), self._mark(about), self._confidential(about)) if each]
        runs: list[Run] = []
        for position, part in enumerate(parts):
            runs.extend((Run(" · "), *part.runs) if position else part.runs)
        return Phrase(tuple(runs), self.language) if runs else Phrase()

    def _source(self, about: About) -> Phrase:
        if not about.source:
            return Phrase()
        kind, _, place = about.source.partition(":")
        article = self.plain("source-article", article=Plain(place)) if kind == "art" and place else about.source
        return self.say("source", source=Plain(article))

    def _mark(self, about: About) -> Phrase:
        """The state of its wording, where that is another than the whole instrument's."""
        mark, whole = (each.partition(":")[0].strip() for each in (about.provenance, self.instrument.provenance))
        return self.say(f"mark-{mark}") if mark in _MARKS and mark != whole else Phrase()

    def _confidential(self, about: About) -> Phrase:
        return self.say("confidential") if about.confidential else Phrase()

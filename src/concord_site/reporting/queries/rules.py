"""The rules of a question as a reader meets them: in words, and as they are written."""

from __future__ import annotations

from dataclasses import dataclass

from concord.instrument.model import Instrument, Node, Question
from concord.vocabulary.text import Wording
from concord_site.reporting import wording


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its column, what it says in words (empty where there are none), and the expression."""

    column: str
    words: str
    source: str

    @property
    def is_always(self) -> bool:
        """Whether it says that an answer is needed in every case."""
        return self.column == "required" and self.source.strip().lower() in ("yes", "true", "true()")

    @property
    def called(self) -> str:
        """What its column is called."""
        return wording.columns(self.column)


def _said(source: str, instrument: Instrument, node: Node, language: str) -> str:
    from concord.instrument.words import say

    try:
        return say(source, instrument, language, node=node)
    except Exception:  # an expression nobody can read is shown as it is written
        return ""


def relevance(instrument: Instrument, node: Node, language: str) -> str:
    """When a question is asked, in words; empty where it is always."""
    source = node.rules.relevant
    return (_said(source, instrument, node, language) or source) if source else ""


def of(instrument: Instrument, node: Node, language: str) -> tuple[Rule, ...]:
    """The rules of a question or group, those of the groups around it first (when it is asked)."""
    found = []
    for length in range(1, len(node.path)):
        around = instrument.by_path.get(node.path[:length])
        if around is not None and around.rules.relevant:
            source = around.rules.relevant
            found.append(Rule("relevant", _said(source, instrument, around, language), source))
    rules = node.rules
    for column in ("relevant", "required"):
        source = getattr(rules, column)
        if source:
            found.append(Rule(column, _said(source, instrument, node, language), source))
    if rules.constraint:
        found.append(Rule("constraint", _range(instrument, node, language), rules.constraint))
    for column in ("calculation", "choice_filter", "readonly", "default"):
        source = getattr(rules, column)
        if source:
            found.append(Rule(column, "", source))
    if rules.count:
        found.append(Rule("repeat_count", "", rules.count))
    return tuple(found)


def _range(instrument: Instrument, node: Node, language: str) -> str:
    """What an answer must be: the author's own message where there is one, else the rule in words."""
    own = node.constraint_message.best(language).text if isinstance(node, Question) else ""
    return own or _said(node.rules.constraint, instrument, node, language)


def unit(name: str, language: str) -> Wording | None:
    """A unit by its name in the house's list, or the author's own words."""
    from concord.errors import Refusal
    from concord.vocabulary import codelists

    if not name:
        return None
    try:
        known = codelists.codelist("unit")
        return known.name(name, language) if name in known.codes else Wording(name, language)
    except (Refusal, LookupError, AttributeError):
        return Wording(name, language)

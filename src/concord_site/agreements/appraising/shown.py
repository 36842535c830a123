"""What pages of an appraisal show, made ready."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from concord.agreements.account_words import Speech
from concord.agreements.appraisal import Appraisal, Row
from concord.agreements.appraisal_document import lead, picture
from concord.agreements.appraisal_tables import DOMAIN, short, strengths
from concord.agreements.elements import Element, label_of_level, label_of_mark
from concord.agreements.suggesting.suggest import Passage, Suggestion
from concord.documents.figures import Figure, Style
from concord.documents.model import Phrase, Picture, phrase
from concord.texts.clauses import Clause
from concord.vocabulary import formats
from concord.vocabulary.text import Text, Wording
from concord_site.agreements.appraising import naming
from concord_site.shell.i18n import language

WIDE, PHONE = 820, 340


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of a passage; ``raised`` where it raised the suggestion."""

    text: str
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A suggested passage on a page."""

    clause: str
    title: str
    pieces: tuple[Piece, ...]
    sure: str
    level: str
    strength: str


@dataclass(frozen=True, slots=True)
class Line:
    """One element in a list."""

    element: Element
    articles: tuple[str, ...]
    tag: str
    mark: str
    level: str
    clauses: tuple[str, ...]
    strengths: str
    note: Wording
    suggested: str
    sample: Wording


def line(row: Row, spoken: str) -> Line:
    """One row of an appraisal; ``spoken`` is the language of the text, in which a sample wording is of use."""
    said, speech = language(), Speech(language(), DOMAIN)
    return Line(
        row.element, articles(row.element), naming.TAGS[row.mark],
        label_of_mark(row.mark, said) if row.mark else "",
        label_of_level(row.level, said) if row.level and row.level != "absent" else "",
        tuple(naming.clause_title(each) for each in row.cited), strengths(row, speech),
        row.marking.note.best(said) if row.marking else Wording("", said),
        suggested(row.suggestion), row.sample.best(spoken),
    )  # fmt: skip


def articles(element: Element) -> tuple[str, ...]:
    """Paragraphs of the Code that an element names, as one cites them."""
    return tuple(dict.fromkeys(short(each) for each in element.articles))


def suggested(of: Suggestion | None) -> str:
    """What is suggested and how sure, in a few words."""
    if of is None:
        return ""
    said = "sure-not-spoken" if of.mark == "absent" else "sure-spoken"
    speech = Speech(language(), DOMAIN)
    return speech.text(said, sure=percent(of.confidence), mark=label_of_mark(of.mark, language()))


def percent(share: float) -> str:
    """A share as a percentage without decimals; nothing that is only likely is rounded up to certain."""
    return str(formats.percent(min(int(100 * share), 99), language(), decimals=0))


def passages(of: Suggestion | None, clauses: Mapping[str, Clause]) -> tuple[Shown, ...]:
    """The passages of a suggestion with the words that raised them."""
    return tuple(_passage(each, clauses) for each in (of.passages if of else ()))


def _passage(of: Passage, clauses: Mapping[str, Clause]) -> Shown:
    pieces, at = [], 0
    for start, end in of.words:
        if start < at:
            continue
        if start > at:
            pieces.append(Piece(of.text[at:start]))
        pieces.append(Piece(of.text[start:end], raised=True))
        at = end
    pieces.append(Piece(of.text[at:]))
    said = language()
    strength = Speech(said, DOMAIN).text(f"strength-{of.strength}") if of.strength else ""
    return Shown(
        of.clause, naming.clause_title(clauses[of.clause]), tuple(pieces), percent(of.confidence),
        label_of_level(of.level, said), strength,
    )  # fmt: skip


def key_sentences(of: Appraisal) -> tuple[Phrase, ...]:
    """The answer in a sentence or two."""
    return tuple(lead(of, Speech(language(), DOMAIN)))


def drawings(of: Appraisal) -> list[tuple[str, Picture, Figure]]:
    """The profile, wide and for phones."""
    found = []
    for name, width in (("wide", WIDE), ("phone", PHONE)):
        figure = picture(of, language(), style=Style.web(language(), width=width))
        said = phrase(figure.title, language())
        found.append((name, Picture(f"profile-{name}", said, figure.svg, figure.description), figure))
    return found


def best(said: Text) -> Wording:
    """A wording in the reader's language."""
    return said.best(language())

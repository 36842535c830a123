"""The few words that figures say themselves, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache

from concord.vocabulary.text import wording


@dataclass(frozen=True, slots=True)
class Words:
    """Wordings of one language; fields with braces are templates.

    Translations are declared in ``data/locale/<language>/figures.po``: context = field name, msgid = the English below.
    """

    pair: str = "{label}: {value}"
    with_note: str = "{text} ({note})"
    missing: str = "no figure"
    suppressed: str = "hidden to protect persons"
    not_applicable: str = "does not apply"
    estimated: str = "estimated"
    provisional: str = "provisional"
    break_: str = "break"
    break_at: str = "break {period}"
    difference: str = "defined differently"
    span: str = "{low} to {high}"
    under: str = "under {value}"
    over: str = "{value} and over"
    none_known: str = "No figure is known."
    needed: str = "{value} needed"
    total: str = "Total"
    status: str = "Note"
    label: str = "Name"
    value: str = "Value"
    period: str = "Period"
    low: str = "Lowest"
    high: str = "Highest"
    date: str = "Date"
    origin: str = "Origin"
    destination: str = "Destination"
    met: str = "met"
    partly: str = "partly met"
    absent: str = "absent"
    unmarked: str = "not marked"
    uncoded: str = "area without a code in ISO 3166"

    @classmethod
    def of(cls, language: str) -> Words:
        """The wordings of a language; a wording without translation stays English."""
        return _words(language)


@lru_cache(maxsize=12)
def _words(language: str) -> Words:
    if language == "en":
        return Words()
    english = Words()
    return Words(**{f.name: wording("figures", f.name, getattr(english, f.name), language).text for f in fields(Words)})

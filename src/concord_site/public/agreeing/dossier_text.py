"""The text of a published agreement in a document: every language version clause by clause, and what was attached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from concord.documents.model import Block, Heading, Paragraph, Phrase, Run, phrase
from concord.texts.clauses import Clause
from concord_site.public.agreeing import printing


def blocks(part: Any) -> Iterator[Block]:
    """The text; nothing where it is not public, which the table of parts says."""
    if not part:
        return
    yield printing.heading(_("Text and documents"), "text")
    if part["prevails"]:
        yield printing.note(part["prevails"])
    for code, name, clauses in part["versions"]:
        first = printing.said(_("The text"))
        yield Heading(2, Phrase((*first.runs, *phrase(f" · {name}", code).runs), first.language), f"text-{code}",
                      plain=True)  # fmt: skip
        for clause in clauses:
            yield from _clause(clause, code)
    for each in part["attached"]:
        yield from _attached(each)


def _clause(clause: Clause, code: str) -> Iterator[Block]:
    """A clause under its heading; one that has a number alone begins with it."""
    if clause.heading:
        yield Heading(3, phrase(clause.title, code), plain=True, listed=False)
    before = "" if clause.heading else clause.label
    yield from _lines(clause.body, code, before)


def _attached(each: Any) -> Iterator[Block]:
    kind = printing.said(f"{each['kind']}: ")
    titled = Phrase((*kind.runs, *phrase(each["title"], each["language"]).runs), kind.language)
    yield Heading(2, titled, plain=True)
    days = [
        words % {"day": each[key]}
        for key, words in (("signed", _("signed %(day)s")), ("in_force", _("in force since %(day)s"))) if each[key]
    ]  # fmt: skip
    if days:
        yield printing.note(" · ".join(days))
    yield from _lines(each["text"], each["language"])


def _lines(text: str, code: str, before: str = "") -> Iterator[Block]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    first = (Run(f"{before} ", strong=True),) if before else ()
    for place, line in enumerate(lines or [""] * bool(before)):
        yield Paragraph(Phrase((*(first if not place else ()), Run(line)), code))

"""The text of a published agreement in a document: every language clause by clause, and what was attached, changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from concord.documents.model import Beside, Block, Heading, Paragraph, Phrase, Run, phrase
from concord.texts.clauses import Clause
from concord.texts.comparing import Pair
from concord_site.public.agreeing import printing
from concord_site.public.agreeing.text_shown import Version
from concord_site.shell.i18n import language


def blocks(part: Any) -> Iterator[Block]:
    """The text; nothing where it is not public, which the table of parts says."""
    if not part:
        return
    yield printing.heading(_("Text and documents"), "text")
    yield printing.smaller(part["title"])
    yield from about(part)
    yield from versions(part)
    for each in part["attached"]:
        yield from _attached(each)


def about(part: Any) -> Iterator[Block]:
    """Which text it is, which language prevails, what it lacks and where a language stands still."""
    yield printing.note(" ".join(part["notes"]))
    for each in (*part["lacks"], *part["behind"]):
        yield Paragraph(printing.said(each, strong=True))
    for each in (*part["remarks"], *([part["prevails"]] if part["prevails"] else ())):
        yield printing.note(each)


def versions(part: Any) -> Iterator[Block]:
    """Every language version, clause by clause; a clause that was changed says by what."""
    for each in part["versions"]:
        first = printing.said(_("The text"))
        named = Phrase((*first.runs, *phrase(f" · {each.name}", each.code).runs), first.language)
        yield Heading(2, named, f"text-{each.code}", plain=True)
        yield from _clauses(each)


def _clauses(version: Version) -> Iterator[Block]:
    for clause, by in version.clauses:
        yield from _clause(clause, version.code)
        if by:
            yield printing.note(by)


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
        for key, words in (("signed", _("signed %(day)s")), ("in_force", _("in force since %(day)s")),
                           ("until", _("no more from %(day)s"))) if each[key]
    ]  # fmt: skip
    if days:
        yield printing.note(" · ".join(days))
    if each["is_withheld"]:
        words = _("withheld by the parties")
        yield Paragraph(printing.said(f"{words}: {each['reason']}" if each["reason"] else words))
        return
    if each["not_made"]:
        yield printing.note(each["not_made"])
    for code, name, pairs in each["changed"]:
        changed = (*printing.said(_("What it changed")).runs, *phrase(f" · {name}", code).runs)
        yield Heading(3, Phrase(changed, language()), plain=True, listed=False)
        yield printing.note(_("Words that went and words that came stand in heavier letters."))
        for named, pair in pairs:
            yield from _pair(named, pair, code)
    yield from _lines(each["text"], each["language"])


def _pair(name: str, pair: Pair, code: str) -> Iterator[Block]:
    """A clause before and after; the words that go and those that come stand in heavier letters."""
    yield Paragraph(phrase(name, code, strong=True))
    yield Beside(
        (printing.note(pgettext("an amendment", "Before")), _side(pair, "removed", code)),
        (printing.note(pgettext("an amendment", "After")), _side(pair, "added", code)),
    )


def _side(pair: Pair, kind: str, code: str) -> Paragraph:
    if (pair.before if kind == "removed" else pair.after) is None:
        return printing.note(pgettext("a clause", "Not there"))
    runs = tuple(
        Run(" ".join(each.text.splitlines()), strong=each.kind == kind)
        for each in pair.words if each.kind in ("same", kind)
    )  # fmt: skip
    return Paragraph(Phrase(runs, code))


def _lines(text: str, code: str, before: str = "") -> Iterator[Block]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    first = (Run(f"{before} ", strong=True),) if before else ()
    for place, line in enumerate(lines or [""] * bool(before)):
        yield Paragraph(Phrase((*(first if not place else ()), Run(line)), code))

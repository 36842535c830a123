"""A published agreement as a document: what its page shows, in the language of the page, as PDF or Word.

Everything comes from what :func:`concord_site.public.agreeing.dossier.context` makes of the publication; nothing is
chosen a second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from concord.agreements.account_words import Speech
from concord.documents import frame
from concord.documents.model import Block, Contents, Cover, Document, Empty, Paragraph, Phrase, Value
from concord.vocabulary import formats
from concord.vocabulary.provenance import Input, Provenance
from concord_site.agreements.queries.published import Published
from concord_site.public import catalogue
from concord_site.public.agreeing import dossier, dossier_following, names, printing, text_asked
from concord_site.public.agreeing.dossier_text import blocks as text_blocks
from concord_site.shell.i18n import language

METHOD = "agreement-page"


def document(found: Published, *, newest: int, query: Mapping[str, str] | None = None) -> Document:
    """The page of a published agreement as a document of its own.

    Args:
        found: The version that is printed.
        newest: Number of the newest one.
        query: Which text is meant, as of :func:`concord_site.public.agreeing.dossier.context`.
    """
    shown = dossier.context(found, newest=newest, query=query)
    day = found.published_at.date()
    return Document(
        id=f"concord-{found.slug}-{found.version}-{language()}",
        title=printing.said(shown["title"]),
        language=language(),
        as_of=day,
        blocks=(Contents(frame.label("contents", language()), depth=1), *_blocks(found, shown)),
        subtitle=printing.said(shown["who"]),
        cover=_cover(found, shown),
        running_head=_kind(),
        running_foot=_foot(found),
        keywords=(found.slug, "agreement"),
        demonstration=found.invented,
        provenance=Provenance((Input("publication", found.digest),), METHOD, str(found.version), day.isoformat()),
    )


def _cover(found: Published, shown: Mapping[str, Any]) -> Cover:
    box = shown["box"]
    return Cover(
        kicker=_kind(),
        promise=printing.said(_("What the parties have made public, and what they have not.")),
        notice=printing.said(invented() if found.invented else ""),
        facts=tuple((printing.said(label), value) for label, value in _facts(found, shown)),
        licence=printing.said(f"{box.said} {box.address}"),
    )


def _kind() -> Phrase:
    return printing.said(pgettext("kind of document", "Agreement, as published by its parties"))


def _facts(found: Published, shown: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    sides = {"origin": _("Origin"), "destination": _("Destination")}
    for side, name, country, _code in shown["parties"]:
        of = "" if found.invented or country in ("", name.text) else f" ({country})"
        yield sides.get(side, _("Party")), Value(f"{name.text}{of}", language=name.language)
    past = [each for each in shown["events"] if not each.is_to_come]
    if past:
        yield _("Status"), Value(past[-1].what)
    if day := text_asked.signed_on(found):
        yield _("Signed"), Value(formats.date(day, language()))
    number = formats.number(found.version, language())
    is_earlier = f" ({_('An earlier version')})" if shown["is_earlier"] else ""
    yield _("Version"), Value(f"{number}{is_earlier}")
    yield _("Made public"), Value(formats.date(found.published_at.date(), language()))
    yield _("Digest"), Value(found.digest[:12], language="en")


def invented() -> str:
    """What every invented agreement says of itself."""
    return _("Agreement and parties are invented, to show what such a page holds. No figure here is of a real country.")


def _foot(found: Published) -> Phrase:
    words = {"version": found.version, "day": formats.date(found.published_at.date(), language())}
    if found.invented:
        return printing.said(_("Invented example: agreement and parties do not exist. Version %(version)s.") % words)
    return printing.said(_("As published by its parties, version %(version)s, %(day)s.") % words)


def _blocks(found: Published, shown: Mapping[str, Any]) -> Iterator[Block]:
    yield from _standing(found, shown)
    yield from dossier_following.measured(shown["part_profile"])
    yield from dossier_following.balance(shown["part_account"])
    yield from dossier_following.numbers(shown["part_numbers"])
    yield from dossier_following.plan(shown["part_plan"])
    yield from dossier_following.evaluation(shown["part_evaluation"])
    yield from dossier_following.lessons(shown["part_lessons"])
    yield from text_blocks(shown["part_text"])
    yield from _cited(found, shown)


def _standing(found: Published, shown: Mapping[str, Any]) -> Iterator[Block]:
    """What is said first, what happened, and part by part what is public and what is withheld."""
    yield printing.heading(pgettext("an agreement", "Where it stands"), "standing")
    if found.invented:
        yield printing.note(invented())
    for each in (shown["part_numbers"] or {}).get("leads", ()):
        yield Paragraph(printing.said(each), "lead")
    if shown["events"]:
        rows = [
            (Value(f"{each.what} ({_('still to come')})" if each.is_to_come else each.what), Value(each.when))
            for each in shown["events"]
        ]
        heads = ((_("Status"), 3.0), (_("Day"), 2.0))
        yield printing.table("history", _("What happened, as the parties noted it"), heads, rows)
    yield printing.table("parts", _("What is public, and what is withheld"), ((_("Part"), 2.0), (_("State"), 4.0)),
                         [(Value(part), Value(state)) for part, state in states(found, shown)])  # fmt: skip


def states(found: Published, shown: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every part of which something is known, in words: public, or withheld with reason and day."""
    data = f"{shown['box'].address}?format=json"
    for id, body in shown["parts"].items():
        yield (
            names.published_part(id),
            pgettext("of a part", "public") if body is not None else (f"{_('public; to be read as data')}: {data}"),
        )
    for name, each, before in shown["withheld"]:
        if not each.is_agreed:
            words = _("not out yet: the parties have not decided")
        elif each.until:
            words = _("withheld by the parties until %(day)s") % {"day": formats.date(each.until, language())}
        else:
            words = _("withheld by the parties")
        words = f"{words}: {each.reason}" if each.reason else words
        yield name, f"{words} ({still_held(before)})" if before else words
    if not shown["parts"] and not shown["withheld"]:
        yield _("Text"), _("The parties have published other parts; nothing says that the text is withheld.")


def still_held(versions: Sequence[int]) -> str:
    """That a part which is withheld now stands in earlier versions, which can be cited."""
    listed = Speech(language()).listed([formats.number(each, language()) for each in versions])
    return ngettext(
        "it was public before: version %(versions)s keeps it and can be cited",
        "it was public before: versions %(versions)s keep it and can be cited", len(versions),
    ) % {"versions": listed}  # fmt: skip


def _cited(found: Published, shown: Mapping[str, Any]) -> Iterator[Block]:
    box = shown["box"]
    for each in shown["corridor"]:
        yield printing.heading(_("The two countries"), "near")
        yield Paragraph(printing.linked(each.label, f"{catalogue.origin()}{each.href}"))
    yield printing.heading(_("Cite"), "cite")
    yield Empty(printing.said(box.said), printing.linked(box.address, box.address))
    for remark in box.remarks:
        yield printing.note(remark)
    yield printing.note(_("SHA-256 of the content: %(digest)s") % {"digest": found.digest})

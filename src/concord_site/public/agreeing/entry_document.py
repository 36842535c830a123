"""An entry of the register as a document of a page or two: facts, clauses, sources, and what was not verified."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from concord.agreements.repository_model import Agreement
from concord.documents.model import Block, Bullets, Cover, Document, Empty, Paragraph, Phrase, Run, Value
from concord.vocabulary import formats
from concord.vocabulary.provenance import Input, Provenance, source
from concord_site.public import catalogue
from concord_site.public.agreeing import entry, held, printing
from concord_site.public.agreeing.entry import Named
from concord_site.shell.i18n import language
from concord_site.shell.parts.words import number

METHOD = "agreement-entry"


def document(found: Agreement) -> Document:
    """The page of an entry as a document of its own."""
    shown, about = entry.context(found), source("agreements-register")
    day = held.today()
    return Document(
        id=f"concord-{found.id}-{language()}",
        title=printing.english(found.title),
        language=language(),
        as_of=day,
        blocks=tuple(_blocks(found, shown)),
        subtitle=printing.said(shown["who"]),
        cover=Cover(
            kicker=printing.said(_("Register of agreements")),
            facts=((printing.said(_("State of knowledge")), Value(shown["tag"][1])),
                   (printing.said(_("As of")), Value(formats.date(day, language())))),
            is_page=False,
        ),
        running_head=printing.said(_("Register of agreements")),
        running_foot=printing.said(f"{shown['tag'][1]} · {shown['box'].address}"),
        keywords=(found.id, "agreement"),
        provenance=Provenance((Input(about.id, found.id),), METHOD, "1", day.isoformat()),
    )  # fmt: skip


def _blocks(found: Agreement, shown: Mapping[str, Any]) -> Iterator[Block]:
    yield from _doubted(found, shown)
    yield printing.table("facts", _("What is known"), ((_("Fact"), 1.5), (_("What is known"), 5.0)),
                         [(Value(label), value) for label, value in _facts(found, shown)])  # fmt: skip
    yield printing.note(_("Facts as the sources below report them; not the text, and not all of it."))
    yield from _clauses(shown)
    yield from _sources(found, shown)
    yield from _near(shown)
    yield printing.heading(_("Cite"), "cite")
    yield Empty(printing.english(shown["box"].said), printing.linked(shown["box"].address, shown["box"].address))
    for remark in shown["box"].remarks:
        yield printing.note(remark)


def _doubted(found: Agreement, shown: Mapping[str, Any]) -> Iterator[Block]:
    if not found.is_known:
        yield Empty(
            printing.said(_("Nobody has shown us that this agreement exists")),
            printing.said(_("It is told of, and no source that could be read names it. It is in no count."
                            " A source settles it.")),
        )  # fmt: skip
    elif shown["doubts"]:
        yield Paragraph(printing.said(_("Not verified: %(what)s.") % {"what": shown["doubts"]}), "lead")


def _facts(found: Agreement, shown: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    yield _("State of knowledge"), Value(shown["tag"][1], strong=True)
    for _side, label, parties in shown["sides"]:
        yield label, Value(", ".join(name for name, _code in parties))
    if found.year:
        yield _("Year"), Value(f"{found.year} ({shown['basis']})")
    yield pgettext("of an agreement", "Kind"), Value(shown["type"])
    yield _("Between whom"), Value(shown["level"])
    yield _("Status"), Value(shown["status"])
    for event in shown["events"]:
        yield event.what, Value(f"{event.when} ({event.more})" if event.more else event.when)
    yield _("Occupations"), Value(" · ".join(shown["occupations"]))
    for label, words in (
        (_("Occupations, in the words of the sources"), found.occupations_said),
        (_("In the words of the sources"), "; ".join(shown["provisions"])),
        (pgettext("about a fact", "Note"), found.note),
    ):
        if words:
            yield label, printing.in_english(words)
    for name, _code, editions in shown["listed"]:
        yield _("Safeguards list"), Value(f"{name}: {', '.join(editions)}")


def _words(named: Named) -> Value:
    """The words of a source in the reader's language where they are, and how specific they are at least."""
    said = named.words.best(language())
    if said.is_fallback or not named.level:
        return Value(said.text, language=said.language if said.is_fallback else None)
    return Value(f"{said.text} · {_('at least: %(level)s') % {'level': named.level}}")


def _clauses(shown: Mapping[str, Any]) -> Iterator[Block]:
    yield printing.heading(_("Clauses"), "clauses")
    yield printing.note(
        _("Elements of the catalogue that a source names. What is not named here is not known here; it is not absent.")
    )
    if shown["clauses"]:
        heads = (
            (pgettext("of the catalogue", "Element"), 2.4), (_("Article"), 1.2),
            (_("What is known"), 3.0),
        )  # fmt: skip
        rows = [(Value(each.name), Value(each.articles), _words(each)) for each in shown["clauses"]]
        yield printing.table("clauses-named", _("Elements that a source names"), heads, rows)
        yield printing.note(shown["composite"])
    else:
        yield Empty(printing.said(_("No source names a clause")),
                    printing.said(_("The text may hold any of them; it was not read for this register.")))  # fmt: skip
    for each in shown["coded"]:
        yield printing.smaller(_("What coders found in its text"))
        yield Paragraph(printing.english(each.row.title), "note")
        none = _("None of the clauses they looked for.")
        yield Bullets(tuple(map(printing.said, each.has or (none,))))
        words = {"found": number(len(each.has)), "all": number(each.looked_for)}
        yield printing.note(_(
            "%(found)s of %(all)s clauses that the coders of labour agreements looked for; their questions are not"
            " those of the catalogue."
        ) % words)  # fmt: skip


def _sources(found: Agreement, shown: Mapping[str, Any]) -> Iterator[Block]:
    yield printing.heading(_("Text and sources"), "sources")
    yield printing.note(_("Texts are not kept here; they are read where they are published."))
    if shown["sources"]:
        yield Bullets(tuple(Phrase((Run(each, link=each),), "en") for each in shown["sources"]))
    elif found.labour:
        yield Paragraph(printing.said(_("Known from the data set of labour agreements alone.")))
    else:
        yield Empty(printing.said(_("No source was read")),
                    printing.said(_("Whoever knows where this agreement is published can tell us.")))  # fmt: skip


def _near(shown: Mapping[str, Any]) -> Iterator[Block]:
    if shown["near"]:
        heads = (
            (pgettext("between countries", "Agreement"), 4.0), (_("Year"), 0.8), (_("Status"), 1.8),
            (_("State of knowledge"), 1.4),
        )  # fmt: skip
        rows = [
            (Value(each.title, language="en", link=f"{catalogue.origin()}{each.href}"), Value(each.year),
             Value(each.status), Value(each.tag[1]))
            for each in shown["near"]
        ]  # fmt: skip
        yield printing.table("near", _("Between the same parties"), heads, rows)
    if shown["notified"]:
        yield printing.heading(_("In national reports"), "notified")
        yield printing.note(
            _("Agreements between the parties that their published reports name. Whether it is this text is not"
              " concluded.")
        )  # fmt: skip
        yield Bullets(tuple(map(_reported, shown["notified"])))


def _reported(each: Any) -> Phrase:
    first = _("%(country)s, report of %(round)s") % {"country": each.area, "round": each.found.round}
    example = f" ({pgettext('of a report', 'generated for the demonstration')})" if each.is_example else ""
    title = f": {each.found.title}" if each.found.title else ""
    return printing.linked(f"{first}{title}{example}", f"{catalogue.origin()}{each.href}")

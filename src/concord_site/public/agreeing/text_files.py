"""The text of a published agreement to take away, as signed or as it stood on a day: Akoma Ntoso, JSON, PDF, Word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from concord.documents.model import Block, Cover, Document, Phrase, Run, Value, phrase
from concord.texts.akoma_out import Work, write_akoma
from concord.texts.consolidating import Consolidated
from concord.vocabulary import formats
from concord.vocabulary.provenance import Input, Provenance
from concord_site.agreements.queries.published import Published
from concord_site.public.agreeing import citing, dossier_text, files, listing, printing, text_asked, text_shown
from concord_site.public.agreeing.text_asked import Asked
from concord_site.public.agreeing.text_shown import Held
from concord_site.shell.i18n import language
from concord_site.shell.parts import documents

AKOMA = "application/akn+xml"
METHOD = "agreement-text"


def answer(found: Published, asked: Asked, format: str) -> HttpResponse | None:
    """A file of the text that is asked for; None where the text is not public, or there is no such format."""
    body = found.parts.get("text")
    if not body or not body.get("text") or format not in text_asked.FORMATS:
        return None
    if format in documents.FORMATS:
        return documents.as_file(document(found, asked, text_shown.text(body, found, asked)), format)
    of = text_shown.held(body)
    made = text_shown.on_day(of, asked)
    if format == "json":
        return files.of_text(f"{found.slug}-{_name(asked)}", as_json(found, asked, of, made))
    code = asked.language if asked.language in made else next(iter(made))
    response = HttpResponse(akoma(found, asked, of, code, made[code]), content_type=AKOMA)
    response["Content-Disposition"] = f'attachment; filename="concord-{found.slug}-{_name(asked)}-{code}.xml"'
    return response


def _name(asked: Asked) -> str:
    return f"{asked.which}-{asked.on.isoformat()}"


def akoma(found: Published, asked: Asked, of: Held, code: str, made: Consolidated) -> bytes:
    """The text in one language as Akoma Ntoso: its title says which it is, its expression on which day it stood so."""
    signed = text_asked.signed_on(found)
    day = signed or found.published_at.date()
    dates = {"signature": signed} if signed else {}
    counting = [each for each in of.public if each.id in made.amendments]
    dates |= {f"amendment-{n}": each.in_force for n, each in enumerate(counting, 1) if each.in_force}
    kind = "invented-agreement" if found.invented else "agreement"
    title = f"{found.title.best(code).text} ({text_shown.heading(asked, found)})"
    if found.invented:
        title = f"{title}. {_('Invented example: agreement and parties do not exist.')}"
    work = Work(f"/akn/un/{kind}/{day.year}/{found.slug}", title, code, day, made.as_of, dates=dates)
    return write_akoma(made.clauses, work)


def as_json(found: Published, asked: Asked, of: Held, made: Mapping[str, Consolidated]) -> dict[str, Any]:
    """The text for programs: which it is, its day, every language clause by clause, and what belongs to it."""
    return {
        "slug": found.slug, "version": found.version, "digest": found.digest, "invented": found.invented,
        "title": dict(found.title), "which": asked.which, "on": asked.on.isoformat(),
        "status": text_asked.status_on(found, asked.on) or None, "address": citing.address_of(found.slug),
        "texts": [_text(code, each) for code, each in made.items()],
        "amendments": [
            {
                "id": each.id, "title": each.title, "kind": said["kind"], "signed": _day(each.signed),
                "in_force": _day(each.in_force), "until": _day(each.until), "counts": each.counts_on(asked.on),
                "is_withheld": bool(said.get("withheld")), "reason": str(said.get("reason") or ""),
                "not_made_in": [code for code in of.texts if not each.is_made_in(code)],
            }
            for each, said in zip(of.amendments, of.attached, strict=True)
        ],
    }  # fmt: skip


def _text(code: str, each: Consolidated) -> dict[str, Any]:
    clauses = [{**one.to_json(), "amended_by": list(each.amended_by.get(one.id, ()))} for one in each.clauses]
    return {
        "language": code, "as_of": each.as_of.isoformat(), "lacking": list(each.lacking), "text": each.text,
        "clauses": clauses,
    }  # fmt: skip


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def document(found: Published, asked: Asked, shown: Mapping[str, Any]) -> Document:
    """The text alone as a document; cover, head and every page say which text it is."""
    which = printing.said(shown["title"])
    said = found.title.best(language())
    head = Phrase((Run(f"{said.text} · ", language=said.language), *which.runs), language())
    return Document(
        id=f"concord-{found.slug}-{found.version}-{_name(asked)}-{language()}",
        title=printing.said(said), language=language(), as_of=asked.on, subtitle=which,
        blocks=tuple(_blocks(shown)), cover=_cover(found, asked, shown), running_head=which,
        running_foot=printing.said(foot(found)) if found.invented else head, keywords=(found.slug, "agreement"),
        demonstration=found.invented,
        provenance=Provenance((Input("publication", found.digest),), METHOD, str(found.version), asked.on.isoformat()),
    )  # fmt: skip


def _blocks(shown: Mapping[str, Any]) -> Iterator[Block]:
    yield printing.heading(shown["title"], "text")
    yield from dossier_text.about(shown)
    yield from dossier_text.versions(shown)


def _cover(found: Published, asked: Asked, shown: Mapping[str, Any]) -> Cover:
    box = citing.of_published(found)
    status = text_asked.status_on(found, asked.on)
    facts = [
        (_("Text"), shown["title"]), (_("Day of the text"), formats.date(asked.on, language())),
        (_("Status on this day"), listing.status_word(status) if status else _("not noted")),
        (_("Version"), formats.number(found.version, language())), (_("Digest"), found.digest[:12]),
    ]  # fmt: skip
    return Cover(
        kicker=printing.said(pgettext("kind of document", "Agreement, as published by its parties")),
        notice=printing.said(foot(found) if found.invented else ""),
        facts=tuple((phrase(label, language()), Value(value)) for label, value in facts),
        licence=printing.said(f"{box.said} {box.address}"),
    )


def foot(found: Published) -> str:
    """What every page of an invented agreement says."""
    return _("Invented example: agreement and parties do not exist.")

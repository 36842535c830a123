"""What is new to whoever looks at a dossier, and their word that they have seen it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from concord_site.agreements.actions import seeing
from concord_site.agreements.queries import news, spaces
from concord_site.agreements.queries.news import News
from concord_site.agreements.queries.spaces import Dossier, Record
from concord_site.agreements.views import kinds


@dataclass(frozen=True, slots=True)
class Line:
    """A record somebody else wrote: what it is called, its kind where that says more, and where it stands."""

    record: Record
    words: str
    kind: str
    href: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What is new in one space, for a page; ``more`` stand in the journal at ``journal``."""

    news: News
    lines: tuple[Line, ...]
    more: int
    journal: str


def shown(dossier: Dossier) -> list[Shown]:
    """What is new in each space."""
    return [_shown(dossier, each) for each in news.news_of(dossier)]


def _shown(dossier: Dossier, of: News) -> Shown:
    names = [_line(dossier, of, each) for each in of.records]
    name = "agreements:journal" if of.side == "shared" else "agreements:journal-own"
    return Shown(of, tuple(names), of.count - len(names), reverse(name, kwargs={"dossier_id": dossier.id}))


def _line(dossier: Dossier, of: News, record: Record) -> Line:
    kind = kinds.name(record.kind)
    words = kinds.words(record) or kind
    return Line(record, words, kind if words != kind else "", kinds.address(record.kind, dossier.id, of.side))


@login_required
@require_POST
def seen(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Note that what the page showed was seen; what came meanwhile stays new."""
    dossier = spaces.dossier(dossier_id, by=request.user)
    given = {side: request.POST.get(side, "") for side in news.SIDES}
    until: dict[str, int] = {
        side: int(rows) for side, rows in given.items() if rows.isascii() and rows.isdigit() and len(rows) < 10
    }
    seeing.mark_seen(dossier, until, by=request.user)
    return redirect("agreements:dossier", dossier_id=dossier.id)

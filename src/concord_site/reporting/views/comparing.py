"""A version beside another one: the question map to the last round, and what has changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.vocabulary import formats
from concord_site.reporting.queries import changes, instruments, maps
from concord_site.reporting.queries.instruments import Version
from concord_site.reporting.views.page import page
from concord_site.reporting.views.versions import before, crumbs_of, title_of
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb
from concord_site.shell.parts.values import Link as Way


@require_safe
def question_map(request: HttpRequest, id: str, number: str) -> HttpResponse:
    """Two columns, the last round and this one, with a line for each question that comes from another."""
    found = instruments.version(id, request.user, number)
    old = instruments.other(found.previous, request.user)
    section = request.GET.get("section", "")
    drawn = maps.drawn(found.instrument, old, section) if old else None
    return page(
        request, "instruments/map", _("Question map"), crumbs_of(found, Crumb(_("Question map"))), version=found,
        old=old, drawn=drawn, views=maps.views(found.instrument, drawn) if drawn else [],
        wording=title_of(found), old_title=old.title.best(language()) if old else None,
        modes=maps.modes(drawn) if drawn else [],
    )  # fmt: skip


@require_safe
def difference(request: HttpRequest, id: str, number: str) -> HttpResponse:
    """What changed from another version to this one: questions, choices, wordings, rules."""
    found = instruments.version(id, request.user, number)
    others = _others(found, request)
    wanted = request.GET.get("with", "")
    chosen = next((each for each in others if f"{each.id}/{each.number}" == wanted), None)
    chosen = chosen or before(found, request) or (others[0] if others else None)
    kind = request.GET.get("only", "")
    wished = request.GET.get("page", "1")
    at_page = int(wished) if wished.isdigit() else 1
    shown = changes.between(chosen.instrument, found.instrument, kind, at_page) if chosen else None
    return page(
        request, "instruments/difference", _("What has changed"), crumbs_of(found, Crumb(_("What has changed"))),
        version=found, wording=title_of(found), others=others, chosen=chosen, shown=shown,
        kinds=_kinds(shown, kind, wanted) if shown else [], pages=_pages(shown, kind, wanted) if shown else [],
        other_title=title_of(chosen) if chosen else None,
    )  # fmt: skip


def _others(found: Version, request: HttpRequest) -> list[Version]:
    same = [each for each in instruments.of_instrument(found.id, request.user) if each.number != found.number]
    before = instruments.of_instrument(found.previous, request.user) if found.previous else ()
    return [*same, *before]


def _kinds(shown: changes.Changed, chosen: str, wanted: str) -> list[Way]:
    ending = {"with": wanted} if wanted else {}
    every = Way(_("Everything (%(n)s)") % {"n": shown.total}, f"?{urlencode(ending)}", not chosen)
    return [every, *(
        Way(f"{words} ({n})", "?" + urlencode({"only": name, **ending}), name == chosen)
        for name, words, n in shown.counts
    )]  # fmt: skip


def _pages(shown: changes.Changed, kind: str, wanted: str) -> list[Way]:
    """The pages of a long difference."""
    kept = urlencode({key: value for key, value in (("only", kind), ("with", wanted)) if value})
    return [
        Way(formats.number(n, language()), f"?{kept}{'&' if kept else ''}page={n}", n == shown.page)
        for n in range(1, shown.pages + 1)
    ] if shown.pages > 1 else []  # fmt: skip

"""Pages of published instruments: the list, one version, its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.errors import NotFound
from concord.instrument.model import Instrument
from concord.vocabulary import formats
from concord.vocabulary.languages import LANGUAGES, direction, native_name
from concord.vocabulary.text import Wording
from concord_site.reporting import wording
from concord_site.reporting.actions import instruments as actions
from concord_site.reporting.queries import (
    burden,
    contents,
    downloads,
    instruments,
    shares,
    topics,
)
from concord_site.reporting.queries.instruments import Version
from concord_site.reporting.views.page import address, page
from concord_site.reporting.views.versions import at, before, crumbs_of, title_of
from concord_site.shell import access, files
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


@dataclass(frozen=True, slots=True)
class Shown:
    """A version in a list."""

    version: Version
    title: Wording
    href: str
    tag: tuple[str, str]
    questions: int
    sections: int
    use: str


def _shown(each: Version) -> Shown:
    instrument = each.instrument
    return Shown(
        each, title_of(each), reverse("reporting:instrument", kwargs={"id": each.id}), wording.mark(each.kind),
        contents.asked(instrument), len(instrument.sections), wording.use(each.use),
    )  # fmt: skip


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every instrument, what is known of earlier rounds, and one's own drafts."""
    shown = [_shown(each) for each in instruments.newest(request.user)]
    return page(
        request, "instruments/list", _("Questionnaires"), [Crumb(_("Questionnaires"))],
        current=[each for each in shown if each.version.kind in ("current", "proposal")],
        earlier=[each for each in shown if each.version.kind == "reconstruction"],
        withdrawn=[each for each in shown if each.version.kind == "withdrawn"],
        drafts=instruments.drafts(request.user), may_begin=instruments.may_begin(request.user),
        topics=topics.by_round(), is_signed_in=request.user.is_authenticated,
    )  # fmt: skip


@require_safe
def instrument(request: HttpRequest, id: str, number: str = "") -> HttpResponse:
    """One version: what it asks, what it costs to answer, how far it is translated, its files and versions."""
    found = instruments.version(id, request.user, number)
    asked = found.instrument
    return page(
        request, "instruments/instrument", title_of(found).text, crumbs_of(found),
        version=found, wording=title_of(found), statement=asked.about, tag=wording.mark(found.kind),
        explained=wording.mark_explained(found.kind), use=wording.use(found.use),
        items=contents.contents(asked), count=contents.asked(asked),
        **_burden(asked, request.GET.get("country", "")),
        shares=[(each, native_name(each.language), direction(each.language), downloads.in_language(each.language))
                for each in shares.shares(asked, LANGUAGES)],
        files=downloads.of_any_language(), versions=instruments.of_instrument(id, request.user),
        try_href=address("reporting:try", id=found.id, version=found.number),
        has_map=bool(found.previous), map_href=at(found, "reporting:map"),
        before=before(found, request), may_begin=instruments.may_begin(request.user),
        may_withdraw=found.row is not None and access.may(found.row, request.user, "withdraw"),
        own=found.row, language_name=native_name(asked.language),
    )  # fmt: skip


def _burden(asked: Instrument, country: str) -> dict[str, Any]:
    today = timezone.now().date()
    known = dict(burden.countries(language(), today))
    country = country if country in known else ""
    measured = burden.of(asked, country, today)
    names = {each.node.name: each for each in contents.contents(asked)}
    return {
        "burden": measured, "country": country, "country_name": known.get(country, ""), "countries": known.items(),
        "parts": [(names[each.section].label(language()), each) for each in measured.sections if each.section in names],
        "hours": _time(measured.whole.minutes.low, measured.whole.minutes.high),
        "usual": _time(measured.whole.minutes.typical, measured.whole.minutes.typical),
        "assumptions": [(each, each.said(language())) for each in measured.assumptions],
    }  # fmt: skip


def _time(low: float, high: float) -> str:
    """A span of minutes as hours, to the half hour; in minutes below an hour and a half."""
    if high < 90:
        said = [formats.number(round(each), language()) for each in (low, high)]
        return _("%(time)s minutes") % {"time": _span(said)}
    said = [formats.number(round(each / 30) / 2, language()) for each in (low, high)]
    return _("%(time)s hours") % {"time": _span(said)}


def _span(said: list[str]) -> str:
    return said[0] if said[0] == said[1] else _("%(low)s to %(high)s") % {"low": said[0], "high": said[1]}


@require_safe
def file(request: HttpRequest, id: str, number: str, kind: str, lang: str = "") -> HttpResponseBase:
    """A file of a version: made at once where that is quick, else made once in the background and kept."""
    found = instruments.version(id, request.user, number)
    code = lang or language()
    if not downloads.is_offered(kind) or code not in LANGUAGES:
        raise NotFound("site.access.unknown")
    if downloads.is_heavy(found.instrument, kind):
        return _kept(request, found, kind, code)
    made = downloads.made(found.instrument, kind, code)
    answer = HttpResponse(made.content, content_type=made.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _kept(request: HttpRequest, version: Version, kind: str, code: str) -> HttpResponseBase:
    row = downloads.kept(version.digest, kind, code)
    if (row is None or row.file is None) and request.method == "GET":
        row = actions.ask_file(version=version, kind=kind, language=code)
    if row is not None and row.file is not None:
        return files.response(row.file, files.open_checked(row.file))
    return page(
        request, "instruments/being_made", _("This file is being made"), crumbs_of(version, Crumb(_("Being made"))),
        version=version, name=native_name(code), status=202,
    )  # fmt: skip


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The room's own address leads to its questionnaires."""
    return redirect("reporting:instruments")

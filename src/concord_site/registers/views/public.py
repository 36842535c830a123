"""The register for everybody: every Member State, as of a day; a country with its history; downloads."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.vocabulary import areas, formats
from concord_site.registers import forms, queries
from concord_site.registers.models import Designation
from concord_site.registers.queries.inside import may_add_contact
from concord_site.registers.queries.tables import FORMATS, table
from concord_site.registers.views import frame
from concord_site.shell import access
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Cell, Chip, Crumb, Link


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The room's own address leads to its only register."""
    return redirect("registers:authorities")


@require_safe
def authorities(request: HttpRequest) -> HttpResponse:
    """Every Member State by region: its authority on a day, or that none is known here."""
    today = frame.today()
    known = areas.regions()
    names = [(each, str(known.name(each, language()))) for each in known.codes]
    form = forms.FindForm(request.GET or None, regions=names, today=today)
    chosen: dict[str, Any] = {}
    if form.is_valid():
        chosen = {key: value for key, value in form.cleaned_data.items() if value}
    on = chosen.get("on", today)
    narrowing = {key: value for key, value in chosen.items() if key != "on"}
    everything = queries.register(request.user, language=language(), on=on)
    shown = queries.register(request.user, language=language(), on=on, **narrowing) if narrowing else everything
    named, members = queries.totals(everything)
    counts = queries.counts_by_round()
    return frame.page(
        request, "authorities", _("Designated national authorities"), [Crumb(_("National authorities"))],
        form=form, regions=[(each, _cells(each)) for each in shown], chips=_chips(chosen, dict(names)), named=named,
        members=members, matches=sum(len(each.entries) for each in shown), counts=counts, today=on,
        is_past=on != today, invented=queries.invented(everything),
        has_soon=any(_is_soon(entry) for region in shown for entry in region.entries),
        latest=next((each for each in counts if each.count), None),
        may_decide=queries.waiting_for_decision(request.user, today=today).to_verify,
        is_narrowed=bool(narrowing), downloads=_downloads(chosen.get("on")), status=422 if form.errors else 200,
    )  # fmt: skip


def _is_soon(entry: queries.Entry) -> bool:
    return entry.stands in ("ends-soon", "review-passed")


def _cells(region: queries.Region) -> list[Cell]:
    return [
        Cell(
            each.area.id, each.name, "named" if each.designation else "none",
            reverse("registers:authority", kwargs={"area": each.area.id}),
            is_soon=_is_soon(each),
        )
        for each in region.entries
    ]  # fmt: skip


def _chips(chosen: dict[str, Any], regions: dict[str, str]) -> list[Chip]:
    only = {
        "named": _("Authority known here"), "none": _("No authority known here"),
        "ending": _("Coming to an end or a review"),
    }  # fmt: skip
    labels = {"words": chosen.get("words", ""), "region": regions.get(chosen.get("region", ""), "")}
    labels["only"] = only.get(chosen.get("only", ""), "")
    labels["on"] = _("as of %(day)s") % {"day": formats.date(chosen["on"], language())} if "on" in chosen else ""
    return [
        Chip(labels[key], "?" + urlencode({other: value for other, value in chosen.items() if other != key}))
        for key in chosen
    ]


def _downloads(on: dt.date | None) -> list[Link]:
    """The register on the day and its whole history, in each format."""
    found = []
    for what, label in (("in-force", _("in force")), ("history", _("whole history"))):
        asked = {"show": what, **({"on": on.isoformat()} if on and what == "in-force" else {})}
        for format in FORMATS:
            address = reverse("registers:register-table", kwargs={"format": format})
            found.append(Link(f"{format.upper()}: {label}", f"{address}?{urlencode(asked)}"))
    return found


@require_safe
def download(request: HttpRequest, format: str) -> HttpResponseBase:
    """The register as a file: what is in force on a day, or every act that is or was in it."""
    known = areas.regions()
    form = forms.FindForm(
        {"on": request.GET.get("on", "")}, regions=[(each, each) for each in known.codes], today=frame.today()
    )
    if not form.is_valid():
        return redirect(f"{reverse('registers:authorities')}?{urlencode({'on': request.GET.get('on', '')})}")
    on = form.cleaned_data["on"] or frame.today()
    return table(format, show=request.GET.get("show", "in-force"), on=on, origin=request.build_absolute_uri("/"))


@require_safe
def authority(request: HttpRequest, area: str) -> HttpResponse:
    """A country's authority with its history, or that none is known here and what one can do."""
    found = frame.member(area)
    rows = queries.history(area, request.user)
    public = [each for each in rows if each.state in Designation.PUBLIC]
    current = queries.act_in_force(public, frame.today())
    last = next((each for each in public if each.state == Designation.State.EXPIRED), None) if not current else None
    name = found.name(language())
    is_inside = queries.inside(area, request.user)
    return frame.page(
        request, "authority", _("National authority of %(country)s") % {"country": name},
        [frame.register_crumb(), Crumb(name)], area=found, name=name, rows=[frame.shown(each) for each in rows],
        current=frame.shown(current) if current else None, expired=frame.shown(last) if last else None,
        may_propose=queries.may_propose(area, request.user), is_inside=is_inside,
        may_end=current is not None and access.may(current, request.user, "manage"),
        contacts=queries.contacts(area, request.user), may_add_contact=may_add_contact(area, request.user),
        chips=[Chip(each) for each in (area, _region(found)) if each],
    )  # fmt: skip


def _region(area: areas.Area) -> str:
    found = area.region(frame.today())
    return str(areas.regions().name(found, language())) if found else ""

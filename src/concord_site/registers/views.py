"""Pages of the register of authorities: open to everybody, with what only some may do beside it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concord.errors import NotFound, Refusal
from concord.vocabulary import areas, formats
from concord.vocabulary.text import Text, Wording
from concord_site.registers import actions, forms, queries
from concord_site.registers.models import Designation
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Cell, Chip, Crumb

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def _page(
    request: HttpRequest, template: str, title: str, crumbs: list[Crumb], *, status: int = 200, **context: object
) -> HttpResponse:
    trail = [Crumb(_("Home"), f"/{language()}/"), *crumbs]
    return render(request, f"registers/{template}.html", {"title": title, "crumbs": trail, **context}, status=status)


def _register() -> Crumb:
    return Crumb(_("National authorities"), reverse("registers:authorities"))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The room's own address leads to its only register."""
    return redirect("registers:authorities")


@require_safe
def authorities(request: HttpRequest) -> HttpResponse:
    """Every Member State by region: its authority, or that none is known here."""
    today = timezone.now().date()
    known = areas.regions()
    names = [(each, str(known.name(each, language()))) for each in known.codes]
    form = forms.FindForm(request.GET or None, regions=names)
    chosen = {key: value for key, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    everything = queries.register(request.user, language=language(), on=today)
    shown = queries.register(request.user, language=language(), on=today, **chosen) if chosen else everything
    named, members = queries.totals(everything)
    return _page(
        request, "authorities", _("Designated national authorities"), [Crumb(_("National authorities"))],
        form=form, regions=[(each, _cells(each)) for each in shown], chips=_chips(chosen, dict(names)), named=named,
        members=members,
        matches=sum(len(each.entries) for each in shown), counts=queries.counts_by_round(), today=today,
        latest=next((each for each in queries.counts_by_round() if each.count), None),
        proposals=queries.proposals(request.user), is_narrowed=bool(chosen),
    )  # fmt: skip


def _cells(region: queries.Region) -> list[Cell]:
    return [
        Cell(
            each.area.id, each.name, "named" if each.designation else "none",
            reverse("registers:authority", kwargs={"area": each.area.id}),
        )
        for each in region.entries
    ]  # fmt: skip


def _chips(chosen: dict[str, str], regions: dict[str, str]) -> list[Chip]:
    only = {"named": _("Authority known here"), "none": _("No authority known here")}
    labels = {"words": chosen.get("words", ""), "region": regions.get(chosen.get("region", ""), "")}
    labels["only"] = only.get(chosen.get("only", ""), "")
    return [
        Chip(labels[key], "?" + urlencode({other: value for other, value in chosen.items() if other != key}))
        for key in chosen
    ]


@require_safe
def authority(request: HttpRequest, area: str) -> HttpResponse:
    """A country's authority with its history, or that none is known here and what one can do."""
    found = _member(area)
    rows = queries.history(area, request.user)
    name = found.name(language())
    return _page(
        request, "authority", _("National authority of %(country)s") % {"country": name}, [_register(), Crumb(name)],
        area=found, name=name, rows=[_shown(each, request.user) for each in rows],
        current=next((_shown(each, request.user) for each in rows if each.state == "current"), None),
        may_propose=queries.may_propose(area, request.user),
        chips=[Chip(each) for each in (area, _region(found)) if each],
    )  # fmt: skip


def _member(code: str) -> areas.Area:
    for each in areas.member_states(timezone.now().date()):
        if each.id == code:
            return each
    raise NotFound("site.access.unknown")


def _region(area: areas.Area) -> str:
    found = area.region(timezone.now().date())
    return str(areas.regions().name(found, language())) if found else ""


def _shown(row: Designation, by: object) -> dict[str, object]:
    office: Wording = Text(row.office).best(language())
    return {
        "row": row, "office": office, "since": formats.date(row.since, language()),
        "until": formats.date(row.until, language()) if row.until else "",
        "may_confirm": access.may(row, by, "approve"), "may_end": access.may(row, by, "manage"),
    }  # fmt: skip


@login_required
@read_or_send
def designate(request: HttpRequest, area: str) -> HttpResponse:
    """Record a designation; a country's own, or one that came to the secretariat by letter."""
    found = _member(area)
    access.permit(Designation, request.user, "create", state=Designation.State.PROPOSED, area=area)
    form = forms.DesignationForm(request.POST or None, initial={"language": language()})
    if form.is_valid() and _proposed(request, area, form):
        return redirect("registers:authority", area=area)
    name = found.name(language())
    crumbs = [_register(), Crumb(name, reverse("registers:authority", kwargs={"area": area}))]
    title = _("Name the authority of %(country)s") % {"country": name}
    return _page(
        request, "designate", title, [*crumbs, Crumb(_("Name it"))],
        form=form, area=found, status=422 if form.is_bound else 200,
    )  # fmt: skip


def _proposed(request: HttpRequest, area: str, form: forms.DesignationForm) -> bool:
    given = dict(form.cleaned_data)
    office = {given.pop("language"): given.pop("office")}
    try:
        actions.propose(area=area, office=office, by=request.user, today=timezone.now().date(), **given)
    except Refusal as refusal:
        form.add_error(None, problems.sentence(refusal))
        return False
    messages.success(
        request, _("The designation is recorded. The register shows it once the secretariat has confirmed it.")
    )
    return True


@login_required
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a designation."""
    found = access.get(Designation, pk, request.user)
    try:
        actions.confirm(designation_id=pk, by=request.user)
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, problems.sentence(refusal))
    else:
        messages.success(request, _("The register shows the designation from now on."))
    return redirect("registers:authority", area=found.area)


@login_required
@read_or_send
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask since when, and close a designation."""
    found = access.get(Designation, pk, request.user, "manage")
    form = forms.EndForm(request.POST or None)
    if form.is_valid():
        try:
            until = form.cleaned_data["until"]
            actions.end(designation_id=pk, until=until, by=request.user, today=timezone.now().date())
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("The designation has ended. It stays in the history."))
            return redirect("registers:authority", area=found.area)
    name = _member(found.area).name(language())
    crumbs = [_register(), Crumb(name, reverse("registers:authority", kwargs={"area": found.area}))]
    return _page(
        request, "end", _("End this designation"), [*crumbs, Crumb(pgettext("a designation", "End"))], form=form,
        found=_shown(found, request.user), status=422 if form.is_bound else 200,
    )  # fmt: skip

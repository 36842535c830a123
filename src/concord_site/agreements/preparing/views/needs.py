"""The needs assessment: what the analysis says, needs that figures propose, and needs that people state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.agreements import needs as library
from concord.agreements.needs import Need
from concord.agreements.needs_own import Own
from concord.errors import Refusal
from concord.findings import Findings, filled
from concord_site.agreements.preparing import actions, naming, queries
from concord_site.agreements.preparing.forms_needs import (
    AnalysisForm,
    NeedForm,
    OwnForm,
    need_initial,
    own_initial,
)
from concord_site.agreements.preparing.queries import Stated
from concord_site.agreements.preparing.views import editing
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.views import frame, read_or_send
from concord_site.agreements.views import page as show
from concord_site.shell import problems
from concord_site.shell.i18n import language


@dataclass(frozen=True, slots=True)
class Row:
    """A stated need as the page shows it."""

    stated: Stated
    area: Any
    size: str
    occupations: str
    evidence: tuple[tuple[str, str, str], ...]
    findings: Findings
    href: str = ""

    @property
    def lacking(self) -> list[str]:
        """What it lacks, each in a sentence with what to do."""
        said = (filled(each, language()) for each in self.findings)
        return [" ".join(part for part in (each.message, each.hint) if part) for each in said]


@login_required
@read_or_send
def page(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Picture, proposals, needs; each form says by ``do`` what it is for."""
    dossier, context = frame(request, dossier_id, "needs")
    form = AnalysisForm(request.POST if request.POST.get("do") == "name" else None)
    refused = ""
    if request.method == "POST":
        try:
            said = _done(request, dossier, form)
        except Refusal as refusal:
            refused = problems.sentence(refusal)
        else:
            if said:
                messages.success(request, said)
                return redirect("agreements:needs", dossier_id=dossier.id)
    kept = queries.figures_of(dossier)
    stated = queries.needs_of(dossier)
    rows = [_row(dossier, each) for each in stated]
    return show(
        request, "agreements/preparing/needs.html", context, status=422 if refused or form.errors else 200,
        picture=_picture(kept), kept=kept, own=queries.own_figures(dossier),
        analyses=_analyses(dossier), is_drawn=any(not each.title for each in queries.analyses_of(dossier)),
        uncovered=naming.listed_occupations(queries.without_analysis(dossier)),
        may_draw=queries.may_draw(dossier),
        proposals=_proposals(kept, stated), rows=rows, lacking=sum(bool(row.findings.soft) for row in rows),
        shown=[_row(dossier, each) for each in queries.shown_needs(dossier)], form=form, refused=refused,
    )  # fmt: skip


def _done(request: HttpRequest, dossier: Dossier, form: AnalysisForm) -> str:
    do, by, now = request.POST.get("do", ""), request.user, timezone.now()
    if do == "draw":
        actions.draw_analysis(dossier, by=by, now=now)
        return _("The analysis is drawn, and kept as it stands today.")
    if do == "name" and form.is_valid():
        actions.name_analysis(dossier, form.value(now.date()), by=by, now=now)
        return _("The analysis is named.")
    if do == "propose":
        actions.take_proposal(dossier, request.POST.get("rule", ""), by=by, now=now)
        return _("The need is taken over. Say who answers for it.")
    if do == "show":
        actions.show_need(dossier, request.POST.get("key", ""), by=by, now=now)
        return _("The other parties can read it now.")
    if do == "hide":
        actions.hide_need(dossier, request.POST.get("key", ""), by=by, now=now)
        return _("It is taken out of the shared space. Whoever read it has read it.")
    return ""


def _analyses(dossier: Dossier) -> list[tuple[library.Kept, str, str]]:
    """Every analysis with the occupations it is about and the address that a browser may follow, the newest first."""
    found = sorted(queries.analyses_of(dossier), key=lambda each: each.on, reverse=True)
    return [(each, naming.occupation_names(each.occupations), _followed(each.link)) for each in found]


def _followed(link: str) -> str:
    return link if link.startswith("https://") else ""


def _picture(kept: library.Kept | None) -> list[tuple[Any, list[tuple[str, str]]]]:
    return [
        (each.asked.label, [(naming.figure_name(one.id), naming.figure_words(one)) for one in each.figures])
        for each in library.picture(kept)
    ]


def _proposals(kept: library.Kept | None, stated: tuple[Stated, ...]) -> list[tuple[library.Drawn, Any, str]]:
    """Proposals that nobody has taken over yet, with area and size."""
    taken = {naming.plain(each.need.statement) for each in stated} | {each.need.id for each in stated}
    return [
        (drawn, library.areas()[drawn.rule.area].label, naming.figure_words(drawn.size) if drawn.size else "")
        for drawn in library.proposals(kept)
        if drawn.rule.id not in taken and naming.plain(drawn.rule.statement) not in taken
    ]


def _row(dossier: Dossier, each: Stated) -> Row:
    need = each.need
    evidence = tuple(
        (
            naming.figure_name(one.figure) if one.figure else one.source,
            naming.range_words(one.value, one.unit, one.year, at_least=one.at_least)
            if one.value
            else str(one.year or ""),
            _followed(one.link),
        )
        for one in need.evidence
    )
    href = "" if each.party else reverse("agreements:need", kwargs={"dossier_id": dossier.id, "key": each.record.key})
    size = naming.range_words(need.size, need.unit, need.year) if need.size is not None else ""
    return Row(
        each, library.areas()[need.area].label, size, naming.occupation_names(need.occupations), evidence,
        library.check(need, today=timezone.now().date()), href,
    )  # fmt: skip


@login_required
@read_or_send
def own_figures(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Figures that the country knows of itself; they stand in place of those of the analysis."""
    dossier, context = frame(request, dossier_id, "needs")
    of = editing.Editing(
        queries.OWN, dossier.own, _("Figures of your country"),
        reverse("agreements:needs", kwargs={"dossier_id": dossier.id}), OwnForm,
        lambda body: own_initial(Own.from_json(body) if body else None),
        lambda form, _key, _body: form.value(timezone.now().date()).to_json(), is_named=True,
        lead=_("What you give here takes the place of what the analysis says. What you leave empty stays not known."),
    )  # fmt: skip
    return editing.edit(request, context, of, queries.OWN_KEY)


@login_required
@read_or_send
def edit(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """Write a need (key ``new``), or change one."""
    dossier, context = frame(request, dossier_id, "needs")
    chosen = [(each.id, naming.plain(each.statement)) for each, _record in queries.objectives_of(dossier)]
    kept = queries.figures_of(dossier)

    def form(data: Any, *, initial: dict[str, Any]) -> NeedForm:
        return NeedForm(data, initial=initial, kept=kept, chosen=chosen)

    return editing.edit(
        request, context,
        editing.Editing(
            queries.NEED, dossier.own, _("State a need") if key == editing.NEW else _("Change a need"),
            reverse("agreements:needs", kwargs={"dossier_id": dossier.id}), form,
            lambda body: need_initial(Need.from_json(body) if body else None),
            lambda form, key, body: (
                form.value(key, dossier.mine.side, Need.from_json(body) if body else None).to_json()
            ),
        ), key,
    )  # fmt: skip

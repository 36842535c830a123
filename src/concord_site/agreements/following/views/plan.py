"""The implementation plan and the joint committee."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.agreements import plan as library
from concord.agreements.evaluation_report import money_said
from concord.agreements.monitoring_declared import declared
from concord.agreements.plan import Action, Decision, Meeting, Paper
from concord.agreements.plan_progress import Delay, progress
from concord.errors import Refusal
from concord.vocabulary import money
from concord_site.agreements.following import actions, forms_plan, queries, words
from concord_site.agreements.following.views import keeping
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.views import framing
from concord_site.shell import problems
from concord_site.shell.i18n import language

TAGS = {"planned": "open", "under-way": "going", "done": "done", "stopped": "open"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One action as the page lists it."""

    action: Action
    who: str
    money: str
    indicator: str
    clauses: str
    delay: Delay | None
    tag: str
    words: str
    next: tuple[tuple[str, str], ...]


@login_required
@framing.read_or_send
def page(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Every action with its state; what is late first."""
    dossier, context = framing.frame(request, dossier_id, "plan")
    if request.method == "POST":
        try:
            key, to = request.POST.get("key", ""), request.POST.get("to", "")
            actions.move(dossier, key, to, by=request.user, now=timezone.now(), why=request.POST.get("why", ""))
        except Refusal as refusal:
            messages.error(request, problems.sentence(refusal))
        else:
            messages.success(request, _("Saved."))
        return redirect(keeping.address("plan", dossier))
    whole, today = queries.plan(dossier), timezone.now().date()
    stands = progress(whole, today=today, soon_days=declared().soon_days)
    delays = {each.id: each for each in (*stands.delays, *stands.finished_late)}
    names, speech = keeping.sides(dossier), words.of_following()
    listed = [_shown(each, delays.get(each.id), names) for each in whole.actions]
    found = library.check(whole, today=today, indicators=declared().indicators)
    order = ("under-way", "planned", "done", "stopped")
    listed.sort(key=lambda each: (each.delay is None or each.delay.kind != "late", order.index(each.action.state)))
    return framing.page(
        request, "agreements/following/plan.html", context, listed=listed, stands=stands,
        own=[_shown(each, None, names) for each in _own(dossier)],
        money=money_said(stands, speech), public=sum(1 for each in whole.actions if each.is_public),
        findings=words.called(found, _titles(whole)) if whole.actions else None,
        unread=queries.unread(dossier, *queries.PLAN),
    )  # fmt: skip


def _titles(whole: library.Plan) -> dict[str, str]:
    """Actions and decisions as a remark on them calls them."""
    said = {each.id: each.title for each in whole.actions} | {each.id: each.text for each in whole.decisions}
    return {id: f"“{text.best(language()).text}”" for id, text in said.items()}


def _own(dossier: Dossier) -> list[Action]:
    """Actions that one's own party keeps to itself."""
    return [each for _record, each in queries.values(dossier.own, queries.ACTION, Action.from_json)]


def _shown(each: Action, delay: Delay | None, names: dict[str, str]) -> Shown:
    speech = words.of_following()
    is_known = each.indicator in declared().indicators
    indicator = speech.text(f"indicator-{each.indicator}") if is_known else each.indicator
    steps = tuple((to, str(forms_plan.STATE_NAMES[to])) for to in library.STEPS[each.state] if to != "stopped")
    tag, said = TAGS[each.state], str(forms_plan.STATE_NAMES[each.state])
    if delay is not None and delay.kind == "late":
        tag, said = "look", _("Late")
    elif delay is not None and delay.kind == "finished-late":
        said = _("Done, late")
    return Shown(
        each, names.get(each.party) or _("Both parties"),
        money.shown(each.budget, language()) if each.budget else "", indicator,
        ", ".join(clause.removeprefix("art-") for clause in each.clauses), delay, tag, said, steps,
    )  # fmt: skip


@login_required
@framing.read_or_send
def action(request: HttpRequest, dossier_id: str, key: str, side: str = "shared") -> HttpResponse:
    """One action of the plan, or one that a party keeps to itself."""
    dossier, context = framing.frame(request, dossier_id, "plan")
    record = keeping.standing(dossier.space(side), queries.ACTION, key)
    before = Action.from_json(record.body) if record else None
    initial = {**forms_plan.action_initial(before, dossier.mine.side), "version": record.version if record else 0}
    form = forms_plan.ActionForm(request.POST or None, initial=initial, parties=keeping.sides(dossier))
    if side == "own":
        del form.fields["is_public"]
    return keeping.edited(
        request, dossier, context, side=side, kind=queries.ACTION, key=key, form=form,
        body=lambda at: form.value(at, before).to_json(), title=_("Action"), back=keeping.address("plan", dossier),
    )  # fmt: skip


@login_required
@framing.read_or_send
def committee(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Meetings with their decisions, and documents."""
    dossier, context = framing.frame(request, dossier_id, "committee")
    whole, today = queries.plan(dossier), timezone.now().date()
    names = keeping.sides(dossier)
    decided: dict[str, list[tuple[Decision, str, bool]]] = {}
    for each in whole.decisions:
        late = each.done_on is None and each.due is not None and each.due < today
        decided.setdefault(each.meeting, []).append((each, names.get(each.party) or _("Both parties"), late))
    meetings = [(each, [names.get(who, who) for who in each.present], decided.get(each.id, []), each.on < today)
                for each in reversed(whole.meetings)]  # fmt: skip
    known = {each.id for each in whole.meetings}
    loose = [one for id, some in decided.items() if id not in known for one in some]
    return framing.page(
        request, "agreements/following/committee.html", context, meetings=meetings, loose=loose, papers=whole.papers,
        stands=progress(whole, today=today), unread=queries.unread(dossier, *queries.PLAN),
    )  # fmt: skip


@login_required
@framing.read_or_send
def meeting(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """One meeting."""

    def form_of(before: Any, initial: dict[str, Any], names: dict[str, str]) -> Any:
        return forms_plan.MeetingForm(
            request.POST or None, initial={**forms_plan.meeting_initial(before), **initial}, parties=names
        )

    return _of_committee(request, dossier_id, key, queries.MEETING, Meeting, form_of, _("Meeting"))


@login_required
@framing.read_or_send
def decision(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """One decision."""
    dossier, _context = framing.frame(request, dossier_id, "committee")
    whole = queries.plan(dossier)
    if not whole.meetings:
        messages.warning(request, _("Write the meeting down first: a decision stands under the meeting that took it."))
        return redirect("agreements:committee-meeting", dossier_id=dossier.id, key="new")

    def form_of(before: Any, initial: dict[str, Any], names: dict[str, str]) -> Any:
        first = {"meeting": request.GET.get("meeting", "")} if before is None else {}
        return forms_plan.DecisionForm(
            request.POST or None, initial={**forms_plan.decision_initial(before), **first, **initial}, parties=names,
            plan=whole,
        )  # fmt: skip

    return _of_committee(request, dossier_id, key, queries.DECISION, Decision, form_of, _("Decision"))


@login_required
@framing.read_or_send
def paper(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """One document."""

    def form_of(before: Any, initial: dict[str, Any], names: dict[str, str]) -> Any:
        return forms_plan.PaperForm(request.POST or None, initial={**forms_plan.paper_initial(before), **initial})

    return _of_committee(request, dossier_id, key, queries.PAPER, Paper, form_of, _("Document"))


def _of_committee(
    request: HttpRequest, dossier_id: str, key: str, kind: str, value: Any, form_of: Any, title: str
) -> HttpResponse:
    dossier, context = framing.frame(request, dossier_id, "committee")
    record = keeping.standing(dossier.shared, kind, key)
    before = value.from_json(record.body) if record else None
    form = form_of(before, {"version": record.version if record else 0}, keeping.sides(dossier))
    return keeping.edited(
        request, dossier, context, side="shared", kind=kind, key=key, form=form,
        body=lambda at: form.value(at, before).to_json(), title=title, back=keeping.address("committee", dossier),
    )  # fmt: skip

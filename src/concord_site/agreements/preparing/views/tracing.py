"""The thread from need to result: every way, what hangs loose, and the links one's own party draws."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from concord.agreements.tracing import KINDS, Item, Kind, Link
from concord.errors import Refusal
from concord_site.agreements.preparing import actions, queries, thread
from concord_site.agreements.preparing.thread import Thread
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.views import frame, read_or_send
from concord_site.agreements.views import page as show
from concord_site.shell import problems


def kind_name(kind: Kind) -> str:
    """What a kind is called."""
    return {
        "need": pgettext("of a country", "Need"), "clause": _("Clause"), "action": _("Action of the plan"),
        "indicator": _("Indicator"), "result": _("Result"),
    }[kind]  # fmt: skip


class LinkForm(forms.Form):
    """An item, and one of the next kind that it leads to."""

    id = forms.ChoiceField(label=gettext_lazy("From"))
    to = forms.ChoiceField(label=gettext_lazy("Leads to"))

    def __init__(self, *args: Any, of: Thread, kinds: tuple[Kind, Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first: Any = self.fields["id"]
        second: Any = self.fields["to"]
        first.label, second.label = kind_name(kinds[0]), kind_name(kinds[1])
        first.choices, second.choices = thread.choices(of, kinds[0]), thread.choices(of, kinds[1])


@login_required
@read_or_send
def page(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """The whole thread; each form says by ``do`` what it is for."""
    dossier, context = frame(request, dossier_id, "tracing")
    of = thread.thread_of(dossier)
    forms_ = _forms(request, of)
    refused = ""
    if request.method == "POST":
        try:
            said = _done(request, dossier, forms_)
        except Refusal as refusal:
            refused = problems.sentence(refusal)
        else:
            if said:
                messages.success(request, said)
                return redirect("agreements:tracing", dossier_id=dossier.id)
    own = {each.need.id for each in queries.needs_of(dossier)}
    return show(
        request, "agreements/preparing/tracing.html", context, of=of, heads=[kind_name(kind) for kind in KINDS],
        ways=_ways(of), refused=refused,
        needs=[(each, each.id in own) for each in of.trace.needs_without_clause],
        clauses=of.trace.clauses_without_need, frames=[(of.item("clause", id), each) for id, each in of.frames.items()],
        loose=[(kind_name(kind), of.trace.loose_ends[kind]) for kind in KINDS[1:-1] if of.trace.loose_ends[kind]],
        drawn=[
            (link, record, _isolated(of.item(link.kind, link.id)), _isolated(of.item(link.to_kind, link.to)),
             kind_name(link.to_kind))
            for link, record in of.drawn.items()
        ],
        forms=[(f"link-{first}", kind_name(first), kind_name(second), forms_.get(f"link-{first}"))
               for first, second in thread.DRAWN],
        status=422 if refused or any(form.errors for form in forms_.values()) else 200,
    )  # fmt: skip


def _ways(of: Thread) -> list[tuple[Item, list[tuple[list[Item | None], list[Item]]]]]:
    """Each need with its ways; results at the end of one way stand together, those of the parties first."""
    place = {each.id: at for at, each in enumerate(of.items["result"])}
    found: dict[str, tuple[Item, dict[tuple[Item | None, ...], list[Item]]]] = {}
    for row in of.trace.rows:
        _need, ways = found.setdefault(row.need.id, (row.need, {}))
        results = ways.setdefault((row.clause, row.action, row.indicator), [])
        results += [row.result] if row.result is not None else []
    return [
        (need, [(list(way), sorted(told, key=lambda each: place[each.id])) for way, told in ways.items()])
        for need, ways in found.values()
    ]


def _isolated(item: Item) -> str:
    """A title that keeps its own direction within a sentence of another."""
    return f"\u2068{item.title or item.id}\u2069"


def _forms(request: HttpRequest, of: Thread) -> dict[str, LinkForm]:
    do = request.POST.get("do", "") if request.method == "POST" else ""
    made = {}
    for first, second in thread.DRAWN:
        if of.items[first] and of.items[second]:
            name = f"link-{first}"
            given = request.POST if do == name else None
            made[name] = LinkForm(given, of=of, kinds=(first, second), auto_id=f"id_{first}_%s")
    return made


def _done(request: HttpRequest, dossier: Dossier, forms_: dict[str, LinkForm]) -> str:
    do, by, now = request.POST.get("do", ""), request.user, timezone.now()
    if do == "drop":
        actions.drop_link(dossier, request.POST.get("key", ""), by=by, now=now)
        return _("The link is taken away.")
    if do == "frame":
        why = request.POST.get("why", "")
        actions.set_frame(dossier, request.POST.get("clause", ""), why, by=by, now=now)
        return _("The reason is kept.") if why.strip() else _("The clause is asked for a need again.")
    form = forms_.get(do)
    if form is None or not form.is_valid():
        return ""
    first, second = next(pair for pair in thread.DRAWN if f"link-{pair[0]}" == do)
    link = Link(first, form.cleaned_data["id"], second, form.cleaned_data["to"])
    actions.draw_link(dossier, link, by=by, now=now)
    return _("The link is drawn.")

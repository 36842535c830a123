"""A person's dossiers, beginning one, and a dossier's first page: its parts by phase."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from concord.agreements import lifecycle
from concord.agreements.gates import Seen
from concord.agreements.notice import notice_days
from concord.errors import NotFound, Refusal
from concord_site.agreements import forms, home, parts
from concord_site.agreements.actions import breaking_glass, founding, noticing
from concord_site.agreements.parts import Part, Summary
from concord_site.agreements.queries import life, spaces
from concord_site.agreements.queries import news as news_rows
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.views import framing, news
from concord_site.shell import problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The dossiers in which whoever is signed in has a place."""
    found = [
        (each, life.life_of(each).current.label, news_rows.count(each)) for each in spaces.dossiers_of(request.user)
    ]
    crumbs = [Crumb(_("Home"), f"/{language()}/"), Crumb(_("Agreements in preparation"))]
    context = {"title": _("Agreements in preparation"), "crumbs": crumbs, "found": found}
    return render(request, "agreements/dossiers.html", {**context, "may_start": home.may_begin(request.user)})


@never_cache
@login_required
@framing.read_or_send
def start(request: HttpRequest) -> HttpResponse:
    """Begin a dossier: a title, one's own party, and the one across the table."""
    if not home.may_begin(request.user):
        raise NotFound("site.access.unknown")
    given = request.POST or None
    form = forms.StartForm(given)
    own = forms.PartyForm(given, prefix="own", initial={"level": "ministry", "side": "origin"})
    other = forms.PartyForm(given, prefix="other", initial={"level": "ministry", "side": "destination"})
    own.fields["name"].label, other.fields["name"].label = _("Name of your party"), _("Name of the other party")
    if form.is_valid() & own.is_valid() & other.is_valid():
        try:
            made = founding.start(
                title={language(): form.cleaned_data["title"]}, parties=[_draft(own), _draft(other)], mine=0,
                by=request.user, now=timezone.now(), invented=form.cleaned_data["is_invented"],
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            return redirect("agreements:people", dossier_id=made)
    crumbs = [
        Crumb(_("Home"), f"/{language()}/"), Crumb(_("Agreements in preparation"), reverse("agreements:dossiers")),
        Crumb(_("Begin an agreement")),
    ]  # fmt: skip
    status = 422 if form.is_bound else 200
    context = {"title": _("Begin an agreement"), "crumbs": crumbs, "form": form, "own": own, "other": other}
    return render(request, "agreements/start.html", context, status=status)


def _draft(form: forms.PartyForm) -> founding.PartyDraft:
    given = form.cleaned_data
    return founding.PartyDraft(given["area"], {language(): given["name"]}, given["side"], given["level"])


@dataclass(frozen=True, slots=True)
class Line:
    """A part in the task list."""

    part: Part
    href: str
    summary: Summary


@dataclass(frozen=True, slots=True)
class Block:
    """A phase with its standing, its parts, and the gates before it that are open."""

    place: lifecycle.Place
    tag: str
    words: str
    lines: tuple[Line, ...]
    gates: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Next:
    """What a party may do next, in words, and where."""

    words: str
    href: str


def _next(dossier: Dossier, blocks: list[Block]) -> list[Next]:
    """The first part of the party's phase that is not done; the next phase, once all are begun; parties still away."""
    at = {"dossier_id": dossier.id}
    here = next((block for block in blocks if block.place.standing == "current"), None)
    undone = [line for line in here.lines if line.summary.state != "done"] if here is not None else []
    undone.sort(key=lambda line: line.summary.state != "look")
    life_now = life.life_of(dossier)
    found = []
    if undone:
        found.append(Next(_("Next: %(what)s") % {"what": undone[0].part.title}, undone[0].href))
    is_begun = not any(line.summary.state in ("open", "look") for line in undone)
    if is_begun and not life_now.is_over and life_now.next:
        phase = life_now.next[0].label.best(language()).text
        words = _("Next: enter the phase “%(phase)s”") % {"phase": phase}
        found.append(Next(words, reverse("agreements:life", kwargs=at)))
    for party in dossier.parties:
        if not party.has_joined and not party.has_left:
            words = _("Invite the first person of %(party)s") % {"party": party}
            found.append(Next(words, reverse("agreements:people", kwargs=at)))
    return found


@never_cache
@login_required
@require_safe
def first(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """A dossier's own first page."""
    dossier, context = framing.frame(request, dossier_id)
    notice = noticing.standing(dossier)
    if request.method == "GET" and noticing.release(dossier, notice, by=request.user, now=timezone.now()):
        dossier, context = framing.frame(request, dossier_id)
        notice = noticing.standing(dossier)
    lines = [_line(each, dossier) for each in parts.all_parts()]
    shown = [line for line in lines if line is not None]
    gates = life.every_gate(dossier, on=timezone.now().date())
    blocks = [_block(place, shown, gates) for place in life.life_of(dossier).places()]
    fresh = news.shown(dossier)
    return framing.page(
        request, "agreements/dossier.html", context, blocks=blocks, entered=life.entered(dossier),
        everywhere=[line for line in shown if line.part.group not in parts.GROUPS],
        glass=dossier.own.records(breaking_glass.KIND), news=fresh,
        notice=notice, days=notice_days(),
        fresh=any(each.news.count for each in fresh), steps=_next(dossier, blocks),
    )  # fmt: skip


def _line(part: Part, dossier: Dossier) -> Line | None:
    try:
        href = reverse(part.url_name, kwargs={"dossier_id": dossier.id})
    except NoReverseMatch:
        return None
    return Line(part, href, part.summary(dossier) if part.summary is not None else Summary())


def _block(place: lifecycle.Place, lines: list[Line], gates: tuple[Seen, ...]) -> Block:
    tag, words = {
        "done": ("done", _("Done")), "current": ("going", _("Your party is here")), "ahead": ("open", _("Ahead")),
        "skipped": ("look", _("Passed over")),
    }[place.standing]  # fmt: skip
    here = tuple(line for line in lines if line.part.group == place.phase.id)
    still = tuple(each for each in gates if each.gate.before == place.phase.id and each.is_open)
    return Block(place, tag, words, here, still if place.standing == "ahead" else ())

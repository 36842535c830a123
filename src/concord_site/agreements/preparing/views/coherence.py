"""Whether the position fits with what the state has promised and reported elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.agreements import coherence, repository
from concord.agreements.coherence import Cited
from concord.agreements.coherence_offered import Offered
from concord.agreements.position import declared
from concord.findings import Findings
from concord.vocabulary.text import Wording
from concord_site.agreements.preparing import naming, queries
from concord_site.agreements.preparing.forms_coherence import CitedForm, cited_initial
from concord_site.agreements.preparing.views import editing, telling
from concord_site.agreements.preparing.views.editing import Editing
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.views import frame, read_or_send
from concord_site.agreements.views import page as show
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb

#: How each verdict is marked.
VERDICT_TAGS = {
    "serves": "done", "strains": "must", "contradicts": "must", "apart": "open", "silent": "open", "none": "open",
    "not-looked": "look",
}  # fmt: skip


def fits(dossier: Dossier, told: tuple[Offered, ...]) -> Findings:
    """What the coherence check still has to look at or to settle."""
    return coherence.check(
        queries.cited_of(dossier), today=timezone.now().date(), known=queries.known_agreements(dossier),
        lines=[each.id for each in queries.position_of(dossier).lines], offered=told,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """An offer on a page: its place in the list, question and answer with their languages."""

    place: int
    of: Offered
    asked: Wording
    answered: Wording


@dataclass(frozen=True, slots=True)
class Group:
    """The offers of one round of reports, or those of no round; of ``whole`` many ``lines`` nobody looked at."""

    round: str
    is_example: bool
    whole: int
    lines: tuple[Told, ...]


@login_required
@read_or_send
def page(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Every kind with what was cited under it, and what this site knows and nobody looked at."""
    dossier, context = _opened(request, dossier_id)
    cited, told = queries.cited_of(dossier), queries.told_of(dossier)
    lines = {each.id: naming.plain(each.subject) for each in queries.position_of(dossier).lines}
    looked = {each.register for each in cited}
    known = [each for each in queries.known_agreements(dossier) if each.id not in looked]
    return show(
        request, "agreements/preparing/coherence.html", context,
        found=telling.named(fits(dossier, told), telling.names(dossier)),
        kinds=[(kind, [_shown(each, lines) for each in cited if each.kind == kind.id])
               for kind in declared().cited.values()],
        known=known[:12], groups=_groups(cited, told), area=dossier.mine.area,
    )  # fmt: skip


def _opened(request: HttpRequest, dossier_id: str) -> tuple[Dossier, dict[str, Any]]:
    dossier, context = frame(request, dossier_id, "position")
    title = _("Does it fit?")
    back = Crumb(str(context["title"]), reverse("agreements:position", kwargs={"dossier_id": dossier.id}))
    return dossier, {**context, "title": title, "crumbs": [*context["crumbs"][:-1], back, Crumb(title)]}


def _shown(each: Cited, lines: Mapping[str, str]) -> dict[str, Any]:
    return {
        "of": each, "verdict": declared().verdicts[each.verdict], "tag": VERDICT_TAGS[each.verdict],
        "lines": [lines[id] for id in each.lines if id in lines],
        "is_link": each.link.startswith(("https://", "/")),
    }  # fmt: skip


def _groups(cited: tuple[Cited, ...], told: tuple[Offered, ...]) -> list[Group]:
    left = {each.key for each in coherence.left(cited, told)}
    by_round: dict[str, list[Told]] = {}
    for place, each in enumerate(told):
        by_round.setdefault(each.round, []).append(_told(place, each))
    return [
        Group(round, every[0].of.is_example, len(every), tuple(each for each in every if each.of.key in left))
        for round, every in by_round.items()
    ]


def _told(place: int, of: Offered) -> Told:
    def wording(text: str, spoken: str) -> Wording:
        return Wording(text, spoken, spoken != language())

    return Told(place, of, wording(of.asked, of.asked_in), wording(of.answered, of.answered_in))


@login_required
@read_or_send
def cited(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """Something of the state that bears on the position: typed by hand, or offered by this site."""
    dossier, context = _opened(request, dossier_id)
    lines = [(each.id, naming.plain(each.subject)) for each in queries.position_of(dossier).lines]
    today, offered = timezone.now().date(), _meant(request, dossier, key)

    def form(data: Any, *, initial: dict[str, Any]) -> CitedForm:
        return CitedForm(data, initial=initial, lines=lines, offered=offered)

    def initial(body: Mapping[str, Any] | None) -> dict[str, Any]:
        first = cited_initial(Cited.from_json(body)) if body else {**cited_initial(None), **_asked(request)}
        return {**first, "asked": offered.key} if offered else first

    of = Editing(
        queries.CITED, dossier.own, _("Check the position against something"),
        reverse("agreements:position-coherence", kwargs={"dossier_id": dossier.id}), form, initial,
        lambda form, key, body: form.value(key, Cited.from_json(body) if body else None, today).to_json(),
        told=_told(0, offered) if offered else None,
    )  # fmt: skip
    return editing.edit(request, context, of, key)


def _meant(request: HttpRequest, dossier: Dossier, key: str) -> Offered | None:
    """What this site offers and the page is about.

    A link names it by its place in the list, so that an address never says what a party looks at.
    """
    record = dossier.own.record(queries.CITED, key) if key != editing.NEW else None
    asked = str(record.body.get("asked", "")) if record else request.POST.get("asked", "")
    place = request.GET.get("told", "")
    if not asked and (record or request.method == "POST" or not (place.isascii() and place.isdigit())):
        return None
    told = queries.told_of(dossier)
    if asked:
        return next((each for each in told if each.key == asked), None)
    return told[int(place)] if len(place) < 6 and int(place) < len(told) else None


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the link that led here asks to look at: a kind, or an agreement of the register."""
    register = request.GET.get("register", "")
    if register in repository.agreements():
        found = repository.agreement(register)
        return {
            "kind": "agreement", "title": found.title, "register": register, "dated": str(found.year or ""),
        }  # fmt: skip
    kind = request.GET.get("kind", "")
    return {"kind": kind} if kind in declared().cited else {}

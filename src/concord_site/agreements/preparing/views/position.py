"""The national position: views, lines with fall-backs, sign-off, and whether it fits with other promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.agreements import coherence, elements, repository
from concord.agreements.coherence import Cited
from concord.agreements.position import Line, Signature, SignOff, View, declared
from concord.errors import Invalid, NotFound
from concord.findings import Finding, Findings, Place
from concord_site.agreements.preparing import naming, queries
from concord_site.agreements.preparing.forms_position import (
    CitedForm,
    LineForm,
    SignOffForm,
    ViewForm,
    cited_initial,
    line_initial,
    view_initial,
)
from concord_site.agreements.preparing.views import editing
from concord_site.agreements.preparing.views.editing import Editing
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.views import frame, read_or_send
from concord_site.agreements.views import page as show
from concord_site.shell.i18n import language
from concord_site.shell.parts import words

#: How each verdict and each sign-off is marked.
VERDICT_TAGS = {"serves": "done", "strains": "must", "silent": "open", "none": "open", "not-looked": "look"}
SIGNED_TAGS = {"signed": "done", "reserved": "done", "refused": "must", "stale": "look", "missing": "open"}


def _signed_words(stands: str) -> str:
    return {
        "signed": _("Signed"), "reserved": _("Signed with a reservation"), "refused": _("Does not sign"),
        "stale": _("Signed before a line changed"), "missing": _("Not signed"),
    }[stands]  # fmt: skip


def _back(dossier: Dossier) -> str:
    return reverse("agreements:position", kwargs={"dossier_id": dossier.id})


@login_required
@read_or_send
def page(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """The whole position on one page."""
    dossier, context = frame(request, dossier_id, "position")
    position, cited = queries.position_of(dossier), queries.cited_of(dossier)
    known, names = queries.known_agreements(dossier), _names(dossier)
    found = coherence.check(cited, today=timezone.now().date(), known=known, lines=[each.id for each in position.lines])
    looked = {each.register for each in cited}
    return show(
        request, "agreements/preparing/position.html", context, position=position,
        ministries=[_ministry(position.view(each.ministry), each) for each in position.signatures()],
        others=[(id, each.label) for id, each in declared().ministries.items() if position.view(id) is None
                and not each.must],
        lines=[(each, _element(each.element)) for each in position.lines],
        missing=_named(position.findings(), names), fits=_named(found, names),
        kinds=[(kind, [(each, declared().verdicts[each.verdict], VERDICT_TAGS[each.verdict]) for each in cited
                       if each.kind == kind.id]) for kind in declared().cited.values()],
        known=[each for each in known if each.id not in looked][:12],
    )  # fmt: skip


def _ministry(view: View | None, signature: Signature) -> dict[str, Any]:
    ministry = declared().ministries.get(signature.ministry)
    return {
        "id": signature.ministry, "label": naming.text(ministry.label) if ministry else signature.ministry,
        "asks": ministry.asks if ministry else None, "view": view, "signature": signature,
        "stance": declared().stances[view.stance] if view else None, "tag": SIGNED_TAGS[signature.stands],
        "words": _signed_words(signature.stands),
    }  # fmt: skip


def _element(id: str) -> str:
    try:
        return elements.element(id).label.best(language()).text if id else ""
    except NotFound:
        return id


def _names(dossier: Dossier) -> Mapping[str, str]:
    """What findings speak of by an id, in words."""
    named = {id: naming.plain(each.label) for id, each in declared().ministries.items()}
    named |= {id: naming.plain(each.label) for id, each in declared().cited.items()}
    named |= {each.id: naming.plain(each.subject) for each in queries.position_of(dossier).lines}
    return named | {each.id: each.title or named[each.kind] for each in queries.cited_of(dossier)}


def _named(found: Findings, names: Mapping[str, str]) -> Findings:
    """Findings with what they are about named as people know it; those that say the same are told once."""
    same: dict[tuple[str, str], list[Finding]] = {}
    for each in found:
        same.setdefault((each.code, str(each.params.get("title", ""))), []).append(each)
    return Findings(
        replace(alike[0], where=Place(item=None if title else _items(alike, names)))
        for (_code, title), alike in same.items()
    )


def _items(alike: list[Finding], names: Mapping[str, str]) -> str | None:
    named = [names.get(each.where.item, each.where.item) for each in alike if each.where.item]
    return str(words.listed(named)) if named else None


@login_required
@read_or_send
def view(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """What a ministry holds."""
    dossier, context = frame(request, dossier_id, "position")
    ministry = declared().ministries.get(key)
    if ministry is None:
        raise NotFound("site.access.unknown")
    today = timezone.now().date()
    of = Editing(
        queries.VIEW, dossier.own, _("View: %(ministry)s") % {"ministry": naming.plain(ministry.label)},
        _back(dossier), ViewForm, lambda body: view_initial(View.from_json(body) if body else None, today),
        lambda form, key, body: form.value(key, View.from_json(body) if body else None).to_json(), is_named=True,
        lead=naming.plain(ministry.asks),
    )  # fmt: skip
    return editing.edit(request, context, of, key)


@login_required
@read_or_send
def line(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """One line, new (key ``new``) or changed."""
    dossier, context = frame(request, dossier_id, "position")
    stated = [(each.need.id, naming.plain(each.need.statement)) for each in queries.needs_of(dossier)]
    known = [(each.id, each.label.best(language()).text) for each in elements.catalogue().elements]

    def form(data: Any, *, initial: dict[str, Any]) -> LineForm:
        return LineForm(data, initial=initial, needs=stated, elements=known)

    of = Editing(
        queries.LINE, dossier.own, _("Write a line") if key == editing.NEW else _("Change a line"), _back(dossier),
        form, lambda body: line_initial(Line.from_json(body) if body else None),
        lambda form, key, body: form.value(key, Line.from_json(body) if body else None).to_json(),
    )  # fmt: skip
    return editing.edit(request, context, of, key)


@login_required
@read_or_send
def sign_off(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """A ministry's word on the agreed lines, which stand on the page."""
    dossier, context = frame(request, dossier_id, "position")
    position = queries.position_of(dossier)
    signature = next((each for each in position.signatures() if each.ministry == key), None)
    if signature is None:
        raise NotFound("site.access.unknown")
    ministry = declared().ministries.get(key)
    name = naming.plain(ministry.label) if ministry else key
    first = {"digest": position.digest, "on": timezone.now().date()}

    def value(form: Any, key: str, _body: Mapping[str, Any] | None) -> Mapping[str, Any]:
        if form.cleaned_data["digest"] != position.digest:
            raise Invalid("agreements.position.lines-changed")
        made: SignOff = form.value(key)
        return made.to_json()

    of = Editing(
        queries.SIGN_OFF, dossier.own, _("Sign-off: %(ministry)s") % {"ministry": name}, _back(dossier), SignOffForm,
        lambda _body: first, value, is_named=True,
        lead=_("It holds for the agreed lines as they stand here. When one of them changes, it is asked for again."),
        aside=[each for each in position.lines if each.is_agreed],
    )  # fmt: skip
    return editing.edit(request, context, of, key)


@login_required
@read_or_send
def cited(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """Something of the state that bears on the position."""
    dossier, context = frame(request, dossier_id, "position")
    lines = [(each.id, naming.plain(each.subject)) for each in queries.position_of(dossier).lines]
    today = timezone.now().date()

    def form(data: Any, *, initial: dict[str, Any]) -> CitedForm:
        return CitedForm(data, initial=initial, lines=lines)

    def initial(body: Mapping[str, Any] | None) -> dict[str, Any]:
        return cited_initial(Cited.from_json(body)) if body else {**cited_initial(None), **_asked(request)}

    of = Editing(
        queries.CITED, dossier.own, _("Check the position against something"), _back(dossier), form, initial,
        lambda form, key, body: form.value(key, Cited.from_json(body) if body else None, today).to_json(),
    )  # fmt: skip
    return editing.edit(request, context, of, key)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the link that led here asks to look at: a kind, or an agreement of the register."""
    register = request.GET.get("register", "")
    if register in repository.agreements():
        found = repository.agreement(register)
        return {"kind": "agreement", "title": found.title, "register": register, "reference": str(found.year or "")}
    kind = request.GET.get("kind", "")
    return {"kind": kind} if kind in declared().cited else {}

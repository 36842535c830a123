"""The national position: views of ministries, lines with fall-backs, sign-off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.agreements import elements
from concord.agreements.position import Line, Signature, SignOff, View, declared
from concord.errors import Invalid, NotFound
from concord_site.agreements.preparing import naming, queries
from concord_site.agreements.preparing.forms_position import (
    LineForm,
    SignOffForm,
    ViewForm,
    line_initial,
    view_initial,
)
from concord_site.agreements.preparing.views import editing, papers, telling
from concord_site.agreements.preparing.views.coherence import fits
from concord_site.agreements.preparing.views.editing import Editing
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.views import frame, read_or_send
from concord_site.agreements.views import page as show
from concord_site.shell.i18n import language

#: How each sign-off is marked.
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
    position, names = queries.position_of(dossier), telling.names(dossier)
    return show(
        request, "agreements/preparing/position.html", context, position=position,
        ministries=[_ministry(position.view(each.ministry), each) for each in position.signatures()],
        others=[(id, each.label) for id, each in declared().ministries.items() if position.view(id) is None
                and not each.must],
        lines=[(each, _element(each.element)) for each in position.lines],
        missing=telling.named(position.findings(), names),
        files=papers.links("position-file", dossier),
        fits=telling.named(fits(dossier, queries.told_of(dossier)), names),
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
    agreed = [each for each in position.lines if each.is_agreed]
    if not agreed:
        messages.warning(request, _("Nothing can be signed off yet: first set a line to “Agreed between ministries”."))
        return redirect(_back(dossier))
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
        aside=agreed,
    )  # fmt: skip
    return editing.edit(request, context, of, key)

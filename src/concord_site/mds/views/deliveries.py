"""The first page of the room, and what a delivery is about."""

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
from django.views.decorators.cache import never_cache

from concord.errors import NotFound, Refusal
from concord.reporting import places
from concord.vocabulary.languages import LANGUAGES, native_name
from concord_site.mds import due
from concord_site.mds.actions import delivering
from concord_site.mds.forms import AboutForm
from concord_site.mds.models import Delivery, NationalRelease
from concord_site.mds.queries import deliveries, last_rows, profiles, releases
from concord_site.mds.templates_offered import offered
from concord_site.mds.views.page import form_status, name, own_page, page, read_or_send, state
from concord_site.mds.views.page import home as home_crumb
from concord_site.mds.views.releases import state as release_state
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb, Link


@dataclass(frozen=True, slots=True)
class Shown:
    """A delivery as a list shows it."""

    row: Delivery
    name: str
    kind: str
    words: str
    is_being_read: bool


@dataclass(frozen=True, slots=True)
class Country:
    """One country's deliveries."""

    area: str
    name: str
    dues: tuple[due.Due, ...]
    open: tuple[Shown, ...]
    standing: tuple[Shown, ...]
    past: tuple[Shown, ...]
    releases: tuple[tuple[NationalRelease, str, str], ...] = ()
    may_release: bool = False


@never_cache
@login_required
@read_or_send
def home(request: HttpRequest) -> HttpResponse:
    """What a country has brought, what waits, and what can be begun."""
    areas = deliveries.areas(request.user)
    if not areas:
        raise NotFound("site.access.unknown")
    return page(
        request, "home", _("Figures of your country"), [Crumb(_("Figures of your country"))],
        countries=[_country(area, request.user) for area in areas], templates=_templates(request),
        is_several=len(areas) > 1,
    )  # fmt: skip


def _country(area: str, by: Any) -> Country:
    rows = [shown(row) for row in deliveries.seen_by(by, area=area)]
    return Country(
        area, places.name(area, language()), due.of(area, today=timezone.now().date()),
        tuple(each for each in rows if each.row.is_open),
        tuple(each for each in rows if each.row.state == Delivery.State.CONFIRMED),
        tuple(each for each in rows if not each.row.is_open and each.row.state != Delivery.State.CONFIRMED),
        tuple((each, *release_state(each)) for each in releases.of_area(area, by) if each.state != "discarded"),
        area in releases.areas(by),
    )  # fmt: skip


def shown(row: Delivery) -> Shown:
    """A delivery as a list shows it."""
    kind, words = state(row)
    return Shown(row, name(row), kind, words, deliveries.is_reading(row))


def _templates(request: HttpRequest) -> dict[str, Any]:
    chosen = request.GET.get("template", "")
    code = chosen if chosen in LANGUAGES else language()
    areas = deliveries.areas(request.user)
    known = last_rows.known(areas[0], request.user) if len(areas) == 1 else frozenset()
    return {
        "rows": offered(language(), known=known), "language": code,
        "languages": [Link(native_name(each), f"?template={each}#templates", each == code) for each in LANGUAGES],
    }  # fmt: skip


@never_cache
@login_required
@read_or_send
def begin(request: HttpRequest, area: str) -> HttpResponse:
    """Begin a delivery."""
    if area not in deliveries.areas(request.user):
        raise NotFound("site.access.unknown")
    replaced = _replaced(request)
    form = AboutForm(request.POST or None, initial=_initial(replaced))
    if form.is_valid():
        try:
            row = delivering.begin(
                area=area, by=request.user, replaces=replaced.pk if replaced else None,
                round=due.round_of(area, today=timezone.now().date()), **form.cleaned_data,
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            return redirect("mds:delivery", pk=row.pk)
    title = _("Bring figures of %(country)s") % {"country": places.name(area, language())}
    return page(
        request, "begin", title, [home_crumb(), Crumb(_("Bring figures"))], form=form, status=form_status(form),
        subjects=profiles.subjects(area, request.user), replaced=replaced and name(replaced),
    )  # fmt: skip


def _replaced(request: HttpRequest) -> Delivery | None:
    pk = request.GET.get("replaces", "")
    return deliveries.delivery(pk, request.user) if pk else None


def _initial(replaced: Delivery | None) -> dict[str, Any]:
    if replaced is None:
        return {"what": Delivery.What.TABLES}
    return {"what": replaced.what, "subject": replaced.subject, "year": replaced.year}


@never_cache
@login_required
@read_or_send
def about(request: HttpRequest, pk: object) -> HttpResponse:
    """Correct what was said of a delivery."""
    row = deliveries.delivery(pk, request.user, "edit")
    form = AboutForm(request.POST or None, initial={"what": row.what, "subject": row.subject, "year": row.year})
    if form.is_valid():
        try:
            delivering.describe(delivery_id=row.pk, by=request.user, **form.cleaned_data)
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("What you said is kept."))
            return redirect("mds:delivery", pk=row.pk)
    back = reverse("mds:delivery", kwargs={"pk": row.pk})
    return own_page(
        request, "about", _("What this is about"), row, "files", form=form, back=back, status=form_status(form),
        may=access.may(row, request.user, "edit"),
    )  # fmt: skip

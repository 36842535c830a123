"""Consents to observatories: given and ended by the authority, seen by the observatory, which checks what it may."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from concord.errors import NotFound, Refusal
from concord.reporting import places
from concord.vocabulary.structures import structure as structure_of
from concord.vocabulary.text import Wording
from concord_site.mds import observatory
from concord_site.mds.actions import observatories as actions
from concord_site.mds.models import Consent, Delivery
from concord_site.mds.naming import name
from concord_site.mds.queries import board as boards
from concord_site.mds.queries import cells, deliveries, observatories
from concord_site.mds.queries.watch_lines import TABLES
from concord_site.mds.views.page import form_status, page, read_or_send, state
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb

Day = forms.DateInput(attrs={"type": "date"})


class ConsentForm(forms.Form):
    """What an authority agrees to."""

    organisation = forms.ChoiceField(label=gettext_lazy("Observatory"))
    may = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"), choices=Consent.May.choices, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Figures it brings are confirmed by you; rows about persons of others it never sees."),
    )  # fmt: skip
    begins_on = forms.DateField(label=gettext_lazy("From"), widget=Day)
    until = forms.DateField(
        label=gettext_lazy("Until, and including"), required=False, widget=Day,
        help_text=gettext_lazy("Empty: until you end it. You can end it on any day, and it ends at once."),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("What it rests on"), required=False, max_length=500,
        help_text=gettext_lazy("Such as a letter or an agreement. The observatory reads it."),
    )  # fmt: skip

    def __init__(self, *args: Any, known: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = known  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """Why a consent ends."""

    reason = forms.CharField(label=gettext_lazy("Why it ends"), max_length=500, required=False)


def _today() -> dt.date:
    return timezone.now().date()


def _crumb() -> Crumb:
    return Crumb(_("Observatories"), reverse("mds:observatories"))


@never_cache
@login_required
@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    """Consents of one's country or of one's observatory, and where they lead."""
    giving = observatories.giving(request.user)
    every = observatories.consents(request.user, today=_today())
    if not every and not giving and not access.holds(request.user, ["observatory"]):
        raise NotFound("site.access.unknown")
    bringing, checking = set(deliveries.areas(request.user)), set(observatories.checking(request.user))
    own = {seat.organisation for seat in access.seats_of(request.user) if seat.role == observatory.ROLE}
    shown = [
        (each, places.name(each.row.area, language()),
         is_own and "upload" in each.row.may and each.row.area in bringing,
         is_own and "check" in each.row.may and each.row.area in checking)
        for each in every for is_own in [each.holds and each.row.organisation_id in own]
    ]  # fmt: skip
    return page(
        request, "observatories/list", _("Observatories"), [Crumb(_("Observatories"))],
        holding=[each for each in shown if each[0].holds], past=[each for each in shown if not each[0].holds],
        giving=[(area, places.name(area, language())) for area in giving],
        is_observatory=access.holds(request.user, ["observatory"]),
    )  # fmt: skip


@never_cache
@login_required
@read_or_send
def give(request: HttpRequest, area: str) -> HttpResponse:
    """Agree to what an observatory does for one's country."""
    if area not in observatories.giving(request.user):
        raise NotFound("site.access.unknown")
    known = [(str(each.pk), str(each)) for each in observatories.known(area, on=_today())]
    form = ConsentForm(request.POST or None, known=known, initial={"begins_on": _today()}) if known else None
    if form is not None and form.is_valid():
        given = form.cleaned_data
        try:
            actions.give(
                area=area, organisation_id=given["organisation"], may=given["may"], begins_on=given["begins_on"],
                until=given["until"], note=given["note"], by=request.user,
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("The consent is given. You can end it on any day."))
            return redirect("mds:observatories")
    title = _("Agree to the work of an observatory for %(country)s") % {"country": places.name(area, language())}
    return page(
        request, "observatories/give", title, [_crumb(), Crumb(_("Agree"))], form=form, status=form_status(form)
    )


@never_cache
@login_required
@read_or_send
def end(request: HttpRequest, pk: object) -> HttpResponse:
    """Ask, and end a consent."""
    row = access.get(Consent, pk, request.user)
    if not access.may(row, request.user, "manage"):
        raise NotFound("site.access.unknown")
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end(consent_id=row.pk, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The consent has ended. What was brought stays with your country."))
        return redirect("mds:observatories")
    said = {"name": str(row.organisation), "country": places.name(row.area, language())}
    return page(
        request, "observatories/end", _("End the consent to %(name)s?") % said, [_crumb(), Crumb(_("End"))], row=row,
        form=form, words=observatories.words(row.may),
    )  # fmt: skip


# ---- what an observatory checks --------------------------------------------------------------------------------------
@never_cache
@login_required
@require_safe
def country(request: HttpRequest, area: str) -> HttpResponse:
    """What a country has in hand and has confirmed, for an observatory that checks it."""
    if area not in observatories.checking(request.user):
        raise NotFound("site.access.unknown")
    open_ones = observatories.to_check(request.user, area)
    standing = list(deliveries.confirmed(request.user, area=area))
    title = _("Check the figures of %(country)s") % {"country": places.name(area, language())}
    return page(
        request, "observatories/country", title, [_crumb(), Crumb(title)],
        open_ones=[(each, name(each), *state(each)) for each in open_ones],
        standing=[(each, name(each), _tables(each)) for each in standing],
        questions=[(each, cells.title(each.about)) for each in cells.seen_by(request.user, of=area)[:50]],
    )  # fmt: skip


def _tables(row: Delivery) -> list[tuple[str, Wording]]:
    """The tables of a delivery by id and title, those of the data set first."""
    ordered = sorted(row.figures, key=lambda id: (TABLES.index(id) if id in TABLES else len(TABLES), id))
    return [(id, structure_of(id).title.best(language())) for id in ordered]


@never_cache
@login_required
@require_safe
def check(request: HttpRequest, pk: object) -> HttpResponse:
    """What was found in tables that are not confirmed yet; nothing can be changed here."""
    row, found = observatories.checked(pk, request.user)
    board = boards.board(row, found, boards.Choice())
    where = reverse("mds:observatory-country", kwargs={"area": row.area})
    kind, words = state(row)
    return page(
        request, "observatories/check", name(row),
        [_crumb(), Crumb(places.name(row.area, language()), where), Crumb(_("Findings"))], row=row, board=board,
        state_kind=kind, state_words=words, totals=_totals(row),
        may_ask=cells.may_ask(row, request.user),
    )  # fmt: skip


def _totals(row: Delivery) -> Any:
    from concord_site.mds.queries import comparing

    return comparing.totals(row.figures, {})

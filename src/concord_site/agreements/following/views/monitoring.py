"""Monitoring: what each side tells of an indicator, side by side; targets; the survey of workers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.agreements.evaluation_figures import (
    baseline_said,
    figure_said,
    name_of,
    number_said,
    others_said,
    part_of,
    target_said,
)
from concord.agreements.monitoring import Row, Standing, Target, Told
from concord.agreements.monitoring_declared import declared
from concord.errors import NotFound
from concord.vocabulary import formats
from concord_site.agreements.following import forms_monitoring, queries, words
from concord_site.agreements.following.views import keeping, survey
from concord_site.agreements.queries.spaces import Dossier, Record
from concord_site.agreements.views import framing
from concord_site.shell.i18n import language

TAGS: dict[Standing, str] = {
    "met": "done", "missed": "look", "on-course": "going", "behind": "look", "unknown": "open", "uncertain": "open",
    "disputed": "look", "no-target": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the table."""

    row: Row
    name: str
    origin: Any
    destination: Any
    others: Any
    target: str
    baseline: str
    tag: str
    words: str
    percent: tuple[int, int] | None
    percent_words: str
    notes: tuple[str, ...]
    target_href: str


@login_required
@framing.read_or_send
def page(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Indicators side by side, every figure told, and the survey."""
    dossier, context = framing.frame(request, dossier_id, "monitoring")
    today = timezone.now().date()
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms_monitoring.AnswersForm(given[0], given[1], initial={"year": today.year})
    if form.is_bound and form.is_valid() and survey.received(request, dossier, form):
        return redirect(keeping.address("monitoring", dossier) + "#survey")
    speech = words.of_following()
    listed = [_shown(each, dossier) for each in queries.rows(dossier, today=today)]
    grouped = [(speech.text(f"group-{side}"), [each for each in listed if each.row.indicator.side == side])
               for side in forms_monitoring.SIDES]  # fmt: skip
    return framing.page(
        request, "agreements/following/monitoring.html", context, status=422 if form.errors else 200, form=form,
        grouped=[each for each in grouped if each[1]], names=keeping.sides(dossier), told=_told(dossier),
        survey=survey.said(dossier), least=declared().least_answers, sent=dossier.shared.records(queries.SURVEY),
        differs=[each.name for each in listed if each.row.is_marked],
        unread=queries.unread(dossier, queries.VALUE, queries.TARGET, queries.SURVEY),
    )  # fmt: skip


def _shown(row: Row, dossier: Dossier) -> Shown:
    speech, unit = words.of_following(), row.indicator.unit
    notes = tuple(filter(None, (
        *(each.note for each in row.told.values() if each.note and each.note != "all-channels"),
        speech.text("all-channels") if any(each.note == "all-channels" for each in row.told.values()) else "",
    )))  # fmt: skip
    href = keeping.address("monitoring-target", dossier, key=row.target.key if row.target else "new")
    if row.target is None:
        href += f"?indicator={row.indicator.id}"
    percent = None if row.progress is None else (int(100 * row.progress[0]), int(100 * row.progress[1]))
    return Shown(
        row, name_of(row, speech), figure_said(row.told.get("origin"), speech, unit=unit),
        figure_said(row.told.get("destination"), speech, unit=unit), others_said(row, speech),
        target_said(row, speech).text, baseline_said(row, speech).text, TAGS[row.standing],
        speech.text(f"standing-{row.standing}"), percent, _ends(percent), notes, href,
    )  # fmt: skip


def _ends(percent: tuple[int, int] | None) -> str:
    """One figure where both ends are alike."""
    if percent is None:
        return ""
    low, high = (str(formats.percent(each, language(), decimals=0)) for each in percent)
    return low if low == high else words.of_account().text("span", low=low, high=high)


def _told(dossier: Dossier) -> list[tuple[Record, str, str, str, bool]]:
    """Figures that people wrote, the newest year first: name, figure, teller, whether it is one's own to change."""
    speech, found = words.of_following(), []
    for record, each in queries.values(dossier.shared, queries.VALUE, Told.from_json):
        indicator = declared().indicators[each.indicator]
        parts = [speech.text(f"indicator-{each.indicator}"),
                 *(part_of(name, value, speech) for name, value in sorted(each.of.items()))]  # fmt: skip
        unit = speech.text(f"unit-{indicator.unit.replace('_', '-')}")
        name = f"{each.year}: {', '.join(parts)}"
        figure = f"{number_said(each.value, indicator.unit, speech)} {unit}"
        found.append(
            (each.year, (record, name, figure, speech.text(f"teller-{each.by}"), each.by == dossier.mine.side))
        )
    return [each for _year, each in sorted(found, key=lambda one: (-one[0], one[1][1]))]


@login_required
@framing.read_or_send
def figure(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """What one's own party says of an indicator in a year."""
    dossier, context = framing.frame(request, dossier_id, "monitoring")
    record = keeping.standing(dossier.shared, queries.VALUE, key)
    before = Told.from_json(record.body) if record else None
    if before is not None and before.by != dossier.mine.side:
        raise NotFound("site.access.unknown")
    first = {"year": timezone.now().year, "indicator": request.GET.get("indicator", "")}
    initial = forms_monitoring.told_initial(before) if before else first
    form = forms_monitoring.ToldForm(
        request.POST or None, initial={**initial, "version": record.version if record else 0}
    )
    side = dossier.mine.side

    def body(_key: str) -> Mapping[str, Any]:
        return form.told(side).to_json()

    return keeping.edited(
        request, dossier, context, side="shared", kind=queries.VALUE, key=key, form=form, body=body,
        title=_("What your party counts"), back=keeping.address("monitoring", dossier),
        new_key=lambda: form.told(side).key,
    )  # fmt: skip


@login_required
@framing.read_or_send
def target(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """What the parties want of an indicator."""
    dossier, context = framing.frame(request, dossier_id, "monitoring")
    record = keeping.standing(dossier.shared, queries.TARGET, key)
    before = Target.from_json(record.body) if record else None
    first = {"indicator": request.GET.get("indicator", ""), "aim": "at-least"}
    initial = forms_monitoring.target_initial(before) if before else first
    form = forms_monitoring.TargetForm(
        request.POST or None, initial={**initial, "version": record.version if record else 0}
    )
    return keeping.edited(
        request, dossier, context, side="shared", kind=queries.TARGET, key=key, form=form,
        body=lambda _key: form.target().to_json(), title=_("Target of an indicator"),
        back=keeping.address("monitoring", dossier), new_key=lambda: form.target().key,
    )  # fmt: skip

"""The desk of a round: countries at a glance, the course, the table and what is done to many at once, its files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from concord.documents.figures import Figure, Style
from concord.errors import NotFound, Refusal
from concord.reporting import letters as declared_letters
from concord.reporting import standing_curve
from concord.reporting.letters_compose import title as letter_title
from concord.vocabulary import areas, formats
from concord_site.reporting.actions import letters as letter_actions
from concord_site.reporting.actions import rounds_countries, rounds_reminders
from concord_site.reporting.forms import rounds as forms
from concord_site.reporting.models.rounds import Extension, Letter, Participation, Round
from concord_site.reporting.queries import rounds as queries
from concord_site.reporting.queries import rounds_desk, rounds_files, rounds_letters, rounds_time
from concord_site.reporting.queries.rounds_desk import Desk, Line, Narrowing
from concord_site.reporting.views.page import address, page
from concord_site.shell import access, problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Cell, Chip, Crumb, Link
from concord_site.shell.templatetags.tags_small import desk_words

ROWS = 50
ACTS = ("invite", "extend", "remind", "letters")


def crumbs(row: Round, *more: Crumb) -> list[Crumb]:
    """The way to a page of a round."""
    here = reverse("reporting:round", kwargs={"year": row.year})
    title = _("Round %(year)s") % {"year": row.year}
    return [Crumb(_("Rounds"), reverse("reporting:rounds")), Crumb(title, here if more else ""), *more]


def _today() -> dt.date:
    return queries.day(timezone.now())


def _desk(request: HttpRequest, row: Round) -> Desk:
    as_of = forms.day_of(request.GET, "as_of", _today())
    return rounds_desk.desk(row, request.user, as_of=as_of, language=language())


# ---- at a glance ----------------------------------------------------------------------------------------------------
def desk(request: HttpRequest, row: Round) -> HttpResponse:
    """The desk: every country by region, what waits, the course beside what is known of earlier rounds."""
    found = _desk(request, row)
    step = request.GET.get("course", "submitted")
    step = step if step in rounds_desk.COURSES else "submitted"
    more = {"as_of": found.as_of.isoformat()} if found.as_of != _today() else {}
    return page(
        request, "rounds/desk", _headline(found), crumbs(row),
        row=row, desk=found, groups=[(each, _cells(each.lines, row)) for each in found.groups],
        invented=_cells(found.invented, row), legend=_legend(found), form=forms.AsOfForm({"as_of": found.as_of}),
        is_today=found.as_of == _today(), table=table_href(row, **more),
        figure=course_figure(found, step), step=step, earlier=_earlier(found, step),
        courses=[Link(step_words(each), "?" + urlencode({**more, "course": each}) + "#course", each == step)
                 for each in rounds_desk.COURSES],
        steps=_steps(found), late=found.late[:10], batches=_batches(row, request.user),
        drafts=len(rounds_letters.drafts(request.user, round=row)), may=_may(row, request.user),
        review=address("reporting:review-queue", year=row.year), query=urlencode(more),
        wishes=[(each, rounds_desk.named(each.participation.area, language(), row.opens_on)[0])
                for each in rounds_time.waiting(row, request.user)],
    )  # fmt: skip


def _headline(found: Desk) -> str:
    values = {"count": formats.number(found.in_count, language()), "all": formats.number(len(found.lines), language())}
    return (
        ngettext("%(count)s of %(all)s reports is in", "%(count)s of %(all)s reports are in", found.in_count) % values
    )


def _may(row: Round, by: Any) -> dict[str, bool]:
    return {
        "manage": access.may(row, by, "manage"),
        "act": access.visible(Participation, by, action="manage").filter(round=row).exists(),
    }


def _cells(lines: Sequence[Line], row: Round) -> list[Cell]:
    base = reverse("reporting:round", kwargs={"year": row.year})
    return [
        Cell(each.area, each.name.text, each.standing.state, f"{base}{each.area}/", each.is_extension_near)
        for each in lines
    ]


def _legend(found: Desk) -> list[tuple[str, str, int]]:
    return [(state, desk_words(state), count) for state, count in found.states.items()]


def step_words(step: str) -> str:
    """What a step of a country's way is called."""
    return {
        "invited": _("Invited"), "designated": _("Authority named"), "started": _("Started"),
        "submitted": _("Submitted"), "queried": _("Queries sent"), "answered": _("Queries answered"),
        "accepted": _("Accepted"), "published": _("Published"),
        "corrected": pgettext("a published report", "Corrected"),
        "withdrawn": pgettext("a report", "Withdrawn"),
    }[step]  # fmt: skip


def _steps(found: Desk) -> list[tuple[str, int, list[int]]]:
    """The table of steps: how many countries ever reached each, in all and by region."""
    by_group = [each.reached for each in found.groups]
    return [(step_words(step), count, [group[step] for group in by_group]) for step, count in found.reached.items()]


@dataclass(frozen=True, slots=True)
class Batch:
    """Extensions that were given at once."""

    until: dt.date
    reason: str
    count: int
    areas: str
    granted_at: dt.datetime
    ids: str


def _batches(row: Round, by: Any) -> list[Batch]:
    """Extensions of the last week that still stand, those given together as one."""
    since = timezone.now() - dt.timedelta(7)
    rows = access.visible(Extension, by, action="manage").filter(
        participation__round=row, ended_at=None, granted_at__gte=since
    )
    together: dict[tuple[Any, ...], list[Extension]] = {}
    for each in rows.select_related("participation").order_by("-granted_at", "participation__area"):
        together.setdefault((each.granted_at, each.until, each.reason), []).append(each)
    return [
        Batch(
            until, reason, len(found), ", ".join(each.participation.area for each in found[:12]), at,
            ",".join(str(each.pk) for each in found),
        )
        for (at, until, reason), found in together.items()
    ]  # fmt: skip


# ---- the course -----------------------------------------------------------------------------------------------------
def course_figure(found: Desk, step: str) -> Figure:
    """The course of a step as a drawing with its table."""
    row = found.round
    points = found.course(step)
    title = _course_title(found, step)
    said = standing_curve.Said(
        title=title,
        description=_("How many countries had come so far on each day; circles are counts of earlier rounds."),
        line=row.year,
        deadline=_("due date"),
        day=pgettext("head of a column of dates", "Day"),
        reports=step_words(step),
        earlier=_("Earlier rounds, as far from their deadline"),
        point=_("%(round)s: %(count)s") % {"round": "{round}", "count": "{count}"},
    )
    until = row.closes_on or row.due_on + dt.timedelta(60)
    style = Style.web(language(), width=560)
    return standing_curve.draw(points, found.earlier(step), due_on=row.due_on, until=until, style=style, said=said)


def _course_title(found: Desk, step: str) -> str:
    """What the course says: whether an earlier round was passed, else the count."""
    count = found.reached[step]
    passed = [each for each in found.earlier(step) if count > each.value]
    if passed and step == "submitted":
        best = max(passed, key=lambda each: each.value)
        return _("Already past the %(count)s of %(round)s") % {
            "count": formats.number(best.value, language()), "round": best.round,
        }  # fmt: skip
    values = {"step": step_words(step), "count": formats.number(count, language())}
    return _("%(step)s: %(count)s") % values


def _earlier(found: Desk, step: str) -> list[tuple[Any, str, str]]:
    """What is known of earlier rounds, in words: count, its day, and how far from the deadline."""
    shown = []
    for each in found.earlier(step):
        days = each.after_deadline
        where = ""
        if days is not None:
            where = ngettext("%(days)s day after its deadline", "%(days)s days after its deadline", days) % {
                "days": days
            }
        shown.append((each, formats.date(each.as_of, language()), where))
    return shown


# ---- the table ------------------------------------------------------------------------------------------------------
def table_href(row: Round, **more: str) -> str:
    """The address of the table."""
    return reverse("reporting:round-table", kwargs={"year": row.year}) + (f"?{urlencode(more)}" if more else "")


@login_required
@require_safe
def table(request: HttpRequest, year: str) -> HttpResponse:
    """The countries as a table, narrowed, fifty a page, with what can be done to those that are ticked."""
    row = _followed(request, year)
    found = _desk(request, row)
    form, wanted, chosen = _narrowing(request.GET)
    lines = rounds_desk.narrowed(found, wanted)
    number = _page_number(request, len(lines))
    here: dict[str, str | int] = {**chosen, **({"as_of": found.as_of.isoformat()} if found.as_of != _today() else {})}
    return page(
        request, "rounds/table", _("Countries of the round"), crumbs(row, Crumb(_("Countries"))),
        row=row, desk=found, form=form,
        lines=[_shown(each, row) for each in lines[(number - 1) * ROWS : number * ROWS]],
        count=len(lines), members=sum(bool(each.region) for each in lines),
        chips=_chips(chosen, found), pages=_pages(number, len(lines), here), narrowed=chosen,
        back=f"?{urlencode({**here, 'page': number - 1})}" if number > 1 else "",
        onward=f"?{urlencode({**here, 'page': number + 1})}" if number * ROWS < len(lines) else "",
        may=_may(row, request.user), query=urlencode(here), as_of=found.as_of, is_today=found.as_of == _today(),
    )  # fmt: skip


def _followed(request: HttpRequest, year: str) -> Round:
    """A round of which the person follows countries; like one that is not there for everybody else."""
    row = queries.round(year, request.user)
    if not queries.reach(row, request.user):
        raise NotFound("site.access.unknown")
    return row


def _narrowing(data: Any) -> tuple[forms.FilterForm, Narrowing, dict[str, str]]:
    known = areas.regions()
    form = forms.FilterForm(data, regions=[(each, str(known.name(each, language()))) for each in known.codes])
    chosen = {key: value for key, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    return form, Narrowing(**chosen), chosen


def _page_number(request: HttpRequest, count: int) -> int:
    try:
        wanted = int(request.GET.get("page", "1"))
    except ValueError:
        wanted = 1
    return min(max(1, wanted), max(1, -(-count // ROWS)))


def _pages(number: int, count: int, here: dict[str, str | int]) -> list[Link]:
    last = max(1, -(-count // ROWS))
    every = range(1, last + 1) if last > 1 else ()
    return [
        Link(formats.number(each, language()), f"?{urlencode({**here, 'page': each})}", each == number)
        for each in every
    ]


def _chips(chosen: dict[str, str], found: Desk) -> list[Chip]:
    names = {each.id: each.name for each in found.groups}
    only = dict(forms.FilterForm.base_fields["only"].choices)  # type: ignore[attr-defined]
    said = {
        "region": names.get(chosen.get("region", ""), chosen.get("region", "")), "words": chosen.get("words", ""),
        "state": desk_words(chosen["state"]) if chosen.get("state") else "",
        "only": str(only.get(chosen.get("only", ""), "")),
    }  # fmt: skip
    return [
        Chip(said[key], "?" + urlencode({other: value for other, value in chosen.items() if other != key}))
        for key in chosen
    ]


@dataclass(frozen=True, slots=True)
class Shown:
    """A country in the table."""

    line: Line
    href: str
    state: str
    tag: str
    due: str
    days: int
    since: str


_TAGS = {
    "none": "open", "named": "open", "started": "going", "submitted": "going", "query": "look", "accepted": "done",
    "published": "done",
}  # fmt: skip
_STEP_OF = {
    "none": "", "named": "designated", "started": "started", "submitted": "submitted", "query": "queried",
    "accepted": "accepted", "published": "published",
}  # fmt: skip


def _shown(line: Line, row: Round) -> Shown:
    found = line.standing
    since = found.latest.get(_STEP_OF[found.state])
    return Shown(
        line, reverse("reporting:round-country", kwargs={"year": row.year, "area": line.area}),
        desk_words(found.state), _TAGS[found.state],
        formats.date(found.due_on, language()) if found.due_on else "", abs(found.days_left or 0),
        formats.date(since, language()) if since else "",
    )  # fmt: skip


@login_required
@require_safe
def table_file(request: HttpRequest, year: str, form: str) -> HttpResponse:
    """The table, narrowed as on the page, as CSV or as a workbook."""
    row = _followed(request, year)
    found = _desk(request, row)
    _form, wanted, _chosen = _narrowing(request.GET)
    content = rounds_files.countries(found, rounds_desk.narrowed(found, wanted), form)
    return attachment(content, f"round-{row.year}-{found.as_of.isoformat()}.{form}", form)


@login_required
@require_safe
def informed_file(request: HttpRequest, year: str) -> HttpResponse:
    """The record of being informed of every country the person follows, as CSV."""
    row = _followed(request, year)
    mine = queries.reach(row, request.user)
    members = [area for area in queries.members(row) if area in mine]
    told = rounds_letters.everything_told(request.user, mine)
    content = rounds_files.informed(told, members, _today(), language())
    return attachment(content, f"informed-{row.year}-{_today().isoformat()}.csv", "csv")


def attachment(content: bytes, name: str, form: str) -> HttpResponse:
    """A file to be kept by one person."""
    answer = HttpResponse(content, content_type=rounds_files.FORMS[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer


# ---- done to many ---------------------------------------------------------------------------------------------------
@login_required
@require_POST
def do(request: HttpRequest, year: str) -> HttpResponse:
    """Do something for the countries that are ticked, or for all that fit; asks once more and for what is needed."""
    row = _followed(request, year)
    act = request.POST.get("act", "")
    if act not in ACTS:
        raise NotFound("site.access.unknown")
    chosen = _chosen(request, row)
    if not chosen:
        messages.error(request, _("No country was ticked. Tick countries in the table, or choose all of them."))
        return redirect(table_href(row))
    form = _act_form(act, request, row)
    if "sure" in request.POST and (form is None or form.is_valid()):
        try:
            return _done(request, row, act, chosen, form)
        except NotFound:
            raise
        except Refusal as refusal:
            if form is None:
                messages.error(request, problems.sentence(refusal))
                return redirect(table_href(row))
            form.add_error(None, problems.sentence(refusal))
    names = [rounds_desk.named(area, language(), row.opens_on)[0] for area in chosen]
    return page(
        request, "rounds/do", _act_words(act),
        crumbs(row, Crumb(_("Countries"), table_href(row)), Crumb(_act_words(act))),
        row=row, act=act, chosen=chosen, names=names, form=form, send=_act_words(act), back=table_href(row),
        status=422 if form is not None and form.is_bound and "sure" in request.POST else 200,
    )  # fmt: skip


def _chosen(request: HttpRequest, row: Round) -> list[str]:
    """Ticked countries, or every one that fits the narrowing; only those the person follows."""
    found = rounds_desk.desk(row, request.user, as_of=_today(), language=language())
    if "all" in request.POST:
        _form, wanted, _chosen_words = _narrowing(request.POST)
        return [each.area for each in rounds_desk.narrowed(found, wanted)]
    ticked = set(request.POST.getlist("area"))
    return [each.area for each in (*found.lines, *found.invented) if each.area in ticked]


def _act_words(act: str) -> str:
    return {
        "invite": _("Invite to report"), "extend": _("Give more time"), "remind": _("Remind of the due date"),
        "letters": _("Make letters"),
    }[act]  # fmt: skip


def _act_form(act: str, request: HttpRequest, row: Round) -> Any:
    data = request.POST if "sure" in request.POST else None
    if act == "extend":
        return forms.ExtendForm(data)
    if act == "letters":
        return forms.ManyForm(data, letters=letter_choices(), initial=sender_initial(request.user))
    return None


def letter_choices() -> list[tuple[str, str]]:
    """The declared letters to choose from."""
    return [(each.id, letter_title(each, language()).text) for each in declared_letters.letters()]


def sender_initial(by: Any) -> dict[str, Any]:
    """The office of whoever writes, and today."""
    member = by.memberships.current().select_related("organisation").order_by("pk").first()
    return {"office": str(member.organisation) if member is not None else "", "on": _today()}


def sender_of(form: Any) -> letter_actions.Sender:
    """The sender as typed."""
    given = form.cleaned_data
    return letter_actions.Sender(given["office"], forms.lines(given["lines"]), forms.lines(given["signed"]))


def _done(request: HttpRequest, row: Round, act: str, chosen: list[str], form: Any) -> HttpResponse:
    by = request.user
    if act == "letters":
        on, what = form.cleaned_data["on"], form.cleaned_data["what"]
        job = letter_actions.ask_many(round=row, areas=chosen, what=what, sender=sender_of(form), by=by, on=on)
        return redirect("reporting:round-letters-made", year=row.year, pk=job.pk)
    if act == "extend":
        given = form.cleaned_data
        made = rounds_countries.extend(
            round_id=row.pk, areas=chosen, until=given["until"], reason=given["reason"], by=by
        )
        said = ngettext("%(n)s country has more time.", "%(n)s countries have more time.", len(made))
    elif act == "invite":
        made = rounds_countries.invite(round_id=row.pk, areas=chosen, by=by)  # type: ignore[assignment]
        said = ngettext("%(n)s country is invited.", "%(n)s countries are invited.", len(made))
    else:
        made = rounds_reminders.remind(round_id=row.pk, areas=chosen, by=by)  # type: ignore[assignment]
        said = ngettext("%(n)s country was reminded.", "%(n)s countries were reminded.", len(made))
    messages.success(request, said % {"n": formats.number(len(made), language())})
    return redirect("reporting:round", year=row.year)


@login_required
@require_POST
def take_back(request: HttpRequest, year: str) -> HttpResponse:
    """Take extensions back that were given at once."""
    row = _followed(request, year)
    ids = [int(each) for each in request.POST.get("ids", "").split(",") if each.isdigit()]
    reason = request.POST.get("reason", "").strip() or _("Taken back on the desk")
    try:
        found = rounds_countries.take_back(extension_ids=ids, reason=reason, by=request.user)
    except Refusal as refusal:
        messages.error(request, problems.sentence(refusal))
    else:
        said = ngettext("%(n)s extension was taken back.", "%(n)s extensions were taken back.", len(found))
        messages.success(request, said % {"n": formats.number(len(found), language())})
    return redirect("reporting:round", year=row.year)


__all__ = ["Letter", "attachment", "crumbs", "desk", "do", "informed_file", "table", "table_file", "take_back"]

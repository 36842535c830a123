"""Letters: one letter, a batch being made, drafts that wait, and what was told outside Concord."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from concord.errors import NotFound, Refusal
from concord.reporting import letters as declared
from concord.reporting.letters_compose import title as letter_title
from concord.vocabulary import formats
from concord.vocabulary.languages import direction, native_name
from concord_site.reporting.actions import letters as actions
from concord_site.reporting.forms import rounds as forms
from concord_site.reporting.models.rounds import Letter, Participation, Round
from concord_site.reporting.queries import rounds as queries
from concord_site.reporting.queries import rounds_desk, rounds_letters
from concord_site.reporting.views.page import page, read_or_send
from concord_site.reporting.views.rounds_country import fetched
from concord_site.reporting.views.rounds_desk import crumbs, letter_choices, sender_initial, sender_of
from concord_site.shell import access, files, jobs, problems
from concord_site.shell.i18n import language
from concord_site.shell.models import Job
from concord_site.shell.parts.values import Crumb
from concord_site.shell.parts.values import Job as Work


def kind_words(what: str) -> str:
    """What a kind of letter is called."""
    for each in declared.letters():
        if each.id == what:
            return letter_title(each, language()).text
    return _("Something else")


def state_tag(row: Letter) -> tuple[str, str]:
    """The tag of a letter's state and its words."""
    return {
        Letter.State.DRAFTED: ("open", _("Not sent")), Letter.State.SENT: ("going", _("Sent")),
        Letter.State.ACKNOWLEDGED: ("done", _("Acknowledged")), Letter.State.CANCELLED: ("open", _("Put away")),
    }[Letter.State(row.state)]  # fmt: skip


def _crumbs(row: Letter, *more: Crumb) -> list[Crumb]:
    name = rounds_desk.named(row.area, language(), queries.day(timezone.now()))[0].text
    if row.round is None:
        return [Crumb(_("Rounds"), reverse("reporting:rounds")), Crumb(name), *more]
    href = reverse("reporting:round-country", kwargs={"year": row.round.year, "area": row.area})
    return crumbs(row.round, Crumb(name, href), *more)


# ---- one letter -----------------------------------------------------------------------------------------------------
@login_required
@require_safe
def letter(request: HttpRequest, pk: str) -> HttpResponse:
    """A letter: what it is, its files, how it went out, and what can be done with it now."""
    return _letter_page(request, access.get(Letter, pk, request.user))


def _letter_page(
    request: HttpRequest, row: Letter, *, sent: Any = None, acknowledged: Any = None, status: int = 200
) -> HttpResponse:
    today = queries.day(timezone.now())
    may = {action: access.may(row, request.user, action) for action in ("submit", "edit", "withdraw")}
    is_told = row.state in rounds_letters.TOLD
    return page(
        request, "rounds/letter", row.subject, _crumbs(row, Crumb(kind_words(row.what))), row=row, status=status,
        kind=kind_words(row.what), tag=state_tag(row), language_name=native_name(row.language),
        direction=direction(row.language), may=may, is_told=is_told,
        way={str(way): words for way, words in forms.WAYS}.get(row.way, row.way),
        sent_form=sent or forms.SentForm(initial={"on": today, "office": row.sent_by_office, "way": row.way}),
        acknowledged_form=acknowledged or forms.AcknowledgeForm(
            initial={"on": row.acknowledged_on or today, "office": row.acknowledged_by or row.sent_to}
        ),
        forms_=[(form, form.upper()) for form in ("docx", "pdf") if _file_of(row, form) is not None],
        country=rounds_desk.named(row.area, language(), today)[0],
    )  # fmt: skip


def _file_of(row: Letter, form: str) -> Any:
    return {"docx": row.word, "pdf": row.pdf}.get(form)


@login_required
@require_safe
def file(request: HttpRequest, pk: str, form: str) -> HttpResponseBase:
    """A letter as Word or PDF, for whoever may see the letter."""
    row = access.get(Letter, pk, request.user)
    found = _file_of(row, form)
    if found is None:
        raise NotFound("site.access.unknown")
    return files.response(found, files.open_checked(found))


@login_required
@require_POST
def sent(request: HttpRequest, pk: str) -> HttpResponse:
    """Mark a letter as sent."""
    row = access.get(Letter, pk, request.user, "submit")
    form = forms.SentForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        sending = actions.Sending(given["on"], given["office"], given["way"], given["to"])
        try:
            actions.mark_sent(letter_ids=[pk], sending=sending, by=request.user, today=actions.today())
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("Marked as sent. It stands in the record of what the country was told."))
            return redirect("reporting:letter", pk=pk)
    return _letter_page(request, row, sent=form, status=422)


@login_required
@require_POST
def acknowledged(request: HttpRequest, pk: str) -> HttpResponse:
    """Note that a letter was acknowledged."""
    row = access.get(Letter, pk, request.user, "edit")
    form = forms.AcknowledgeForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.acknowledge(
                letter_id=pk, on=given["on"], office=given["office"], by=request.user, today=actions.today()
            )
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("The acknowledgement is in the record."))
            return redirect("reporting:letter", pk=pk)
    return _letter_page(request, row, acknowledged=form, status=422)


@login_required
@require_POST
def put_away(request: HttpRequest, pk: str) -> HttpResponse:
    """Put a draft away, or take it up again."""
    if "restore" in request.POST:
        actions.restore(letter_id=pk, by=request.user)
        messages.success(request, _("The letter is a draft again."))
    else:
        actions.cancel(letter_id=pk, by=request.user)
        messages.success(request, _("The letter is put away. It can be taken up again below."))
    return redirect("reporting:letter", pk=pk)


# ---- for one country ------------------------------------------------------------------------------------------------
@login_required
@read_or_send
def new(request: HttpRequest, year: str, area: str) -> HttpResponse:
    """Make one letter to one country."""
    found = fetched(request, year, area)
    access.permit(Letter, request.user, "create", state=Letter.State.DRAFTED, area=area)
    on = queries.day(timezone.now())
    initial = {
        **sender_initial(request.user), "language": found.language, "what": request.GET.get("what", ""),
        "reference": rounds_letters.next_reference(found.round, area, on),
    }  # fmt: skip
    form = forms.LetterForm(request.POST or None, letters=letter_choices(), initial=initial)
    if form.is_valid() and (made := _made(form, found, request.user)) is not None:
        _say_made(request, made, form.cleaned_data["language"])
        return redirect("reporting:letter", pk=made.pk)
    return _country_form(request, found, form, _("Make a letter"), lead=_(
        "The letter is made in Word and PDF and kept as a draft. It is sent by your office, not by this program."
    ))  # fmt: skip


def _made(form: forms.LetterForm, found: Participation, by: Any) -> Letter | None:
    given = form.cleaned_data
    try:
        return actions.make(
            area=found.area, what=given["what"], sender=sender_of(form), by=by, on=given["on"], round=found.round,
            language=given["language"], reference=given["reference"], to=forms.lines(given["to"]),
        )  # fmt: skip
    except NotFound:
        raise
    except Refusal as refusal:
        form.add_error(None, problems.sentence(refusal))
        return None


def _say_made(request: HttpRequest, made: Letter, wanted: str) -> None:
    if made.language != wanted:
        words = {"wanted": native_name(wanted)}
        messages.warning(
            request, _("This letter has not been translated into %(wanted)s yet; it was made in English.") % words
        )
    else:
        messages.success(request, _("The letter is made. Read it before it is sent."))


def _country_form(
    request: HttpRequest, found: Participation, form: Any, title: str, *, lead: str = "", send: str = ""
) -> HttpResponse:
    name = rounds_desk.named(found.area, language(), found.round.opens_on)[0].text
    back = reverse("reporting:round-country", kwargs={"year": found.round.year, "area": found.area})
    return page(
        request, "rounds/form", title, crumbs(found.round, Crumb(name, back), Crumb(title)), form=form, lead=lead,
        send=send or title, back=back, row=found.round, country=name, status=422 if form.is_bound else 200,
    )  # fmt: skip


@login_required
@read_or_send
def enter(request: HttpRequest, year: str, area: str) -> HttpResponse:
    """Enter what a country was told outside Concord."""
    found = fetched(request, year, area)
    access.permit(Letter, request.user, "create", state=Letter.State.DRAFTED, area=area)
    initial = {"office": sender_initial(request.user)["office"], "language": found.language, "on": actions.today()}
    form = forms.EnterForm(request.POST or None, letters=letter_choices(), initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        sending = actions.Sending(given["on"], given["office"], given["way"], given["to"])
        try:
            actions.enter(
                area=area, subject=given["subject"], sending=sending, by=request.user, today=actions.today(),
                round=found.round, what=given["what"], language=given["language"], reference=given["reference"],
            )  # fmt: skip
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("It stands in the record of what the country was told."))
            return redirect("reporting:round-country", year=year, area=area)
    return _country_form(request, found, form, _("Enter what the country was told"), send=_("Enter it"), lead=_(
        "A letter, a meeting or a mail outside this program: it becomes part of the record of being informed."
    ))  # fmt: skip


# ---- many -----------------------------------------------------------------------------------------------------------
@never_cache
@login_required
@require_safe
def made(request: HttpRequest, year: str, pk: str) -> HttpResponse:
    """A batch of letters: how far it is, what was made, who was left out and why."""
    row = queries.round(year, request.user)
    job = _job(request, row, pk)
    now = jobs.state(job)
    found = _of_job(job, request.user)
    result = job.result or {}
    return page(
        request, "rounds/made", _("Letters being made"), crumbs(row, Crumb(_("Letters"))),
        row=row, job=job, work=_work(now, job, row), letters=[(each, *_named(each)) for each in found],
        left_out=[
            (rounds_desk.named(area, language(), row.opens_on)[0], _why(code))
            for area, code in result.get("left_out", [])
        ],
        kind=kind_words(str(job.arguments.get("what", ""))), is_over=now["state"] not in ("waiting", "running"),
        may_stop=now["may_stop"], sent_form=forms.SentForm(
            initial={"on": actions.today(), "office": job.arguments.get("sender", {}).get("office", "")}
        ),
    )  # fmt: skip


def _job(request: HttpRequest, row: Round, pk: str) -> Job:
    job = access.get(Job, pk, request.user)
    if job.name != actions.MAKE or job.arguments.get("round_id") != row.pk:
        raise NotFound("site.access.unknown")
    return job


def _of_job(job: Job, by: Any) -> list[Letter]:
    """The letters that a job has made so far, stopped or not, in order of country."""
    if job.started_at is None:
        return []
    rows = access.visible(Letter, by).filter(
        round_id=job.arguments["round_id"], what=job.arguments["what"], made_by_id=job.owner_id,
        made_at__gte=job.started_at, area__in=job.arguments["areas"],
    )  # fmt: skip
    if job.finished_at is not None:
        rows = rows.filter(made_at__lte=job.finished_at)
    return list(rows.select_related("word", "pdf").order_by("area"))


def _named(each: Letter) -> tuple[Any, str, tuple[str, str]]:
    name = rounds_desk.named(each.area, language(), queries.day(timezone.now()))[0]
    return name, native_name(each.language), state_tag(each)


def _why(code: str) -> str:
    from concord.errors import Conflict

    if code == "reporting.letter.needs":
        return _("a fact is missing, such as the authority or a report that has come")
    return problems.sentence(Conflict(code))


def _work(now: dict[str, Any], job: Job, row: Round) -> Work:
    state = {"waiting": "waiting", "running": "running", "done": "done"}.get(now["state"], "failed")
    title = _("%(done)s of %(total)s letters") % {
        "done": formats.number(now["done"], language()),
        "total": formats.number(now["total"] or len(job.arguments.get("areas", ())), language()),
    }
    here = reverse("reporting:round-letters-made", kwargs={"year": row.year, "pk": job.pk})
    return Work(title, now["done"], now["total"], now["seconds_left"], state, again=here)  # type: ignore[arg-type]


@login_required
@require_POST
def stop(request: HttpRequest, year: str, pk: str) -> HttpResponse:
    """Stop a batch; what is made stays."""
    row = queries.round(year, request.user)
    _job(request, row, pk)
    jobs.stop(pk, by=request.user)
    messages.success(request, _("The work will stop at its next step. Letters that are made stay."))
    return redirect("reporting:round-letters-made", year=year, pk=pk)


@login_required
@require_safe
def zipped(request: HttpRequest, year: str, pk: str) -> HttpResponse:
    """The letters of a batch as one ZIP file."""
    row = queries.round(year, request.user)
    job = _job(request, row, pk)
    content = actions.zipped(_of_job(job, request.user))
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="letters-{row.year}-{job.arguments["what"]}.zip"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer


@login_required
@require_safe
def drafts(request: HttpRequest, year: str) -> HttpResponse:
    """Letters of a round that were made and not sent."""
    row = queries.round(year, request.user)
    if not queries.reach(row, request.user):
        raise NotFound("site.access.unknown")
    found = rounds_letters.drafts(request.user, round=row)
    return page(
        request, "rounds/drafts", _("Letters that are not sent yet"), crumbs(row, Crumb(_("Letters"))), row=row,
        letters=[(each, kind_words(each.what), *_named(each)) for each in found],
        sent_form=forms.SentForm(initial={"on": actions.today(), "office": sender_initial(request.user)["office"]}),
    )  # fmt: skip


@login_required
@require_POST
def many_sent(request: HttpRequest, year: str) -> HttpResponse:
    """Mark the letters that are ticked as sent."""
    row = queries.round(year, request.user)
    form = forms.SentForm(request.POST)
    back = redirect("reporting:round-letters", year=row.year)
    if not form.is_valid():
        messages.error(request, _("Nothing was marked: say on which day and by which office the letters were sent."))
        return back
    given = form.cleaned_data
    ids = [each.pk for each in access.visible(Letter, request.user).filter(
        round=row, state=Letter.State.DRAFTED, pk__in=_uuids(request.POST.getlist("letter")))]  # fmt: skip
    if not ids:
        messages.error(request, _("No letter was ticked."))
        return back
    try:
        sending = actions.Sending(given["on"], given["office"], given["way"], given["to"])
        done = actions.mark_sent(letter_ids=ids, sending=sending, by=request.user, today=actions.today())
    except Refusal as refusal:
        messages.error(request, problems.sentence(refusal))
        return back
    said = ngettext("%(n)s letter is marked as sent.", "%(n)s letters are marked as sent.", len(done))
    messages.success(request, said % {"n": formats.number(len(done), language())})
    return back


def _uuids(given: list[str]) -> list[str]:
    from uuid import UUID

    found = []
    for each in given:
        try:
            found.append(str(UUID(each)))
        except ValueError:
            continue
    return found

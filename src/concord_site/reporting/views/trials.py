"""Pages around a trial: begin one, its task list, checking and finishing it, what is asked and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from concord.errors import Conflict, Invalid, Refusal
from concord.instrument import burden
from concord.instrument.model import Instrument, Question
from concord.instrument.numbering import numbers
from concord.vocabulary import areas
from concord.vocabulary.text import Wording
from concord_site.reporting.actions import trials as actions
from concord_site.reporting.answering import addresses, boxes, figures, outward, pages, progress, reading, rich, rules
from concord_site.reporting.answering.progress import Progress
from concord_site.reporting.forms.trials import StartForm
from concord_site.reporting.models.instruments import InstrumentVersion
from concord_site.reporting.models.trials import Trial
from concord_site.reporting.queries import instruments
from concord_site.reporting.queries import trials as queries
from concord_site.reporting.queries.trials import Opened
from concord_site.reporting.views.page import page as room_page
from concord_site.reporting.views.page import questionnaires, read_or_send
from concord_site.shell import problems
from concord_site.shell.i18n import in_language, language
from concord_site.shell.parts.values import Crumb, Link

#: Characters of a file of answers.
FILE_AT_MOST = 3_000_000
#: Answers that one page lists; a longer questionnaire shows one section at a time.
LISTED_AT_MOST = 90


def opened(request: HttpRequest, pk: object) -> Opened:
    """The trial of an address."""
    return queries.opened(pk, request.user, today=timezone.now().date(), language=language())


def shown(
    request: HttpRequest, template: str, title: str, found: Opened, crumbs: list[Crumb], *, status: int = 200,
    **context: object,
) -> HttpResponse:  # fmt: skip
    """A page of a trial, with its mark; never kept by anybody's cache."""
    trail = [questionnaires(), Crumb(_title(found.instrument), ""), *crumbs]
    trail[1] = (
        Crumb(_title(found.instrument), reverse("reporting:trial", args=[found.trial.pk])) if crumbs else trail[1]
    )
    response = room_page(
        request, f"trials/{template}", title, trail, status=status, trial=found.trial, opened=found,
        instrument=found.instrument, **context,
    )  # fmt: skip
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response


def _title(instrument: Instrument) -> str:
    return rich.plain(instrument.title.best(language()).text) or instrument.id


# ---- beginning -------------------------------------------------------------------------------------------------------
@read_or_send
def start(request: HttpRequest, id: str, version: str) -> HttpResponse:
    """Begin a trial of a published version."""
    found = instruments.version(id, request.user, version)
    return _start(request, found.instrument, found.row)


@login_required
@read_or_send
def start_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a trial of a draft, as it stands now."""
    row = instruments.draft(pk, request.user)
    found = instruments.checked(instruments.of_json(row.sheets))
    if found.instrument is None:
        raise Invalid("reporting.trial.unreadable")
    return _start(request, found.instrument, row)


def _start(request: HttpRequest, instrument: Instrument, row: InstrumentVersion | None) -> HttpResponse:
    today = timezone.now().date()
    form = StartForm(
        request.POST or None, request.FILES or None, sections=_section_names(instrument),
        countries=sorted(((each.id, each.name(language())) for each in areas.member_states(today)), key=lambda e: e[1]),
        has_last=True, initial={"language": language(), "mode": "whole", "last": "none", "role": "officer"},
    )  # fmt: skip
    if form.is_valid() and (made := _begun(request, form, instrument, row)) is not None:
        return redirect(in_language(reverse("reporting:trial", args=[made.pk]), form.cleaned_data["language"]))
    return room_page(
        request, "trials/start", _("Try this questionnaire"), [questionnaires(), Crumb(_title(instrument))],
        form=form, instrument=instrument, name=_title(instrument), status=422 if form.is_bound else 200,
        is_signed_in=request.user.is_authenticated, has_previous=queries.previous_of(instrument) is not None,
    )  # fmt: skip


def _section_names(instrument: Instrument) -> list[tuple[int, str]]:
    return [(each.number, f"{each.number}. {section_title(each)}") for each in pages.sections(instrument)]


def section_title(section: pages.Section) -> str:
    """The title of a section as plain words."""
    return rich.plain(section.label.best(language()).text) or _("Questions")


def _begun(
    request: HttpRequest, form: StartForm, instrument: Instrument, row: InstrumentVersion | None
) -> Trial | None:
    given = form.cleaned_data
    try:
        last, last_instrument, answers = _last(given, instrument)
        with override(given["language"]):
            return actions.begin(
                instrument, by=request.user, version=row, mode=given.get("mode", Trial.Mode.WHOLE), role=given["role"],
                section=given["section"] or 0, area=given["area"], last=last, last_instrument=last_instrument,
                last_answers=answers, today=timezone.now().date(),
            )  # fmt: skip
    except Refusal as refusal:
        form.add_error("answers" if refusal.code.startswith("reporting.answers") else None, problems.sentence(refusal))
        return None


def _last(given: Mapping[str, Any], instrument: Instrument) -> tuple[str, str, dict[str, Any] | None]:
    last = given.get("last", Trial.Last.NONE)
    if last != Trial.Last.UPLOADED:
        return last, "", None
    found = reading.of_json(given["answers"].read(FILE_AT_MOST + 1), limit=FILE_AT_MOST)
    of = found.instrument or instrument.previous or instrument.id
    if of not in {instrument.id, instrument.previous}:
        raise Invalid("reporting.answers.other-instrument", params={"given": of, "wanted": instrument.id})
    return last, of, dict(found.answers)


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The trials of somebody who is signed in."""
    rows = [(each, each.instrument) for each in queries.own(request.user)]
    return room_page(
        request, "trials/own", _("Your trials"), [questionnaires(), Crumb(_("Your trials"))], rows=rows,
        is_signed_in=request.user.is_authenticated,
    )  # fmt: skip


# ---- the task list ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Task:
    """A section as the list shows it."""

    progress: Progress
    title: Wording
    href: str
    note: str
    tag: str
    words: str

    @property
    def block(self) -> str:
        """Class of its block in the bar."""
        return {"done": "full", "going": "half", "look": "look"}.get(self.tag, "")


@require_safe
def tasks(request: HttpRequest, pk: object) -> HttpResponse:
    """The sections in any order, each with its state."""
    found = opened(request, pk)
    rows = [_task(found, each) for each in found.progress]
    asked = [each for each in rows if each.progress.stage != "none"]
    done = sum(each.progress.stage == "done" for each in asked)
    return shown(
        request, "tasks", _title(found.instrument), found, [], rows=rows, done=done, asked=len(asked),
        minutes=_minutes_left(found), questions_left=sum(e.progress.asked - e.progress.answered for e in rows),
        may_check=found.trial.role == Trial.Role.OFFICER, sections=_section_names(found.instrument),
        area_name=_area_name(found.trial.area), address=request.build_absolute_uri(request.path),
        is_of_draft=queries.is_of_draft(found.trial),
        is_own=found.trial.owner_id is not None and found.trial.owner_id == request.user.pk,
        is_changed=found.trial.digest != found.instrument.digest, roles=role_words(),
        forms=export_links(found), is_short=found.trial.mode == Trial.Mode.SHORT,
    )  # fmt: skip


def role_words() -> list[tuple[str, str]]:
    """The roles that can be played."""
    return [
        (Trial.Role.OFFICER, _("Officer")), (Trial.Role.DELEGATE, _("Colleague with one section")),
        (Trial.Role.REVIEWER, _("Reviewer")),
    ]  # fmt: skip


def _task(found: Opened, each: Progress) -> Task:
    number = each.section.number
    is_closed = found.trial.role == Trial.Role.DELEGATE and found.trial.section != number
    href = (
        "" if is_closed or each.stage == "none" else reverse("reporting:trial-section", args=[found.trial.pk, number])
    )
    title = each.section.label.best(language())
    title = title if title.text else Wording(_("Questions"), language())
    if is_closed:
        return Task(each, title, href, _("Given to other people"), "later", _("Not yours"))
    tag, words = {
        "open": ("open", ""), "going": ("going", ""), "look": ("look", ""), "done": ("done", ""),
        "none": ("later", _("Not asked")),
    }[each.stage]  # fmt: skip
    note = _("Has anything changed since last time?") if found.awaits_confirmation(number) else _note(each)
    return Task(each, title, href, note, tag, words)


def _note(each: Progress) -> str:
    if each.stage == "none":
        return _("Your other answers leave this section out")
    if each.stage == "look" and each.faults:
        return _("Something must change before you finish")
    if each.stage == "look":
        return _("%(count)s answers are missing") % {"count": len(each.missing)}
    if each.stage == "going":
        return _("%(done)s of %(all)s answered") % {"done": each.answered, "all": each.asked}
    return ""


def _minutes_left(found: Opened) -> int:
    """Minutes for what is still to be answered, by the usual figures of the burden meter; steps of five."""
    every = sum(each.asked for each in found.progress)
    left = sum(each.asked - each.answered for each in found.progress)
    if not left:
        return 0
    whole = burden.meter(found.instrument, found.book.answers(), today=found.today, language=language()).whole
    return max(5, round(whole.minutes.typical * left / every / 5) * 5)


def _area_name(code: str) -> str:
    return areas.area(code).name(language()) if code else ""


def export_links(found: Opened) -> list[Link]:
    """The forms in which a trial can be taken away."""
    return [
        Link(words, reverse("reporting:trial-export", args=[found.trial.pk, form])) for form, words in outward.forms()
    ]


@require_POST
def role(request: HttpRequest, pk: object) -> HttpResponse:
    """Play another role."""
    given = request.POST.get("section", "")
    actions.play(pk, role=request.POST.get("role", ""), section=int(given) if given.isdigit() else 1, by=request.user)
    return redirect("reporting:trial", pk=pk)


@require_POST
def share(request: HttpRequest, pk: object) -> HttpResponse:
    """Open one's own trial to everybody who has its address."""
    try:
        actions.share(pk, by=request.user)
    except Conflict as refusal:
        messages.error(request, problems.sentence(refusal))
    else:
        messages.success(request, _("Everybody who has this address can now open the trial and answer in it."))
    return redirect("reporting:trial", pk=pk)


@read_or_send
def remove(request: HttpRequest, pk: object) -> HttpResponse:
    """Remove a trial for good."""
    found = opened(request, pk)
    if request.method == "POST":
        actions.remove(pk, by=request.user, now=timezone.now())
        messages.success(request, _("The trial is removed, with its answers and files."))
        return redirect("reporting:trials" if request.user.is_authenticated else "reporting:instruments")
    title = _("Remove this trial?")
    return shown(request, "remove", title, found, [Crumb(title)])


# ---- checking and finishing ------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Line:
    """An answer in the overview: its question, what was said, where it can be changed, what is wrong with it."""

    number: str
    label: Wording
    answer: str
    unit: str
    href: str
    sentences: tuple[str, ...] = ()
    entry: str = ""
    reason: str = ""


def _sections_shown(found: Opened, request: HttpRequest) -> tuple[list[pages.Section], list[Link]]:
    """All sections, or the one asked for where they are too much for a page; and links to each."""
    every = [each for each in found.sections if found.trial.role != Trial.Role.DELEGATE or found.is_open(each.number)]
    total = sum(1 for each in every for _one in progress.asked_in(found.book, found.state, each.questions()))
    if total <= LISTED_AT_MOST or len(every) < 2:
        return every, []
    given = request.GET.get("section", "")
    chosen = next((each for each in every if str(each.number) == given), every[0])
    links = [Link(f"{each.number}. {section_title(each)}", f"?section={each.number}", each is chosen) for each in every]
    return [chosen], links


@require_safe
def check(request: HttpRequest, pk: object) -> HttpResponse:
    """Every answer, what is missing, and links to change them."""
    found = opened(request, pk)
    sections, links = _sections_shown(found, request)
    places = {number: place for place, number in enumerate(numbers(found.instrument).values())}
    open_ones = sorted(_open_ones(found), key=lambda each: (places.get(each.number, 0), each.entry))
    return shown(
        request, "check", _("Check the answers"), found, [Crumb(_("Check the answers"))],
        sections=[(each, section_title(each), _lines(found, each)) for each in sections], links=links,
        open_ones=open_ones, may_finish=not open_ones and found.may_answer, is_done=found.trial.finished_at is not None,
    )  # fmt: skip


def _lines(found: Opened, section: pages.Section) -> list[Line]:
    return [
        line(found, address, question)
        for address, question in progress.asked_in(found.book, found.state, section.questions())
    ]


def line(found: Opened, address: str, question: Question) -> Line:
    """One answer of the overview."""
    positional = found.book.positional(address) or ""
    kept = found.book.of(address)
    findings = found.all_faults.get(address, ())
    said = list(rules.sentences([each for each in findings if rules.is_hard(each)], language()))
    if kept.rival is not None:
        said.append(_("Two people changed this answer."))
    if kept.typed is not None and not said:
        said.append(_("What was written last could not be accepted."))
    return Line(
        numbers(found.instrument).get(question.path, ""), cell_label(found, positional, question),
        figures.shown_value(question, kept.value, rules.choices(found.state, positional, question), language()),
        boxes.unit_words(question.about.unit, language()) if kept.value is not None else "",
        href_of(found, address), tuple(said), entry_words(found, address), kept.reason,
    )  # fmt: skip


def cell_label(found: Opened, positional: str, question: Question) -> Wording:
    """A question's label; of a cell of a grid, its row and columns."""
    return rules.label(found.state, positional, question, language())


def entry_words(found: Opened, address: str) -> str:
    """Which entry of a list an answer belongs to, such as "2"."""
    scope, _key = addresses.split(found.book.positional(address) or "")
    return ".".join(place for _repeat, place in scope)


def _open_ones(found: Opened) -> Iterable[Line]:
    for address, findings in found.all_faults.items():
        node = found.book.node(address)
        if isinstance(node, Question) and any(rules.is_hard(each) for each in findings):
            yield line(found, address, node)
    for address, kept in found.book.kept.items():
        node = found.book.node(address)
        is_named = any(rules.is_hard(each) for each in found.all_faults.get(address, ()))
        if isinstance(node, Question) and (kept.rival or kept.typed) and not is_named:
            yield line(found, address, node)


def href_of(found: Opened, address: str) -> str:
    """The address of the page on which an answer stands, and of its box there."""
    node = found.book.node(address)
    page = pages.places(found.instrument).get(node.path) if node is not None else None
    if page is None:
        return reverse("reporting:trial", args=[found.trial.pk])
    scope, _key = addresses.split(address)
    return page_href(found, page, scope) + f"#{addresses.element(address)}-slot"


def page_href(found: Opened, page: pages.Page, scope: addresses.Scope = ()) -> str:
    """The address of a page, in one entry of a list."""
    href = reverse("reporting:trial-page", args=[found.trial.pk, page.section, page.number])
    return href + (f"?in={'.'.join(entry for _repeat, entry in scope)}" if scope else "")


@read_or_send
def finish(request: HttpRequest, pk: object) -> HttpResponse:
    """Finish the trial, or look at the finished one."""
    if request.method == "POST":
        if request.POST.get("do") == "reopen":
            actions.reopen(pk, by=request.user)
            return redirect("reporting:trial", pk=pk)
        try:
            actions.finish(pk, by=request.user, language=language(), today=timezone.now().date())
        except Conflict as refusal:
            messages.error(request, problems.sentence(refusal))
            return redirect("reporting:trial-check", pk=pk)
        return redirect("reporting:trial-finish", pk=pk)
    found = opened(request, pk)
    if found.trial.finished_at is None:
        return redirect("reporting:trial-check", pk=pk)
    return shown(
        request, "done", _("The trial is finished"), found, [Crumb(_("Finished"))], forms=export_links(found),
        is_changed=found.trial.finished_digest != actions.digest(found.book),
    )  # fmt: skip


# ---- what is asked and why -------------------------------------------------------------------------------------------
@require_safe
def why(request: HttpRequest, pk: object) -> HttpResponse:
    """Every question, asked or not, and the reason in words."""
    found = opened(request, pk)
    sections, links = _sections_shown(found, request)
    rows = [(each, section_title(each), list(_reasons(found, each))) for each in sections]
    return shown(
        request, "why", _("What is asked, and why"), found, [Crumb(_("What is asked, and why"))], sections=rows,
        links=links,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the overview: whether it is asked, and why."""

    number: str
    label: Wording
    is_asked: bool
    reasons: tuple[str, ...]
    href: str
    article: str
    entry: str = ""


def _reasons(found: Opened, section: pages.Section) -> Iterable[Asked]:
    for question in section.questions():
        if not question.is_asked:
            continue
        scopes = found.book.scopes(question.repeat)
        for scope in scopes:
            address = addresses.join(scope, question.key)
            positional = found.book.positional(address) or ""
            is_asked = found.state.is_asked(positional)
            yield Asked(
                numbers(found.instrument).get(question.path, ""), cell_label(found, positional, question),
                is_asked, reading.reasons(found.instrument, found.state, positional, language()),
                href_of(found, address) if is_asked else "", boxes.article_of(question), entry_words(found, address),
            )  # fmt: skip
        if not scopes:
            yield Asked(
                numbers(found.instrument).get(question.path, ""), question.label.best(language()), False,
                (_("Asked for each entry of its list; there is none yet."),), "", boxes.article_of(question),
            )  # fmt: skip

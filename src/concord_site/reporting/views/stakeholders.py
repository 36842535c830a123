"""Public pages of stakeholders: the register, registration, one's own link, and their published reports."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from concord.errors import Refusal
from concord.instrument.numbering import numbers
from concord.reporting import stakeholders as library
from concord.vocabulary.text import Wording
from concord_site.reporting.actions import stakeholders as actions
from concord_site.reporting.answering import figures
from concord_site.reporting.forms import stakeholders as forms
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.stakeholders import Stakeholder, StakeholderDecision
from concord_site.reporting.queries import published as all_published
from concord_site.reporting.queries import stakeholder_reports as reports
from concord_site.reporting.queries import stakeholders as queries
from concord_site.reporting.views.page import address, page, read_or_send
from concord_site.shell import problems
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Chip, Crumb, Link


def register_crumb() -> Crumb:
    """The step to the register."""
    return Crumb(_("Stakeholders"), reverse("reporting:stakeholders"))


def members() -> list[tuple[str, str]]:
    """Member States by name."""
    return queries.country_choices(language(), timezone.now().date())


def type_label(id: str) -> Wording:
    """What a type of stakeholder is called."""
    found = library.rules().types.get(id)
    return found.label.best(language()) if found is not None else Wording(id, language())


# ---- the register ----------------------------------------------------------------------------------------------------
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Who reports as a stakeholder, with which interest."""
    form = forms.FindForm(request.GET or None, language=language(), members=members())
    chosen = {key: value for key, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    found = queries.entries(**chosen)
    return page(
        request, "stakeholders/register", _("Register of stakeholders"), [Crumb(_("Stakeholders"))], form=form,
        entries=[(each, each.type.label.best(language())) for each in found], chips=_chips(chosen, form),
        is_narrowed=bool(chosen), published=_listed(reports.published())[:5], mine=queries.own(request.user),
        is_secretariat=reports.is_secretariat(request.user), days=library.rules().comment_days,
    )  # fmt: skip


def _chips(chosen: dict[str, str], form: forms.FindForm) -> list[Chip]:
    labels = dict(form.fields["type"].choices) | dict(form.fields["area"].choices)  # type: ignore[attr-defined]
    return [
        Chip(str(labels.get(value, value)), "?" + urlencode({k: v for k, v in chosen.items() if k != key}))
        for key, value in chosen.items()
    ]


@require_safe
def entry(request: HttpRequest, number: str) -> HttpResponse:
    """One stakeholder of the register, with its published reports."""
    found = queries.entry(number)
    name = found.row.name or _("A person, not named here")
    mine = [each for each in reports.published(every=True) if each.who.get("entry") == number]
    return page(
        request, "stakeholders/entry", name, [register_crumb(), Crumb(found.row.number)], found=found, row=found.row,
        type=found.type.label.best(language()), reports=_listed(mine), said=interest_of(found.row),
    )  # fmt: skip


def interest_of(row: Any) -> list[tuple[str, Wording]]:
    """A statement of interest as labels and texts, in the language it was written in."""
    told = row.interest if hasattr(row, "interest") else row
    written = getattr(row, "language", language())
    labels = {"does": _("What they do"), "funding": _("Who funds them"), "conflicts": _("Interests declared")}
    return [
        (label, Wording(told.get(key, ""), written, written != language()) if told.get(key) else
         Wording(_("None declared"), language()))
        for key, label in labels.items() if key != "does" or told.get("does")
    ]  # fmt: skip


@read_or_send
def apply(request: HttpRequest) -> HttpResponse:
    """Register: open to every stakeholder."""
    data = request.POST if request.method == "POST" else None
    form = forms.RegistrationForm(data, language=language(), members=members(), initial={"language": language()})
    if form.is_valid():
        given = {key: value for key, value in form.cleaned_data.items() if key != "is_true"}
        try:
            actions.register(by=request.user, **given)
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            return redirect("reporting:stakeholder-sent")
    return page(
        request, "stakeholders/apply", _("Register as a stakeholder"), [register_crumb(), Crumb(_("Register"))],
        form=form, status=422 if form.is_bound else 200,
    )  # fmt: skip


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """A link is on its way; the same for everybody, so that nobody learns who is registered."""
    return page(
        request, "stakeholders/sent", _("Look into your mail"), [register_crumb(), Crumb(_("Register"))],
        days=library.rules().confirm_days,
    )  # fmt: skip


@never_cache
@read_or_send
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """A registration by the link in the mail: confirm the address, read what was decided, appeal."""
    found = queries.of_token(token)
    form = forms.TextForm(
        request.POST if request.POST.get("do") == "appeal" else None, label=_("Why should it be decided otherwise?"),
        hint=_("Another person of the Secretariat reads it and decides."),
    )  # fmt: skip
    if request.method == "POST":
        try:
            if request.POST.get("do") == "confirm":
                actions.confirm(token)
                messages.success(request, _("Your address is confirmed. The Secretariat reads your registration now."))
                return redirect("reporting:stakeholder-mine", token)
            if form.is_valid():
                actions.appeal(token=token, text=form.cleaned_data["text"])
                messages.success(request, _("Your appeal is sent."))
                return redirect("reporting:stakeholder-mine", token)
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
    response = page(
        request, "stakeholders/mine", _("Your registration"), [register_crumb(), Crumb(_("Your registration"))],
        found=found, decisions=decisions_of(found), form=form, type=type_label(found.type),
        may_appeal=queries.may_appeal(found, now=timezone.now()), status=422 if form.is_bound else 200,
        state_words=state_words(found.state) if found.confirmed_at else _("Not confirmed yet"),
    )  # fmt: skip
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def decisions_of(found: Stakeholder) -> list[tuple[StakeholderDecision, str, str]]:
    """What was decided and said, oldest first, with its words and reason."""
    reasons = library.rules().registration_reasons
    return [
        (each, step_words(each.what), reasons[each.reason].label.best(language()).text if each.reason else "")
        for each in found.decisions.order_by("at", "pk")
    ]


def step_words(what: str) -> str:
    """What a step of a registration or report is called."""
    return {
        "registered": _("Registered"), "refused": _("Refused"), "appealed": _("Appeal"),
        "upheld": _("The decision stands"), "suspended": _("Suspended"), "reinstated": _("Given back"),
        "ended": _("Ended"), "let-through": _("Let through"), "kept": _("Read and kept, not published"),
        "taken-back": _("Taken back to write on"), "published": _("Published"), "corrected": _("Corrected"),
        "withdrawn": _("Withdrawn"),
    }[what]  # fmt: skip


def state_words(state: str) -> str:
    """What a state of a registration or report is called."""
    return {
        "proposed": _("Waits for the Secretariat"), "registered": _("Registered"), "refused": _("Refused"),
        "appealed": _("Waits for the decision on the appeal"), "suspended": _("Suspended"), "ended": _("Ended"),
        "draft": _("Being written"), "submitted": _("Waits for the Secretariat"),
        "commenting": _("Let through; countries may comment"), "kept": _("Read and kept, not published"),
        "published": _("Published"), "corrected": _("Corrected"), "withdrawn": _("Withdrawn"),
    }[state]  # fmt: skip


def state_tag(state: str) -> str:
    """The tag of a state."""
    return {
        "registered": "done", "published": "done", "kept": "done", "refused": "must", "suspended": "look",
        "appealed": "look", "draft": "open", "ended": "open", "withdrawn": "open", "corrected": "open",
    }.get(state, "going")  # fmt: skip


# ---- published reports -----------------------------------------------------------------------------------------------
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """Every published report of a stakeholder, corrected and withdrawn ones too."""
    year, area = request.GET.get("round", ""), request.GET.get("country", "")
    found = reports.published(year=year, area=area, every=True)
    years = sorted({each.round.year for each in reports.published(every=True)}, reverse=True)
    links = [Link(_("All rounds"), "?", not year), *(Link(each, f"?round={each}", each == year) for each in years)]
    return page(
        request, "stakeholders/published", _("Stakeholders' reports"),
        [register_crumb(), Crumb(_("Reports"))], rows=_listed(found), links=links if years else [], area=area,
        has_example=any(each.is_example for each in found), is_narrowed=bool(year or area),
    )  # fmt: skip


def _listed(found: list[Publication]) -> list[tuple[Publication, str, Wording, tuple[str, ...]]]:
    return [(each, sender(each), type_label(each.who.get("type", "")), reports.concerned(each)) for each in found]


def sender(found: Publication) -> str:
    """Whose report it is, as it may be told."""
    return (found.who or {}).get("name") or _("A stakeholder, not named here")


@require_safe
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """One published report of a stakeholder: said to be that, with the comment of the countries beside it."""
    found = reports.publication(reference)
    is_shown = all_published.is_open(found)
    sections = lines_of(all_published.published_of(found)) if is_shown else []
    beside = [
        (each, address("reporting:published-report", year=found.round.year, area=each))
        for each in reports.concerned(found)
    ]  # fmt: skip
    return page(
        request, "stakeholders/report", _("Report of a stakeholder: %(who)s") % {"who": sender(found)},
        [register_crumb(), Crumb(_("Reports"), reverse("reporting:stakeholder-published")), Crumb(reference)],
        found=found, sender=sender(found), type=type_label(found.who.get("type", "")), sections=sections,
        comments=comments_of(found), beside=beside, is_shown=is_shown,
        said=interest_of(found.who.get("interest") or {}) if found.who.get("interest") else [],
        entry=found.who.get("entry", ""), editions=_editions(found),
    )  # fmt: skip


def _editions(found: Publication) -> list[Publication]:
    stem = found.reference.rpartition("-")[0]
    every = reports.published(year=found.round.year, every=True)
    return [each for each in every if each.reference.rpartition("-")[0] == stem and each.pk != found.pk]


def comments_of(found: Publication) -> list[dict[str, Any]]:
    """The countries' comments: area, text and its language, day."""
    top = found.comment or {}
    every = [top, *top.get("others", [])] if top else []
    return [{**each, "said": Wording(each["text"], each["language"], each["language"] != language())} for each in every]


def lines_of(shown: Any) -> list[tuple[Wording, list[tuple[str, Wording, str, str, str]]]]:
    """The answers by section: number, question, answer, entry and status."""
    given: dict[str, list[tuple[str, Wording, str, str, str]]] = {}
    labels: dict[str, Wording] = {}
    places = numbers(shown.instrument)
    for item in reports.items(shown):
        top = item.question.path[0]
        labels.setdefault(top, shown.instrument.by_path[(top,)].label.best(language()))
        held = shown.instrument.lists.get(item.question.choices)
        words = figures.shown_value(
            item.question, _plain(item.value), held.choices if held is not None else (), language()
        ) if item.status == "answered" else ""  # fmt: skip
        label = item.question.label.best(language())
        given.setdefault(top, []).append((places.get(item.question.path, ""), label, words, _entry(item), item.status))
    return [(labels[top], rows) for top, rows in given.items()]


def _plain(value: Any) -> Any:
    from concord.instrument.answers import as_json

    return as_json({"it": value})["it"] if value is not None else None


def _entry(item: Any) -> str:
    return item.entry.rpartition("[")[2].rstrip("]") if item.entry else ""


@require_safe
def report_json(request: HttpRequest, reference: str) -> HttpResponse:
    """The same as a file: ``use`` says whose word it is."""
    found = reports.publication(reference)
    is_shown = all_published.is_open(found)
    told = {
        "reference": found.reference, "use": found.use, "round": found.round.year, "edition": found.edition,
        "state": found.state, "who": found.who, "concerns": list(reports.concerned(found)),
        "instrument": found.instrument, "instrument_version": found.number, "language": found.language,
        "submitted_on": found.submitted_on.isoformat(), "published_on": found.published_at.date().isoformat(),
        "reason": found.reason, "is_generated": found.is_example, "digest": found.digest,
        "answers": found.answers if is_shown else {}, "country_comments": found.comment if is_shown else {},
    }  # fmt: skip
    response = HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{found.reference}.json"'
    return response

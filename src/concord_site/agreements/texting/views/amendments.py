"""After signature: amendments, protocols and annexes as texts of their own, and the text in force on any day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.errors import Conflict, NotFound, Refusal
from concord.texts.consolidating import Consolidated, days_of_change, text_on, what_changed
from concord_site.agreements import keys
from concord_site.agreements.actions import writing
from concord_site.agreements.texting import actions, files, naming
from concord_site.agreements.texting.forms import AttachedForm, ChangeForm, attached_initial
from concord_site.agreements.texting.queries import Texts
from concord_site.agreements.texting.records import AMENDMENT, Attached
from concord_site.agreements.texting.views.texts import below, tabs
from concord_site.agreements.texting.views.versions import strength
from concord_site.agreements.views import download, frame, read_or_send
from concord_site.agreements.views import page as show
from concord_site.shell import problems


@login_required
@require_safe
def page(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """What belongs to the agreement, and its text on a day."""
    dossier, context = frame(request, dossier_id, "texts")
    texts = Texts(dossier, "shared")
    on, wrong = _day(request.GET.get("on", ""))
    found = on_day(texts, on)
    return show(
        request, "agreements/texting/amendments.html", below(context, dossier, "shared", _("Amendments")),
        links=tabs(dossier, "amendments"), texts=texts, first=texts.first_text, attached=_listed(texts, on), on=on,
        wrong=wrong, found=found, clauses=_clauses(texts, found), days=days_of_change(_amendments(texts)),
    )  # fmt: skip


def _day(said: str) -> tuple[date, bool]:
    """The day asked for, today where none was; and whether what was asked was no day."""
    today = timezone.now().date()
    if not said:
        return today, False
    try:
        return date.fromisoformat(said), False
    except ValueError:
        return today, True


def _amendments(texts: Texts) -> list[Any]:
    return [attached.amendment for _record, attached in texts.attached]


def on_day(texts: Texts, on: date) -> Consolidated | None:
    """The text in force on a day; None before there is a text."""
    first = texts.first_text
    if first is None:
        return None
    return text_on(first.version.text, _amendments(texts), on, language=first.version.language)


def _listed(texts: Texts, on: date) -> list[dict[str, Any]]:
    found = []
    for record, attached in texts.attached:
        stands = attached.member().stands_on(on)
        words = _("In force") if stands else _("Not in force")
        line = {"record": record, "attached": attached, "kind": naming.kind(attached.kind)}
        found.append({**line, "stands": stands, "words": words})
    return found


def _clauses(texts: Texts, found: Consolidated | None) -> list[tuple[Any, str, list[str]]]:
    """Clauses on the day, each with the titles of what changed it."""
    if found is None:
        return []
    titles = {attached.amendment.id: attached.amendment.title for _record, attached in texts.attached}
    return [
        (clause, naming.of_clause(clause), [titles.get(id, id) for id in found.amended_by.get(clause.id, ())])
        for clause in found.clauses
    ]


@login_required
@require_safe
def file(request: HttpRequest, dossier_id: str, day: str, format: str) -> HttpResponse:
    """The text in force on a day, to take away."""
    dossier, _context = frame(request, dossier_id, "texts")
    texts = Texts(dossier, "shared")
    on, wrong = _day(day)
    found = on_day(texts, on)
    first = texts.first_text
    if wrong or found is None or first is None:
        raise NotFound("site.access.unknown")
    title = f"{first.version.title or dossier} ({on.isoformat()})"
    return download(files.one(dossier, found.clauses, title, first.version.language, on, format))


@login_required
@read_or_send
def edit(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """Title, kind, days and own text of an amendment (key ``new``), or of one that is there."""
    dossier, context = frame(request, dossier_id, "texts")
    texts = Texts(dossier, "shared")
    before = None if key == "new" else actions.attached_of(texts, key)
    record = None if key == "new" else texts.space.record(AMENDMENT, key)
    initial = {**attached_initial(before), "version": record.version if record else 0}
    form = AttachedForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        made = keys.new_id() if key == "new" else key
        try:
            actions.write_attached(
                texts, made, form.value(made, before, _language(texts)), by=request.user, now=timezone.now(),
                based_on=form.cleaned_data["version"] or 0,
            )  # fmt: skip
        except Conflict as refusal:
            form.add_error(None, _theirs(refusal))
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("It is saved."))
            return redirect("agreements:text-amendment", dossier_id=dossier.id, key=made)
    title = _("A text that belongs to the agreement") if before is None else before.amendment.title
    return show(
        request, "agreements/texting/amendment_edit.html", below(context, dossier, "shared", title),
        status=422 if form.errors else 200, form=form,
    )  # fmt: skip


def _theirs(refusal: Conflict) -> str:
    """What somebody else wrote meanwhile stands in the history; one's own words stay in the boxes."""
    theirs: Any = refusal.params.get("theirs")
    who = theirs.by if theirs is not None else ""
    said = theirs.body.get("title", "") if theirs is not None else ""
    words = _(
        "%(who)s changed it while you were writing (“%(title)s”). Your words stand below; open it anew to join both."
    )
    return words % {"who": who, "title": said}


def _language(texts: Texts) -> str:
    first = texts.first_text
    return first.version.language if first else texts.language


@login_required
@read_or_send
def one(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """One of them: its own text, what it changes, and the clauses before and after it."""
    dossier, context = frame(request, dossier_id, "texts")
    texts = Texts(dossier, "shared")
    attached = actions.attached_of(texts, key)
    first = texts.first_text
    clauses = [(each.id, naming.of_clause(each)) for each in _before(texts, attached)]
    form = ChangeForm(request.POST if request.POST.get("do") == "add" else None, clauses=clauses)
    if request.method == "POST" and (answer := _done(request, texts, key, form)) is not None:
        return answer
    comparison = (
        what_changed(first.version.text, _amendments(texts), attached.amendment.id, language=first.version.language)
        if first is not None else None
    )  # fmt: skip
    pairs = comparison.changed() if comparison else ()
    findings = [each for each in _found_on_its_day(texts, attached) if attached.amendment.title in each.params.values()]
    return show(
        request, "agreements/texting/amendment.html", below(context, dossier, "shared", attached.amendment.title),
        status=422 if form.errors else 200, attached=attached, key=key, kind=naming.kind(attached.kind), form=form,
        changes=[(place, each, dict(naming.actions())[each.action], dict(clauses).get(each.clause, each.clause))
                 for place, each in enumerate(attached.amendment.changes)],
        pairs=[(pair, naming.of_clause(pair.clause), strength(pair)) for pair in pairs], first=first, findings=findings,
    )  # fmt: skip


def _before(texts: Texts, attached: Attached) -> tuple[Any, ...]:
    """Clauses of the text as it stood before this one counted: those it may change."""
    first = texts.first_text
    if first is None:
        return ()
    others = [each for each in _amendments(texts) if each.id != attached.amendment.id]
    on = attached.amendment.in_force or date.max
    return text_on(first.version.text, others, on, language=first.version.language).clauses


def _found_on_its_day(texts: Texts, attached: Attached) -> tuple[Any, ...]:
    """What could not be done on the day it comes into force."""
    found = on_day(texts, attached.amendment.in_force) if attached.amendment.in_force else None
    return tuple(found.findings) if found else ()


def _done(request: HttpRequest, texts: Texts, key: str, form: ChangeForm) -> HttpResponse | None:
    do, by, now = request.POST.get("do", ""), request.user, timezone.now()
    if do == "add" and form.is_valid():
        actions.add_change(texts, key, form.value(), by=by, now=now)
    elif do == "drop" and request.POST.get("place", "").isdecimal():
        actions.drop_change(texts, key, int(request.POST["place"]), by=by, now=now)
    elif do == "remove":
        writing.remove(texts.space, AMENDMENT, key, by=by, now=now, based_on=None)
        messages.success(request, _("It is taken away. The page “Journal and recovery” brings it back."))
        return redirect("agreements:text-amendments", dossier_id=texts.dossier.id)
    else:
        return None
    return redirect("agreements:text-amendment", dossier_id=texts.dossier.id, key=key)

"""After signature: amendments, protocols and annexes as texts of their own, and the text in force on any day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.errors import Conflict, NotFound, Refusal
from concord.texts.comparing import Pair
from concord.texts.consolidating import Consolidated, days_of_change, text_on, what_changed
from concord.vocabulary.languages import direction, native_name
from concord_site.agreements import keys
from concord_site.agreements.actions import writing
from concord_site.agreements.texting import actions, files, in_force, naming
from concord_site.agreements.texting.forms_amendments import AttachedForm, ChangeForm, attached_initial
from concord_site.agreements.texting.in_force import on_day
from concord_site.agreements.texting.queries import Texts
from concord_site.agreements.texting.records import AMENDMENT, Attached
from concord_site.agreements.texting.views.texts import below, tabs
from concord_site.agreements.texting.views.versions import strength
from concord_site.agreements.views import download, frame, read_or_send
from concord_site.agreements.views import page as show
from concord_site.shell import problems
from concord_site.shell.parts.values import Link


@login_required
@require_safe
def page(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """What belongs to the agreement, and its text on a day."""
    dossier, context = frame(request, dossier_id, "texts")
    texts = Texts(dossier, "shared")
    on, wrong = _day(request.GET.get("on", ""))
    spoken, every = _spoken(request, texts), in_force.every_language(texts, on)
    found = every.get(spoken)
    return show(
        request, "agreements/texting/amendments.html", below(context, dossier, "shared", _("Amendments")),
        links=tabs(dossier, "amendments"), texts=texts, first=texts.first_text, attached=_listed(texts, on), on=on,
        wrong=wrong, found=found, clauses=_clauses(texts, found), days=days_of_change(in_force.amendments(texts)),
        spoken=spoken, direction=direction(spoken), languages=_languages(every, spoken, f"&on={on.isoformat()}#on"),
        behind=in_force.behind(every), findings=in_force.others(found) if found else [],
    )  # fmt: skip


def _spoken(request: HttpRequest, texts: Texts) -> str:
    """The language asked for, where there is a text in it; else that in which the text was negotiated."""
    known, asked = in_force.wordings(texts), request.GET.get("in", "")
    return asked if asked in known else next(iter(known), texts.language)


def _languages(known: Iterable[str], spoken: str, rest: str = "") -> list[Link]:
    """The languages of the text to choose from; none where there is one alone."""
    links = [Link(native_name(code), f"?in={code}{rest}", code == spoken) for code in known]
    return links if len(links) > 1 else []


def _day(said: str) -> tuple[date, bool]:
    """The day asked for, today where none was; and whether what was asked was no day."""
    today = timezone.now().date()
    if not said:
        return today, False
    try:
        return date.fromisoformat(said), False
    except ValueError:
        return today, True


def _listed(texts: Texts, on: date) -> list[dict[str, Any]]:
    found, known = [], in_force.wordings(texts)
    for record, attached in texts.attached:
        stands = attached.member().stands_on(on)
        words = _("In force") if stands else _("Not in force")
        line = {"record": record, "attached": attached, "kind": naming.kind(attached.kind)}
        not_made = in_force.not_made(attached.amendment, known)
        found.append({**line, "stands": stands, "words": words, "not_made": not_made})
    return found


def _clauses(texts: Texts, found: Consolidated | None) -> list[tuple[Any, str, list[str]]]:
    """Clauses on the day, each with the titles of what changed it."""
    if found is None:
        return []
    known = in_force.amendments(texts)
    return [
        (clause, naming.of_clause(clause), in_force.titles(known, found.amended_by.get(clause.id, ())))
        for clause in found.clauses
    ]


@login_required
@require_safe
def file(request: HttpRequest, dossier_id: str, day: str, format: str) -> HttpResponse:
    """The text in force on a day in one of its languages, to take away."""
    dossier, _context = frame(request, dossier_id, "texts")
    texts = Texts(dossier, "shared")
    on, wrong = _day(day)
    spoken = _spoken(request, texts)
    found = on_day(texts, on, spoken)
    first = texts.first_text
    if wrong or found is None or first is None:
        raise NotFound("site.access.unknown")
    title = f"{first.version.title or dossier} ({found.as_of.isoformat()})"
    return download(files.one(dossier, found.clauses, title, spoken, found.as_of, format))


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
    attached, first = actions.attached_of(texts, key), texts.first_text
    spoken = _spoken(request, texts)
    clauses = [(each.id, naming.of_clause(each)) for each in _before(texts, attached, spoken)]
    form = ChangeForm(request.POST if request.POST.get("do") == "add" else None, clauses=clauses)
    if request.method == "POST" and (answer := _done(request, texts, key, form, spoken)) is not None:
        return answer
    known = in_force.wordings(texts)
    return show(
        request, "agreements/texting/amendment.html", below(context, dossier, "shared", attached.amendment.title),
        status=422 if form.errors else 200, attached=attached, key=key, kind=naming.kind(attached.kind), form=form,
        changes=[(place, each, dict(naming.actions())[each.action], dict(clauses).get(each.clause, each.clause))
                 for place, each in enumerate(attached.amendment.changes_in(spoken))],
        pairs=[(pair, naming.of_clause(pair.clause), strength(pair)) for pair in _pairs(texts, attached, spoken)],
        first=first, findings=_found_on_its_day(texts, attached, spoken), languages=_languages(known, spoken),
        spoken=native_name(spoken), not_made=in_force.not_made(attached.amendment, known),
    )  # fmt: skip


def _pairs(texts: Texts, attached: Attached, spoken: str) -> tuple[Pair, ...]:
    """The clauses of the text in a language that it changes, before and after it."""
    text = in_force.wordings(texts).get(spoken)
    if text is None:
        return ()
    return what_changed(text, in_force.amendments(texts), attached.amendment.id, language=spoken).changed()


def _before(texts: Texts, attached: Attached, spoken: str) -> tuple[Any, ...]:
    """Clauses of the text as it stood before this one counted: those it may change."""
    text = in_force.wordings(texts).get(spoken)
    if text is None:
        return ()
    others = [each for each in in_force.amendments(texts) if each.id != attached.amendment.id]
    on = attached.amendment.in_force or date.max
    return text_on(text, others, on, language=spoken).clauses


def _found_on_its_day(texts: Texts, attached: Attached, spoken: str) -> list[Any]:
    """What of it could not be done on the day it comes into force, and what it lacks in a language."""
    day, title = attached.amendment.in_force, attached.amendment.title
    found = on_day(texts, day, spoken) if day else None
    return [in_force.worded(each) for each in found.findings if title in each.params.values()] if found else []


def _done(request: HttpRequest, texts: Texts, key: str, form: ChangeForm, spoken: str) -> HttpResponse | None:
    do, by, now = request.POST.get("do", ""), request.user, timezone.now()
    if do == "add" and form.is_valid():
        actions.add_change(texts, key, form.value(), by=by, now=now, language=spoken)
    elif do == "drop" and request.POST.get("place", "").isdecimal():
        actions.drop_change(texts, key, int(request.POST["place"]), by=by, now=now, language=spoken)
    elif do == "remove":
        writing.remove(texts.space, AMENDMENT, key, by=by, now=now, based_on=None)
        messages.success(request, _("It is taken away. The page “Journal and recovery” brings it back."))
        return redirect("agreements:text-amendments", dossier_id=texts.dossier.id)
    else:
        return None
    here = reverse("agreements:text-amendment", kwargs={"dossier_id": texts.dossier.id, "key": key})
    return redirect(f"{here}?in={spoken}" if len(in_force.wordings(texts)) > 1 else here)

"""One clause: its words, the parties' marks, proposals and counter-proposals, comments; and a new clause."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.agreements import sample_wordings
from concord.agreements.elements import element
from concord.errors import NotFound, Refusal
from concord.texts.clauses import Clause
from concord.texts.proposing import Proposal
from concord_site.agreements.actions import writing
from concord_site.agreements.texting import actions, naming, shown
from concord_site.agreements.texting.forms import AddForm, CommentForm, NoteForm, ProposeForm
from concord_site.agreements.texting.queries import Texts
from concord_site.agreements.texting.records import COMMENT, digest_of
from concord_site.agreements.texting.views.texts import below
from concord_site.agreements.views import frame, read_or_send
from concord_site.agreements.views import page as show
from concord_site.shell import problems
from concord_site.shell.parts.values import Link


@login_required
@read_or_send
def page(request: HttpRequest, dossier_id: str, side: str, clause: str) -> HttpResponse:
    """Each form says by ``do`` what it is for."""
    dossier, context = frame(request, dossier_id, "texts")
    texts = Texts(dossier, side)
    of = texts.clause(clause)
    counters = _text_of(texts, request.GET.get("counter", ""))
    forms = _forms(request, counters or of.text.strip())
    refused = ""
    if request.method == "POST":
        try:
            where = _done(request, texts, of, forms)
        except NotFound:
            raise
        except Refusal as refusal:
            refused, where = problems.sentence(refusal), ""
        if where:
            kwargs = {"dossier_id": dossier.id, "side": side, "clause": of.id}
            return redirect(f"{reverse('agreements:text-clause', kwargs=kwargs)}#{where}")
    wrong = bool(refused) or any(form.errors for form in forms.values())
    private = Texts(dossier, "own") if side == "shared" else None
    return show(
        request, "agreements/texting/clause.html", below(context, dossier, side, naming.title_of(of)),
        status=422 if wrong else 200, texts=texts, clause=of, words=shown.words_of(of, texts.language),
        marks=texts.marks_on(of), mark=naming.mark(texts.marks_on(of).state), digest=digest_of(of),
        proposals=shown.proposals(texts, of), comments=texts.comments_on(of.id), forms=forms, refused=refused,
        notes=shown.notes_on(private, of.id) if private else (), counter=request.GET.get("counter", ""),
        person=request.user.pk, near=_near(texts, of, side),
    )  # fmt: skip


def _text_of(texts: Texts, key: str) -> str:
    """The words of a proposal that is answered with another."""
    found = next((each for each in texts.proposals if each.record.key == key), None)
    return found.proposed.proposal.text if found is not None else ""


def _forms(request: HttpRequest, text: str) -> dict[str, Any]:
    do = request.POST.get("do", "")
    return {
        "propose": ProposeForm(request.POST if do == "propose" else None, initial={"text": text}, prefix="propose"),
        "comment": CommentForm(request.POST if do == "comment" else None, prefix="comment"),
        "note": NoteForm(request.POST if do == "note" else None, prefix="note"),
    }


def _near(texts: Texts, of: Clause, side: str) -> list[Link]:
    """The clauses before and after this one."""
    place = texts.clauses.index(of)
    found = [(_("Before: %(clause)s"), place - 1), (_("After: %(clause)s"), place + 1)]
    return [
        Link(
            words % {"clause": naming.of_clause(texts.clauses[at])},
            reverse(
                "agreements:text-clause",
                kwargs={"dossier_id": texts.dossier.id, "side": side, "clause": texts.clauses[at].id},
            ),
        )
        for words, at in found
        if 0 <= at < len(texts.clauses)
    ]


def _done(request: HttpRequest, texts: Texts, of: Clause, forms: dict[str, Any]) -> str:
    """Where on the page to go; empty where nothing was done."""
    sent, by, now = request.POST, request.user, timezone.now()
    do, key = sent.get("do", ""), sent.get("key", "")
    if do.startswith("mark:"):
        actions.mark(texts, of.id, do.removeprefix("mark:"), sent.get("digest", ""), by=by, now=now)
        return "marks"
    if do == "propose" and forms["propose"].is_valid():
        given = forms["propose"].cleaned_data
        proposal = Proposal(of.id, "change", given["text"], reason=given["reason"])
        actions.propose(texts, proposal, by=by, now=now, counters=sent.get("counters", ""))
        return "proposals"
    if do == "remove":
        actions.propose(texts, Proposal(of.id, "remove"), by=by, now=now)
        return "proposals"
    if do in ("accepted", "rejected", "unanswered"):
        version = sent.get("version", "")
        based_on = int(version) if version.isascii() and version.isdigit() else None
        actions.answer(texts, key, "" if do == "unanswered" else do, by=by, now=now, based_on=based_on)
        return "proposals"
    if do in ("withdraw", "put-again"):
        actions.withdraw(texts, key, by=by, now=now, back=do == "put-again")
        return "proposals"
    return _said(request, texts, of, forms)


def _said(request: HttpRequest, texts: Texts, of: Clause, forms: dict[str, Any]) -> str:
    sent, by, now = request.POST, request.user, timezone.now()
    do = sent.get("do", "")
    if do == "comment" and forms["comment"].is_valid():
        actions.comment(texts, of.id, forms["comment"].cleaned_data["text"].strip(), by=by, now=now)
        return "comments"
    if do == "note" and texts.side == "shared" and forms["note"].is_valid():
        actions.keep_private(texts, of.id, forms["note"].cleaned_data["text"].strip(), by=by, now=now)
        return "notes"
    if do in ("uncomment", "unnote"):
        space = texts.space if do == "uncomment" else texts.dossier.own
        record = space.record(COMMENT, sent.get("key", ""))
        if record is None or record.who != by.pk:
            raise NotFound("site.access.unknown")
        writing.remove(space, COMMENT, record.key, by=by, now=now, based_on=None)
        messages.success(request, _("It is taken away. The page “Journal and recovery” brings it back."))
        return "comments" if do == "uncomment" else "notes"
    return ""


@login_required
@read_or_send
def add(request: HttpRequest, dossier_id: str, side: str) -> HttpResponse:
    """Propose a new clause, of one's own words or from a sample wording."""
    dossier, context = frame(request, dossier_id, "texts")
    texts = Texts(dossier, side)
    if texts.current is None:
        raise NotFound("site.access.unknown")
    choices = [(each.id, naming.of_clause(each)) for each in texts.clauses]
    last = next((each.id for each in reversed(texts.clauses) if "closing" not in each.id), texts.clauses[-1].id)
    initial = {"after": request.GET.get("after", last), "text": _sample(request, texts.language)}
    form = AddForm(request.POST if request.method == "POST" else None, choices=choices, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        proposal = Proposal(given["after"], "add", given["text"], reason=given["reason"])
        try:
            actions.propose(texts, proposal, by=request.user, now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            where = given["after"] or texts.clauses[0].id
            kwargs = {"dossier_id": dossier.id, "side": side, "clause": where}
            return redirect(f"{reverse('agreements:text-clause', kwargs=kwargs)}#proposals")
    return show(
        request, "agreements/texting/add.html", below(context, dossier, side, _("Propose a new clause")),
        status=422 if form.errors else 200, form=form, side=side, texts=texts,
    )  # fmt: skip


def _sample(request: HttpRequest, language: str) -> str:
    """The sample wording that was chosen, in the language of the text where there is one."""
    chosen = request.GET.get("element", "")
    if not chosen:
        return ""
    return sample_wordings.sample(element(chosen).id).best(language).text

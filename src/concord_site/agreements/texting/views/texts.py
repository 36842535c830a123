"""The text as it stands: its clauses with marks and proposals, its versions, files out and in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.errors import NotFound, Refusal
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.texting import actions, files, naming, returning, shown
from concord_site.agreements.texting.forms import ReturnForm, TakeInForm
from concord_site.agreements.texting.queries import Texts
from concord_site.agreements.views import download, frame, read_or_send
from concord_site.agreements.views import page as show
from concord_site.shell import problems
from concord_site.shell.parts.values import Crumb, Link


def home(dossier: Dossier, side: str) -> str:
    """Address of the text in one space."""
    return reverse(
        "agreements:texts" if side == "shared" else "agreements:texts-own", kwargs={"dossier_id": dossier.id}
    )


def tabs(dossier: Dossier, here: str) -> list[Link]:
    """The pages of the text."""
    return [
        Link(_("Shared text"), home(dossier, "shared"), here == "shared"),
        Link(_("Your party's drafts"), home(dossier, "own"), here == "own"),
        Link(
            _("Sample wordings"),
            reverse("agreements:text-library", kwargs={"dossier_id": dossier.id}),
            here == "library",
        ),
        Link(
            _("Languages"), reverse("agreements:text-languages", kwargs={"dossier_id": dossier.id}), here == "languages"
        ),
        Link(
            _("Amendments"),
            reverse("agreements:text-amendments", kwargs={"dossier_id": dossier.id}),
            here == "amendments",
        ),
    ]


def below(context: dict[str, Any], dossier: Dossier, side: str, title: str) -> dict[str, Any]:
    """The context of a page below the text: its title and the way back."""
    back = home(dossier, side)
    crumbs = [*context["crumbs"][:-1], Crumb(str(context["title"]), back), Crumb(title)]
    return {**context, "title": title, "crumbs": crumbs, "back": back, "side": side}


@login_required
@read_or_send
def page(request: HttpRequest, dossier_id: str, side: str = "shared") -> HttpResponse:
    """Each form says by ``do`` what it is for."""
    dossier, context = frame(request, dossier_id, "texts")
    texts = Texts(dossier, side)
    do = request.POST.get("do", "")
    returned = ReturnForm(*((request.POST, request.FILES) if do == "return" else ()))
    taken = TakeInForm(request.POST if do == "take-in" else None)
    refused, at = "", ""
    if request.method == "POST":
        try:
            at = _done(request, texts, returned, taken)
        except NotFound:
            raise
        except Refusal as refusal:
            refused = problems.sentence(refusal)
        if at:
            return redirect(at)
    private = Texts(dossier, "own") if side == "shared" else None
    view = request.GET.get("show", "")
    rows = shown.lines(texts, private)
    if view == "waiting":
        rows = [line for line in rows if line.proposals or line.marks.state != "agreed"]
    batch = request.GET.get("batch", "")
    return show(
        request, "agreements/texting/texts.html", context, status=422 if refused or returned.errors else 200,
        side=side, texts=texts, rows=rows, counts=texts.mark_counts(), links=tabs(dossier, side), refused=refused,
        returned=returned, taken=taken, views=_views(dossier, side, view), show=view,
        batch=batch, in_batch=len(list(texts.of_batch(batch))), upload=texts.upload(batch),
        differs=_differs(texts, batch),
        findings=texts.current.version.findings if texts.current else (),
        waiting=len(texts.open_proposals), nothing=request.GET.get("nothing") == "1",
        left_over=shown.left_over(texts),
    )  # fmt: skip


def _differs(texts: Texts, batch: str) -> list[str]:
    """Names of the clauses that the file has otherwise without a tracked change."""
    upload = texts.upload(batch)
    known = {clause.id: naming.of_clause(clause) for clause in texts.clauses}
    return [known.get(id, id) for id in upload.differs] if upload else []


def _views(dossier: Dossier, side: str, now: str) -> list[Link]:
    here = home(dossier, side)
    return [
        Link(_("Whole text"), here, now == ""),
        Link(_("What is not agreed"), f"{here}?show=waiting", now == "waiting"),
        Link(_("Words of strength"), f"{here}?show=strength", now == "strength"),
    ]


def _done(request: HttpRequest, texts: Texts, returned: ReturnForm, taken: TakeInForm) -> str:
    """Where to go now; empty where nothing was done."""
    do, by, now = request.POST.get("do", ""), request.user, timezone.now()
    back = home(texts.dossier, texts.side)
    if do == "return" and returned.is_valid() and returned.read is not None:
        batch = returning.bring_in(texts, returned.read, by=by, now=now)
        return f"{back}?batch={batch}#brought" if batch else f"{back}?nothing=1"
    if do == "undo":
        returning.undo(texts, request.POST.get("batch", ""), by=by, now=now)
        messages.success(request, _("It is taken away. The page “Journal and recovery” brings it back."))
        return back
    if do == "take-in" and taken.is_valid():
        record = actions.take_in(texts, note=taken.cleaned_data["note"], by=by, now=now)
        messages.success(request, _("The accepted proposals stand in a new version."))
        kwargs = {"dossier_id": texts.dossier.id, "side": texts.side, "key": record.key}
        return reverse("agreements:text-version", kwargs=kwargs)
    return ""


@login_required
@require_safe
def file(request: HttpRequest, dossier_id: str, side: str, format: str) -> HttpResponse:
    """The newest version to take away."""
    dossier, _context = frame(request, dossier_id, "texts")
    return download(files.given(Texts(dossier, side), format))

"""What becomes public of an agreement: part by part, as everybody would see it, by agreement or by default."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.agreements.notice import notice_days
from concord.errors import NotFound, Refusal
from concord_site.agreements import forms, parts
from concord_site.agreements.actions import noticing, publishing
from concord_site.agreements.actions.publishing import Standing
from concord_site.agreements.parts import PublicPart
from concord_site.agreements.queries import published
from concord_site.agreements.queries.spaces import Dossier, Party
from concord_site.agreements.views import framing
from concord_site.shell import problems


@dataclass(frozen=True, slots=True)
class Line:
    """A part with what would be shown of it, how the parties stand, and what one's own party can still do."""

    part: PublicPart
    body: Mapping[str, Any] | None
    digest: str
    standing: Standing | None
    tag: str
    words: str
    agreed: tuple[Party, ...]
    waits_for: tuple[Party, ...]
    is_out: bool
    is_proposed: bool
    was_public: bool
    form: forms.WithholdForm
    coming: noticing.Coming | None = None


@login_required
@framing.read_or_send
def page(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Every part that can be made public; agreeing to one, to all that are undecided, or to withhold one."""
    dossier, context = framing.frame(request, dossier_id, "publication")
    if request.method == "GET" and _is_moved_on(request, dossier):
        dossier, context = framing.frame(request, dossier_id, "publication")
    refused = ""
    wrong = None
    if request.method == "POST":
        try:
            wrong = _done(request, dossier)
        except Refusal as refusal:
            if isinstance(refusal, NotFound):
                raise
            refused = problems.sentence(refusal)
        else:
            if wrong is None:
                messages.success(request, _("Noted. What becomes public, and when, stands below."))
                return redirect("agreements:publication", dossier_id=dossier.id)
    page_record = dossier.shared.record(publishing.PAGE, publishing.PAGE)
    slug = page_record.body["slug"] if page_record is not None else ""
    before = published.versions_with(slug) if slug else {}
    notice = noticing.standing(dossier)
    coming = {each.part.id: each for each in notice.coming}
    lines = [
        _line(each, dossier, wrong, was_public=bool(before.get(each.id)), coming=coming.get(each.id))
        for each in parts.public_parts()
    ]
    return framing.page(
        request, "agreements/publication.html", context, status=422 if wrong or refused else 200, lines=lines,
        is_signed=publishing.is_signed(dossier), refused=refused, slug=slug, notice=notice, days=notice_days(),
        left=[line for line in lines if line.body is not None and not line.is_out and not _decided(line)],
    )  # fmt: skip


def _is_moved_on(request: HttpRequest, dossier: Dossier) -> bool:
    return noticing.release(dossier, noticing.standing(dossier), by=request.user, now=timezone.now())


def _decided(line: Line) -> bool:
    """Whether one's own party need not be asked: all have agreed, or it waits for others with our agreement."""
    return line.standing is not None and (line.standing.is_agreed or line.standing.choice == "withhold")


def _line(
    part: PublicPart, dossier: Dossier, wrong: tuple[str, forms.WithholdForm] | None = None, *,
    was_public: bool = False, coming: noticing.Coming | None = None,
) -> Line:  # fmt: skip
    waiting, standing = publishing.proposed(dossier, part.id), publishing.standing(dossier, part.id)
    body = waiting if waiting is not None else part.body(dossier)
    body = publishing.shown_to_all(dossier, body) if body is not None else None
    digest = publishing.digest_of(body) if body is not None else ""
    agreed = standing.agreed if standing is not None else frozenset()
    is_out = standing is not None and standing.is_agreed and standing.choice == "publish" and standing.digest == digest
    tag, words = _words(standing, body, is_out, dossier.mine.id not in agreed)
    form = wrong[1] if wrong is not None and wrong[0] == part.id else forms.WithholdForm(auto_id=f"id_{part.id}_%s")
    there = tuple(party for party in dossier.parties if not party.has_left)
    return Line(
        part, body, digest, standing, tag, words, tuple(party for party in there if party.id in agreed),
        tuple(party for party in there if party.id not in agreed), is_out, waiting is not None, was_public,
        form, coming,
    )  # fmt: skip


def _words(
    standing: Standing | None, body: Mapping[str, Any] | None, is_out: bool, is_waited_for: bool
) -> tuple[str, str]:
    if is_out:
        return "done", _("Public")
    if standing is not None and standing.is_agreed and standing.choice == "withhold":
        return "later", _("Withheld, and named so")
    if body is None:
        return "open", _("Nothing there yet")
    if standing is not None and standing.is_agreed:
        return "look", _("Changed since it was made public")
    if standing is not None:
        return ("look", _("Waits for your party")) if is_waited_for else ("going", _("Waits for another party"))
    return "open", _("Public by default, not agreed yet")


def _done(request: HttpRequest, dossier: Dossier) -> tuple[str, forms.WithholdForm] | None:
    """Do what a button said; a form that was refused comes back."""
    do, now = request.POST.get("do", ""), timezone.now()
    if do in ("noted", "not-signed"):
        act = noticing.note if do == "noted" else noticing.take_back
        act(dossier, by=request.user, now=now)
        return None
    known = {each.id: each for each in parts.public_parts()}
    if do == "all":
        for part in known.values():
            line = _line(part, dossier)
            if line.body is not None and not line.is_out and not _decided(line):
                publishing.publish(dossier, part.id, line.body, by=request.user, now=now)
        return None
    part_id = request.POST.get("part", "")
    if part_id not in known or do not in ("publish", "agree", "withhold"):
        raise NotFound("site.access.unknown")
    if do == "withhold":
        form = forms.WithholdForm(request.POST, auto_id=f"id_{part_id}_%s")
        if not form.is_valid():
            return part_id, form
        given = form.cleaned_data
        publishing.withhold(dossier, part_id, given["reason"], given["until"], by=request.user, now=now)
        return None
    body = publishing.proposed(dossier, part_id) if do == "agree" else known[part_id].body(dossier)
    if body is None:
        raise NotFound("site.access.unknown")
    publishing.publish(dossier, part_id, body, by=request.user, now=now)
    return None


@login_required
@framing.read_or_send
def preview(request: HttpRequest, dossier_id: str, part_id: str) -> HttpResponse:
    """What would be public of a part, exactly, as data."""
    dossier, _context = framing.frame(request, dossier_id, "publication")
    part = next((each for each in parts.public_parts() if each.id == part_id), None)
    body = _line(part, dossier).body if part is not None else None
    if body is None:
        raise NotFound("site.access.unknown")
    text = json.dumps({"invented": dossier.is_invented, "part": part_id, "content": body}, ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{part_id}.json"'
    answer["Cache-Control"] = "no-store, private"
    return answer

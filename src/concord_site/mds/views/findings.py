"""The findings of a reading: what must change, what to change or explain, what to know."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from concord.errors import NotFound, Refusal
from concord_site.mds.actions import breaking, explaining
from concord_site.mds.models import Delivery
from concord_site.mds.outcome import Outcome
from concord_site.mds.queries import board as boards
from concord_site.mds.queries import deliveries
from concord_site.mds.queries.board import Board, Choice
from concord_site.mds.views.page import own_page, read_or_send
from concord_site.shell import problems
from concord_site.shell.parts.values import Link


@never_cache
@login_required
@read_or_send
def findings(request: HttpRequest, pk: object) -> HttpResponse:
    """What was found; a soft finding can be explained where it stands."""
    row = deliveries.delivery(pk, request.user)
    refused: dict[str, str] = {}
    if request.method == "POST":
        try:
            return redirect(_taken(request, row))
        except NotFound:
            raise
        except Refusal as refusal:
            refused = _refused(request, problems.sentence(refusal))
        except _NotChosen:
            refused = _refused(request, _("Choose one of the two answers."))
    read = deliveries.reading_for(row, request.user)
    found = deliveries.outcome_of(read)
    if read is None or found is None:
        return own_page(request, "unread", _unread_title(row), row, "findings", codes=_codes(row, request.user),
                        explanations=[] if row.is_open else row.explanations.order_by("pk"))  # fmt: skip
    choice = _choice(request)
    board = boards.board(row, found, choice, before=deliveries.previous(row, request.user))
    return own_page(
        request, "findings", _title(row, board, found), row, "findings", board=board, found=found, choice=choice,
        levels=_levels(choice, board), reading=read, refused=refused, status=422 if refused else 200,
        marked=_marked(row) if row.is_open else [], longest=explaining.LONGEST, query=request.GET.urlencode(),
        is_filtered=choice != Choice(),
    )  # fmt: skip


class _NotChosen(Exception):
    """Neither of two answers was chosen."""


def _refused(request: HttpRequest, problem: str) -> dict[str, str]:
    sent = {name: request.POST.get(name, "") for name in ("key", "text", "changed", "scope")}
    return {**sent, "problem": problem}


def _taken(request: HttpRequest, row: Delivery) -> str:
    """Keep what was sent, and say where to go on."""
    sent = request.POST
    key, text, do = sent.get("key", ""), sent.get("text", ""), sent.get("do", "")
    if do in ("take", "take-all"):
        count = explaining.take_over(delivery_id=row.pk, by=request.user, key=key if do == "take" else "")
        said = ngettext("%(n)s explanation is taken over.", "%(n)s explanations are taken over.", count)
        messages.success(request, said % {"n": count})
    elif sent.get("changed") == "break":
        version = sent.get("version", "")
        breaking.say(
            delivery_id=row.pk, key=key, scope=sent.get("scope", ""), text=text, by=request.user,
            version=int(version) if version.isdigit() else None,
        )  # fmt: skip
        messages.success(request, _("What you said is kept, for next year too. The files are read again with it."))
        return reverse("mds:delivery", kwargs={"pk": row.pk})
    elif "scope" in sent and sent.get("changed") != "real" and text.strip():
        raise _NotChosen
    else:
        explaining.explain(delivery_id=row.pk, key=key, text=text, by=request.user)
        words = _("The explanation is kept.") if text.strip() else _("The explanation is taken back.")
        messages.success(request, words)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    place = f"#{key}" if key else ""
    return f"{reverse('mds:findings', kwargs={'pk': row.pk})}{query}{place}"


def _choice(request: HttpRequest) -> Choice:
    level = request.GET.get("level", "")
    return Choice(
        level if level in boards.LEVELS else "", request.GET.get("sheet", "")[:500], bool(request.GET.get("open"))
    )


def _levels(choice: Choice, board: Board) -> list[Link]:
    names = {"": _("All"), "hard": _("Must change"), "soft": _("Change or explain"), "note": _("Notes")}
    rest = {"sheet": choice.sheet, "open": "1" if choice.only_open else ""}
    return [
        Link(words, "?" + urlencode({k: v for k, v in {"level": level, **rest}.items() if v}), level == choice.level)
        for level, words in names.items()
    ]


def _title(row: Delivery, board: Board, found: Outcome) -> str:
    hard, soft = board.counts.get("hard", 0), board.unexplained
    if found.open and row.is_open:
        n = len(found.open)
        said = ngettext(
            "One question to answer before we can count", "%(n)s questions to answer before we can count", n
        )
        return said % {"n": n}
    if hard:
        said = ngettext("One thing to correct before we can count", "%(n)s things to correct before we can count", hard)
        return said % {"n": hard}
    if soft and row.is_open:
        return ngettext("One thing to change or explain", "%(n)s things to change or explain", soft) % {"n": soft}
    return _("Nothing must change")


def _marked(row: Delivery) -> list[Link]:
    """A copy of each file with the cells marked."""
    there = deliveries.used_files(row)
    words = _("Your workbook with the cells marked") if len(there) == 1 else _("%(name)s with the cells marked")
    return [
        Link(words % {"name": each.name}, reverse("mds:marked", kwargs={"pk": row.pk, "file": each.pk}))
        for each in there
    ]


def _unread_title(row: Delivery) -> str:
    return _("The files have not been read yet") if row.is_open else _("What was found is no longer kept")


def _codes(row: Delivery, by: Any) -> dict[str, Any]:
    """What remains of the newest reading once it was erased: its counts."""
    read = None if row.is_open else deliveries.reading_for(row, by)
    return {"reading": read, "counts": read.counts} if read is not None else {}

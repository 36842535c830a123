"""Two people changed the same words: both texts, and what was chosen."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from concord.vocabulary.languages import direction
from concord_site.reporting import wording
from concord_site.reporting.actions import drafts as actions
from concord_site.reporting.editing.cells import Clash
from concord_site.reporting.views.editor.desk import Desk, desk_of, show
from concord_site.shell.parts.values import Crumb


def clash(
    request: HttpRequest, desk: Desk, clashed: actions.Clashed, mine: Mapping[str, str], send_to: str,
    more: Mapping[str, str],
) -> HttpResponse:  # fmt: skip
    """Both texts, cell by cell; everything else that was typed travels along."""
    fresh = desk_of(request, desk.version.pk)
    is_keyed = any(key.partition(":")[0].isdigit() for key in mine)
    open_ = {f"{each.line}:{each.column}" if is_keyed else each.column for each in clashed.clashes}
    kept = [(key, value) for key, value in mine.items() if key not in open_]
    shown = [_clash_shown(each, desk.book.language, is_keyed) for each in clashed.clashes]
    return show(
        request, fresh, "clash", _("Two people changed the same words"), Crumb(_("Two texts")), clashes=shown,
        kept=kept, other=clashed.by, send_to=send_to, more=more.items(), status=409,
    )  # fmt: skip


def _clash_shown(each: Clash, default: str, is_keyed: bool) -> dict[str, object]:
    code = each.column.partition("::")[2] or default
    return {
        "key": f"{each.line}:{each.column}" if is_keyed else each.column, "words": wording.columns(each.column),
        "theirs": _differing(each.theirs, each.mine), "mine": _differing(each.mine, each.theirs),
        "mine_text": each.mine, "theirs_text": each.theirs, "lang": code, "dir": direction(code),
    }  # fmt: skip


def _differing(text: str, other: str) -> list[tuple[str, bool]]:
    """A text in pieces, each marked where the other text differs."""
    from difflib import SequenceMatcher

    ours, theirs = text.split(), other.split()
    pieces = []
    for tag, start, end, _a, _b in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if start != end:
            pieces.append((" ".join(ours[start:end]) + " ", tag != "equal"))
    return pieces or [("–", False)]


def sent_cells(request: HttpRequest) -> dict[str, str]:
    """Cells that travel along, by column."""
    return {key.removeprefix("cell:"): str(value) for key, value in request.POST.items() if key.startswith("cell:")}


def settled(request: HttpRequest) -> dict[str, str]:
    """Cells as they were settled: theirs, mine, or a third text."""
    found_ = sent_cells(request)
    for key in list(request.POST):
        if key.startswith("choose:"):
            column = key.removeprefix("choose:")
            found_[column] = str(request.POST.get(f"{request.POST[key]}:{column}", ""))
    return found_

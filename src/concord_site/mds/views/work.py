"""Work in the background as a page of this room shows it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from concord.declarations.messages import fill
from concord_site.shell import jobs
from concord_site.shell.i18n import language
from concord_site.shell.models import Job
from concord_site.shell.parts.values import Job as Work


def of_job(found: Job | None, by: Any, *, running: str, failed: str, again: str) -> dict[str, Any] | None:
    """The work that runs, or that failed or was stopped; None where there was none.

    Args:
        found: The work.
        by: Who looks.
        running, failed: Titles.
        again: The page that shows it.
    """
    if found is None:
        return None
    if found.state == Job.State.DONE:
        return {"is_over": True, "is_running": False, "job": None}
    told = jobs.state(found)
    is_running = found.state in (Job.State.WAITING, Job.State.RUNNING)
    shown = Work(
        running if is_running else failed, told["done"], told["total"], told["seconds_left"],
        state="running" if found.state == Job.State.RUNNING else "waiting", again=again,
    )  # fmt: skip
    return {
        "is_over": not is_running, "is_running": is_running, "job": shown,
        "was_stopped": found.state == Job.State.STOPPED,
        "problem": problem(found), "may_stop": told["may_stop"] and found.owner_id == by.pk,
    }  # fmt: skip


def problem(found: Job) -> str:
    """Why work failed, in words; "" where it did not."""
    if not found.problem:
        return ""
    worded = fill(found.problem["code"], found.problem.get("params") or {}, language=language())
    reference = found.problem.get("reference", "")
    said = f"{worded.message} {worded.hint}".strip()
    return _("%(said)s Reference: %(reference)s") % {"said": said, "reference": reference} if reference else said


def piece(request: HttpRequest, template: str, now: dict[str, Any] | None, row: Any, again: str) -> HttpResponse:
    """How far work is, as a piece of a page; the whole page again once it is over."""
    if now is not None and now["is_over"] and request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = again
        return answer
    return render(request, template, {"work": now, "row": row})

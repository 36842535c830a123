"""What parties have published of an agreement, part by part, ready for the page and its document.

Each part is plain JSON of the room that made it. A part that has another shape than its room gives today
(:mod:`concord_site.public.agreeing.dossier_shapes`), or that its reader refuses, is not drawn: the page then says that
it is public and leads to it as data. Any other error is one of this program and reaches the log.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from concord.agreements.account_words import Speech
from concord.agreements.evaluation_report import DOMAIN
from concord.errors import Refusal
from concord.vocabulary.text import Wording
from concord_site.agreements.queries.published import Published
from concord_site.public.agreeing.dossier_account import account
from concord_site.public.agreeing.dossier_numbers import numbers
from concord_site.public.agreeing.dossier_profile import profile
from concord_site.public.agreeing.dossier_shapes import SHAPES, fits
from concord_site.public.agreeing.dossier_words import Json, day, finished_late, link, state, whose, wording
from concord_site.public.agreeing.text_asked import Asked
from concord_site.public.agreeing.text_shown import text
from concord_site.shell.i18n import language
from concord_site.shell.parts.words import listed


def shown(found: Published, asked: Asked) -> dict[str, Any]:
    """Every public part by its id; None where its shape is not known here. ``asked`` says which text is meant."""
    return {id: _shown(id, body, found, asked) for id, body in found.parts.items()}


def _shown(id: str, body: Json, found: Published, asked: Asked) -> Any:
    if id not in SHAPES or not fits(body, SHAPES[id]):
        return None
    try:
        return text(body, found, asked) if id == "text" else PARTS[id](body, found)
    except Refusal:
        return None


# ---- plan ------------------------------------------------------------------------------------------------------------
def plan(body: Json, found: Published) -> dict[str, Any]:
    """Actions with party, dates and state; meetings, decisions and documents that are public."""
    return {
        "actions": [
            {"title": wording(each["title"]), "party": whose(str(each["party"]), found),
             "owner": each.get("owner", ""), "start": day(each.get("start")), "end": day(each.get("end")),
             "state": state(str(each["state"])), "late": finished_late(each.get("end"), each.get("done_on"))}
            for each in body["actions"]
        ],
        "meetings": [
            (day(each["on"]), wording(each.get("minutes") or {}),
             _attended(each, found))
            for each in body["meetings"]
        ],
        "decisions": [
            (wording(each["text"]), day(each.get("due")), day(each.get("done_on")),
             finished_late(each.get("due"), each.get("done_on")))
            for each in body["decisions"]
        ],
        "documents": [(wording(each["title"]), link(each.get("link"))) for each in body["documents"]],
        "withheld": sum(int(each) for each in body.get("withheld", {}).values()),
    }  # fmt: skip


def _attended(meeting: Json, found: Published) -> str:
    """That it was not held, or who was there where the parties publish that."""
    if meeting.get("held") != "yes":
        return _("Planned") if str(meeting["on"]) > found.published_at.date().isoformat() else _("not held")
    if meeting.get("present_public") != "yes":
        return ""
    return listed(whose(str(who), found) for who in meeting.get("present") or ())


# ---- evaluation and lessons ------------------------------------------------------------------------------------------
def evaluation(body: Json, found: Published) -> dict[str, Any]:
    """Evaluations with their verdict on each objective, and what they advise."""
    speech = Speech(language(), DOMAIN)
    aims = {each["id"]: wording(each["statement"]) for each in body.get("objectives", ())}
    listed = [
        {
            "kind": _("Final evaluation") if each["kind"] == "final" else _("Mid-term evaluation"),
            "since": day(each["since"]), "until": day(each["until"]), "evaluators": each.get("evaluators", ""),
            "summary": wording(each.get("summary") or {}),
            "verdicts": [
                (aims.get(one["objective"]) or Wording(str(one["objective"]), "en", False),
                 speech.text(f"said-{one['said']}"), wording(one.get("because") or {}))
                for one in each.get("verdicts", ())
            ],
            "advice": [
                (wording(one["text"]), whose(str(one["to"]), found)) for one in each.get("recommendations", ())
            ],
        }
        for each in body["evaluations"]
    ]  # fmt: skip
    return {"evaluations": listed}


def lessons(body: Json, found: Published) -> dict[str, Any]:
    """What others may learn."""
    return {
        "lessons": [
            (wording(each["title"]), wording(each["happened"]), wording(each["advice"])) for each in body["lessons"]
        ]
    }


PARTS: Mapping[str, Callable[[Json, Published], Any]] = {
    "profile": profile, "account": account, "plan": plan, "numbers": numbers, "evaluation": evaluation,
    "lessons": lessons,
}  # fmt: skip

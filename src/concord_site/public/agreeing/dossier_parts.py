"""What parties have published of an agreement, part by part, ready for the page and its document.

Each part is plain JSON of the room that made it. A part that has another shape than its room gives today is not drawn:
the page then says that it is public and leads to it as data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from concord.agreements.account_words import Speech
from concord.agreements.evaluation_report import DOMAIN
from concord.errors import Refusal
from concord.texts.clauses import cut
from concord.vocabulary.languages import NATIVE_NAMES
from concord.vocabulary.text import Wording
from concord_site.agreements.queries.published import Published
from concord_site.public.agreeing.dossier_account import account
from concord_site.public.agreeing.dossier_numbers import numbers
from concord_site.public.agreeing.dossier_profile import profile
from concord_site.public.agreeing.dossier_words import Json, day, link, state, whose, wording
from concord_site.shell.i18n import language


def shown(found: Published) -> dict[str, Any]:
    """Every public part by its id; None where its shape is not known here."""
    return {id: _shown(id, body, found) for id, body in found.parts.items()}


def _shown(id: str, body: Json, found: Published) -> Any:
    make = PARTS.get(id)
    if make is None:
        return None
    try:
        return make(body, found)
    except (KeyError, TypeError, ValueError, AttributeError, Refusal):
        return None


# ---- text ------------------------------------------------------------------------------------------------------------
def text(body: Json, found: Published) -> dict[str, Any]:
    """The text as clauses, its other authentic languages, which prevails, and what was attached to it later."""
    spoken = str(body.get("language") or "en")
    others = [(str(each["language"]), cut(str(each["text"]), language=str(each["language"])))
              for each in body.get("languages") or ()]  # fmt: skip
    return {
        "versions": [(code, NATIVE_NAMES.get(code, code), clauses)
                     for code, clauses in ((spoken, cut(str(body["text"]), language=spoken)), *others)],
        "prevails": _prevails(str(body.get("prevails") or "")),
        "attached": [_attached(each) for each in body.get("attached") or ()],
    }  # fmt: skip


def _prevails(said: str) -> str:
    """Which language version prevails, in a sentence; nothing where the text does not say."""
    if said == "equal":
        return _("All language versions are equally valid.")
    return _("The version in %(language)s prevails.") % {"language": NATIVE_NAMES[said]} if said in NATIVE_NAMES else ""


def _attached(each: Json) -> dict[str, Any]:
    """An amendment, protocol, annex or letter: its title, its days and its words."""
    of = each["amendment"]
    kinds = {"amendment": _("Amendment"), "protocol": _("Protocol"), "annex": _("Annex"), "letter": _("Letter")}
    return {
        "kind": kinds.get(str(each["kind"]), str(each["kind"])), "title": str(each["title"]), "text": str(each["text"]),
        "signed": day(of.get("signed")), "in_force": day(of.get("in_force")), "language": str(of.get("language")),
        "changes": len(of["changes"]),
    }  # fmt: skip


# ---- plan ------------------------------------------------------------------------------------------------------------
def plan(body: Json, found: Published) -> dict[str, Any]:
    """Actions with party, dates and state; meetings, decisions and documents that are public."""
    return {
        "actions": [
            {"title": wording(each["title"]), "party": whose(str(each["party"]), found),
             "owner": each.get("owner", ""), "start": day(each.get("start")), "end": day(each.get("end")),
             "state": state(str(each["state"]))}
            for each in body["actions"]
        ],
        "meetings": [(day(each["on"]), wording(each.get("minutes") or {})) for each in body["meetings"]],
        "decisions": [(wording(each["text"]), day(each.get("due")), day(each.get("done_on")))
                      for each in body["decisions"]],
        "documents": [(wording(each["title"]), link(each.get("link"))) for each in body["documents"]],
        "withheld": sum(int(each) for each in body.get("withheld", {}).values()),
    }  # fmt: skip


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
    "text": text, "profile": profile, "account": account, "plan": plan, "numbers": numbers, "evaluation": evaluation,
    "lessons": lessons,
}  # fmt: skip

"""What the kinds of records are called on pages, by what words one of them is known, and where it stands."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from concord.agreements import lifecycle
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.text import Text
from concord_site.agreements import parts
from concord_site.agreements.queries.spaces import Record
from concord_site.shell.i18n import language

#: Fields by which a record is known, the first that is there.
NAMING = ("title", "name", "subject", "statement", "text", "phase", "status", "reason", "email")
#: Kinds, or what they begin with before a point → the part on whose page they stand; others stand in the journal.
STANDS_IN = {
    "account": "account", "appraisal": "appraisal", "consultation": "consultations", "evaluation": "evaluation",
    "fact": "life", "file": "room", "gate": "life", "indicator": "monitoring", "invitation": "people",
    "lesson": "lessons", "member": "people", "message": "room", "minutes": "room", "need": "needs",
    "objective": "objectives", "party": "people", "phase": "life", "plan": "plan", "plan.meeting": "committee",
    "plan.decision": "committee", "position": "position", "publication": "publication", "status": "life",
    "survey": "monitoring", "task": "room", "text": "texts", "text.amendment": "amendments", "trace": "tracing",
}  # fmt: skip
#: Kinds that say something on one clause of a text.
ON_A_CLAUSE = ("text.mark", "text.proposal", "text.comment")


def address(kind: str, dossier: str, side: str) -> str:
    """Where a record of a kind stands in a dossier, in its shared space or in one's own."""
    at = {"dossier_id": dossier}
    known = {each.id: each.url_name for each in parts.all_parts()}
    part = STANDS_IN.get(kind) or STANDS_IN.get(kind.partition(".")[0], "journal")
    own = {"room": "agreements:room-own", "journal": "agreements:journal-own"} if side == "own" else {}
    try:
        return reverse(own.get(part) or known.get(part, "agreements:journal"), kwargs=at)
    except NoReverseMatch:
        return reverse("agreements:journal", kwargs=at)


def words(record: Record) -> str:
    """The first words of a record, to know it by; of what is said on a part or on a clause, which one it is."""
    if record.kind == "publication":
        return next((str(part.title) for part in parts.public_parts() if part.id == record.key), "")
    clause = record.body.get("clause") or (record.body.get("proposal") or {}).get("clause")
    if record.kind in ON_A_CLAUSE and clause:
        return _("Clause %(number)s") % {"number": str(clause).removeprefix("art-")}
    for value in _strings(record.body):
        if len(value) > 2:
            return value[:120]
    return ""


def _strings(body: Any) -> list[str]:
    """Wordings in a body, those first that name it; of one by language the reader's."""
    if isinstance(body, str):
        return [body]
    if not isinstance(body, dict):
        return []
    if body and set(body) <= set(LANGUAGES):
        return [Text(body).best(language()).text]
    return [text for name in NAMING if name in body for text in _strings(_named(name, body[name]))]


def _named(field: str, value: Any) -> Any:
    """The name of a phase in place of its id."""
    known = {each.id: each.label for each in lifecycle.phases()} if field == "phase" else {}
    return dict(known[value]) if isinstance(value, str) and value in known else value


def name(kind: str) -> str:
    """The words for a kind; the kind itself where nobody has named it."""
    return {
        "account.input": _("Input of the benefit account"), "appraisal.mark": _("Mark of the appraisal"),
        "consultation": _("Consultation"), "dossier": _("Title"), "evaluation": _("Evaluation"), "fact": _("Fact"),
        "file": _("Document"), "gate.reason": _("Reason at a gate"), "glass": _("Opened by the operator"),
        "indicator.target": _("Target of an indicator"), "indicator.value": _("Figure of an indicator"),
        "invitation": _("Invitation"), "lesson": _("Lesson"), "member": _("Member"), "message": _("Message"),
        "minutes": pgettext("of a meeting", "Minutes"), "need": pgettext("of a country", "Need"),
        "need.analysis": _("Labour market analysis"), "need.figures": _("Figures of our own"),
        "objective": _("Objective"), "party": _("Party"), "phase": _("Phase"),
        "phase.entered": _("Phase"), "plan.action": _("Action of the plan"), "plan.decision": _("Decision"),
        "plan.document": _("Document of the plan"), "plan.meeting": _("Meeting"),
        "position.cited": _("What the position was checked against"),
        "position.line": _("Line of the position"), "position.sign-off": _("Sign-off"),
        "position.view": _("View of a ministry"), "publication": _("Decision on publication"),
        "publication.noted": _("Signature noted by a party"),
        "publication-page": _("Public page"), "status": _("Status"),
        "survey.answers": _("Answers of workers"), "task": _("Task or date"),
        "text.amendment": _("Amendment"), "text.comment": _("Comment on a clause"),
        "text.language": _("Language version"), "text.mark": _("Mark on a clause"),
        "text.upload": _("File brought back"),
        "text.proposal": _("Proposal for a clause"), "text.version": _("Version of the text"),
        "trace.frame": _("Frame of the thread"), "trace.link": _("Link of the thread"),
    }.get(kind, kind)  # fmt: skip

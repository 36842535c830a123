"""What the kinds of records are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def name(kind: str) -> str:
    """The words for a kind; the kind itself where nobody has named it."""
    return {
        "account.input": _("Input of the benefit account"), "appraisal.mark": _("Mark of the appraisal"),
        "consultation": _("Consultation"), "dossier": _("Title"), "evaluation": _("Evaluation"), "fact": _("Fact"),
        "file": _("Document"), "gate.reason": _("Reason at a gate"), "glass": _("Opened by the operator"),
        "indicator.target": _("Target of an indicator"), "indicator.value": _("Figure of an indicator"),
        "invitation": _("Invitation"), "lesson": _("Lesson"), "member": _("Member"), "message": _("Message"),
        "minutes": _("Minutes"), "need": pgettext("of a country", "Need"),
        "need.analysis": _("Labour market analysis"), "need.figures": _("Figures of our own"),
        "objective": _("Objective"), "party": _("Party"), "phase": _("Phase"),
        "phase.entered": _("Phase"), "plan.action": _("Action of the plan"), "plan.decision": _("Decision"),
        "plan.document": _("Document of the plan"), "plan.meeting": _("Meeting"),
        "position.cited": _("What the position was checked against"),
        "position.line": _("Line of the position"), "position.sign-off": _("Sign-off"),
        "position.view": _("View of a ministry"), "publication": _("Decision on publication"),
        "publication-page": _("Public page"), "status": _("Status"),
        "survey.answers": _("Answers of workers"), "task": _("Task or date"),
        "text.amendment": _("Amendment"), "text.comment": _("Comment on a clause"),
        "text.language": _("Language version"), "text.mark": _("Mark on a clause"),
        "text.proposal": _("Proposal for a clause"), "text.version": _("Version of the text"),
        "trace.frame": _("Frame of the thread"), "trace.link": _("Link of the thread"),
    }.get(kind, kind)  # fmt: skip

"""What the room keeps."""

from __future__ import annotations

from concord_site.reporting.models.instruments import DraftStep, InstrumentFile, InstrumentVersion
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.reviewing import Query, Reply
from concord_site.reporting.models.rounds import Extension, Letter, Participation, Round, RoundInstrument, Step
from concord_site.reporting.models.submissions import (
    Change,
    Clearance,
    ClearanceStep,
    Delegation,
    Filing,
    Presence,
    Remark,
    Submission,
    SubmissionAnswer,
    SubmissionEntry,
    SubmissionUpload,
)
from concord_site.reporting.models.trials import Trial, TrialAnswer, TrialEntry, TrialUpload

__all__ = [
    "Change",
    "Clearance",
    "ClearanceStep",
    "Delegation",
    "DraftStep",
    "Extension",
    "Filing",
    "InstrumentFile",
    "InstrumentVersion",
    "Letter",
    "Participation",
    "Presence",
    "Publication",
    "Query",
    "Remark",
    "Reply",
    "Round",
    "RoundInstrument",
    "Step",
    "Submission",
    "SubmissionAnswer",
    "SubmissionEntry",
    "SubmissionUpload",
    "Trial",
    "TrialAnswer",
    "TrialEntry",
    "TrialUpload",
]

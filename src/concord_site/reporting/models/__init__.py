"""What the room keeps."""

from __future__ import annotations

from concord_site.reporting.models.coding import CodeBookVersion, Coding, CodingText
from concord_site.reporting.models.copies import SubmissionCopy
from concord_site.reporting.models.instruments import DraftStep, InstrumentFile, InstrumentVersion
from concord_site.reporting.models.publications import Publication, RoundFile
from concord_site.reporting.models.reviewing import Query, Reply, Review
from concord_site.reporting.models.rounds import (
    Extension,
    Letter,
    Participation,
    Reminder,
    Round,
    RoundInstrument,
    Step,
    TimeRequest,
)
from concord_site.reporting.models.stakeholders import (
    Asked,
    CountryComment,
    Moderation,
    Stakeholder,
    StakeholderDecision,
    StakeholderEntry,
    StakeholderFiling,
    StakeholderLink,
    StakeholderReport,
    StakeholderReportAnswer,
    StakeholderReportEntry,
    StakeholderReportUpload,
)
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
    "Asked",
    "Change",
    "Clearance",
    "ClearanceStep",
    "CodeBookVersion",
    "Coding",
    "CodingText",
    "CountryComment",
    "Delegation",
    "DraftStep",
    "Extension",
    "Filing",
    "InstrumentFile",
    "InstrumentVersion",
    "Letter",
    "Moderation",
    "Participation",
    "Presence",
    "Publication",
    "Query",
    "Remark",
    "Reminder",
    "Reply",
    "Review",
    "Round",
    "RoundFile",
    "RoundInstrument",
    "Stakeholder",
    "StakeholderDecision",
    "StakeholderEntry",
    "StakeholderFiling",
    "StakeholderLink",
    "StakeholderReport",
    "StakeholderReportAnswer",
    "StakeholderReportEntry",
    "StakeholderReportUpload",
    "Step",
    "Submission",
    "SubmissionAnswer",
    "SubmissionCopy",
    "SubmissionEntry",
    "SubmissionUpload",
    "TimeRequest",
    "Trial",
    "TrialAnswer",
    "TrialEntry",
    "TrialUpload",
]

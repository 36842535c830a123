"""What the room keeps."""

from __future__ import annotations

from concord_site.reporting.models.instruments import DraftStep, InstrumentFile, InstrumentVersion
from concord_site.reporting.models.trials import Trial, TrialAnswer, TrialEntry, TrialUpload

__all__ = ["DraftStep", "InstrumentFile", "InstrumentVersion", "Trial", "TrialAnswer", "TrialEntry", "TrialUpload"]

"""What the room keeps."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from concord_site.reporting.models.instruments import DraftStep, InstrumentFile, InstrumentVersion

if find_spec("concord_site.reporting.models.trials") is not None:  # Django finds models by importing this package
    import_module("concord_site.reporting.models.trials")

__all__ = ["DraftStep", "InstrumentFile", "InstrumentVersion"]

"""XForms: an instrument as a form for ODK and KoBo, their submissions back, and their forms back into sheets.

Public face: :func:`definition`, :func:`plain`; :func:`read_definition` → :class:`FormRead`; :func:`submission`,
:func:`read_submission`, :func:`read_submissions` → :class:`~concord.instrument.workbook.filled.Filled`.
"""

from __future__ import annotations

from concord.instrument.workbook.filled import Filled, Unknown
from concord.instrument.xform.definition import definition
from concord.instrument.xform.plain import plain
from concord.instrument.xform.reading import FormRead, read_definition
from concord.instrument.xform.receiving import read_submission, read_submissions
from concord.instrument.xform.submission import submission

__all__ = [
    "Filled",
    "FormRead",
    "Unknown",
    "definition",
    "plain",
    "read_definition",
    "read_submission",
    "read_submissions",
    "submission",
]

"""Answers of earlier rounds from LimeSurvey, through a declared mapping file.

Public face: :func:`read` (an export to responses and findings), :class:`Read`, :class:`Response`,
:func:`read_mapping` and :class:`Mapped`.
"""

from concord.instrument.limesurvey.mapping import Mapped, Rule, read_mapping
from concord.instrument.limesurvey.reading import Read, read
from concord.instrument.limesurvey.responses import Response

__all__ = ["Mapped", "Read", "Response", "Rule", "read", "read_mapping"]

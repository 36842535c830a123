"""Which answers break a rule: the same for the page, the API, a workbook and an XForm file.

Public face: :func:`check`. Codes are ``instrument.answer.<reason>``; the place's item is the address.
"""

from __future__ import annotations

from concord.instrument.checks.all import check
from concord.instrument.checks.kinds import LONGEST_TEXT, Fault, fault, is_link

__all__ = ["LONGEST_TEXT", "Fault", "check", "fault", "is_link"]

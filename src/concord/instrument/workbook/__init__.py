"""Answer workbooks: one Excel file to fill in offline, read back by the same rules as every other way in.

Public face: :func:`write`, :func:`read` → :class:`Filled`, :func:`differences` → :class:`Difference`, :func:`merged`.
"""

from __future__ import annotations

from concord.instrument.workbook.differences import Difference, Said, differences, merged
from concord.instrument.workbook.filled import Filled, Unknown
from concord.instrument.workbook.read import read
from concord.instrument.workbook.write import write

__all__ = ["Difference", "Filled", "Said", "Unknown", "differences", "merged", "read", "write"]

"""Comparing figures: two countries' of one corridor, one series over releases, what came and when, how good it is.

Public face: :func:`~concord.mds.comparing.mirror.mirror` and :func:`~concord.mds.comparing.corridors.corridors`;
:func:`~concord.mds.comparing.vintages.history` and :func:`~concord.mds.comparing.changes.changes`;
:func:`~concord.mds.comparing.coverage.coverage`; :func:`~concord.mds.comparing.quality.quality`. Values in and out; a
hidden figure has no number in any of them.
"""

from concord.mds.comparing.changes import Changed, Changes, changes
from concord.mds.comparing.corridors import Corridor, corridors
from concord.mds.comparing.coverage import Coverage, OfTable, coverage
from concord.mds.comparing.figures import Figure
from concord.mds.comparing.mirror import Mirror, Sum, mirror, sums
from concord.mds.comparing.quality import ByRule, Described, Quality, by_rule, quality
from concord.mds.comparing.sides import Difference, Series
from concord.mds.comparing.timeliness import Came, Timeliness, came_from, timeliness
from concord.mds.comparing.vintages import Held, History, held, history

__all__ = [
    "ByRule", "Came", "Changed", "Changes", "Corridor", "Coverage", "Described", "Difference", "Figure", "Held",
    "History", "Mirror", "OfTable", "Quality", "Series", "Sum", "Timeliness", "by_rule", "came_from", "changes",
    "corridors", "coverage", "held", "history", "mirror", "quality", "sums", "timeliness",
]  # fmt: skip

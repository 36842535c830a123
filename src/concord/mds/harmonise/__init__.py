"""From records as typed to standard columns: areas, years, occupations, kinds of row, numbers and statuses.

Nothing is guessed: what cannot be settled is a finding. Everything that was written otherwise is listed as a change.
Public face: :func:`harmonise`, :class:`Asked`, :class:`Harmonised`.
"""

from concord.mds.harmonise.model import SUBMITTED, Asked, Harmonised
from concord.mds.harmonise.whole import harmonise

__all__ = ["SUBMITTED", "Asked", "Harmonised", "harmonise"]

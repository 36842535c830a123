"""From what was typed to standard columns: areas, years, occupations, kinds of row, numbers, statuses, definitions.

Nothing is guessed: what cannot be settled is a finding. Everything that was written otherwise is listed as a change.
Public face: :func:`harmonise`, :class:`Asked`, :class:`Harmonised` for tables of counts;
:mod:`~concord.mds.harmonise.deciders` for rows of persons, one decision for each distinct text;
:mod:`~concord.mds.harmonise.schemes` (ISCO-88 or ISCO-08), :mod:`~concord.mds.harmonise.codemaps` and
:mod:`~concord.mds.harmonise.mapping` (a country's own codes, reviewed), :mod:`~concord.mds.harmonise.definitions`
(what a count is of), :mod:`~concord.mds.harmonise.breaks` and :mod:`~concord.mds.harmonise.growth`. Code, articles 6.4
and 7.2.
"""

from concord.mds.harmonise.model import SUBMITTED, Asked, Harmonised
from concord.mds.harmonise.whole import harmonise

__all__ = ["SUBMITTED", "Asked", "Harmonised", "harmonise"]

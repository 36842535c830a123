"""The public face for rows of persons: one decision for each distinct text of a column.

Each takes a text as typed and gives a :class:`~concord.mds.harmonise.settle.Decision`: ``values`` by name, ``problems``
(findings without their place) and ``change`` (before, after). Nothing is guessed: where a text cannot be settled its
value is None and a problem asks. None of them keeps a state, reads a clock or opens a file that is not declared.
"""

from concord.mds.harmonise.ages import age_on, band_of, decide_age_band
from concord.mds.harmonise.codemaps import CodeMap, Entry
from concord.mds.harmonise.dates import decide_date
from concord.mds.harmonise.lands import ROW_KIND, decide_place
from concord.mds.harmonise.noted import about_occupations
from concord.mds.harmonise.occupation import decide_occupation, decide_occupations
from concord.mds.harmonise.schemes import Seen, detect_scheme
from concord.mds.harmonise.settle import Decision, Problem
from concord.mds.harmonise.sexes import decide_sex
from concord.mds.harmonise.shares import decide_fte
from concord.mds.harmonise.standing import GONE, SECTORS, decide_activity, decide_sector

__all__ = [
    "GONE",
    "ROW_KIND",
    "SECTORS",
    "CodeMap",
    "Decision",
    "Entry",
    "Problem",
    "Seen",
    "about_occupations",
    "age_on",
    "band_of",
    "decide_activity",
    "decide_age_band",
    "decide_date",
    "decide_fte",
    "decide_occupation",
    "decide_occupations",
    "decide_place",
    "decide_sector",
    "decide_sex",
    "detect_scheme",
]

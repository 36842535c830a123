"""Figures: from values with statuses to SVG, words and the table that stands beside it.

Every figure is a pure function that takes values and a :class:`Style` (language, palette, width, number format) and
gives a :class:`Figure`: ``svg`` with title, description, a title on every mark and text as text; ``table``, the same
values as words; ``width`` and ``height``. The same values give the same bytes. A missing value is never drawn as zero.

Pages use ``Style.web(language)`` (custom properties, the page's fonts), print uses ``Style.print(language)`` (fixed
colours, named fonts). What reads from the start edge is mirrored for Arabic; maps and time axes are not.
"""

from concord.documents.figures.bars import Bar, bars
from concord.documents.figures.chord import Ribbon, chord
from concord.documents.figures.columns import Column, columns
from concord.documents.figures.dots import hundred_dots
from concord.documents.figures.flows import Flow, two_arrows
from concord.documents.figures.legend import map_legend
from concord.documents.figures.lines import lines
from concord.documents.figures.map_drawing import MapLabel
from concord.documents.figures.model import MISSING, Figure, FigureTable, LegendEntry, Status, Style, Value
from concord.documents.figures.palette import Palette
from concord.documents.figures.profile import Group, profile
from concord.documents.figures.progress import Progress, progress
from concord.documents.figures.ranges import Spread, Strand, ranges
from concord.documents.figures.stacked import Part, stacked
from concord.documents.figures.strokes import Series
from concord.documents.figures.timeline import Step, timeline
from concord.documents.figures.words import Words
from concord.documents.figures.worldmap import hatched_share, world_map

__all__ = [
    "MISSING",
    "Bar",
    "Column",
    "Figure",
    "FigureTable",
    "Flow",
    "Group",
    "LegendEntry",
    "MapLabel",
    "Palette",
    "Part",
    "Progress",
    "Ribbon",
    "Series",
    "Spread",
    "Status",
    "Step",
    "Strand",
    "Style",
    "Value",
    "Words",
    "bars",
    "chord",
    "columns",
    "hatched_share",
    "hundred_dots",
    "lines",
    "map_legend",
    "profile",
    "progress",
    "ranges",
    "stacked",
    "timeline",
    "two_arrows",
    "world_map",
]

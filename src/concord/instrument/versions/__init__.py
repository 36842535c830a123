"""Question maps between instruments: which question comes from which, and whether numbers may be compared.

Public face: :func:`question_map` (two instruments), :func:`chain` (several rounds), :class:`QuestionMap` with its
:class:`Edge` and :class:`ChoiceEdge`, :class:`Comparison`, :func:`difference` (what changed) and its :class:`Change`.
"""

from concord.instrument.versions.composing import chain
from concord.instrument.versions.difference import Change, Difference, difference
from concord.instrument.versions.edges import MODES, ChoiceEdge, Edge, EdgeMode, weakest
from concord.instrument.versions.mapping import Comparison, QuestionMap, question_map

__all__ = [
    "MODES",
    "Change",
    "ChoiceEdge",
    "Comparison",
    "Difference",
    "Edge",
    "EdgeMode",
    "QuestionMap",
    "chain",
    "difference",
    "question_map",
    "weakest",
]

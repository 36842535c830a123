"""XLSForm expressions: XPath 1.0 with the functions and dates of ODK's XForms, read and evaluated here.

Public face: :func:`~concord.instrument.expressions.compiled.compile` → an
:class:`~concord.instrument.expressions.compiled.Expression` (what it reads, which functions it calls) or
:class:`~concord.instrument.expressions.unreadable.Unreadable` (code, position, nearest name);
:data:`~concord.instrument.expressions.functions.FUNCTIONS`;
:func:`~concord.instrument.expressions.standing.evaluate` over plain values. Over an instrument's answers they are
evaluated by :mod:`concord.instrument.routing`. Why there is an evaluator of our own: ``docs/decisions``.
"""

from __future__ import annotations

from concord.instrument.expressions.compiled import Expression, compile
from concord.instrument.expressions.functions import FUNCTIONS
from concord.instrument.expressions.standing import evaluate
from concord.instrument.expressions.unreadable import Costly, Unreadable

__all__ = ["FUNCTIONS", "Costly", "Expression", "Unreadable", "compile", "evaluate"]

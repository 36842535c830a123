"""Rules in plain words: a condition as a sentence fragment, a constraint as a range, in six languages.

Public face: :func:`~concord.instrument.words.saying.say`, :func:`~concord.instrument.words.ranges.range_of`,
:func:`~concord.instrument.words.ranges.bounds`, :func:`~concord.instrument.words.labels.plain_label`,
:func:`~concord.instrument.words.labels.without_answers`,
:mod:`~concord.instrument.words.logic` (conditions as conjunctions and alternatives of simple statements).

What cannot be put in words is never guessed at: it is called a rule of the instrument, and the expression follows.
"""

from __future__ import annotations

from concord.instrument.words.labels import plain_label, without_answers
from concord.instrument.words.ranges import Bounds, bounds, range_of
from concord.instrument.words.saying import say

__all__ = ["Bounds", "bounds", "plain_label", "range_of", "say", "without_answers"]

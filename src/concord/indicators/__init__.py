"""Indicators, declared and computed over fact tables, with status, range and provenance; targets judged at their dates.

Public face: :func:`~concord.indicators.model.indicators`, :func:`~concord.indicators.compute.compute`,
:class:`~concord.indicators.model.Facts`, :class:`~concord.indicators.model.Result`,
:func:`~concord.indicators.spans.changes`, :func:`~concord.indicators.thresholds.above`,
:mod:`~concord.indicators.headlines` and :mod:`~concord.indicators.targets`. The room takes tables as values and asks no
other engine.
"""

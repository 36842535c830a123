"""Headline figures as published, each beside our own result, with the difference explained.

Public face: :func:`~concord.indicators.headlines.figures.figures`, :func:`~concord.indicators.headlines.beside.beside`.
What is published is declared with its source (``data/headlines``); ours is computed from the tables at hand, and where
none can be computed the reason is told instead of a number.
"""

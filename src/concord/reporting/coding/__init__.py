"""Coding of free-text answers: a versioned code book, suggestions with their words, two coders, agreement, counts.

Source: Code, articles 9.1 (difficulties, lessons) and 9.2 (what the Director-General reports of them).

Public face: :func:`~concord.reporting.coding.book.declared`, :class:`~concord.reporting.coding.book.CodeBook`,
:func:`~concord.reporting.coding.texts.texts`, :func:`~concord.reporting.coding.suggest.suggest`,
:func:`~concord.reporting.coding.agreement.agreement`, :func:`~concord.reporting.coding.counting.count`,
:mod:`~concord.reporting.coding.export`.
"""

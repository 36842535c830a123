"""Changing the sheets of a draft: pure functions from a :class:`~concord_site.reporting.editing.book.Book` to a Book.

``book`` (sheets whose rows keep an id), ``blocks`` (order, groups, adding, removing), ``cells`` (kinds, three-way
merging), ``conditions`` (builder rows ↔ XLSForm expressions), ``choices`` (lists), ``mapping`` (the last round).
"""

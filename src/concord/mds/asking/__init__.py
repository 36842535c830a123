"""Questions over released tables: rows as they were published, and sums where adding is right.

Everything here is a function of published cells alone. A sum adds cells that anybody can read in the table itself; a
hidden cell is never looked at, because it is not there. So whatever somebody works out from many answers (with
overlapping filters, from several releases), they could work out from the published tables, and it is against these,
all together, that the attacker program is run before a release. No answer is protected by itself, and none needs it.

Public face: :class:`~concord.mds.asking.question.Question`, :func:`~concord.mds.asking.answering.rows`,
:func:`~concord.mds.asking.answering.sums`, :mod:`~concord.mds.asking.paging`.

Source: SECURITY: statistical disclosure; data/structures and data/codelists (row-kind, activity, occupation).
"""

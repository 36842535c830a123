"""Generated registers: person-level rows that look like real ones and are nobody's.

Public face: :class:`~concord.mds.generating.wish.Wish` says what is wanted, :func:`~concord.mds.generating.plan.plan`
settles sizes, shares and corridors, :func:`~concord.mds.generating.tables.tables` yields Arrow tables in pieces,
:func:`~concord.mds.generating.writing.write` writes CSV, XLSX or Parquet. The figures are declared in
``data/generating``. The same wish gives the same bytes; every file says that it is generated.
"""

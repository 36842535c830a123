"""Registers of persons: from a file on which a row is a person to checked tables, without keeping a person.

A register is read in the limited process of :mod:`concord.intake` and lands in a file of our own, every text as typed
with its physical row (:mod:`~concord.mds.persons.landing`); each distinct text of a column is then decided once
(:mod:`~concord.mds.persons.harmonising`), and the rows are made in standard columns whenever they are asked for
(:mod:`~concord.mds.persons.typed_parts`); declared rules look for the few bad values first and then for their rows
(:mod:`~concord.mds.persons.checking`); what is left is counted (:mod:`~concord.mds.persons.tabulating`). The file
stands in a folder that is deleted before the call returns.

Public face: :func:`~concord.mds.persons.register.tabulate_register` (one file to tables),
:func:`~concord.mds.persons.checking.check` and :func:`~concord.mds.persons.tabulating.tables` (rows in standard
columns, such as generated ones), :data:`~concord.mds.persons.columns.COLUMNS`. Code, articles 6.4 and 7.2.
"""

"""The minimum data set: from tables as they are sent to checked, frozen, citable tables.

Public face: :func:`~concord.mds.facts.bundled` (real facts that come with Concord),
:func:`~concord.mds.tabulate.tabulate` (files to checked tables), :class:`~concord.mds.store.Store` and
:func:`~concord.mds.release.freeze` (releases), :func:`~concord.mds.writers.write` (tables out),
:func:`~concord.mds.template.write` (our own template). Everything else is an inner matter. Code, articles 6.4 and 7.2.
"""

"""The catalogue: each released thing as one value, and the forms in which the world reads it.

Public face: :class:`~concord.mds.catalogue.entry.Entry`, :class:`~concord.mds.catalogue.entry.Distribution` (a file),
:class:`~concord.mds.catalogue.entry.Part` (a table of it, or some rows) and
:func:`~concord.mds.catalogue.of_release.of_release`; citations :func:`~concord.mds.catalogue.cited.cite` and the files
of :data:`~concord.mds.catalogue.cited.FORMS` (text, BibTeX, RIS, CFF); the whole catalogue as DCAT 3
(:func:`~concord.mds.catalogue.dcat.catalogue`, written by :mod:`~concord.mds.catalogue.turtle` and
:mod:`~concord.mds.catalogue.jsonld`); one entry as schema.org (:mod:`~concord.mds.catalogue.schema_org`); and lines of
Python and R that load a table (:func:`~concord.mds.catalogue.loading.snippets`). Everything is made from values alone:
nothing here knows the site, the day or the network.
"""

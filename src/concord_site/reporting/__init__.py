"""Reporting: what countries are asked, and how they answer.

Public face for instruments: :mod:`concord_site.reporting.queries.instruments` (declared and uploaded versions alike)
and :mod:`concord_site.reporting.actions` (upload, draft, edit, publish, withdraw). An instrument is written on sheets;
:mod:`concord_site.reporting.editing` changes sheets and touches no database.
"""

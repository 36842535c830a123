"""Reporting on the Code: rounds (article 9.1), the Director-General's report (9.2) and country profiles.

Public face: :func:`~concord.reporting.rounds.rounds`, :func:`~concord.reporting.rounds.cycle`,
:class:`~concord.reporting.facts.Facts`, :func:`~concord.reporting.dg_report.compose` and
:func:`~concord.reporting.country_profile.compose`. Documents are composed from values handed in; nothing is asked for
here, and the same values give the same document.
"""

"""Questionnaires: written as XLSForm, versioned, multilingual, with one set of rules whatever way an answer comes in.

Public face: :mod:`~concord.instrument.library` (the declared instruments by id), :mod:`~concord.instrument.xlsform`
(sheets and workbooks in and out, with findings by sheet, row and column), :class:`~concord.instrument.model.Instrument`
(what it asks), :mod:`~concord.instrument.routing` (what is asked given answers, why, and what is calculated),
:mod:`~concord.instrument.checks` (which answers break a rule), :mod:`~concord.instrument.versions` (question maps
between rounds, pre-filling), :mod:`~concord.instrument.burden`, and the ways out and in:
:mod:`~concord.instrument.workbook`, :mod:`~concord.instrument.xform`, :mod:`~concord.instrument.fhir`,
:mod:`~concord.instrument.limesurvey`, :mod:`~concord.instrument.export`.
"""

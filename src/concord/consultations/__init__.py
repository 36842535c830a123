"""Consultations: who was asked, what they said, and what was done with it; every word gets an answer.

Public face: :class:`~concord.consultations.model.Consultation` and its parts,
:func:`~concord.consultations.standing.standing` (who was asked, heard, answered; which types are missing),
:func:`~concord.consultations.as_json.to_json` and ``from_json``. Invited consultations so far; public hearings use the
same parts.

Source: Code, articles 2.2, 8.3.
"""

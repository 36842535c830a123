"""Proposes how a file is to be read: its tables with their places, a profile, and the questions only a person settles.

Public face: :func:`~concord.mds.proposing.propose.propose` → :class:`~concord.mds.proposing.model.Proposal` with
:class:`~concord.mds.proposing.model.FoundTable` and :class:`~concord.mds.proposing.model.Question`;
:func:`~concord.mds.proposing.answering.answer`; :func:`~concord.mds.proposing.merging.merge`;
:func:`~concord.mds.proposing.explaining.explain`; :func:`~concord.mds.proposing.written.write_profile`. What is
certain is proposed with its reason; what is not is asked, never guessed. Nothing here opens a file itself: cells come
from the limited reading process (:mod:`concord.mds.proposing.cells`).
"""

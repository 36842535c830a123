"""Suggestions of passages for the elements of the catalogue: offline, with the words that raised them and how sure.

Public face: :func:`~concord.agreements.suggesting.suggest.suggest`. A suggestion is a hint where to read; only a person
marks an element. How good the hints are is measured by ``bench/suggestions.py`` on texts that were labelled before.
"""

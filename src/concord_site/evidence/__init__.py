"""Facts gathered from the rooms below, and the results computed from them, kept with their inputs.

Public face: :func:`concord_site.evidence.facts.evidence`.
"""

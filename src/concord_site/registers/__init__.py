"""The register of designated national authorities: who speaks for a country about the Code, since when, by which act.

Public face: :mod:`concord_site.registers.queries` (the register on a day, its counts, a country's history) and
:mod:`concord_site.registers.actions` (propose, confirm, end). History is kept: a new act ends the one before it.
"""

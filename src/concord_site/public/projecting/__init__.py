"""The page of projections: supply of one country or of a corridor, scenarios with sliders, what each rests on.

Everything is worked out by :mod:`concord.labour_market` when it is asked for; nothing is stored.
"""

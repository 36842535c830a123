"""Pages on which figures are compared: mirror view of a corridor, vintages, what has come and when, data quality.

Everything is worked out by :mod:`concord.mds.comparing` from tables of public releases; nothing is stored.
"""

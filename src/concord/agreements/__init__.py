"""Agreements on mobility: what they are worth to each side, in ranges.

Public face so far: :mod:`concord.agreements.benefits`, the methods by which benefits and costs are worked out. A value
is never without its range, and no figure of a publication is used whose inputs are not public.
"""

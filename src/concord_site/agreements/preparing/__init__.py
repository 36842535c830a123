"""Preparing an agreement: needs of one side, national position, consultations, objectives, and the thread of needs.

Everything here is written into a party's own space, but for objectives and for needs that a party shows to the others.
"""

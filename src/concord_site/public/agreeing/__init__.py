"""Agreements for everybody: the register of real ones, what parties have published, and the corridor of two countries.

What is not named of an agreement is not known here, which is not the same as absent; what was not verified carries its
mark wherever it stands and is in no count.
"""

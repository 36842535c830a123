"""Registers the Code asks for: who speaks for a country (articles 7.3, 7.4).

Public face: :class:`~concord.registers.designations.Act`, :func:`~concord.registers.designations.in_force`,
:func:`~concord.registers.designations.placed`, :func:`~concord.registers.designations.standing`; reading a table of
designations: :func:`~concord.registers.listing.read_rows`.
"""

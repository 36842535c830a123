"""People, the organisations they act for, their roles there, and how they sign in.

Public face: :mod:`.queries` (who is where), :mod:`.actions` (invite, appoint, end), and ``Person.seats()``, which
:mod:`concord_site.shell.access` asks on every request.
"""

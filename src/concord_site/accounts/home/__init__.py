"""The home page of a signed-in person: what waits for them, what changed since they last looked, where they can begin.

Rooms above tell it through the suppliers ``home.waiting``, ``home.changes`` and ``home.entries``
(:mod:`concord_site.shell.parts.home`); it knows none of them.
"""

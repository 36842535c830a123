"""The site of Concord: a thin Django project that gives the library people, pages and a memory.

Start reading in :mod:`concord_site.config` (what an installation may choose), :mod:`concord_site.settings` (how Django
is set up from it) and :mod:`concord_site.shell.access` (the one door to objects). Every other room bears the name of
the library room it serves.
"""

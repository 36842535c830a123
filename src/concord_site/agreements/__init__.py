"""Agreements in preparation: sealed spaces in which parties work, and what they make public.

An agreement in preparation is a **dossier**: one space for each party and one they share. A space is an append-only
journal of sealed rows; nothing of it stands in clear in the database, the log, the mail or a backup.

Public face: :mod:`.queries.spaces` (``dossiers_of``, ``dossier``, :class:`~.queries.spaces.Space`),
:mod:`.actions.writing` (``put``, ``remove``, ``restore``, ``file_in``, ``file_out``), :mod:`.actions.publishing`,
:mod:`.parts` (pages of a dossier), :func:`.views.frame`, :mod:`.queries.published` (what everybody may see).
"""

"""The text of an agreement: versions, proposals and comments per clause, marks, languages, amendments, files.

Texts are cut, compared and written by :mod:`concord.texts`; everything said here is kept in the sealed spaces of the
dossier (:mod:`concord_site.agreements.queries.spaces`) and nowhere else: no search, no cache, no message of the session
holds a word of it.
"""

"""Strangers' files to paragraphs, inside the limited reading process; see :mod:`concord.texts.child`."""

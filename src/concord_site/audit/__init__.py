"""The append-only log: who did what to which thing, each entry sealed to the one before it.

Public face: :func:`concord_site.audit.log.record` and :func:`concord_site.audit.log.verify`.
"""

"""The client: what may use every process of the library, for the command line and for scripts without a site.

Public face: :func:`concord.client.facts.gather` and :func:`concord.client.reports.compile`.
"""

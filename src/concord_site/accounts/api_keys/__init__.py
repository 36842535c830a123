"""Keys for programs: made and ended by a person, shown once, kept as a digest, with a name and an end.

A key opens nothing that its person may see: it holds the role of a program (``api-key``), which sees what is published.
Public face: :class:`~concord_site.accounts.api_keys.queries.Program` and :func:`~.queries.program` (whom a key stands
for), :func:`~.actions.make`, :func:`~.actions.end`.
"""

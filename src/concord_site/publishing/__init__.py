"""Reports and their editions: drafts compiled from facts, signed off by a second person, published and frozen.

Public face: :func:`concord_site.publishing.actions.compile_edition` and the actions beside it;
:mod:`concord_site.publishing.queries` for what is published.
"""

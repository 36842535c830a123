"""Documents: blocks as frozen values, figures as own SVG with their tables, and renderers to PDF, Word and HTML.

Public face: :mod:`~concord.documents.model` (the blocks), :func:`~concord.documents.sentences.say` (declared sentences
filled with figures), :mod:`~concord.documents.figures`, :func:`~concord.documents.render.pdf.render`,
:func:`~concord.documents.render.docx.render`, :func:`~concord.documents.render.html.page` and
:func:`~concord.documents.render.html.fragment`. The room is handed results; it computes none.
"""

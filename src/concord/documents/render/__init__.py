"""Renderers: the same document as PDF (Typst), Word (python-docx) and HTML; each heavy dependency in its own module."""

"""A questionnaire on paper: questions with numbers, boxes and lines, in one of six languages; or with its answers.

Public face: :func:`~concord.reporting.instrument_print.whole.compose` makes a document for the renderers of
:mod:`concord.documents`; :func:`~concord.instrument.numbering.numbers` says which number a question
has, so that other views can name it likewise. :func:`~concord.reporting.instrument_print.files.made` gives an
instrument as a file in any form there is; :func:`docx`, :func:`pdf` and :func:`html` the printed ones.
"""

from __future__ import annotations

from concord.instrument.numbering import numbers
from concord.reporting.instrument_print.files import FORMS, Form, Made, made
from concord.reporting.instrument_print.rendered import docx, html, pdf
from concord.reporting.instrument_print.whole import compose

__all__ = ["FORMS", "Form", "Made", "compose", "docx", "html", "made", "numbers", "pdf"]

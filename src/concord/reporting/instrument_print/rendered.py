"""A printed questionnaire as bytes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from concord.documents.render import docx as word
from concord.documents.render import html as page
from concord.documents.render import pdf as typeset
from concord.reporting.instrument_print.whole import compose

if TYPE_CHECKING:
    from concord.instrument.model import Instrument


def pdf(instrument: Instrument, *, language: str, as_of: dt.date | None = None, **more: Any) -> bytes:
    """As a tagged PDF; arguments are those of :func:`~concord.reporting.instrument_print.whole.compose`."""
    return typeset.render(compose(instrument, language, as_of=as_of, **more))


def docx(instrument: Instrument, *, language: str, as_of: dt.date | None = None, **more: Any) -> bytes:
    """As a Word file, whose boxes and lines can be filled in on the screen."""
    return word.render(compose(instrument, language, as_of=as_of, **more))


def html(instrument: Instrument, *, language: str, as_of: dt.date | None = None, **more: Any) -> bytes:
    """As a page that stands alone."""
    return page.page(compose(instrument, language, as_of=as_of, **more)).encode()

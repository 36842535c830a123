"""``definition``: an instrument as one self-contained XForm for ODK, KoBo and Enketo."""

from __future__ import annotations

from collections.abc import Sequence

from concord.errors import Invalid
from concord.instrument.model import Instrument
from concord.instrument.xform.plain import plain


def definition(instrument: Instrument, *, languages: Sequence[str] | None = None) -> bytes:
    """The XForm, UTF-8, made by pyxform from plain XLSForm; no other file is needed beside it.

    Args:
        instrument: What is asked.
        languages: Its languages, the default first; the instrument's own where left out.

    Raises:
        Invalid: ``instrument.xform.not-converted``, with what pyxform says.
    """
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    form = plain(instrument, languages=languages)
    try:
        made = convert(form.as_dict(), validate=False, form_name="data")
    except PyXFormError as error:
        raise Invalid("instrument.xform.not-converted", params={"reason": str(error)[:500]}) from error
    return bytes(made.xform, "utf-8")

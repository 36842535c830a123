"""Plain text: its encoding found, its lines as paragraphs."""

from __future__ import annotations

from concord.intake import encodings
from concord.intake.remarks import Remarks
from concord.intake.source import Source
from concord.texts.formats.segments import Read, Segment


def read(source: Source, remarks: Remarks, encoding: str | None) -> Read:
    """The lines of a text file; blank lines are paragraphs without words, so that none is lost."""
    found = encodings.detect(source.data, encoding)
    into = Read()
    if not encodings.remark_on(found, source.data, remarks):
        return into
    text = source.whole()[found.mark :].decode(found.decoder)
    if "\x00" in text:
        raise remarks.stop("texts.file.not-text")
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        into.add([Segment(line)], remarks=remarks)
    if into.paragraphs and not into.paragraphs[-1][1]:
        into.paragraphs.pop()
    return into

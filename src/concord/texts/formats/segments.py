"""What a reader of this room hands back: paragraphs in segments, each with who put it in or struck it out, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from concord.intake.columns import ColumnBuilder, letter
from concord.intake.limits import Limits, exceeds
from concord.intake.remarks import Remarks
from concord.intake.sheets import Sheet

#: Columns of the sheet in which segments cross from the reading process.
COLUMNS = ("paragraph", "style", "text", "change", "author", "at")
#: A text longer than this is no agreement.
LETTERS = 4_000_000
#: So many letters of what was not read are shown.
SHOWN = 120
#: Words put in or struck out; numbers that a program counts, before and after the changes; a comment on what precedes.
CHANGES = ("", "ins", "del", "ins-number", "del-number", "comment")


@dataclass(slots=True)
class Segment:
    """A run of text of one paragraph."""

    text: str
    change: str = ""
    author: str = ""
    at: str = ""


@dataclass(slots=True)
class Read:
    """The paragraphs as they are read; ``style`` is ``heading-1`` … or empty."""

    paragraphs: list[tuple[str, list[Segment]]] = field(default_factory=list)
    letters: int = 0

    def add(self, segments: Iterable[Segment], style: str = "", *, remarks: Remarks) -> None:
        """Add a paragraph.

        Raises:
            Stop: The text is too long.
        """
        kept = [segment for segment in segments if segment.text]
        self.letters += sum(len(segment.text) for segment in kept)
        if self.letters > LETTERS:
            raise remarks.stop("texts.file.too-long", limit=LETTERS)
        self.paragraphs.append((style, kept))


def as_sheet(read: Read, file: str, limits: Limits, remarks: Remarks) -> Sheet:
    """The paragraphs as the one sheet that crosses to the parent."""
    rows = [
        (str(number), style, segment.text, segment.change, segment.author, segment.at)
        for number, (style, segments) in enumerate(read.paragraphs, start=1)
        for segment in (segments or [Segment("")])
    ]
    if exceeds(len(rows), limits.text_rows):
        raise remarks.stop("intake.limit.rows", limit=limits.text_rows)
    columns = []
    for place, name in enumerate(COLUMNS):
        builder = ColumnBuilder()
        builder.extend([row[place] for row in rows], None)
        columns.append(builder.column(name, letter(place)))
    return Sheet(file, None, "", (), tuple(columns), range(1, len(rows) + 1))


def shown(found: Iterable[str]) -> str:
    """The beginning of what was found and not read, for a remark."""
    said = " · ".join(each for each in found if each)
    return said if len(said) <= SHOWN else f"{said[:SHOWN].rstrip()} …"

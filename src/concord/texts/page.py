"""The lines of a text as the cutter sees them: what begins each, and which of them are headings of what."""

from __future__ import annotations

from dataclasses import dataclass, replace

from concord.texts import series
from concord.texts.declared import numbering
from concord.texts.headings import is_heading
from concord.texts.letters import folded
from concord.texts.markers import Marker, marker

# Forms of number whose clauses are long enough to have headings.
_DIVIDES = frozenset({"decimal", "1.", "1-", "chinese、", "A.", "Ai."})


@dataclass(slots=True)
class Piece:
    """A clause in the making."""

    id: str
    number: str
    level: int
    label: str
    parent: str
    heading: str = ""
    text: str = ""
    start: int = 0


class Page:
    """One text in lines.

    Attributes:
        lines: As they stand, with their ends, cut where points begin inside them.
        running: Rows that run on into a point on the same line.
        markers: What begins each line, or None.
        words: How the language numbers and closes.
    """

    def __init__(self, text: str, language: str) -> None:
        lines = text.splitlines(keepends=True)
        found = series.cuts(lines, [marker(line, language) for line in lines], language)
        self.lines, self.running = series.parted(lines, found)
        self.words = numbering(language)
        self.markers = [self._marker(row, language) for row in range(len(self.lines))]

    def _marker(self, row: int, language: str) -> Marker | None:
        """What begins the line; one that runs on into a point on the same line has no heading."""
        found = marker(self.lines[row], language)
        return replace(found, alone=False) if found is not None and row in self.running else found

    def next_marker(self, row: int) -> Marker | None:
        """What begins the next line that is not blank."""
        following = next((each for each in range(row + 1, len(self.lines)) if self.lines[each].strip()), None)
        return None if following is None else self.markers[following]

    def closes(self, line: str) -> bool:
        """Whether a line begins the final formula."""
        return folded(line).strip(" \t\u3000*_").startswith(self.words.closing)

    def take_head(self, piece: Piece, row: int, *, headed: bool) -> int:
        """Put the marker's line and, where it stands below, the heading into the clause.

        Args:
            piece: The clause in the making.
            row: Its first line.
            headed: Whether a clause without a number is named by this line.

        Returns:
            How many lines were taken.
        """
        line, found = self.lines[row], self.markers[row]
        marked = found is not None and piece.label != ""
        end = found.end if found is not None and marked else len(line) - len(line.lstrip())
        rest = line[end:].strip()
        piece.text, piece.start = line, end
        if not marked:
            if headed:
                piece.heading, piece.start = rest.strip("#*_ \t"), len(line)
            return 1
        if rest:
            if found is not None and found.alone and self._rest_is_heading(rest, row, found):
                piece.heading, piece.start = rest.strip("*_ "), len(line)
            return 1
        return self._heading_below(piece, row)

    def _rest_is_heading(self, rest: str, row: int, found: Marker) -> bool:
        if found.kind != "point" or found.readings[0].form.endswith(" "):
            return True
        following = self.next_marker(row)
        if row + 1 < len(self.lines) and self.lines[row + 1].strip() and following is None:
            return self._parts_from(rest, self.lines[row + 1].strip(), found)
        if following is not None:
            return following.kind == "point" and self._is_deeper(following, found)
        return self._divides(rest, found) and self.text_follows(row)

    def _parts_from(self, rest: str, below: str, found: Marker) -> bool:
        """Whether a short line is a heading of the one right below it, and not its beginning."""
        goes_on = folded(rest).split()[-1] in self.words.goes_on
        return self._divides(rest, found) and below[0].isupper() and not goes_on

    @staticmethod
    def _divides(rest: str, found: Marker) -> bool:
        return found.readings[0].form in _DIVIDES and len(rest.split()) <= 8

    def _is_deeper(self, following: Marker, found: Marker) -> bool:
        """Whether the next marker begins a numbering below this one: what is divided has a heading."""
        first, own = following.readings[0], found.readings[0]
        if first.form == "decimal":
            return len(first.value) > len(own.value) and first.value[-1] == 1
        return first.value == (1,) and first.form != own.form

    def text_follows(self, row: int) -> bool:
        """Whether something is said below, before the final formula."""
        following = next((line for line in self.lines[row + 1 :] if line.strip()), "")
        return bool(following) and not self.closes(following)

    def _heading_below(self, piece: Piece, row: int) -> int:
        taken = 1
        while row + taken < len(self.lines) and not self.lines[row + taken].strip() and taken < 4:
            taken += 1
        at = row + taken
        if at >= len(self.lines) or self.markers[at] is not None or not self._could_head(at):
            return 1
        piece.text = "".join(self.lines[row : at + 1])
        piece.heading, piece.start = self.lines[at].strip().strip("#*_ \t"), len(piece.text)
        return taken + 1

    def _could_head(self, row: int) -> bool:
        """A short line without the end of a sentence, with something below it that is no continuation of it."""
        line = self.lines[row].strip()
        words = folded(line).split()
        if not words or row in self.running or self.closes(line) or words[-1] in self.words.goes_on:
            return False
        return is_heading(self.lines, row, any_case=True)

"""Decides, line by line, where a text is cut: which markers carry on a numbering, and which are words of a sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from concord.texts.declared import RANKS, SCOPES
from concord.texts.headings import is_heading, is_paragraph, stands_as_heading
from concord.texts.markers import ENDS, Marker, Reading
from concord.texts.page import Page, Piece

#: How far a numbering may jump forward: clauses are struck from drafts.
JUMP = 6
_PREFIX = {"part": "part", "title": "title", "chapter": "chap", "section": "sec", "annex": "annex", "protocol": "prot"}


@dataclass(slots=True)
class _Open:
    """A numbering that is open: its form, its last place, and how ids of what stands in it begin."""

    form: str
    value: tuple[int, ...]
    id: str
    number: str
    level: int
    unit: bool = False


@dataclass(slots=True)
class _State:
    """Where in the text the cutter is."""

    stack: list[_Open] = field(default_factory=list)
    scope: str = ""
    scope_number: str = ""
    begun: bool = False
    closed: bool = False
    last_decimal: tuple[int, ...] = ()
    heading: str = ""


class Cutter:
    """Cuts one text; see :func:`concord.texts.clauses.cut`."""

    def __init__(self, text: str, language: str) -> None:
        self._page = Page(text, language)
        self._lines, self._markers = self._page.lines, self._page.markers
        self._main = self._main_unit()
        self._numbered = any(self._begins_numbering(found) for found in self._markers)
        self._state = _State()
        self._pieces: list[Piece] = []
        self._ids: Counter[str] = Counter()

    def pieces(self) -> list[Piece]:
        """The clauses, in order."""
        row = 0
        while row < len(self._lines):
            piece = self._at(row)
            if piece is not None:
                self._pieces.append(piece)
                row += self._page.take_head(
                    piece, row, headed=piece.id.removeprefix(self._state.scope).startswith("head-")
                )
            else:
                self._put(self._lines[row])
                row += 1
        self._keep_blank_beginning()
        return self._pieces

    def _main_unit(self) -> str:
        """The narrowest unit the text is divided into; what is wider holds it."""
        found = {each.kind for each in self._markers if each is not None and each.kind in RANKS}
        if "article" in found:
            return "article"
        return max(found, key=RANKS.index) if found else ""

    @staticmethod
    def _begins_numbering(found: Marker | None) -> bool:
        return found is not None and (
            found.kind != "point" or any(reading.value[-1] == 1 for reading in found.readings)
        )

    def _at(self, row: int) -> Piece | None:
        """The clause that begins at this line, or None where the line belongs to the one before."""
        found = self._markers[row]
        if found is not None:
            piece = self._unit(found, row) if found.kind != "point" else self._point(found, row)
            if piece is not None:
                return piece
        if not self._lines[row].strip():
            return None
        return self._closing(row) or self._heading(row) or self._paragraph(row)

    # --- units: Article 5, Chapter II, Annex A

    def _unit(self, found: Marker, row: int) -> Piece | None:
        reading = found.readings[0]
        if found.kind in SCOPES:
            return self._scope(found, reading) if found.alone else None
        state = self._state
        same = next((one for one in state.stack if one.form == found.kind), None)
        lower = RANKS.index(found.kind) > RANKS.index(self._main)
        reading = _continuing(found.readings, same.value if same else ()) or reading
        goes_on = same is None or _goes_on(reading.value, same.value)
        if not reading.value or (not goes_on and (not found.alone or self._inside_sentence(row))) or self._broken(row):
            return None
        state.stack = [
            one for one in state.stack if one.unit and RANKS.index(one.form) < RANKS.index(found.kind)
        ]  # fmt: skip
        state.closed, state.begun, state.last_decimal = False, True, ()
        holder = state.stack[-1] if state.stack else None
        base = state.scope + self._unit_id(found.kind, reading, holder, lower)
        if base in self._ids and holder is not None and not lower:
            base = f"{holder.id}-{self._unit_id(found.kind, reading, holder, lower)}"
        number = reading.said if not lower or holder is None else f"{holder.number}.{reading.said}"
        return self._open(found.kind, reading, base, number, found.label, unit=True)

    def _inside_sentence(self, row: int) -> bool:
        """Whether the line before ends in the middle of a sentence."""
        before = self._lines[row - 1].strip() if row else ""
        return bool(before) and before[-1] not in ENDS

    def _broken(self, row: int) -> bool:
        """Whether the next line goes on in small letters: a reference that stands alone on a narrow line."""
        after = self._lines[row + 1].strip() if row + 1 < len(self._lines) else ""
        return self._inside_sentence(row) and after[:1].islower() and not self._markers[row + 1]

    def _unit_id(self, kind: str, reading: Reading, holder: _Open | None, lower: bool) -> str:
        if kind == self._main:
            return f"art-{reading.said}"
        if lower:
            return f"{holder.id.removeprefix(self._state.scope)}.{reading.said}" if holder else f"art-{reading.said}"
        return f"{_PREFIX.get(kind, 'art')}-{reading.said}"

    def _scope(self, found: Marker, reading: Reading) -> Piece:
        state = self._state
        state.stack, state.closed, state.begun, state.last_decimal, state.heading = [], False, True, (), ""
        base = _PREFIX[found.kind] + (f"-{reading.said}" if reading.said else "")
        piece = self._open(found.kind, reading, base, reading.said, found.label, unit=False, level=0)
        state.stack, state.scope, state.scope_number = [], f"{piece.id}-", piece.id
        return piece

    # --- points: 5.1, 1., (a), ii)

    def _point(self, found: Marker, row: int) -> Piece | None:
        if self._state.closed:
            return None
        if found.readings[0].form.endswith(" ") and not self._heads(row):
            return None
        if found.readings[0].form == "decimal":
            return self._decimal(found, found.readings[0])
        chosen = self._chosen(found)
        if chosen is None:
            return None
        reading, depth = chosen
        state = self._state
        state.stack = state.stack[:depth]
        state.begun = True
        return self._below(reading, found.label)

    def _heads(self, row: int) -> bool:
        """Whether a number without a sign stands above something, apart from what is before it."""
        return is_paragraph(self._lines, row) and self._page.text_follows(row)

    def _chosen(self, found: Marker) -> tuple[Reading, int] | None:
        """The reading that carries on an open numbering, else begins one, else jumps forward in one."""
        stack = self._state.stack
        places = [(depth, one) for depth, one in enumerate(stack) if not one.unit]
        for depth, one in reversed(places):
            for reading in found.readings:
                if reading.form == one.form and _follows(reading.value, one.value):
                    return reading, depth
        for reading in found.readings:
            if reading.value == (1,):
                again = next((depth for depth, one in places if one.form == reading.form), len(stack))
                return reading, again
        for depth, one in reversed(places):
            for reading in found.readings:
                if reading.form == one.form and one.value[0] < reading.value[0] <= one.value[0] + JUMP:
                    return reading, depth
        return None

    def _decimal(self, found: Marker, reading: Reading) -> Piece | None:
        state = self._state
        holder = self._holder(reading.value)
        fits = holder is not None and holder[1].value[-1:] == reading.value[len(reading.value) - 2 : -1]
        later = reading.value > state.last_decimal and (
            reading.value[-1] == 1 or reading.value[:-1] == state.last_decimal[: len(reading.value) - 1]
        )
        if not (later or (fits and (reading.value > state.last_decimal or not state.last_decimal))):
            return None
        depth = holder[0] + 1 if holder is not None else 0
        state.stack, state.begun, state.last_decimal = state.stack[:depth], True, reading.value
        return self._open("decimal", reading, f"{state.scope}art-{reading.said}", reading.said, found.label)

    def _holder(self, value: tuple[int, ...]) -> tuple[int, _Open] | None:
        """The open clause whose number is this one without its last part."""
        wanted = ".".join(map(str, value[:-1]))
        found = [(depth, one) for depth, one in enumerate(self._state.stack) if one.number == wanted]
        return found[-1] if found else None

    def _below(self, reading: Reading, label: str) -> Piece:
        state = self._state
        holder = state.stack[-1] if state.stack else None
        if holder is not None and not (holder.unit and holder.form != self._main and not self._main):
            return self._open(
                reading.form,
                reading,
                f"{holder.id}.{reading.said}",
                f"{holder.number}.{reading.said}".strip("."),
                label,
            )
        first = "art-" if not self._main or state.scope else "pre-"
        return self._open(reading.form, reading, f"{state.scope}{first}{reading.said}", reading.said, label)

    # --- what has no number

    def _closing(self, row: int) -> Piece | None:
        state = self._state
        if not state.begun or state.closed or not self._page.words.closing:
            return None
        if not self._page.closes(self._lines[row]):
            return None
        state.stack, state.closed = [], True
        return Piece(self._id(f"{state.scope}closing"), "", 0, "", state.scope.removesuffix("-"))

    def _heading(self, row: int) -> Piece | None:
        state = self._state
        if state.closed or row in self._page.running or not is_heading(self._lines, row):
            return None
        if self._numbered and not state.begun and self._page.next_marker(row) is None:
            return None
        if not self._numbered and not stands_as_heading(self._lines, row):
            return None
        if self._main and (state.stack or not state.begun):
            return None
        state.stack = [one for one in state.stack if not one.unit][:1]
        state.begun = True
        name = self._id(f"{state.scope}head-{1 + self._count('head-')}")
        state.heading = name
        return Piece(name, "", 1, "", state.scope.removesuffix("-"))

    def _paragraph(self, row: int) -> Piece | None:
        state = self._state
        if not is_paragraph(self._lines, row):
            return None
        if not state.begun:
            kind = "opening" if self._numbered else "par"
            level = 0 if self._numbered else 1
            return Piece(self._id(f"{kind}-{1 + self._count(kind + '-')}"), "", level, "", "")
        if self._numbered or state.closed:
            return None
        name = self._id(f"{state.scope}par-{1 + self._count('par-')}")
        return Piece(name, "", 2 if state.heading else 1, "", state.heading or state.scope.removesuffix("-"))

    def _count(self, kind: str) -> int:
        return sum(piece.id.removeprefix(self._state.scope).startswith(kind) for piece in self._pieces)

    # --- making

    def _open(
        self, form: str, reading: Reading, base: str, number: str, label: str, *, unit: bool = False, level: int = -1
    ) -> Piece:
        state = self._state
        holder = state.stack[-1] if state.stack else None
        if level < 0:
            above = holder.level if holder else 1 if state.heading and not unit else 0
            level = above + 1
        parent = holder.id if holder else state.heading if not unit and state.heading else state.scope.removesuffix("-")
        name = self._id(base)
        state.stack.append(_Open(form, reading.value, name, number, level, unit))
        return Piece(name, number, level, label, "" if parent == name else parent)

    def _id(self, base: str) -> str:
        self._ids[base] += 1
        return base if self._ids[base] == 1 else f"{base}~{self._ids[base]}"

    def _put(self, line: str) -> None:
        if not self._pieces:
            self._pieces.append(Piece("opening-0", "", 0, "", ""))
        self._pieces[-1].text += line

    def _keep_blank_beginning(self) -> None:
        """Blank lines before the first clause belong to it; a text of blank lines alone has no clause."""
        if not self._pieces or self._pieces[0].id != "opening-0":
            return
        blank = self._pieces.pop(0)
        if self._pieces:
            first = self._pieces[0]
            first.text, first.start = blank.text + first.text, first.start + len(blank.text)


def _follows(value: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Whether a number comes right after another: 6 after 5 or 5bis, 5bis after 5, 5ter after 5bis."""
    if len(value) > 1:
        return value == (last[0], last[1] + 1 if len(last) > 1 else 1)
    return value[0] == last[0] + 1


def _goes_on(value: tuple[int, ...], last: tuple[int, ...]) -> bool:
    return last < value <= (last[0] + JUMP,) if last else True


def _continuing(readings: tuple[Reading, ...], last: tuple[int, ...]) -> Reading | None:
    """The reading that follows ``last``, where a numeral may be a letter too ("Annex I", "Part C")."""
    following = last[0] + 1 if last else 1
    return next((reading for reading in readings if reading.value[:1] == (following,)), None)

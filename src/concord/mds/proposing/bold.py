"""Which cells of a worksheet are bold: headings inside a table often differ from its rows by nothing else."""

from __future__ import annotations

from concord.intake.columns import letter
from concord.intake.sheet_scan import Scanner
from concord.intake.unseen import local, parse

#: Rows in which bold cells are remembered; headings in longer tables are told by their words.
LOOK_AT = 5_000


def bold_styles(styles: bytes) -> frozenset[str]:
    """The cell styles (their numbers as text) whose font is bold, from the part ``xl/styles.xml``."""
    tree = parse(styles)
    if tree is None:
        return frozenset()
    fonts = next((each for each in tree if local(each.tag) == "fonts"), ())
    bold = {
        str(at)
        for at, font in enumerate(fonts)
        if any(local(each.tag) == "b" and each.get("val", "1") not in ("0", "false") for each in font)
    }
    formats = next((each for each in tree if local(each.tag) == "cellXfs"), ())
    return frozenset(str(at) for at, style in enumerate(formats) if style.get("fontId", "0") in bold)


class BoldScanner(Scanner):
    """The pass over a worksheet's markup that remembers bold cells besides."""

    def __init__(self, styles: frozenset[str], bold: frozenset[str]) -> None:
        super().__init__(styles | bold)
        self._bold = bold
        self.bold: list[str] = []

    def _value(self) -> None:
        super()._value()
        if self._style in self._bold and self._row <= LOOK_AT:
            self.bold.append(f"{letter(self._column)}{self._row}")

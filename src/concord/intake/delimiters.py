"""How a text table parts its cells: delimiter and quote, told from its first lines."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from concord.intake.remarks import Remarks

CANDIDATES = (",", ";", "\t", "|")
SAMPLE_LINES = 400
_SEP_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_BY_EXTENSION = {"tsv": "\t", "tab": "\t"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """Delimiter ("" where there is a single column), quote character, and the lines the first of which named it."""

    delimiter: str
    quote: str
    stated: bool = False

    def options(self) -> dict[str, Any]:
        """The options of Python's CSV reader."""
        return {"delimiter": self.delimiter or "\x1f", "quotechar": self.quote, "strict": True}


def detect(lines: Sequence[str], extension: str, remarks: Remarks, given: str | None = None) -> Dialect:
    """The dialect of the first lines of a text; two that fit equally well are asked about."""
    stated = _SEP_LINE.fullmatch(lines[0].strip("\r\n\ufeff")) if lines else None
    sample = [line for line in lines[1 if stated else 0 :] if line.strip() and not line.startswith("#")]
    if given is not None or stated:
        delimiter = given if given is not None else stated.group(1) if stated else ""
        return Dialect(delimiter, _quote(sample, delimiter), bool(stated))
    scores = sorted(((_score(sample, delimiter), delimiter) for delimiter in CANDIDATES), key=lambda pair: -pair[0])
    best, delimiter = scores[0]
    if best <= 0:
        return Dialect("", '"')
    second, other = scores[1]
    usual = _BY_EXTENSION.get(extension)
    if usual in (delimiter, other) and second >= 0.8 * best:
        delimiter, second = str(usual), 0.0
    if second >= 0.9 * best:
        remarks.add("intake.text.delimiter-unclear", "soft", delimiter=title(delimiter), other=title(other), row=1)
    return Dialect(delimiter, _quote(sample, delimiter))


def title(delimiter: str) -> str:
    """What people call the delimiter."""
    return {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar", "": "none"}.get(delimiter, delimiter)


def _score(sample: Sequence[str], delimiter: str) -> float:
    """How evenly the delimiter parts the lines; 0 where it does not part them at all."""
    widths = _widths(sample, delimiter)
    parted = Counter(width for width in widths if width > 1)
    if not parted:
        return 0.0
    width, lines = max(parted.items(), key=lambda item: (item[1], item[0]))
    evenness = lines / len(widths)
    return evenness * evenness * (1 + min(width, 30) / 30)


def _widths(sample: Sequence[str], delimiter: str) -> list[int]:
    try:
        return [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
    except csv.Error:
        return [line.count(delimiter) + 1 for line in sample]


def _quote(sample: Sequence[str], delimiter: str) -> str:
    """Single quotes only where cells are wrapped in them and double quotes nowhere."""
    if any('"' in line for line in sample):
        return '"'
    mark = re.escape(delimiter or "\x1f")
    wrapped = re.compile(rf"(?:^|{mark})'[^']*'(?=\s*$|{mark})")
    lines = sum(bool(wrapped.search(line)) for line in sample)
    return "'" if sample and lines >= 0.5 * len(sample) else '"'

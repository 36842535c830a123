"""The distinct texts of a column of a register: what each stands for is decided once, whatever the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

#: So many texts that are new in a run of rows have their first rows sought one by one.
FEW = 16
#: From so many distinct texts on, and from this share of the rows on, a column is no column of things that recur.
MANY, NEARLY_ALL = 20_000, 0.9


@dataclass(slots=True)
class Texts:
    """The distinct texts of a column: how many rows have each, and the first of these rows.

    Attributes:
        known: Text → its number; numbers follow the first rows.
        counts: Number → rows.
        firsts: Number → physical row of the first.
        plain: Whether most texts are distinct, so that they were not numbered.
    """

    known: dict[str, int] = field(default_factory=dict)
    counts: list[int] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    plain: bool = False

    def give_up(self) -> None:
        """There are too many to be decided: they are numbered no further, and forgotten."""
        self.known, self.counts, self.firsts, self.plain = {}, [], [], True

    def nearly_all_differ(self, rows: int) -> bool:
        """Whether nearly every one of so many rows has a text of its own."""
        return self.plain or (len(self.known) > MANY and len(self.known) > NEARLY_ALL * rows)

    def add(self, texts: Sequence[str], counts: Sequence[int], firsts: Sequence[int]) -> None:
        """Add texts in order of their first rows; one that is known already is counted on."""
        for text, count, first in zip(texts, counts, firsts, strict=True):
            number = self.known.setdefault(text, len(self.counts))
            if number < len(self.counts):
                self.counts[number] += count
            else:
                self.counts.append(count)
                self.firsts.append(first)

    def numbered(self, texts: Sequence[str], codes: Any, rows: Any) -> Any:
        """The number of each text of a run of rows; new texts are added, and all are counted.

        Args:
            texts: The distinct texts of the run; one that no row has is not counted, and its number means nothing.
            codes: For each row the place of its text among ``texts``.
            rows: Physical rows, ascending and all beyond those of the runs before.
        """
        import numpy as np

        counts = np.bincount(codes, minlength=len(texts)).tolist()
        numbers = np.zeros(len(texts), dtype=np.int32)
        new = []
        for at, count in enumerate(counts):
            number = self.known.get(texts[at])
            if number is not None:
                numbers[at] = number
                self.counts[number] += count
            elif count:
                new.append(at)
        for place, at in sorted(zip(_firsts(codes, new, len(texts)), new, strict=True)):
            self.add((texts[at],), (counts[at],), (int(rows[place]),))
            numbers[at] = self.known[texts[at]]
        return numbers


def _firsts(codes: Any, wanted: Sequence[int], texts: int) -> list[int]:
    """The place of the first row of each of some texts."""
    import numpy as np

    if len(wanted) <= FEW:
        return [int((codes == at).argmax()) for at in wanted]
    firsts = np.zeros(texts, dtype=np.int64)
    firsts[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return [int(first) for first in firsts[list(wanted)]]

"""Our own workbooks that a country may fill in: which there are, and one of them as bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from concord.errors import NotFound
from concord.mds import template
from concord.mds.template import NOTHING_FILLED, REGISTER, Filled
from concord.mds.template_words import register_title
from concord.vocabulary.structures import structure, structures
from concord.vocabulary.text import Wording

FORMATS = ("xlsx", "csv")
_FIRST = ("mds-stock-by-training", "mds-stock-by-birth", "mds-stock-by-nationality", "mds-inflow-by-training",
          "mds-outflow", "mds-totals")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offered:
    """A template: of a structure or of a register of persons; its title; whether the rows of last time can be in it."""

    structure: str
    title: Wording
    has_last: bool = False

    @property
    def is_register(self) -> bool:
        """Whether a row is a person."""
        return self.structure == REGISTER


def offered(language: str, *, known: Collection[str] = ()) -> list[Offered]:
    """A register of persons, then every structure that countries send, those of the data set first.

    Args:
        language: Of the titles.
        known: Structures of which the country has confirmed a table.
    """
    sent = [id for id in structures() if id.startswith("mds-") and "headcount" in structure(id).names]
    ordered = [*(id for id in _FIRST if id in sent), *sorted(set(sent) - set(_FIRST))]
    tables = [Offered(id, structure(id).title.best(language), id in known) for id in ordered]
    return [Offered(REGISTER, Wording(register_title(language), language)), *tables]


def content(id: str, format: str, language: str, *, filled: Filled = NOTHING_FILLED) -> bytes:
    """One template.

    Args:
        id: A structure that is offered, or that of a register of persons.
        format: ``xlsx`` or ``csv``.
        language: Of its heads, lists and notes.
        filled: What stands in it already.

    Raises:
        NotFound: ``site.access.unknown`` for what is not offered.
    """
    if format not in FORMATS or id not in {each.structure for each in offered(language)}:
        raise NotFound("site.access.unknown")
    with tempfile.TemporaryDirectory(prefix="concord-template-") as folder:
        path = Path(folder) / f"{id}.{format}"
        return template.write(id, language, path, area=filled.area, filled=filled).read_bytes()

"""Our own workbooks that a country may fill in: which there are, and one of them as bytes."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from concord.errors import NotFound
from concord.mds import template
from concord.vocabulary.structures import structure, structures
from concord.vocabulary.text import Wording

FORMATS = ("xlsx", "csv")
_FIRST = ("mds-stock-by-training", "mds-stock-by-birth", "mds-stock-by-nationality", "mds-inflow-by-training",
          "mds-outflow", "mds-totals")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offered:
    """A template: the structure it is of, and its title."""

    structure: str
    title: Wording


def offered(language: str) -> list[Offered]:
    """Every structure that countries send, those of the data set first."""
    sent = [id for id in structures() if id.startswith("mds-") and "headcount" in structure(id).names]
    ordered = [*(id for id in _FIRST if id in sent), *sorted(set(sent) - set(_FIRST))]
    return [Offered(id, structure(id).title.best(language)) for id in ordered]


def content(id: str, format: str, language: str, *, area: str = "") -> bytes:
    """One template.

    Raises:
        NotFound: ``site.access.unknown`` for what is not offered.
    """
    if format not in FORMATS or id not in {each.structure for each in offered(language)}:
        raise NotFound("site.access.unknown")
    with tempfile.TemporaryDirectory(prefix="concord-template-") as folder:
        return template.write(id, language, Path(folder) / f"{id}.{format}", area=area).read_bytes()

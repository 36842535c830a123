"""SDMX-CSV 2.0 and 1.0: one row for each observation, components by their ids."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import IO, Literal

from concord.mds.writers.sdmx.packing import FLAT, WHOLE, Packed, Packing, packed
from concord.mds.writers.sdmx.shape import AGENCY, VERSION, VERSION_21, Component, codes
from concord.vocabulary.structures import Table

Version = Literal["2.0", "1.0"]
HEAD = ("STRUCTURE", "STRUCTURE_ID", "ACTION")


def write_csv(table: Table, stream: IO[bytes], version: Version = "2.0", packing: Packing = WHOLE) -> int:
    """Write a table as SDMX-CSV (UTF-8, comma); how many observations.

    Texts stay as they are stored: the format is read by programs, and a sign in front of them would change the data.
    """
    found = packed(table, packing, default=FLAT)
    columns = (*found.dimensions, *found.measures, *found.attributes)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    names, values = _head(found, version, packing)
    writer.writerow((*names, *(_titled(each, packing) for each in columns)))
    for row in found.rows:
        writer.writerow((*values, *(_said(each, row, packing) for each in columns)))
    stream.write(out.getvalue().encode("utf-8"))
    return len(found.rows)


def _head(found: Packed, version: Version, packing: Packing) -> tuple[tuple[str, ...], tuple[str, ...]]:
    numbered = VERSION if version == "2.0" else VERSION_21
    flow = f"{AGENCY}:{found.shape.id}({numbered})"
    if packing.labels == "both":
        flow = f"{flow}: {found.shape.name.best(packing.language).text}"
    return (HEAD, ("dataflow", flow, "I")) if version == "2.0" else (("DATAFLOW",), (flow,))


def _titled(each: Component, packing: Packing) -> str:
    return f"{each.id}: {each.name.best(packing.language).text}" if packing.labels == "both" else each.id


def _said(each: Component, row: Mapping[str, str], packing: Packing) -> str:
    text = row.get(each.id, "")
    if packing.labels != "both" or not each.codes or not text:
        return text
    named = codes(each.codes).get(text)
    return text if named is None else f"{text}: {named.best(packing.language).text}"

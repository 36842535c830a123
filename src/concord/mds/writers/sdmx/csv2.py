"""SDMX-CSV 2.0: one row for each observation, components by their ids."""

from __future__ import annotations

import csv
import io
from typing import IO

from concord.mds.writers.sdmx.shape import AGENCY, VERSION, rows, shape
from concord.vocabulary.structures import Table

HEAD = ("STRUCTURE", "STRUCTURE_ID", "ACTION")


def write_csv(table: Table, stream: IO[bytes]) -> int:
    """Write a table as SDMX-CSV 2.0 (UTF-8, comma); how many observations.

    Texts stay as they are stored: the format is read by programs, and a sign in front of them would change the data.
    """
    found = shape(table.structure)
    ids = [each.id for each in (*found.dimensions, *found.of("measure"), *found.of("attribute"))]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*HEAD, *ids))
    head = ("dataflow", f"{AGENCY}:{found.id}({VERSION})", "I")
    count = 0
    for row in rows(table):
        writer.writerow((*head, *(row.get(id, "") for id in ids)))
        count += 1
    stream.write(out.getvalue().encode("utf-8"))
    return count

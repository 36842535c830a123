"""Parquet out: the same table gives the same bytes; what the table is travels in the file's key-value metadata."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

from concord.vocabulary.structures import Table, structure


def parquet_bytes(
    table: Table, *, citation: str = "", digest: str = "", licence: str = "", notes: Sequence[str] = ()
) -> bytes:
    """A table as Parquet with keys ``concord.structure``, ``.title``, ``.columns``, ``.citation``, ``.licence`` ….

    Nothing in it depends on the day or the machine; two writings by the same version are equal byte for byte.
    """
    import pyarrow.parquet as parquet

    declared = structure(table.structure)
    said = {
        "concord.structure": table.structure,
        "concord.title": declared.title.best("en").text,
        "concord.columns": json.dumps([[c.name, c.role, c.type, c.unit] for c in declared.columns]),
        "concord.licence": licence,
        "concord.citation": citation,
        "concord.digest": digest,
        "concord.notes": json.dumps(list(notes), ensure_ascii=False),
        "concord.source": json.dumps([[each.id, each.digest, each.vintage] for each in table.provenance.inputs]),
    }
    arrow = table.frame.to_arrow().replace_schema_metadata({key: value for key, value in said.items() if value})
    stream = io.BytesIO()
    parquet.write_table(arrow, stream, compression="zstd", version="2.6", row_group_size=262_144)
    return stream.getvalue()

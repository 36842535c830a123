"""Answers as files: CSV and Parquet with title, citation, licence and release inside."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from concord.intake.out import Meta, OutColumn, write_csv

if TYPE_CHECKING:
    import polars as pl

CSV, PARQUET = "text/csv; charset=utf-8", "application/vnd.apache.parquet"
#: The most rows of a file.
MOST_ROWS = 200_000
KINDS = {"Int64": "integer", "Float64": "decimal"}


def csv(frame: pl.DataFrame, said: Mapping[str, Any], language: str) -> bytes:
    """An answer as CSV; lines about it stand first."""
    columns = [OutColumn(name, kind=KINDS.get(str(kind), "text")) for name, kind in frame.schema.items()]  # type: ignore[arg-type]
    stream = io.BytesIO()
    write_csv(stream, columns, frame.iter_rows(named=True), _meta(said, language))
    return stream.getvalue()


def parquet(frame: pl.DataFrame, said: Mapping[str, Any], language: str) -> bytes:
    """An answer as Parquet; what is said about it stands in the file's metadata."""
    import pyarrow.parquet as parquet

    lines = {f"concord.{key}": text for key, text in _meta(said, language).lines()}
    kept = {**lines, "concord.release": str(said["release"]), "concord.digest": str(said["digest"]),
            "concord.about": json.dumps(dict(said), ensure_ascii=False)}  # fmt: skip
    stream = io.BytesIO()
    parquet.write_table(frame.to_arrow().replace_schema_metadata(kept), stream, compression="zstd")
    return stream.getvalue()


def _meta(said: Mapping[str, Any], language: str) -> Meta:
    how = [f"{name}: {', '.join(said[name])}" for name in ("keep", "always_kept", "row_kinds") if said.get(name)]
    return Meta(
        title=str(said["title"]), source=str(said["citation"]), licence=str(said["licence"]),
        citation=str(said["citation"]), vintage=str(said["release"]), notes=(f"digest: {said['digest']}", *how),
        language=language, created=date.fromisoformat(str(said["as_of"])[:10]),
    )  # fmt: skip

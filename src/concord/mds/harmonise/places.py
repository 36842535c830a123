"""Who reports, and where the personnel come from or go to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from concord.findings import Finding
from concord.mds.harmonise import decide
from concord.mds.harmonise.aside import left_out
from concord.mds.harmonise.codes import told_of
from concord.mds.harmonise.contents import has_origins
from concord.mds.harmonise.model import Asked
from concord.mds.harmonise.settle import ROWS_NAMED, Decision, Problem, Settled, named_rows, settle
from concord.mds.readers import words
from concord.mds.readers.records import Records
from concord.vocabulary import areas as vocabulary
from concord.vocabulary.structures import structure

if TYPE_CHECKING:
    import polars as pl


def _dated(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """The column ``on``: the year, for rows with a name that means different areas in different years; else null."""
    import polars as pl

    texts = {text for name in names for text in frame[name].unique().to_list() if text and not words.row_kind(text)}
    depends = [text for text in sorted(texts) if vocabulary.resolve(text).status in ("former", "ambiguous")]
    named = pl.any_horizontal(pl.col(name).is_in(depends) for name in names)
    return frame.with_columns(pl.when(named).then("year").alias("on"))


def areas(records: Records, frame: pl.DataFrame, asked: Asked) -> Settled:
    """Who reports: the file says, or the call where the file has no such column."""
    import polars as pl

    if not {"area", "area_code"}.intersection(records.marks):
        return Settled(frame.with_columns(pl.lit(asked.area, dtype=pl.String).alias("settled_area")))
    frame = _dated(frame.with_columns(pl.col("area", "area_code").fill_null("")), ("area", "area_code"))
    role = "area_code" if "area_code" in records.marks else "area"
    said = told_of(records, asked, role)

    def who(key: Mapping[str, Any]) -> Decision:
        found = decide.area(key["area"], key["area_code"], key["on"], of="area", layout=records.layout, said=said)
        given = {"settled_area": found.values.get("area"), "aggregate": found.values.get("aggregate")}
        return Decision(given, found.problems, found.change)

    settled = settle(
        records,
        frame,
        ("area", "area_code", "on"),
        who,
        role=role,
        schema={"settled_area": pl.String, "aggregate": pl.Boolean},
    )
    settled.frame, notes = left_out(records, settled.frame, "mds.row.no-area", "area")
    settled.findings += notes + _other_areas(records, settled.frame, asked, role)
    return settled


def _other_areas(records: Records, frame: pl.DataFrame, asked: Asked, role: str) -> list[Finding]:
    """One row for another country refuses the file."""
    import polars as pl

    if asked.area is None:
        return []
    other = frame.filter(pl.col("settled_area") != asked.area)
    found = []
    for (area,), rows in other.group_by(["settled_area"], maintain_order=True):
        held = rows["row"].unique().sort()
        named = named_rows(held.head(ROWS_NAMED).to_list(), len(held))
        params = {"area": area, "asked": asked.area, "count": len(held), "rows": named}
        found.append(Finding("mds.area.other", "hard", records.place(held[0], role), params, str(area)))
    return found


def origins(records: Records, frame: pl.DataFrame, asked: Asked) -> Settled:
    """Where from (or, in a table of outflow, where to), and what kind of row it is."""
    import polars as pl

    has_destination = "destination" in records.marks
    if not (has_origins(records) or has_destination):
        plain = (pl.lit(None, dtype=pl.String).alias("settled_origin"), pl.lit("total").alias("settled_kind"))
        return Settled(frame.with_columns(plain))
    text = "destination" if has_destination else "origin"
    frame = _dated(frame.with_columns(pl.col(text, "origin_code", "row_kind").fill_null("")), (text, "origin_code"))
    role = "origin_code" if "origin_code" in records.marks else text
    said = {**told_of(records, asked, text), **told_of(records, asked, role)}

    def place(key: Mapping[str, Any]) -> Decision:
        if key["structure"] is not None and not _by_place(key["structure"]):
            return _kind_alone(key["origin_code"] or key[text], key["row_kind"])
        typed = (key[text], key["origin_code"], key["row_kind"])
        found = decide.origin(*typed, key["on"], layout=records.layout, said=said)
        given = {"settled_origin": found.values.get("origin"), "settled_kind": found.values.get("row_kind")}
        return Decision(given, found.problems, found.change)

    keys = (text, "origin_code", "row_kind", "on", "structure")
    schema = {"settled_origin": pl.String, "settled_kind": pl.String}
    return settle(records, frame, keys, place, role=role, schema=schema)


def _by_place(id: str) -> bool:
    return bool({"origin", "destination"}.intersection(structure(id).names))


def _kind_alone(text: str, kind: str) -> Decision:
    """In a table of totals, a pseudo-origin says which total it is."""
    found = words.row_kind(kind or text) if kind or text else "total"
    if found is None:
        problem = Problem("mds.row-kind.unknown", "hard", value=decide.shown(kind))
        return Decision({}, (problem,))
    return Decision({"settled_kind": found})

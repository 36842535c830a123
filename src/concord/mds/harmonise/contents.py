"""What a sheet counts: the structure its rows belong to, and their occupation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from concord.findings import Finding, Place
from concord.mds.harmonise.aside import left_out
from concord.mds.harmonise.codes import told_of
from concord.mds.harmonise.decide import shown
from concord.mds.harmonise.isco import occupation
from concord.mds.harmonise.model import SUBMITTED, Asked
from concord.mds.harmonise.schemed import column_scheme
from concord.mds.harmonise.settle import Decision, Problem, Settled, settle
from concord.mds.readers.records import Records
from concord.vocabulary.structures import structure

if TYPE_CHECKING:
    import polars as pl

STRUCTURES = {
    ("stock", "training"): "mds-stock-by-training",
    ("stock", "birth"): "mds-stock-by-birth",
    ("stock", "nationality"): "mds-stock-by-nationality",
    ("inflow", "training"): "mds-inflow-by-training",
    ("inflow", "birth"): "mds-inflow-by-birth",
    ("inflow", "nationality"): "mds-inflow-by-nationality",
}


def structures(records: Records, frame: pl.DataFrame, asked: Asked) -> Settled:
    """The structure each row belongs to."""
    import polars as pl

    if records.layout is not None:
        return _declared_structures(records, frame)
    profile = asked.profile
    base = profile.base or records.frame["base"].drop_nulls().unique().to_list()[:1]
    base = base if isinstance(base, str) else (base[0] if base else "")
    findings = _assumed(records, base)
    measures = {text: _structure(records, text or profile.measure, base) for text in frame["measure"].unique()}
    for text, id in measures.items():
        if not id:
            params = {"measure": text or profile.measure or "stock", "base": base or "training"}
            findings.append(Finding("mds.structure.none", "hard", records.place(records.header_row), params))
    decided = pl.DataFrame(
        {"measure": list(measures), "structure": [id or None for id in measures.values()]},
        schema={"measure": pl.String, "structure": pl.String},
    )
    joined = frame.join(decided, on="measure", how="left", nulls_equal=True, maintain_order="left")
    return Settled(joined.with_columns(pl.lit(SUBMITTED).alias("source")), findings)


def has_origins(records: Records) -> bool:
    """Whether the sheet has places of origin, in a column or across the columns."""
    spread = records.frame["origin"].null_count() < records.frame.height
    return bool({"origin", "origin_code", "row_kind"}.intersection(records.marks)) or spread


def _assumed(records: Records, base: str) -> list[Finding]:
    known = base or records.structure or "destination" in records.marks or not records.frame.height
    if known or not has_origins(records):
        return []
    mark = records.marks.get("origin") or records.marks.get("origin_code")
    place = Place(
        records.file, records.sheet, records.header_row, mark.header if mark else None, mark.letter if mark else None
    )
    if records.in_our_columns:
        return [Finding("mds.base.assumed", "note", place)]
    return [Finding("mds.base.ask", "hard", place)]


def _structure(records: Records, measure: str | None, base: str) -> str:
    if records.structure:
        return records.structure
    if "destination" in records.marks:
        return "mds-outflow" if measure in ("outflow", "", None) else ""
    if not has_origins(records):
        return "mds-totals" if measure in ("stock", "", None) else ""
    return STRUCTURES.get((measure or "stock", base or "training"), "")


def _declared_structures(records: Records, frame: pl.DataFrame) -> Settled:
    import polars as pl

    layout = records.layout
    assert layout is not None
    schema = {"structure": pl.String, "layout_occupation": pl.String, "source": pl.String}

    def what(key: Mapping[str, Any]) -> Decision:
        code = key["variable"] or ""
        found = layout.variables.get(code) if layout.variables else layout.fixed
        if found is None:
            known = ", ".join(layout.variables)
            problem = Problem("mds.variable.unknown", "hard", {"known": known}, shown(code))
            return Decision({}, (problem,))
        meant = " ".join(part for part in (found.structure, found.occupation) if part)
        values = {
            "structure": found.structure,
            "layout_occupation": found.occupation or None,
            "source": found.source or layout.source or SUBMITTED,
        }
        return Decision(values, change=(code, meant) if code else None)

    return settle(records, frame, ("variable",), what, role="variable", schema=schema)


def occupations(records: Records, frame: pl.DataFrame, asked: Asked) -> Settled:
    """The occupation of every row: of its column, its layout, its sheet, or the profile."""
    import polars as pl

    if "layout_occupation" in frame.columns:
        return Settled(frame.with_columns(pl.col("layout_occupation").alias("settled_occupation")))
    ids = [id for id in frame["structure"].unique() if id]
    if ids and all("occupation" not in structure(id).names for id in ids):
        return Settled(frame.with_columns(pl.lit(None, dtype=pl.String).alias("settled_occupation")))
    given = asked.profile.occupation or records.extra.get("occupation")
    if "occupation" not in records.marks and frame["occupation"].null_count() == frame.height:
        if not given:
            problem = Finding("mds.occupation.not-said", "hard", records.place(records.header_row))
            return Settled(frame.with_columns(pl.lit(None, dtype=pl.String).alias("settled_occupation")), [problem])
        frame = frame.with_columns(pl.lit(given).alias("occupation"))
    scheme, said_of_scheme = column_scheme(records, frame, asked)
    old = scheme == "isco-88"
    told = told_of(records, asked, "occupation")

    def which(key: Mapping[str, Any]) -> Decision:
        found = occupation(key["occupation"], old=old, said=told)
        said = {"settled_occupation": found.values.get("occupation"), "aggregate": found.values.get("aggregate")}
        return Decision(said, found.problems, found.change)

    settled = settle(
        records,
        frame.with_columns(pl.col("occupation").fill_null("")),
        ("occupation",),
        which,
        role="occupation",
        schema={"settled_occupation": pl.String, "aggregate": pl.Boolean},
    )
    settled.frame, notes = left_out(records, settled.frame, "mds.row.all-occupations", "occupation")
    settled.findings += [*said_of_scheme, *notes]
    return settled

"""Two small releases of invented figures, with what a careless interface breaks: hidden, missing and empty values."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from concord.mds.released import Release
from concord.mds.store import Store
from concord.vocabulary.structures import Table, conform

from .once import copied

STOCK = (
    ("AUS", 2018, "221", None, "IND", "origin", 700, "normal", 'a, "b"; <c> & d'),
    ("AUS", 2018, "221", None, "KEN", "origin", None, "suppressed", None),
    ("AUS", 2018, "221", None, "COD", "origin", None, "missing", "ministère, 部"),
    ("AUS", 2018, "221", None, None, "total", 900, "estimated", "=1+1"),
    ("AUS", 2019, "221", None, "IND", "origin", 710, "normal", None),
    ("AUS", 2020, "221", None, "IND", "origin", 720, "break", None),
    ("NZL", 2018, "221", "licensed", "IND", "origin", 40, "normal", None),
    ("NZL", 2018, "222", "licensed", "PHL", "origin", 90, "normal", "two\nlines"),
)
NAMES = ("area", "year", "occupation", "activity", "origin", "row_kind", "headcount", "status", "note")
TOTALS = (
    ("AUS", 2018, "221", None, "total", 900, "normal"),
    ("NZL", 2018, "221", None, "total", 100, "estimated"),
    ("KEN", 2018, "221", None, "total", None, "suppressed"),
)
DENSITY = (("AUS", 2018, "221", 35.5, "normal"), ("KEN", 2018, "221", 2.25, "estimated"))


def stock(*more: tuple[object, ...]) -> Table:
    """Invented stock by country of training."""
    frame = pl.DataFrame([*STOCK, *more], schema=NAMES, orient="row", infer_schema_length=None)
    return conform("mds-stock-by-training", frame.with_columns(pl.lit("submitted").alias("source")))


def totals() -> Table:
    """Invented totals."""
    names = ("area", "year", "occupation", "activity", "row_kind", "headcount", "status")
    frame = pl.DataFrame(TOTALS, schema=names, orient="row").with_columns(pl.col("activity").cast(pl.String))
    return conform("mds-totals", frame.with_columns(pl.lit("submitted").alias("source")))


def density() -> Table:
    """Invented densities."""
    frame = pl.DataFrame(DENSITY, schema=("area", "year", "occupation", "per_10k", "status"), orient="row")
    return conform("density", frame.with_columns(pl.lit("submitted").alias("source")))


def two_releases(folder: Path) -> tuple[Release, Release]:
    """``2026.1`` and, with one corrected and one new figure of Australia, ``2026.2``."""
    copied("two-releases", folder, _two_releases)
    first, second = (Store(folder).release(id) for id in ("2026.1", "2026.2"))
    return first, second


def _two_releases(folder: Path) -> None:
    store = Store(folder)
    store.add([stock(), totals(), density()], as_of="2026-03-01")
    again = [(*row[:6], 715, *row[7:]) if row[1] == 2019 else row for row in STOCK if row[0] == "AUS"]
    frame = pl.DataFrame(again, schema=NAMES, orient="row", infer_schema_length=None)
    corrected = conform("mds-stock-by-training", frame.with_columns(pl.lit("submitted").alias("source")))
    store.add([corrected], as_of="2026-06-01")

"""What the process that protects a release is handed, and what it hands back: values as JSON, tables as Parquet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from concord.mds.checks import Explanation
from concord.vocabulary.structures import Table
from concord_site.mds import protecting
from concord_site.mds.apart_files import beside_of, put, put_beside, taken

WISH, FOUND = "to-protect.json", "protected.json"


# ---- there -----------------------------------------------------------------------------------------------------------
def ask(place: Path, wish: protecting.Wish) -> None:
    """Write the wish into the folder."""
    said = {
        "tables": _put(place, "table", wish.tables), "rules": wish.rules, "as_of": wish.as_of,
        "beside": put_beside(place, wish.beside), "of_persons": wish.of_persons, "invented": wish.invented,
        "earlier": [_put(place, f"earlier-{at}", each) for at, each in enumerate(wish.earlier)],
        "explanations": [{**asdict(each), "on": each.on.isoformat()} for each in wish.explanations],
    }  # fmt: skip
    (place / WISH).write_text(json.dumps(said), encoding="utf-8")


def asked(place: Path) -> protecting.Wish:
    """The wish, again."""
    said = json.loads((place / WISH).read_text(encoding="utf-8"))
    known = beside_of(place, said["beside"])
    assert known is not None
    return protecting.Wish(
        _taken(place, said["tables"]), said["rules"], said["as_of"], known,
        tuple(_taken(place, each) for each in said["earlier"]), said["of_persons"],
        tuple(Explanation(**{**each, "on": date.fromisoformat(each["on"])}) for each in said["explanations"]),
        tuple(said["invented"]),
    )  # fmt: skip


# ---- and back --------------------------------------------------------------------------------------------------------
def told(place: Path, found: protecting.Found) -> None:
    """Write what came of it into the folder."""
    tables = [
        {"table": put(place, f"kept-{at}", each.table), "cost": each.cost, "both": _both(place, at, each)}
        for at, each in enumerate(found.tables)
    ]
    said = {"findings": found.findings, "proof": found.proof, "tables": tables, "digest": found.digest}
    (place / FOUND).write_text(json.dumps(said), encoding="utf-8")


def answer(place: Path) -> protecting.Found:
    """What came of it, again."""
    import polars as pl

    said = json.loads((place / FOUND).read_text(encoding="utf-8"))
    kept = (
        protecting.Kept(
            taken(place, each["table"]), each["cost"],
            pl.read_parquet((place / each["both"]).read_bytes()) if each["both"] else None,
        )
        for each in said["tables"]
    )  # fmt: skip
    return protecting.Found(tuple(said["findings"]), said["proof"], tuple(kept), said["digest"])


def _both(place: Path, at: int, kept: protecting.Kept) -> str:
    if kept.both is None:
        return ""
    kept.both.write_parquet(place / f"both-{at}.parquet", compression="lz4")
    return f"both-{at}.parquet"


def _put(place: Path, name: str, tables: Sequence[Table]) -> list[dict[str, Any]]:
    return [put(place, f"{name}-{at}", each) for at, each in enumerate(tables)]


def _taken(place: Path, said: Sequence[dict[str, Any]]) -> tuple[Table, ...]:
    return tuple(taken(place, each) for each in said)

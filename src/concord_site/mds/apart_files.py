"""What the process that reads a delivery is handed, and what it hands back: values as JSON, tables as Parquet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from concord.intake import Limits
from concord.mds.beside import Beside
from concord.mds.harmonise.breaks import Break
from concord.vocabulary.provenance import Input, Provenance
from concord.vocabulary.structures import Table
from concord_site.mds import outcome, reading

WISH, FOUND, OUTCOME = "wish.json", "found.json", "outcome.json"


# ---- there -----------------------------------------------------------------------------------------------------------
def ask(place: Path, paths: Sequence[Path], wish: reading.Wish) -> None:
    """Write the wish into the folder."""
    said: dict[str, Any] = {name.name: getattr(wish, name.name) for name in fields(wish)}
    said["limits"] = wish.limits.as_dict()
    said["said"] = dict(wish.said)
    said["beside"] = put_beside(place, wish.beside)
    (place / WISH).write_text(json.dumps({"paths": [str(path) for path in paths], "wish": said}), encoding="utf-8")


def asked(place: Path) -> tuple[list[Path], reading.Wish]:
    """The paths and the wish again."""
    told = json.loads((place / WISH).read_text(encoding="utf-8"))
    said = told["wish"]
    said["limits"] = Limits.from_dict(said["limits"])
    said["beside"] = beside_of(place, said["beside"])
    return [Path(path) for path in told["paths"]], reading.Wish(**said)


def put_beside(place: Path, known: Beside | None) -> dict[str, Any] | None:
    """Write facts beside into the folder; what says of them where they stand."""
    if known is None:
        return None
    told: dict[str, Any] = {}
    for name in (each.name for each in fields(known)):
        held = getattr(known, name)
        if name == "breaks":
            told[name] = [each.as_dict() for each in held]
        elif isinstance(held, tuple):
            told[name] = [put(place, f"{name}-{number}", each) for number, each in enumerate(held)]
        else:
            told[name] = None if held is None else put(place, name, held)
    return told


def beside_of(place: Path, told: Mapping[str, Any] | None) -> Beside | None:
    """Facts beside, again."""
    if told is None:
        return None
    held: dict[str, Any] = {}
    for name, said in told.items():
        if name == "breaks":
            held[name] = tuple(Break(**{**each, "series": tuple(each["series"].items())}) for each in said)
        elif isinstance(said, list):
            held[name] = tuple(taken(place, each) for each in said)
        else:
            held[name] = None if said is None else taken(place, said)
    return Beside(**held)


# ---- and back --------------------------------------------------------------------------------------------------------
def told(place: Path, found: outcome.Outcome, made: Sequence[Table]) -> None:
    """Write what was found into the folder."""
    (place / OUTCOME).write_bytes(outcome.dumped(found))
    tables = [put(place, f"made-{number}", each) for number, each in enumerate(made)]
    (place / FOUND).write_text(json.dumps(tables), encoding="utf-8")


def answer(place: Path) -> tuple[outcome.Outcome, tuple[Table, ...]]:
    """What was found, again."""
    made = json.loads((place / FOUND).read_text(encoding="utf-8"))
    return outcome.loaded((place / OUTCOME).read_bytes()), tuple(taken(place, each) for each in made)


def put(place: Path, name: str, table: Table) -> dict[str, Any]:
    """Write a table into the folder; what says of it where it stands."""
    table.frame.write_parquet(place / f"{name}.parquet", compression="lz4")
    return {"file": f"{name}.parquet", "structure": table.structure, "provenance": asdict(table.provenance)}


def taken(place: Path, said: Mapping[str, Any]) -> Table:
    """A table, again."""
    import polars as pl

    known = said["provenance"]
    inputs = tuple(Input(**each) for each in known["inputs"])
    provenance = Provenance(**{**known, "inputs": inputs, "notes": tuple(known["notes"])})
    with (place / said["file"]).open("rb") as stream:
        return Table(said["structure"], pl.read_parquet(stream), provenance)

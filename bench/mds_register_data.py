"""The register that the benchmark reads: seeded, in standard columns, with every kind of error at known rows.

The same rows as Parquet and CSV. Every rule is offended by :data:`ERRORS` rows that are known beforehand, some persons
stand twice, one occupation jumps; about one in thirty has no country of training and must be kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

YEARS = tuple(range(2020, 2025))
AS_OF = 2026
AREA = "NZL"
OCCUPATIONS = ("2211", "2212", "2221", "2222", "2261", "2262", "3221", "3222", "2264", "3212", "2265")
SHARES = (0.1, 0.12, 0.4, 0.05, 0.05, 0.07, 0.11, 0.03, 0.03, 0.02, 0.02)
ACTIVITIES = ("licensed", "professionally-active", "practising")
SEXES = ("F", "M", "X", "U")
JUMPS = "2265"
ERRORS = 25
#: Rows that are made at a time.
PIECE = 2_000_000
DOUBLES = 40
#: Rule → what is put into the first of its columns (null is None), or how a row is made to offend.
RULES = (
    "person", "area", "year", "occupation", "sex", "activity", "training", "birth", "nationality", "left_for", "fte",
    "birth_year", "entered-young", "entered-later", "left-before", "graduated-young",
)  # fmt: skip
COLUMNS = (
    "person", "area", "year", "occupation", "activity", "sex", "birth_year", "training", "birth", "nationality",
    "sector", "subnational", "fte", "entered", "left", "left_for", "graduated",
)  # fmt: skip


def origins() -> list[str]:
    """Codes of places of origin."""
    from concord.vocabulary.areas import member_states

    return [area.code for area in member_states() if area.code != AREA]


def known_areas() -> list[str]:
    """All codes that a place may have."""
    from concord.mds.persons.conditions import codes

    return sorted(codes("area"))


def make(rows: int, folder: Path, *, kinds: Sequence[str] = ("parquet", "csv"), seed: int = 5) -> dict[str, Any]:
    """Write ``register-<rows>`` in each kind, piece by piece; the answer that every engine has to give.

    It needs some 1.5 GB of memory whatever the number of rows.
    """
    answer_file = folder / f"register-{rows}.json"
    wanted = [folder / f"register-{rows}.{kind}" for kind in kinds]
    if answer_file.exists() and all(path.exists() for path in wanted):
        return json.loads(answer_file.read_text(encoding="utf-8"))
    answer = _written(rows, wanted, seed)
    answer_file.write_text(json.dumps(answer), encoding="utf-8")
    return answer


def _written(rows: int, paths: Sequence[Path], seed: int) -> dict[str, Any]:
    """All pieces, and last of all the persons who stand twice."""
    import numpy as np
    import polars as pl

    rng = np.random.default_rng(seed)
    per_year = rows // len(YEARS)
    chosen = rng.choice(per_year * len(YEARS), ERRORS * len(RULES) + DOUBLES, replace=False)
    errors, twice = chosen[:-DOUBLES].reshape(len(RULES), ERRORS), np.sort(chosen[-DOUBLES:])
    found, cells, begin = [], [], 0
    with ExitStack() as stack:
        outs = [stack.enter_context(_Out(path)) for path in paths]
        for year in YEARS:
            for first in range(0, per_year, PIECE):
                frame = _year(rng, year, min(PIECE, per_year - first), first)
                at = twice[(twice >= begin) & (twice < begin + frame.height)] - begin
                frame = _with_errors(frame, errors, begin)
                found.append(frame[at.tolist()])
                cells.append(_cells(frame))
                begin += frame.height
                for out in outs:
                    out.add(frame)
        again = pl.concat(found)
        for out in outs:
            out.add(again)
    doubles = [*twice.tolist(), *range(begin, begin + again.height)]
    rules = {rule: errors[index].tolist() for index, rule in enumerate(RULES)}
    counted = pl.concat([*cells, _cells(again)]).group_by("year", "occupation", "activity", "training")
    return answer_of(counted.agg(pl.col("n").sum()), rules, doubles)


class _Out:
    """One file, written piece by piece."""

    def __init__(self, path: Path) -> None:
        self._path, self._stream, self._out = path, path.open("wb"), None

    def __enter__(self) -> _Out:
        return self

    def __exit__(self, *_: object) -> None:
        if self._out is not None:
            self._out.close()
        self._stream.close()

    def add(self, frame: Any) -> None:
        import pyarrow.parquet as pq

        if self._path.suffix == ".csv":
            frame.write_csv(self._stream, include_header=self._stream.tell() == 0)
            return
        table = frame.to_arrow(compat_level=frame_level())
        if self._out is None:
            self._out = pq.ParquetWriter(self._stream, table.schema, compression="snappy")
        self._out.write_table(table, row_group_size=245_760)


def frame_level() -> Any:
    """Plain strings, as every engine reads them."""
    import polars as pl

    return pl.CompatLevel.oldest()


def _cells(frame: Any) -> Any:
    import polars as pl

    stock = frame.filter(pl.col("left").is_null() | (pl.col("left") > pl.col("year")))
    return stock.group_by("year", "occupation", "activity", "training").len("n")


def _picked(rng: Any, values: Iterable[str], shares: Any, count: int, empty: float = 0.0) -> Any:
    import numpy as np
    import polars as pl

    listed = pl.Series(list(values), dtype=pl.String)
    weights = np.asarray(shares, dtype=float)
    chosen = listed.gather(pl.Series(rng.choice(len(listed), count, p=weights / weights.sum()).astype(np.uint32)))
    return chosen if not empty else chosen.set(pl.Series(rng.random(count) < empty), None)


def _year(rng: Any, year: int, count: int, first: int) -> Any:
    import numpy as np
    import polars as pl

    places = [AREA, *origins()]
    weights = np.concatenate([[0.7], 0.3 * (np.arange(1, len(places)) ** -1.4) / (np.arange(1, 200.0) ** -1.4).sum()])
    shares = [
        share * (1.6 if code == JUMPS and year == YEARS[-1] else 1)
        for code, share in zip(OCCUPATIONS, SHARES, strict=True)
    ]
    birth = rng.integers(1955, 1999, count)
    graduated = np.minimum(birth + rng.integers(20, 30, count), 2019)
    entered = np.minimum(graduated + rng.integers(0, 8, count), 2019)
    left = rng.random(count) < 0.03
    return pl.DataFrame(
        {
            "person": "R" + pl.Series(rng.permutation(count) + first + 1_000_000).cast(pl.String),
            "area": pl.repeat(AREA, count, eager=True),
            "year": pl.repeat(year, count, dtype=pl.Int16, eager=True),
            "occupation": _picked(rng, OCCUPATIONS, shares, count),
            "activity": _picked(rng, ACTIVITIES, (0.1, 0.1, 0.8), count),
            "sex": _picked(rng, SEXES, (0.7, 0.28, 0.001, 0.019), count),
            "birth_year": pl.Series(birth.astype(np.int16)),
            "training": _picked(rng, places, weights, count, 0.03),
            "birth": _picked(rng, places, weights, count, 0.02),
            "nationality": _picked(rng, places, weights, count, 0.06),
            "sector": _picked(rng, ("public", "private", "not-for-profit"), (0.6, 0.35, 0.05), count, 0.1),
            "subnational": _picked(rng, [f"Region {i}" for i in range(1, 17)], [1] * 16, count),
            "fte": pl.Series(rng.choice([1.0, 1.0, 1.0, 0.5, 0.8], count)),
            "entered": pl.Series(entered.astype(np.int16)),
            "left": pl.Series(np.where(left, year, 0).astype(np.int16)).replace(0, None),
            "left_for": _picked(rng, places[1:], weights[1:], count).set(pl.Series(~left), None),
            "graduated": pl.Series(graduated.astype(np.int16)),
        }
    )


_WRONG: dict[str, tuple[str, Any]] = {
    "person": ("person", None),
    "area": ("area", None),
    "year": ("year", 2031),
    "occupation": ("occupation", "9999"),
    "sex": ("sex", "Q"),
    "activity": ("activity", "asleep"),
    "training": ("training", "XQX"),
    "birth": ("birth", "XQY"),
    "nationality": ("nationality", "XQZ"),
    "left_for": ("left_for", "XQV"),
    "fte": ("fte", 7.5),
    "birth_year": ("birth_year", 1850),
    "entered-young": ("entered", None),
    "entered-later": ("entered", None),
    "left-before": ("left", None),
    "graduated-young": ("graduated", None),
}


def _with_errors(frame: Any, errors: Any, begin: int) -> Any:
    """Each rule offended by rows of its own (numbered from ``begin``); no row offends two rules but by what follows."""
    import numpy as np
    import polars as pl

    for index, rule in enumerate(RULES):
        chosen = pl.Series(np.isin(np.arange(begin, begin + frame.height), errors[index]))
        column, value = _WRONG[rule]
        new = {
            "entered-young": pl.col("birth_year") + 10,
            "entered-later": pl.col("year") + 1,
            "left-before": pl.col("entered") - 1,
            "graduated-young": pl.col("birth_year") + 5,
        }.get(rule, pl.lit(value, dtype=frame.schema[column]))
        cells = pl.when(chosen).then(new.cast(frame.schema[column])).otherwise(pl.col(column))
        frame = frame.with_columns(cells.alias(column))
        if rule == "entered-later":
            frame = frame.with_columns(pl.when(~chosen).then("left").alias("left"))
    return frame


def answer_of(cells: Any, rules: dict[str, list[int]], doubles: list[int]) -> dict[str, Any]:
    """The answer: rule → rows (from 0) that offend, doubles, jumps, and the table."""
    return {
        "rules": {rule: digest(rows) for rule, rows in rules.items()},
        "doubles": digest(doubles),
        "jumps": jumps(cells.iter_rows()),
        "table": table_digest(cells.iter_rows()),
        "table with wrong codes empty": table_digest(settled(cells).iter_rows()),
    }


def settled(cells: Any) -> Any:
    """The cells as they are where a wrong code counts as not known."""
    import polars as pl

    wrong = [value for _, value in _WRONG.values() if isinstance(value, str)]
    for column in ("occupation", "activity", "training"):
        cells = cells.with_columns(pl.when(~pl.col(column).is_in(wrong)).then(column).alias(column))
    return cells.group_by("year", "occupation", "activity", "training").agg(pl.col("n").sum())


def digest(rows: Iterable[int]) -> list[Any]:
    """How many rows, and a digest of which."""
    listed = sorted(int(row) for row in rows)
    return [len(listed), hashlib.sha256(json.dumps(listed).encode()).hexdigest()[:16]]


def table_digest(cells: Iterable[tuple[Any, ...]]) -> list[Any]:
    """How many cells and persons, and a digest of them; empty keys are keys."""
    listed = sorted("|".join("" if v is None or v != v else str(v) for v in (int(y), *rest)) for y, *rest in cells)
    persons = sum(int(cell.rsplit("|", 1)[1]) for cell in listed)
    return [len(listed), persons, hashlib.sha256("\n".join(listed).encode()).hexdigest()[:16]]


def jumps(cells: Iterable[tuple[Any, ...]]) -> list[str]:
    """Occupations and levels of activity whose stock changes by more than a fifth within a year."""
    stock: dict[tuple[Any, ...], int] = {}
    for year, occupation, activity, _, count in cells:
        key = (int(year), occupation, activity)
        stock[key] = stock.get(key, 0) + int(count)
    found = []
    for (year, occupation, activity), now in stock.items():
        before = stock.get((year - 1, occupation, activity))
        if before and max(before, now) >= 50 and abs(now - before) * 100 > 20 * before:
            found.append(f"{year} {occupation} {activity}")
    return sorted(found)

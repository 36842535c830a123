"""Sex, level of activity, and the flags beside a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from concord.mds.harmonise import decide
from concord.mds.harmonise.model import Asked
from concord.mds.harmonise.settle import Decision, Settled, settle
from concord.mds.readers import words
from concord.mds.readers.records import Records

if TYPE_CHECKING:
    import polars as pl


def sexes(records: Records, frame: pl.DataFrame, asked: Asked) -> Settled:
    """Women, men, other, not known, or both."""
    return _coded(records, frame, "sex", words.sex)


def activities(records: Records, frame: pl.DataFrame, asked: Asked) -> Settled:
    """Practising, professionally active, or licensed."""
    import polars as pl

    if asked.profile.activity and "activity" not in records.marks:
        frame = frame.with_columns(pl.lit(asked.profile.activity).alias("activity"))
    return _coded(records, frame, "activity", words.activity)


def _coded(records: Records, frame: pl.DataFrame, column: str, known: Callable[[str], str | None]) -> Settled:
    import polars as pl

    def what(key: Mapping[str, Any]) -> Decision:
        found = decide.coded(key[column], known(key[column]), column)
        return Decision({f"settled_{column}": found.values.get(column)}, found.problems, found.change)

    frame = frame.with_columns(pl.col(column).fill_null(""))
    return settle(records, frame, (column,), what, role=column, schema={f"settled_{column}": pl.String})


def flags(records: Records, frame: pl.DataFrame, asked: Asked) -> Settled:
    """The status that the flags beside a number stand for."""
    import polars as pl

    frame = frame.with_columns(pl.col("flag").fill_null(""))
    schema = {"flagged": pl.String}
    return settle(records, frame, ("flag",), lambda key: decide.flag(key["flag"]), role="flag", schema=schema)

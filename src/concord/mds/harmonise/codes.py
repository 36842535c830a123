"""Sex, level of activity, and the flags beside a number."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from concord.mds.harmonise import decide
from concord.mds.harmonise.model import Asked
from concord.mds.harmonise.settle import Decision, Settled, settle
from concord.mds.harmonise.sexes import decide_sex
from concord.mds.readers import words
from concord.mds.readers.records import Records

if TYPE_CHECKING:
    import polars as pl


def told_of(records: Records, asked: Asked, role: str) -> dict[str, str]:
    """What the profile says of the values of a role: text as typed → code."""
    mark = records.marks.get(role)
    return asked.profile.codes_of(role, mark.header if mark else "", mark.letter if mark else "")


def sexes(records: Records, frame: pl.DataFrame, asked: Asked) -> Settled:
    """Women, men, other, not known, or both; single letters by those that stand beside them (M beside H is mujer)."""
    among = frozenset(frame["sex"].drop_nulls().unique())
    if records.in_our_columns or not any(words.is_sex_letter(text) for text in among):
        return _coded(records, frame, "sex", words.sex, asked)
    return _coded(records, frame, "sex", words.sex, asked, among=among)


def activities(records: Records, frame: pl.DataFrame, asked: Asked) -> Settled:
    """Practising, professionally active, or licensed."""
    import polars as pl

    if asked.profile.activity and "activity" not in records.marks:
        frame = frame.with_columns(pl.lit(asked.profile.activity).alias("activity"))
    return _coded(records, frame, "activity", words.activity, asked)


def _coded(
    records: Records,
    frame: pl.DataFrame,
    column: str,
    known: Callable[[str], str | None],
    asked: Asked,
    *,
    among: Collection[str] = (),
) -> Settled:
    """A column of a small code list: as the profile says, else by single letters among others, else by words."""
    import polars as pl

    told = told_of(records, asked, column)

    def what(key: Mapping[str, Any]) -> Decision:
        text = key[column]
        code = told.get(text.strip())
        letter = bool(among) and len(text.strip(" .")) == 1 and code is None
        found = decide_sex(text, among=among) if letter else decide.coded(text, code or known(text), column)
        return Decision({f"settled_{column}": found.values.get(column)}, found.problems, found.change)

    frame = frame.with_columns(pl.col(column).fill_null(""))
    return settle(records, frame, (column,), what, role=column, schema={f"settled_{column}": pl.String})


def flags(records: Records, frame: pl.DataFrame, asked: Asked) -> Settled:
    """The status that the flags beside a number stand for."""
    import polars as pl

    frame = frame.with_columns(pl.col("flag").fill_null(""))
    schema = {"flagged": pl.String}
    told = told_of(records, asked, "flag")

    def what(key: Mapping[str, Any]) -> Decision:
        code = told.get(key["flag"].strip())
        return (
            Decision({"flagged": code}, change=(decide.shown(key["flag"]), code)) if code else decide.flag(key["flag"])
        )

    return settle(records, frame, ("flag",), what, role="flag", schema=schema)

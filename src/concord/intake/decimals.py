"""The decimal sign of a file, from all its numbers together; asked where they do not settle it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from concord.intake.profile import COMMA, ONE_COMMA, ONE_POINT, POINT, Profile
from concord.intake.remarks import Remarks


@dataclass(frozen=True, slots=True)
class Numbered:
    """A column's profile with its place."""

    sheet: str | None
    header: str
    letter: str
    profile: Profile


def decide(columns: Iterable[Numbered], remarks: Remarks, given: str | None = None) -> str | None:
    """The decimal sign: "." or ",", or None where no number shows it or they contradict each other.

    A file in which "1.234" or "1,234" could be either is asked about once; a file that uses both signs gets a finding
    that names a column of each.
    """
    numeric = [column for column in columns if column.profile.is_numeric]
    points = [column for column in numeric if column.profile.counts[POINT]]
    commas = [column for column in numeric if column.profile.counts[COMMA]]
    if given is None and points and commas:
        _mixed(points, commas, remarks)
        return None
    if given is not None:
        return given
    if points or commas:
        return "." if points else ","
    either = [column for column in numeric if column.profile.counts[ONE_POINT] or column.profile.counts[ONE_COMMA]]
    if either:
        _ask(either, remarks)
    return None


def _mixed(points: list[Numbered], commas: list[Numbered], remarks: Remarks) -> None:
    point, comma = points[0], commas[0]
    row = comma.profile.first[COMMA]
    remarks.add(
        "intake.decimals.mixed",
        "hard",
        sheet=comma.sheet,
        row=row,
        header=comma.header,
        letter=comma.letter,
        value=comma.profile.example[COMMA][:20],
        point=point.profile.example[POINT][:20],
        point_row=point.profile.first[POINT],
        point_letter=point.letter,
    )


def _ask(either: list[Numbered], remarks: Remarks) -> None:
    first = either[0]
    sign = ONE_POINT if first.profile.counts[ONE_POINT] else ONE_COMMA
    example = first.profile.example[sign].strip()[:20]
    count = sum(column.profile.counts[ONE_POINT] + column.profile.counts[ONE_COMMA] for column in either)
    remarks.add(
        "intake.decimals.ambiguous",
        "hard",
        sheet=first.sheet,
        row=first.profile.first[sign],
        header=first.header,
        letter=first.letter,
        value=example,
        count=count,
        columns=", ".join(column.letter for column in either[:20]),
    )

"""How much of a stranger's file is read before it is refused (SECURITY rule 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on one file; the defaults are those of a public site, None means no limit.

    Args:
        packed_bytes: Size of the file as sent.
        unpacked_bytes: Size of everything in it, counted while inflating.
        ratio: Unpacked over packed size, of the whole and of each large entry.
        entries: Entries of an archive.
        workbook_rows: Rows with a value, all sheets of a workbook together.
        text_rows: Rows of a text table.
        columns: Columns of one sheet.
        cpu_seconds: Processor time of the reading process.
        wall_seconds: Time on the clock.
        memory_bytes: Resident memory of the reading process, measured from outside.
        parquet: Whether Parquet may be read at all.
    """

    packed_bytes: int | None = 20 * MEBIBYTE
    unpacked_bytes: int | None = 200 * MEBIBYTE
    ratio: int | None = 100
    entries: int | None = 1_000
    workbook_rows: int | None = 200_000
    text_rows: int | None = 1_000_000
    columns: int | None = 500
    cpu_seconds: int | None = 60
    wall_seconds: int | None = 180
    memory_bytes: int | None = 512 * MEBIBYTE
    parquet: bool = False

    @classmethod
    def none(cls) -> Limits:
        """No limits: for an officer's own files on the officer's own computer. Parquet may be read."""
        return cls(
            packed_bytes=None,
            unpacked_bytes=None,
            ratio=None,
            entries=None,
            workbook_rows=None,
            text_rows=None,
            columns=None,
            cpu_seconds=None,
            wall_seconds=None,
            memory_bytes=None,
            parquet=True,
        )

    def as_dict(self) -> dict[str, int | bool | None]:
        """The limits as plain values, for the request sent to the reading process."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, object]) -> Limits:
        """The limits again; unknown keys are ignored, absent ones keep the site's default."""
        known = {field.name for field in fields(cls)}
        kept = {key: value for key, value in values.items() if key in known}
        return cls(**kept)  # type: ignore[arg-type]  # checked by the parent, which wrote them


def exceeds(value: int, limit: int | None) -> bool:
    """Whether ``value`` is above ``limit``; never where there is no limit."""
    return limit is not None and value > limit

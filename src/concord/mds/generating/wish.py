"""What is wanted of a generated register."""

from __future__ import annotations

from dataclasses import dataclass

from concord.errors import Invalid

#: The columns of a person row, in the order in which they are written, and the mark of generated rows.
COLUMNS = (
    "person", "area", "year", "occupation", "speciality", "activity", "sex", "birth_date", "training", "birth",
    "nationality", "sector", "facility", "subnational", "fte", "entered", "left", "left_for", "returned", "graduated",
    "generated",
)  # fmt: skip
MOST_ROWS = 2_000_000_000
FIRST_YEAR, LAST_YEAR = 1960, 2100


@dataclass(frozen=True, slots=True)
class Wish:
    """A register to be made; the same wish gives the same bytes.

    Args:
        area: Alpha-3 code of the country whose register it is.
        seed: Any whole number from 0.
        rows: Rows of the file, all years together; None for the size such a register would have.
        year: The (last) reference year.
        years: How many yearly registers, the last being that of ``year``.
        quality: Id of a declared quality (``tidy``, ``usual``, ``poor``).
        style: Id of a declared style; ``standard`` for the standard columns.
        broken: Kinds of error to work in.
        broken_each: How many of each kind.
        two_roles: Share of persons who stand there twice with two roles; None for the quality's own.
        foreign_share: Share of foreign-trained among doctors (0-1); None for the area's own.
    """

    area: str
    seed: int
    rows: int | None = None
    year: int = 2024
    years: int = 1
    quality: str = "usual"
    style: str = "standard"
    broken: tuple[str, ...] = ()
    broken_each: int = 3
    two_roles: float | None = None
    foreign_share: float | None = None

    def __post_init__(self) -> None:
        for name, least, most in (
            ("seed", 0, 2**63 - 1),
            ("rows", 1, MOST_ROWS),
            ("year", FIRST_YEAR, LAST_YEAR),
            ("years", 1, 60),
            ("broken_each", 1, 1_000_000),
            ("two_roles", 0, 0.5),
            ("foreign_share", 0, 1),
        ):
            value = getattr(self, name)
            if value is not None and not least <= value <= most:
                raise Invalid(
                    "mds.generating.outside", params={"name": name, "value": value, "least": least, "most": most}
                )

"""Figures of the demonstration: generated ones of an invented country, marked as generated wherever they are shown.

They are counted from a register that the library's generator draws; no row about a person reaches the site. One
delivery is confirmed, with a question of the secretariat on a figure of it; one waits for an explanation; one was
brought by an observatory with which the invented authority has agreed. That which waits was read as every file is; the
other two were made as tables, and their files after them, so that filling a demonstration takes a second.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from concord.mds.citation import GENERATED
from concord.reporting.places import INVENTED
from concord.vocabulary.structures import Table, conform
from concord_site.accounts.models import Membership, Organisation, Person
from concord_site.audit import log
from concord_site.mds import due, outcome, reading, summing
from concord_site.mds.actions import (
    cells,
    confirming,
    delivering,
    observatories,
    publishing,
    reading_files,
    releasing,
)
from concord_site.mds.models import Delivery, NationalRelease
from concord_site.mds.queries import cells as figures

if TYPE_CHECKING:
    import polars as pl

STOCK = "mds-stock-by-training"
#: The generator draws by the declared shares of a country that is there; what is drawn is said of none.
DRAWN_LIKE = "MUS"
ROWS = 9_000
#: Share of persons trained abroad among doctors: so many that every table has something to show.
FOREIGN = 0.3
YEARS = 3
#: Occupations that are counted: so few that the tables stay small.
OCCUPATIONS = ("2211", "2212", "2221", "2222", "2262")
MOST_ORIGINS = 8
HEAD = "Country of training;ISCO-08;Kind of row;Sex;Year;Stock;Remark"
REMARK = "generated, no fact"
NAME = "generated.csv"
OBSERVATORY = {
    "ar": "مرصد القوى العاملة للعرض التوضيحي",
    "zh": "演示卫生人力观察站",
    "en": "Demonstration workforce observatory",
    "fr": "Observatoire des personnels de santé de démonstration",
    "ru": "Демонстрационная обсерватория кадров",
    "es": "Observatorio de personal sanitario de demostración",
}
WATCHER = ("observatory@demo.example", "Amara Lindqvist")
SUBJECTS = ("Generated: register of the council", "Generated: hospitals", "Generated: register of nurses")
RELEASE = "Generated: doctors of the council"
QUESTION = "Generated question: this number is far from that of the year before. Did the definition change?"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: "" is no single origin."""

    origin: str
    occupation: str
    kind: str
    year: int
    persons: int


@dataclass(frozen=True, slots=True)
class Cast:
    """The invented people who act here."""

    desk: Person
    authority: Person
    officer: Person
    watcher: Person
    observatory: Organisation


def fill(*, today: dt.date, seed: str) -> str:
    """Fill the room for the invented country, once.

    Args:
        today: The day that the demonstration stands on.
        seed: The same seed and day give the same figures.

    Returns:
        What was made, in a few words.
    """
    if Delivery.objects.filter(area=INVENTED, is_example=True).exists():
        return "generated figures are there already"
    counted = counts(seed, today.year - 1)
    cast = _cast()
    with transaction.atomic():
        consent = observatories.give(
            area=INVENTED, organisation_id=cast.observatory.pk, may=("upload", "check", "comment"), begins_on=today,
            by=cast.authority, note="Generated for the demonstration.", is_example=True,
        )  # fmt: skip
    nurses, doctors = ("2221", "2222"), ("2211", "2212", "2262")
    standing = _brought(cast.officer, SUBJECTS[0], rows(counted, doctors))
    row = confirming.confirm(
        delivery_id=standing.pk, version=standing.version, name=cast.authority.name, office="Generated",
        by=cast.authority,
    )  # fmt: skip
    _brought(cast.officer, SUBJECTS[1], rows(counted, ("2212",), unknown=True), is_read=True)
    _brought(cast.watcher, SUBJECTS[2], rows(counted, nurses))
    _ask(row, cast)
    released = _release(row, cast)
    log.record("mds.demonstration.filled", area=INVENTED, details={"seed": seed, "consent": str(consent.pk)})
    said = f"3 deliveries of generated figures, {counted.height} counts of {YEARS} years; 1 question, 1 observatory"
    return f"{said}, {released.key}"


def counts(seed: str, year: int) -> pl.DataFrame:
    """Persons of a generated register by year, occupation and country of training; "" stands for the country itself.

    Columns ``year``, ``occupation``, ``origin``, ``persons``; of each occupation the origins that are most common, the
    rest of them in the row of unknown origins, ``unknown``.
    """
    import polars as pl

    from concord.mds.generating.tables import register, tables
    from concord.mds.generating.wish import Wish

    wish = Wish(
        DRAWN_LIKE, _number(seed), rows=ROWS, year=year, years=YEARS, quality="tidy", foreign_share=FOREIGN
    )  # fmt: skip
    drawn = register(wish)
    rows = pl.concat([pl.DataFrame(pl.from_arrow(each)) for each in tables(drawn, typed=True)])
    wanted = rows.filter(pl.col("occupation").is_in(OCCUPATIONS)).select(
        "year", "occupation",
        pl.when(pl.col("training") == DRAWN_LIKE).then(pl.lit("")).otherwise(pl.col("training")).alias("origin"),
    )  # fmt: skip
    common = wanted.filter(pl.col("origin") != "")["origin"].value_counts(sort=True)["origin"].head(MOST_ORIGINS)
    known = pl.col("origin").is_in(["", *common.to_list()])
    named = wanted.with_columns(pl.when(known).then(pl.col("origin")).otherwise(pl.lit("unknown")))
    counted = named.group_by("year", "occupation", "origin").agg(pl.len().alias("persons"))
    return counted.sort("year", "occupation", "origin")


def _number(seed: str) -> int:
    return sum(ord(each) for each in seed)


def rows(counted: pl.DataFrame, occupations: tuple[str, ...], *, unknown: bool = False) -> list[Row]:
    """A table as an officer would send it: rows of origins, of the country itself, and totals.

    Args:
        counted: From :func:`counts`.
        occupations: Those that stand in it.
        unknown: Those with a named origin stand in the row of unknown ones, and more: what has to be explained.
    """
    found: list[Row] = []
    for year, occupation in counted.select("year", "occupation").unique(maintain_order=True).iter_rows():
        if occupation not in occupations:
            continue
        part = counted.filter(year=year, occupation=occupation)
        held = dict(part.select("origin", "persons").iter_rows())
        own, lost = held.pop("", 0), held.pop("unknown", 0)
        if unknown:
            lost, held = lost + sum(held.values()) + own // 3, {}
        found += [Row(code, occupation, "origin", year, n) for code, n in held.items()]
        sums = (("domestic", own), ("unknown", lost), ("total", own + lost + sum(held.values())))
        found += [Row("", occupation, kind, year, n) for kind, n in sums]
    return found


def as_file(given: Iterable[Row]) -> bytes:
    """The rows as a CSV, each of which says that it is generated."""
    lines = (f"{each.origin};{each.occupation};{each.kind};T;{each.year};{each.persons};{REMARK}" for each in given)
    return "\r\n".join([HEAD, *lines, ""]).encode()


def made(given: Sequence[Row], paths: Sequence[Path]) -> tuple[outcome.Outcome, tuple[Table, ...]]:
    """What reading the file of these rows gives, where nothing is found in it."""
    import polars as pl

    frame = pl.DataFrame({
        "area": [INVENTED] * len(given), "year": [each.year for each in given],
        "occupation": [each.occupation for each in given], "origin": [each.origin or None for each in given],
        "row_kind": [each.kind for each in given], "headcount": [each.persons for each in given],
        "source": [GENERATED] * len(given), "source_file": [NAME] * len(given),
        "source_row": list(range(2, len(given) + 2)),
    })  # fmt: skip
    table = conform(STOCK, frame)
    told = [
        {"name": each.name, "size": each.stat().st_size, "sha256": sha256(each.read_bytes()).hexdigest(),
         "rows": len(given), "kind": "text", "encoding": "UTF-8", "decimal": ""}
        for each in paths
    ]  # fmt: skip
    found = outcome.Outcome(
        files=tuple(told), tables=(summing.told(table),), shares={STOCK: summing.shares(table)},
        origins={STOCK: summing.origins(table)}, covers=summing.covers([table]),
    )  # fmt: skip
    return found, (table,)


def _brought(by: Person, subject: str, given: Sequence[Row], *, is_read: bool = False) -> Delivery:
    round = due.round_of(INVENTED, today=timezone.now().date())
    row = delivering.begin(area=INVENTED, by=by, subject=subject, round=round, is_example=True)
    delivering.add(delivery_id=row.pk, chunks=[as_file(given)], name=NAME, by=by)
    reads = reading.read if is_read else lambda paths, _wish, _step: made(given, paths)
    reading_files.run(delivery_id=row.pk, by=by, reads=reads)
    row.refresh_from_db()
    return row


def _ask(row: Delivery, cast: Cast) -> None:
    frame = figures.frame(row, cast.desk, STOCK)
    asked = frame.filter(row_kind="origin").sort("year", "headcount", descending=True).row(0, named=True)
    dims = {name: str(asked[name]) for name in figures.dimensions(STOCK) if asked.get(name) is not None}
    cells.ask(delivery_id=row.pk, text=QUESTION, by=cast.desk, structure=STOCK, dims=dims)


def _release(row: Delivery, cast: Cast) -> NationalRelease:
    """The confirmed tables, protected and published: generated, so that they join no table of all countries."""
    begun = releasing.begin(area=INVENTED, deliveries=[row.pk], title=RELEASE, note=REMARK, by=cast.officer)
    made = releasing.run(release_id=begun.pk, by=cast.officer, step=lambda done, total, note: None)
    made.refresh_from_db()
    return publishing.release(
        release_id=made.pk, revision=made.revision, name=cast.authority.name, office="Generated", by=cast.authority
    )


# ---- people ----------------------------------------------------------------------------------------------------------
def _cast() -> Cast:
    body = Organisation.objects.filter(what=Organisation.Kind.OBSERVATORY, is_example=True).first()
    body = body or Organisation.objects.create(
        name=OBSERVATORY, what=Organisation.Kind.OBSERVATORY, area=INVENTED, is_example=True
    )
    return Cast(_who("secretariat-desk"), _who("national-authority"), _who("country-officer"), _watcher(body), body)


def _who(role: str) -> Person:
    """The invented person of a role, as the demonstration's accounts made them."""
    return Membership.objects.current().filter(role=role, person__is_example=True).earliest("pk").person


def _watcher(body: Organisation) -> Person:
    """Somebody of the observatory, as whom nobody signs in."""
    email, name = WATCHER
    found = Person.objects.filter(email=email).first()
    if found is None:
        found = Person.objects.create_user(email, None, name=name, is_example=True)
        Membership.objects.create(person=found, organisation=body, role="observatory")
    return found

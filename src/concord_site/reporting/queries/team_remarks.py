"""Comments among the people of one country: threads at questions and at the whole report, never seen by others.

All comments at one address are one thread. Settling closes what was said so far; a further comment opens it again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from concord_site.reporting.models.submissions import Remark, Submission
from concord_site.reporting.queries.team_places import Place, section_of


@dataclass(frozen=True, slots=True)
class Said:
    """One comment."""

    pk: int
    text: str
    by: str
    at: dt.datetime
    is_settled: bool
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments at one address, oldest first."""

    address: str
    said: tuple[Said, ...] = ()
    href: str = ""
    settled_by: str = ""
    settled_at: dt.datetime | None = None

    @property
    def open(self) -> int:
        """How many comments are not settled."""
        return sum(not each.is_settled for each in self.said)

    @property
    def is_settled(self) -> bool:
        """Whether there are comments and all are settled."""
        return bool(self.said) and not self.open


def remarks_of(
    submission: Submission, addresses: Iterable[str], *, by: object = None, href: str = ""
) -> Mapping[str, Thread]:
    """The threads at some addresses, those without a comment included.

    Args:
        submission: The report; whoever shows them has been let to its working parts.
        addresses: Lasting addresses of questions; "" is the whole report.
        by: The reader, so that their own comments are known.
        href: Address of the page of comments; each thread links to its place there.
    """
    wanted = list(dict.fromkeys(addresses))
    rows = Remark.objects.filter(submission=submission, address__in=wanted)
    return _threads(rows, wanted, by, href)


def threads(place: Place, *, href: str = "") -> list[Thread]:
    """Every thread that whoever stands here may read: open ones first, then in the order of the questions."""
    rows = Remark.objects.filter(submission=place.submission)
    found = _threads(rows, (), place.by, href).values()
    order = {question.path: number for number, question in enumerate(place.instrument.questions)}
    known = [each for each in found if place.knows(each.address)]
    return sorted(known, key=lambda each: (not each.open, _number(place, each.address, order), each.address))


def _number(place: Place, address: str, order: Mapping[tuple[str, ...], int]) -> int:
    from concord_site.reporting.answering.book import Book

    node = Book(place.instrument).node(address) if address else None
    return order.get(node.path, 0) if node is not None else -1


def open_by_section(place: Place) -> Mapping[int, int]:
    """How many open comments stand in each section there is for whoever stands here; 0 is the whole report."""
    found: dict[int, int] = {}
    rows = Remark.objects.filter(submission=place.submission, settled_at=None).values_list("address", flat=True)
    for address in rows:
        if place.knows(address):
            section = section_of(place.instrument, address) if address else 0
            found[section] = found.get(section, 0) + 1
    return found


def _threads(rows: Iterable[Remark], wanted: Iterable[str], by: object, href: str) -> dict[str, Thread]:
    held: dict[str, list[Remark]] = {address: [] for address in wanted}
    for row in rows.select_related("by", "settled_by").order_by("at", "pk"):  # type: ignore[attr-defined]
        held.setdefault(row.address, []).append(row)
    return {address: _thread(address, found, by, href) for address, found in held.items()}


def _thread(address: str, rows: list[Remark], by: object, href: str) -> Thread:
    said = tuple(
        Said(row.pk, row.text, _name(row.by), row.at, row.settled_at is not None,
             row.by_id is not None and row.by_id == getattr(by, "pk", None))
        for row in rows
    )  # fmt: skip
    moments = [(row.settled_at, row.pk, row) for row in rows if row.settled_at]
    last = max(moments)[2] if moments else None
    there = f"{href}?at={quote(address, safe='')}" if href else ""
    settled = (_name(last.settled_by), last.settled_at) if last is not None else ("", None)
    return Thread(address, said, there, *settled)


def _name(person: object) -> str:
    return str(getattr(person, "name", "") or "")

"""Figures of a delivery that can be asked about, and the questions on them, for somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from concord.errors import Invalid, NotAllowed, NotFound, Unavailable
from concord.vocabulary.areas import area
from concord.vocabulary.codelists import codelist
from concord.vocabulary.structures import structure
from concord.vocabulary.text import Wording
from concord_site.mds import tables
from concord_site.mds.models import CellQuestion, Consent, Delivery
from concord_site.mds.observatory import role
from concord_site.mds.queries import deliveries, observatories
from concord_site.shell import access
from concord_site.shell.i18n import language

if TYPE_CHECKING:
    import polars as pl

Side = CellQuestion.Side
State = CellQuestion.State
COUNTRY_ROLES = frozenset({"country-officer", "national-authority"})
#: What a consent of a country gives; whoever holds one of these is on no other side.
OBSERVATORY_ROLES = frozenset(role(may) for may in Consent.May.values)
#: Confirmed deliveries in which a figure is looked for.
MOST_LOOKED_AT = 6
#: States of a delivery whose figures can be asked about: by the country before it confirms, by others once it has.
ASKED_ABOUT = (Delivery.State.CHECKED, Delivery.State.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it stood: structure, its dimensions but the area, value, status."""

    structure: str
    dims: Mapping[str, Any]
    value: float | None
    status: str = ""

    def plain(self) -> dict[str, Any]:
        """As it is kept with a question."""
        return {"structure": self.structure, "dims": dict(self.dims), "value": self.value, "status": self.status}


# ---- who stands where ------------------------------------------------------------------------------------------------
def side(by: object, of: str) -> str:
    """On which side somebody stands towards a country: its own, an observatory's, else the secretariat's."""
    return side_of(access.seats_of(by), of)


def side_of(seats: Iterable[access.Seat], of: str) -> str:
    """The same, where the seats of somebody are at hand."""
    roles = {seat.role for seat in seats if seat.area == of}
    if roles & COUNTRY_ROLES:
        return Side.COUNTRY
    return Side.OBSERVATORY if roles & OBSERVATORY_ROLES else Side.SECRETARIAT


def may_ask(row: Delivery, by: object) -> bool:
    """Whether somebody may ask about figures of a delivery they see."""
    if not may_be_asked_about(row, by):
        return False
    try:
        access.permit(CellQuestion, by, "create", state=State.OPEN, area=row.area)
    except NotAllowed:
        return False
    return True


def may_be_asked_about(row: Delivery, by: object) -> bool:
    """Whether figures of a delivery can be asked about by somebody: as it stands, or by whoever checks it."""
    return row.state in ASKED_ABOUT or observatories.may_check(row, by)


# ---- figures ---------------------------------------------------------------------------------------------------------
def dimensions(id: str) -> tuple[str, ...]:
    """What tells one figure of a structure from another; the area is the delivery's."""
    return tuple(name for name in structure(id).of("dimension") if name != "area")


def measure(id: str) -> str:
    """The column that holds the figures of a structure."""
    return structure(id).of("measure")[0]


def frame(row: Delivery, by: object, id: str) -> pl.DataFrame:
    """One table of a delivery: as it was confirmed, or for its country and whoever checks it as it would be.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    if id not in row.figures:
        raise NotFound("site.access.unknown")
    if row.confirmed_at is not None:
        return tables.frame(tables.content(row.area, row.pk, id))
    read = deliveries.reading_for(row, by)
    read = deliveries.current_reading(row) if read is None and observatories.may_check(row, by) else read
    content = deliveries.table_bytes(read).get(id) if read is not None else None
    if content is None:
        raise NotFound("site.access.unknown")
    return tables.frame(content)


def figure(row: Delivery, by: object, id: str, said: Mapping[str, str]) -> Figure:
    """One figure, by the values of its dimensions as they stand in an address; what is not said is empty.

    Raises:
        NotFound: ``site.access.unknown``: no such table.
        Invalid: ``site.cell.no-figure``.
    """
    import polars as pl

    whole = frame(row, by, id)
    names = [name for name in dimensions(id) if name in whole.columns]
    alike = pl.all_horizontal(_is(name, said.get(name, "")) for name in names)
    found = whole.filter(alike)
    if found.height != 1:
        raise Invalid("site.cell.no-figure")
    held = found.row(0, named=True)
    return Figure(id, {name: held[name] for name in names}, held[measure(id)], str(held.get("status") or ""))


def _is(name: str, said: str) -> Any:
    import polars as pl

    column = pl.col(name)
    return column.cast(pl.String) == said if said else column.is_null()


def now(found: CellQuestion, by: object) -> tuple[Delivery, Figure] | None:
    """The same figure as it stands now, in the newest confirmed delivery that somebody may see; None where in none.

    Where the question is on figures that are not confirmed, or have been replaced, this is what the two sides look at.
    """
    id, dims = found.about.get("structure"), found.about.get("dims") or {}
    if not id:
        return None
    said = {name: str(value) for name, value in dims.items() if value is not None}
    rows = deliveries.confirmed(by, area=found.area).filter(figures__has_key=id).order_by("-confirmed_at")
    for row in rows[:MOST_LOOKED_AT]:
        try:
            return row, figure(row, by, id, said)
        except (Invalid, NotFound, Unavailable):
            continue
    return None


# ---- in words --------------------------------------------------------------------------------------------------------
def dimension(name: str) -> str:
    """What a dimension is called."""
    return {
        "year": pgettext("dimension", "Year"), "occupation": pgettext("dimension", "Occupation"),
        "activity": pgettext("dimension", "Who is counted"), "origin": pgettext("dimension", "Origin"),
        "destination": pgettext("dimension", "Destination"), "row_kind": pgettext("dimension", "Kind of row"),
        "sex": pgettext("dimension", "Sex"), "age_band": pgettext("dimension", "Age group"),
        "sector": pgettext("dimension", "Sector"), "subnational": pgettext("dimension", "Subnational area"),
        "speciality": pgettext("dimension", "Speciality"), "facility": pgettext("dimension", "Facility"),
    }.get(name, name)  # fmt: skip


def value_name(id: str, name: str, value: Any) -> Wording:
    """What a value of a dimension is called; of one without a list the value itself."""
    if value is None or value == "":
        return Wording("–", language())
    if name in ("origin", "destination"):
        try:
            return area(str(value)).wording(language())
        except NotFound:
            return Wording(str(value), language())
    listed = next((each.codelist for each in structure(id).columns if each.name == name), None)
    try:
        return codelist(listed).name(str(value), language()) if listed else Wording(str(value), language())
    except (NotFound, KeyError):
        return Wording(str(value), language())


def base(id: str) -> str:
    """On which base a structure counts origins, in words; "" where it names none."""
    return {
        "training": _("by country of first qualification"), "birth": _("by country of birth"),
        "nationality": _("by nationality"),
    }.get(id.rpartition("-by-")[2], "")  # fmt: skip


def title(about: Mapping[str, Any]) -> str:
    """A figure in one line: the table, then what tells it from others."""
    id = about.get("structure", "")
    if not id:
        return _("The delivery as a whole")
    told = [(name, value) for name, value in about["dims"].items() if value not in (None, "")]
    said = [value_name(id, name, value).text for name, value in told if (name, value) != ("row_kind", "origin")]
    return " · ".join([structure(id).title.best(language()).text, *said])


# ---- questions -------------------------------------------------------------------------------------------------------
def question(pk: Any, by: Any, action: str = "see", *, lock: bool = False) -> CellQuestion:
    """One question.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    if not reached(by).filter(pk=pk).exists():
        raise NotFound("site.access.unknown")
    return access.get(CellQuestion, pk, by, action, lock=lock)


def reached(by: object, *, action: str = "see") -> QuerySet[CellQuestion]:
    """Questions that somebody may do something to.

    An observatory takes part in those on figures that it may read: what a country asks the secretariat about a figure
    that is not confirmed, or was taken back, it does not learn. What an observatory says of figures that it checks is
    between it and the country until they are confirmed.
    """
    rows = access.visible(CellQuestion, by, action=action)
    own, lent = _sides(access.seats_of(by))
    seen = Q(area__in=own) | Q(delivery__in=access.visible(Delivery, by).values("pk"))
    checked = Q(delivery__in=access.visible(Delivery, by, action="review").values("pk"))
    theirs = Q(area__in=lent, asked_by_side=Side.OBSERVATORY) & (checked | Q(asked_by=getattr(by, "pk", None)))
    told = ~Q(area__in=lent) & ~Q(asked_by_side=Side.OBSERVATORY)  # the country has told the secretariat of the figure
    return rows.filter(seen | theirs | told)


def _sides(seats: Iterable[access.Seat]) -> tuple[set[str], set[str]]:
    """The areas for which somebody speaks, and those that lend them something as an observatory."""
    held = list(seats)
    areas = {seat.area for seat in held if seat.area}
    sides = {each: side_of(held, each) for each in areas}
    return ({each for each in areas if sides[each] == Side.COUNTRY},
            {each for each in areas if sides[each] == Side.OBSERVATORY})  # fmt: skip


def seen_by(by: object, *, of: str = "") -> QuerySet[CellQuestion]:
    """All questions somebody may see, those that are open first, newest first."""
    rows = reached(by).select_related("delivery", "asked_by")
    rows = rows.filter(area=of) if of else rows
    order = {State.OPEN: 0, State.ANSWERED: 1, State.CLOSED: 2}
    cases = [When(state=state, then=Value(place)) for state, place in order.items()]
    return rows.annotate(place=Case(*cases, output_field=IntegerField())).order_by("place", "-asked_at")


def unsettled(row: Delivery, about: Mapping[str, Any]) -> CellQuestion | None:
    """The question on this figure that is not settled yet."""
    rows = CellQuestion.objects.filter(delivery=row).exclude(state=State.CLOSED)
    wanted = (about.get("structure"), about.get("dims"))
    return next((each for each in rows if (each.about.get("structure"), each.about.get("dims")) == wanted), None)


def answers_with(found: CellQuestion, by: object) -> list[Delivery]:
    """Deliveries of the country that were begun or confirmed since the question was asked, to be named in an answer."""
    rows = access.visible(Delivery, by).filter(area=found.area).exclude(pk=found.delivery_id)
    rows = rows.exclude(state__in=[Delivery.State.DISCARDED, Delivery.State.WITHDRAWN])
    since = Q(begun_at__gte=found.asked_at) | Q(confirmed_at__gte=found.asked_at)
    return list(rows.filter(since).order_by("-begun_at")[:20])


def waiting(by: object) -> list[CellQuestion]:
    """Questions that wait for somebody's side, oldest first.

    Open ones wait for the side that was asked; answered ones for whoever asked, or for the country that did.
    """
    rows = reached(by, action="edit").select_related("delivery").order_by("asked_at")
    seats = access.seats_of(by)
    return [each for each in rows.exclude(state=State.CLOSED)[:500] if waits_for(each, by, seats)]


def waits_for(found: CellQuestion, by: Any, seats: Iterable[access.Seat]) -> bool:
    """Whether a question that is not settled waits for somebody's side."""
    mine = side_of(seats, found.area)
    if found.state == State.OPEN:
        return mine != found.asked_by_side and mine != Side.OBSERVATORY
    is_own_country = mine == Side.COUNTRY == found.asked_by_side
    return is_own_country or found.asked_by_id == by.pk

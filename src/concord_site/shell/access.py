"""The one door to objects: the only place where a thing is fetched for a person.

Three questions, all answered from ``data/roles.yaml`` by one policy, default deny::

    access.visible(Document, by)                         # a queryset of what this person may see
    access.get(Document, id, by, "edit", lock=True)      # one thing, to do something to it
    access.permit(Document, by, "create", state="draft", area="KEN")     # before there is a thing

What may not be seen is refused exactly as what does not exist. What may be seen but not done is refused as
:class:`~concord.errors.Conflict` where it could be done in another state (the state moved on) and otherwise as
:class:`~concord.errors.NotAllowed`. Area, organisation and person come from the memberships of whoever asks,
never from a form or a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from concord import roles
from concord.errors import Conflict, NotAllowed, NotFound
from concord_site.shell import suppliers

if TYPE_CHECKING:
    from concord_site.shell.models import Guarded

Thing = TypeVar("Thing", bound="Guarded")


@dataclass(frozen=True, slots=True)
class Seat:
    """A role, and for whom it is held; ``is_own_only``: of an area, only the things of the seat's own organisation."""

    role: str
    area: str = ""
    region: str = ""
    organisation: int | None = None
    membership: int | None = None
    is_own_only: bool = False


ANYBODY = Seat(roles.ANONYMOUS)
SIGNED_IN = Seat(roles.SIGNED_IN)

# Never an empty Q(): Django drops it from an "or", which would lose a grant.
NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING


@runtime_checkable
class Principal(Protocol):
    """Whoever asks: a person, an API key."""

    @property
    def pk(self) -> object:
        """Identity, for things of one's own."""
        ...

    def seats(self) -> tuple[Seat, ...]:
        """The roles held at this moment."""
        ...


def seats_of(by: object) -> tuple[Seat, ...]:
    """The roles held now; nobody at all, and somebody who has not signed in, hold the role of anybody."""
    if by is None or isinstance(by, AnonymousUser):
        return (ANYBODY,)
    if isinstance(by, Principal):
        return by.seats()
    raise TypeError(f"not somebody who can ask: {type(by).__name__}")


def visible(model: type[Thing], by: object, *, action: str = "see") -> QuerySet[Thing]:
    """All things of this model that ``by`` may do ``action`` to."""
    return _reached(model, model._default_manager.all(), by, action)


def get(model: type[Thing], pk: object, by: object, action: str = "see", *, lock: bool = False) -> Thing:
    """One thing, for ``by`` to do ``action`` to; with ``lock``, its row is held until the transaction ends.

    Raises:
        NotFound: ``site.access.unknown``: there is none, or none that this person may know of. The two are alike.
        Conflict: ``site.access.state``: it can be seen, and this action belongs to another state.
        NotAllowed: ``site.access.forbidden``: it can be seen, and this action is not this person's.
    """
    rows = model._default_manager.all()
    if lock:
        rows = rows.select_for_update(of=("self",))
    try:
        rows = rows.filter(pk=pk)
    except (ValueError, TypeError):
        rows = rows.none()
    if (found := _reached(model, rows, by, action).first()) is not None:
        _note_reading(found, by, action)
        return found
    seen = _reached(model, rows, by, "see").first() if action != "see" else None
    if seen is None:
        raise NotFound("site.access.unknown")
    raise _refusal(seen, by, action)


def _note_reading(thing: Guarded, by: object, action: str) -> None:
    """Reading somebody else's thing of class L3 or L4 is an entry of the log; doing writes its own."""
    is_protected = thing.classification in ("L3", "L4") and not _reach(ANYBODY, action, type(thing), _state_of(thing))
    if action != "see" or not is_protected or _is_own(thing, by):
        return
    if (record := suppliers.one("audit.recorder")) is not None:
        record(f"{thing._meta.app_label}.{thing.kind}.seen", by=by, subject=thing)


def _is_own(thing: Guarded, by: object) -> bool:
    if not thing.access_owner or "__" in thing.access_owner:
        return False
    owner = getattr(thing, f"{thing.access_owner}_id", getattr(thing, thing.access_owner, None))
    return owner is not None and owner == getattr(by, "pk", None)


def may(thing: Guarded, by: object, action: str) -> bool:
    """Whether ``by`` may do ``action`` to this stored thing now (for showing a button; doing asks again)."""
    rows = type(thing)._default_manager.filter(pk=thing.pk)
    return _reached(type(thing), rows, by, action).exists()


def permit(
    model: type[Guarded],
    by: object,
    action: str = "create",
    *,
    state: str,
    area: str = "",
    organisation: int | None = None,
    owner: object = None,
) -> Seat:
    """Refuse unless ``by`` may do ``action`` to a thing that is not stored yet, as it would be.

    Returns:
        The seat that permits it (its role belongs in the log).

    Raises:
        NotAllowed: ``site.access.forbidden``.
    """
    for seat in seats_of(by):
        for reach in _reach(seat, action, model, state):
            fits = {
                "any": True,
                "area": bool(area) and area == seat.area and (not seat.is_own_only or organisation in _own(seat)),
                "region": bool(area) and area in _areas_of(seat.region),
                "organisation": organisation is not None and organisation == seat.organisation,
                "own": owner is None or owner == getattr(by, "pk", None),
            }
            if fits[reach]:
                return seat
    raise NotAllowed("site.access.forbidden", params={"action": action, "kind": model.kind})


def areas(by: object, action: str, model: type[Guarded], *, state: str) -> frozenset[str]:
    """The areas for which ``by`` may do ``action`` because of a seat held there (not those reached as ``any``)."""
    return frozenset(seat.area for seat in seats_of(by) if seat.area and "area" in _reach(seat, action, model, state))


def holds(by: object, names: Iterable[str]) -> bool:
    """Whether ``by`` holds one of these roles (for what is shown in menus; never instead of the questions above)."""
    wanted = set(names)
    return any(seat.role in wanted for seat in seats_of(by))


def _reach(seat: Seat, action: str, model: type[Guarded], state: str) -> frozenset[roles.Reach]:
    table = roles.declared()
    if model.kind not in table.kinds or action not in table.actions:
        raise LookupError(f"{model.__name__}: {model.kind!r} or {action!r} is not in roles.yaml")
    return table.reach(seat.role, action, model.kind, state)


def _reached(model: type[Thing], rows: QuerySet[Thing], by: object, action: str) -> QuerySet[Thing]:
    condition = NOTHING
    for seat in seats_of(by):
        for state in roles.declared().kinds[model.kind].states:
            for reach in _reach(seat, action, model, state):
                condition |= _state(model, state) & _within(model, reach, seat, by)
    if any("__" in field for field in (model.access_area, model.access_organisation, model.access_owner)):
        return rows.filter(pk__in=model._base_manager.filter(condition).values("pk"))
    return rows.filter(condition)


def _state(model: type[Guarded], state: str) -> Q:
    return Q(**{model.access_state: state}) if model.access_state else EVERYTHING


def _within(model: type[Guarded], reach: roles.Reach, seat: Seat, by: object) -> Q:
    if reach == "any":
        return EVERYTHING
    if reach == "area":
        found = Q(**{model.access_area: seat.area}) if model.access_area and seat.area else NOTHING
        return found & _within(model, "organisation", seat, by) if seat.is_own_only else found
    if reach == "region":
        return (
            Q(**{f"{model.access_area}__in": _areas_of(seat.region)}) if model.access_area and seat.region else NOTHING
        )
    if reach == "organisation":
        known = model.access_organisation and seat.organisation is not None
        return Q(**{model.access_organisation: seat.organisation}) if known else NOTHING
    pk = getattr(by, "pk", None)
    return Q(**{model.access_owner: pk}) if model.access_owner and pk is not None else NOTHING


def _own(seat: Seat) -> tuple[int | None, ...]:
    """Organisations to which a new thing of such a seat may belong: its own, which is the one where none is named."""
    return (None, seat.organisation)


def _areas_of(region: str) -> tuple[str, ...]:
    """Areas of a region today; none where the region is not known."""
    if not region:
        return ()
    from django.utils import timezone

    from concord.vocabulary import areas as declared_areas

    today = timezone.now().date()
    return tuple(area.id for area in declared_areas.areas() if area.region(today) == region)


def _refusal(thing: Guarded, by: object, action: str) -> Exception:
    model: type[Guarded] = type(thing)
    here, states = _state_of(thing), roles.declared().kinds[model.kind].states
    params = {"action": action, "kind": model.kind, "state": here}
    grants = {state: any(_reach(seat, action, model, state) for seat in seats_of(by)) for state in states}
    if any(grants.values()) and not grants.get(here):
        return Conflict("site.access.state", params=params)
    return NotAllowed("site.access.forbidden", params=params)


def _state_of(thing: Guarded) -> str:
    """The state it is in; a kind without a field for it has one state."""
    if thing.access_state:
        return str(attrgetter(thing.access_state.replace("__", "."))(thing))
    return roles.declared().kinds[thing.kind].states[0]

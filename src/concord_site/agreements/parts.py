"""Pages of a dossier: each room inside registers its parts here, and the dossier's task list shows them by phase.

::

    parts.register(Part("appraisal", _("Appraisal of the text"), group="negotiation", url_name="agreements:appraisal",
                        summary=summary, order=30))

``url_name`` is the name of an address whose only argument is ``dossier_id``. ``summary`` is asked with the dossier when
the task list is drawn; it reads through ``dossier.own`` and ``dossier.shared`` and must be quick.

What can be made public comes from the rooms too: a :class:`PublicPart` says what everybody would see of a part. Gates
between phases read **facts** (ids of ``data/agreements/gates.yaml``) that the rooms state: :func:`register_facts`. The
page of the agreement's life (kinds ``phase``, ``gate.reason``, ``status``; part ``life``) is this room's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal

from django.utils import translation
from django.utils.functional import Promise

if TYPE_CHECKING:
    from concord_site.agreements.queries.spaces import Dossier

#: Phases of an agreement's life in order; the ids of ``data/agreements/phases.yaml`` of the library room.
GROUPS = (
    "idea", "needs-assessment", "national-position", "consultation", "negotiation", "signature", "implementation",
    "monitoring", "evaluation", "renewal",
)  # fmt: skip
#: Names that stand in a public part are written in this language, else in the first there is; pages say them in theirs.
PUBLIC_LANGUAGE = "en"
State = Literal["open", "going", "done", "look"]


@dataclass(frozen=True, slots=True)
class Summary:
    """How a part stands: a state (as tags know it: open, going, done, look) and a few words about it."""

    state: State = "open"
    words: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A page, or a group of pages, of every dossier.

    Args:
        id: Unique; also ``part_id`` of :func:`concord_site.agreements.views.frame`.
        title: Translated (lazy).
        group: The phase under which the task list shows it (:data:`GROUPS`), or ``room`` for what serves all phases.
        url_name: Name of its first page; takes ``dossier_id`` alone.
        spaces: Which spaces it writes to; shown to people, so that they know who will read what they write.
        summary: How it stands in a dossier.
        order: Within the group; 10, 20, …
    """

    id: str
    title: str | Promise
    group: str
    url_name: str
    spaces: tuple[Literal["own", "shared"], ...] = ("own", "shared")
    summary: Callable[[Dossier], Summary] | None = None
    order: int = 50


@dataclass(frozen=True, slots=True)
class PublicPart:
    """What everybody may see of a dossier once its parties agree.

    Args:
        id: ``text``, ``profile``, ``plan``, ``numbers``, ``account``, ``evaluation`` or ``lessons``.
        title: Translated (lazy).
        body: Plain JSON as the public page will show it, built from ``dossier.shared`` alone; None while there is
            nothing to publish.
        order: On pages.
        is_finished: Whether it may go out by itself; without it, whatever has a body may. A draft goes out by the
            agreement of all parties alone.
    """

    id: str
    title: str | Promise
    body: Callable[[Dossier], Mapping[str, Any] | None]
    order: int = 50
    is_finished: Callable[[Dossier], bool] | None = None


#: Facts by id, and where a room says nothing of one, it is not known.
Stated = Mapping[str, bool | int | float | date | None]
_facts: dict[str, Callable[[Dossier], tuple[Stated, Stated]]] = {}
_parts: dict[str, Part] = {}
_public: dict[str, PublicPart] = {}


def register(part: Part) -> None:
    """Add a part; the same id again replaces it."""
    _parts[part.id] = part


def register_public(part: PublicPart) -> None:
    """Say what of a dossier can be made public; the same id again replaces it.

    A part is built in one language whoever looks, so that parties who read in different languages agree to the same.
    """
    _public[part.id] = replace(part, body=_in_one_language(part.body))


def _in_one_language(body: Callable[[Dossier], Mapping[str, Any] | None]) -> Callable[[Dossier], Any]:
    @wraps(body)
    def built(dossier: Dossier) -> Mapping[str, Any] | None:
        with translation.override(PUBLIC_LANGUAGE):
            return body(dossier)

    return built


def register_facts(room: str, supplier: Callable[[Dossier], tuple[Stated, Stated]]) -> None:
    """State facts that gates rest on: those of the own space, and those of the shared one, in this order.

    A fact is put among those of the space from which it is read, so that a gate judged by the shared space never tells
    the other party what stands in one's own.
    """
    _facts[room] = supplier


def facts(dossier: Dossier) -> tuple[dict[str, Any], dict[str, Any]]:
    """Every fact the rooms state: of the own space, and of the shared one."""
    own: dict[str, Any] = {}
    shared: dict[str, Any] = {}
    for _, supplier in sorted(_facts.items()):
        of_own, of_shared = supplier(dossier)
        own.update(of_own)
        shared.update(of_shared)
    return own, shared


def all_parts() -> tuple[Part, ...]:
    """Every part, by group and order."""
    rank = {group: number for number, group in enumerate(GROUPS)}
    return tuple(sorted(_parts.values(), key=lambda part: (rank.get(part.group, 99), part.order, part.id)))


def part(part_id: str) -> Part:
    """One part.

    Raises:
        LookupError: it was never registered (a mistake in a program).
    """
    return _parts[part_id]


def public_parts() -> tuple[PublicPart, ...]:
    """What can be made public, in order."""
    return tuple(sorted(_public.values(), key=lambda part: (part.order, part.id)))

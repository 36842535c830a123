"""What a party does in preparing: draw the analysis, take a proposal over, show a need, hear and answer, draw links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from concord.agreements import needs, objectives
from concord.agreements.needs import Kept
from concord.agreements.objectives import Chosen
from concord.agreements.tracing import Link
from concord.consultations import as_json
from concord.consultations.model import Consultation
from concord.errors import Conflict, NotFound, Unavailable
from concord_site.agreements import keys
from concord_site.agreements.actions import writing
from concord_site.agreements.preparing import queries, thread
from concord_site.agreements.queries.spaces import Dossier
from concord_site.shell import suppliers

_TRIES = 4


def draw_analysis(dossier: Dossier, *, by: Any, now: datetime) -> Kept:
    """Keep the labour market analysis of the party's country as this installation works it out today.

    Raises:
        Unavailable: ``agreements.need.no-analysis`` where no room offers one, or the country is not known to it.
    """
    supplier = suppliers.one("agreements.analysis")
    try:
        found = supplier(dossier.mine.area) if supplier is not None and dossier.mine.area else None
    except NotFound:
        found = None
    if found is None:
        raise Unavailable("agreements.need.no-analysis")
    kept = needs.keep(found)
    writing.put(dossier.own, queries.ANALYSIS, dossier.mine.area, kept.to_json(), by=by, now=now, based_on=None)
    return kept


def name_analysis(dossier: Dossier, kept: Kept, *, by: Any, now: datetime) -> None:
    """Name an analysis that the party has elsewhere."""
    writing.put(dossier.own, queries.ANALYSIS, keys.new_id(), kept.to_json(), by=by, now=now, based_on=0)


def take_proposal(dossier: Dossier, rule: str, *, by: Any, now: datetime) -> None:
    """Take over a need that figures propose; its key is the rule's, so that it is taken once.

    Raises:
        NotFound: ``agreements.record.unknown`` where the figures no longer propose it.
        Conflict: ``agreements.space.moved-on`` where it was taken over already.
    """
    drawn = next((each for each in needs.proposals(queries.figures_of(dossier)) if each.rule.id == rule), None)
    if drawn is None:
        raise NotFound("agreements.record.unknown")
    need = drawn.need(id=rule, side=dossier.mine.side)
    if dossier.own.record(queries.NEED, rule) is None:
        writing.put(dossier.own, queries.NEED, rule, need.to_json(), by=by, now=now, based_on=None)


def show_need(dossier: Dossier, key: str, *, by: Any, now: datetime) -> None:
    """Put a need into the shared space as it stands now.

    Raises:
        NotFound: ``agreements.record.unknown``.
    """
    record = dossier.own.record(queries.NEED, key)
    if record is None:
        raise NotFound("agreements.record.unknown")
    body = {name: value for name, value in record.body.items() if name != "no_clause"}
    writing.put(
        dossier.shared, queries.NEED, queries.shared_key(dossier, key), body, by=by, now=now, based_on=None
    )  # fmt: skip


def hide_need(dossier: Dossier, key: str, *, by: Any, now: datetime) -> None:
    """Take a need out of the shared space.

    Raises:
        NotFound: ``agreements.record.unknown``.
    """
    writing.remove(
        dossier.shared, queries.NEED, queries.shared_key(dossier, key), by=by, now=now, based_on=None
    )  # fmt: skip


def change_consultation(
    dossier: Dossier, key: str, change: Callable[[Consultation], Consultation], *, by: Any, now: datetime
) -> Consultation:
    """Ask, hear or answer: the change is made to the consultation as it stands, also where somebody wrote meanwhile.

    Raises:
        NotFound: ``agreements.record.unknown``.
        Refusal: What the change refuses.
        Unavailable: ``agreements.space.busy``.
    """
    for _ in range(_TRIES):
        record = dossier.own.record(queries.CONSULTATION, key)
        if record is None:
            raise NotFound("agreements.record.unknown")
        changed = change(as_json.from_json(record.body))
        try:
            writing.put(
                dossier.own, queries.CONSULTATION, key, as_json.to_json(changed), by=by, now=now,
                based_on=record.version,
            )  # fmt: skip
        except Conflict:
            continue
        return changed
    raise Unavailable("agreements.space.busy")


def set_objective(dossier: Dossier, id: str, *, by: Any, now: datetime) -> Chosen:
    """Take over a declared objective; its key is the declared id, so that it is taken once.

    Raises:
        NotFound: ``agreements.record.unknown``.
    """
    found = next((each for each in objectives.objectives() if each.id == id), None)
    if found is None:
        raise NotFound("agreements.record.unknown")
    chosen = Chosen.of(found, id=id)
    if dossier.shared.record(queries.OBJECTIVE, id) is None:
        writing.put(dossier.shared, queries.OBJECTIVE, id, chosen.to_json(), by=by, now=now, based_on=None)
    return chosen


def draw_link(dossier: Dossier, link: Link, *, by: Any, now: datetime) -> None:
    """Link an item to one of the next kind.

    Raises:
        NotFound: ``agreements.record.unknown`` where one of the two is not there.
    """
    items = thread.thread_of(dossier).items
    for kind, id in ((link.kind, link.id), (link.to_kind, link.to)):
        if id not in {each.id for each in items[kind]}:
            raise NotFound("agreements.record.unknown")
    writing.put(dossier.own, thread.LINK, link.key, link.to_json(), by=by, now=now, based_on=None)


def drop_link(dossier: Dossier, key: str, *, by: Any, now: datetime) -> None:
    """Take a link away.

    Raises:
        NotFound: ``agreements.record.unknown``.
    """
    writing.remove(dossier.own, thread.LINK, key, by=by, now=now, based_on=None)


def set_frame(dossier: Dossier, clause: str, why: str, *, by: Any, now: datetime) -> None:
    """Say that a clause needs no need, or, without a word, that it does again."""
    with transaction.atomic():
        if why.strip():
            body = {"clause": clause, "why": why.strip()[:1000]}
            writing.put(dossier.own, thread.FRAME, clause, body, by=by, now=now, based_on=None)
        elif dossier.own.record(thread.FRAME, clause) is not None:
            writing.remove(dossier.own, thread.FRAME, clause, by=by, now=now, based_on=None)

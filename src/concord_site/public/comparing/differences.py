"""What changed from one release to the next: every release with its counts, and the rows between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concord.mds.comparing import Changed, Changes, changes
from concord.mds.released import Release
from concord.vocabulary import formats
from concord.vocabulary.structures import Table, structures
from concord_site.evidence.facts import store
from concord_site.public.comparing import addresses, held, names
from concord_site.shell.i18n import language
from concord_site.shell.parts.words import number

#: Rows of a difference that a page shows; the file has all.
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Step:
    """A release and what changed since the one before."""

    id: str
    day: str
    before: str
    counts: tuple[tuple[str, int], ...]
    href: str


def between(before: Release, after: Release) -> Changes:
    """What changed from one release to another; tables with the same digest are not read."""
    return _between(str(settings.CONCORD.folder), before.id, after.id, before.digest, after.digest)


@lru_cache(maxsize=16)
def _between(folder: str, before: str, after: str, _digest: str, _other: str) -> Changes:
    old, new = store().release(before), store().release(after)
    moved = [
        each.structure
        for each in (*old.tables, *new.tables)
        if (one := old.table(each.structure)) is None
        or (other := new.table(each.structure)) is None
        or one.digest != other.digest
    ]
    wanted = [id for id in dict.fromkeys(moved) if id in structures()]
    return changes(_tables(old, wanted), _tables(new, wanted))


def _tables(release: Release, ids: list[str]) -> list[Table]:
    return [store().query(id, release=release) for id in ids if release.table(id) is not None]


def steps() -> list[Step]:
    """Every release with what changed since the one before, the newest first."""
    listed = held.given_out()
    made = []
    for at, each in enumerate(listed):
        before = listed[at - 1] if at else None
        counts = between(before, each).counts if before is not None else {}
        made.append(
            Step(
                each.id, formats.date(each.as_of, language()), before.id if before is not None else "",
                tuple((kind_words(kind, count), count) for kind, count in counts.items()),
                addresses.changed(before.id, each.id) if before is not None and counts else "",
            )
        )  # fmt: skip
    return list(reversed(made))


def kind_words(kind: str, count: int) -> str:
    """How many figures of a kind, in words."""
    said = {
        "changed": ngettext("%(count)s other number", "%(count)s other numbers", count),
        "added": ngettext("%(count)s figure added", "%(count)s figures added", count),
        "removed": ngettext("%(count)s figure gone", "%(count)s figures gone", count),
        "hidden": ngettext("%(count)s figure hidden since", "%(count)s figures hidden since", count),
        "shown": ngettext("%(count)s figure shown since", "%(count)s figures shown since", count),
        "status": ngettext("%(count)s other status", "%(count)s other statuses", count),
        "note": ngettext("%(count)s other note", "%(count)s other notes", count),
    }[kind]
    return said % {"count": number(count)}


def one_kind(kind: str) -> str:
    """What became of one figure."""
    return {
        "changed": _("other number"), "added": _("added"), "removed": _("no longer given"),
        "hidden": _("hidden since"), "shown": _("shown since"), "status": _("other status"), "note": _("other note"),
    }[kind]  # fmt: skip


def pair(query: Mapping[str, str]) -> tuple[Release, Release] | None:
    """The two releases that the address names, where both are there."""
    known = {each.id: each for each in held.given_out()}
    before, after = known.get(query.get("before", "")), known.get(query.get("after", ""))
    return (before, after) if before is not None and after is not None else None


def of_pair(before: Release, after: Release) -> dict[str, Any]:
    """Everything the page of a difference shows."""
    found = between(before, after)
    return {
        "before": before,
        "after": after,
        "counts": [kind_words(kind, count) for kind, count in found.counts.items()],
        "total": len(found),
        "shown": [change(each) for each in found.rows[:MOST_ROWS]],
        "more": max(0, len(found) - MOST_ROWS),
        "tables_added": [names.table(id) for id in found.tables_added],
        "tables_removed": [names.table(id) for id in found.tables_removed],
    }


@dataclass(frozen=True, slots=True)
class Shown:
    """A change in words."""

    table: str
    what: str
    kind: str
    before: float | None
    after: float | None
    before_status: str
    after_status: str
    difference: float | None
    href: str


def change(each: Changed) -> Shown:
    """A change in words, with the way to the vintages of its series."""
    key = dict(each.key)
    said = [names.value_of(name, value) for name, value in each.key if value not in (None, "")]
    numbers = {"hidden": ("missing", "suppressed"), "shown": ("suppressed", each.after_status)}
    was, now = numbers.get(each.kind, (each.before_status or "missing", each.after_status or "missing"))
    return Shown(
        names.table(each.structure), " · ".join(said), one_kind(each.kind), each.before, each.after, was, now,
        each.difference, addresses.vintages(each.structure, key),
    )  # fmt: skip

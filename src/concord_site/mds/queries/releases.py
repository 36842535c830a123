"""Releases of countries, for somebody or for everybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from concord.mds import national
from concord.mds.checks import Explanation
from concord.mds.protect import rules as rules_of
from concord_site.mds import national as disk
from concord_site.mds import tables
from concord_site.mds.models import Delivery, NationalRelease
from concord_site.mds.models import Explanation as Explanation_
from concord_site.shell import access, files
from concord_site.shell.models import Job, PrivateFile

if TYPE_CHECKING:
    import polars as pl

    from concord.mds.released import Release
    from concord.vocabulary.structures import Table

State = NationalRelease.State


def release(pk: object, by: object, action: str = "see", *, lock: bool = False) -> NationalRelease:
    """One release.

    Raises:
        NotFound: ``site.access.unknown``: there is none, or none that this person may know of.
    """
    return access.get(NationalRelease, pk, by, action, lock=lock)


def glance(pk: Any, by: object) -> NationalRelease | None:
    """One release for a line that is asked for again and again."""
    return access.visible(NationalRelease, by).filter(pk=pk).first()


def of_area(area: str, by: object) -> QuerySet[NationalRelease]:
    """The releases of a country that somebody may see, newest first."""
    rows = access.visible(NationalRelease, by).filter(area=area)
    return rows.order_by("-changed_at").select_related("corrects")


def areas(by: object) -> list[str]:
    """The areas whose releases somebody may prepare."""
    return sorted(access.areas(by, "create", NationalRelease, state=State.DRAFT))


def is_own(row: NationalRelease, by: object) -> bool:
    """Whether somebody is of the country whose release it is: others see it as everybody does."""
    return row.area in areas(by)


def offered(area: str, by: object) -> list[Delivery]:
    """The deliveries that a release of the area may be made of: those that stand, the oldest first."""
    rows = access.visible(Delivery, by).filter(area=area, state=Delivery.State.CONFIRMED)
    return list(rows.order_by("confirmed_at"))


def chosen(row: NationalRelease) -> list[Delivery]:
    """The deliveries that a release is made of, the oldest first."""
    return list(row.deliveries.order_by("confirmed_at"))


def gone(row: NationalRelease) -> list[Delivery]:
    """Those of them that do not stand any more: replaced, or taken back."""
    return [each for each in chosen(row) if each.state != Delivery.State.CONFIRMED]


def composed(row: NationalRelease) -> tuple[Table, ...]:
    """The confirmed tables, laid over each other, with files named as they are named in public.

    Raises:
        Unavailable: ``site.delivery.damaged``.
    """
    every = chosen(row)
    made = national.compose([_tables(each) for each in every])
    return national.unnamed(made, _digests(every))


def _tables(row: Delivery) -> list[Table]:
    from concord.vocabulary.structures import Table, conform

    made = []
    for id in sorted(row.figures):
        frame = tables.frame(tables.content(row.area, row.pk, id))
        made.append(Table(id, conform(id, frame).frame))
    return made


def _digests(rows: Sequence[Delivery]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in rows:
        found |= dict(each.files.filter(is_used=True).order_by("pk").values_list("name", "sha256"))
    return found


def explanations(row: NationalRelease) -> list[Explanation]:
    """What the country has said of findings of these tables."""
    return [
        Explanation(each.key, each.text, "", each.at.date())
        for delivery in chosen(row)
        for each in delivery.explanations.order_by("pk")
    ]


def told_with(delivery: Delivery) -> list[Explanation_]:
    """Explanations of figures, which are published with them; what was said of a file itself stays at home."""
    return list(delivery.explanations.filter(code__startswith="mds.").order_by("pk"))


def is_personal(row: NationalRelease) -> bool:
    """Whether rows of persons were counted for it."""
    return any(
        each.what == Delivery.What.REGISTER or each.readings.filter(is_personal=True).exists() for each in chosen(row)
    )


def shown_before(row: NationalRelease) -> list[NationalRelease]:
    """The releases of the area that everybody knows, or will know, in the order in which they were frozen."""
    rows = NationalRelease.objects.filter(area=row.area, is_example=row.is_example, state__in=NationalRelease.SHOWN)
    return list(rows.exclude(pk=row.pk).exclude(frozen_at=None).order_by("frozen_at", "pk"))


def basis(row: NationalRelease) -> str:
    """A digest of everything that protecting depends on: it is protected anew when this changes."""
    parts = [row.area, row.rules, rules_of(row.rules).digest]
    parts += [f"{each.pk} {each.digest}" for each in chosen(row)]
    parts += [f"{each.key} {each.digest}" for each in shown_before(row)]
    return sha256("\n".join(parts).encode()).hexdigest()


def job(row: NationalRelease) -> Job | None:
    """The protecting that runs or ran last; whoever may see the release may see how far it is."""
    return Job.objects.filter(pk=row.job).first() if row.job else None


def is_running(row: NationalRelease) -> bool:
    """Whether it is being protected at this moment."""
    found = job(row)
    return found is not None and found.state in (Job.State.WAITING, Job.State.RUNNING)


def before_and_after(row: NationalRelease, structure: str) -> pl.DataFrame | None:
    """One table for the officer's own eyes: rows as they were, with ``after`` and ``why``; None once it was frozen."""
    file = next((each["both"] for each in row.tables if each["structure"] == structure and each.get("both")), None)
    return None if file is None else tables.frame(_bytes(file))


def staged(row: NationalRelease) -> list[Table]:
    """The protected tables as they would be frozen."""
    from concord.vocabulary.structures import Table, conform

    made = []
    for each in row.tables:
        frame = tables.frame(_bytes(each["after"]))
        made.append(Table(each["structure"], conform(each["structure"], frame).frame))
    return made


def _bytes(file: str) -> bytes:
    with files.open_checked(PrivateFile.objects.get(pk=file)) as stream:
        return stream.read()


# ---- what is public --------------------------------------------------------------------------------------------------
def public() -> QuerySet[NationalRelease]:
    """Everything that everybody may see, newest first."""
    rows = access.visible(NationalRelease, None).filter(state__in=NationalRelease.PUBLIC)
    return rows.order_by("-published_at", "-number").select_related("corrects")


def published(key: str) -> NationalRelease | None:
    """One version by its key; None where there is none that is public."""
    series, mark, number = key.rpartition("-v")
    if not mark or not number.isdigit() or len(number) > 4:
        return None
    return public().filter(series=series, number=int(number)).first()


def newest(series: str) -> NationalRelease | None:
    """The newest public version of a series."""
    return public().filter(series=series).order_by("-number").first()


def versions(series: str) -> list[NationalRelease]:
    """All public versions of a series, newest first."""
    return list(public().filter(series=series).order_by("-number"))


def with_digest(digest: str) -> list[tuple[NationalRelease, str]]:
    """The public releases, and their files, that a SHA-256 (of a file, or of contents) belongs to."""
    found = []
    for row in public():
        held = disk.held(row.key)
        if digest in (row.digest, held.digest):
            found.append((row, ""))
        found += [(row, each.file) for each in held.tables if digest in (each.sha256, each.digest)]
    return found


def standing() -> list[NationalRelease]:
    """The published ones whose rows stand among those of all countries, in the order in which they were published."""
    rows = NationalRelease.objects.filter(state=State.PUBLISHED, is_example=False)
    return list(rows.order_by("published_at", "pk"))


def is_closed(release: Release) -> bool:
    """Whether a release of all countries holds rows of a country's release that was withdrawn, or is not public.

    The newest one never does; an older one may, and is not given out any more.
    """
    pieces = set(release.about.get("pieces", ()))
    if not pieces:
        return False
    given = (State.PUBLISHED, State.CORRECTED)
    return not pieces <= {row.key for row in public().filter(state__in=given)}


def due(now: dt.datetime) -> list[Any]:
    """Keys of releases whose embargo is over."""
    rows = NationalRelease.objects.filter(state=State.EMBARGOED, embargo__lte=now)
    return list(rows.order_by("embargo").values_list("pk", flat=True))

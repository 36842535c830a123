"""Preparing a release: which tables, under which rules; protecting them; giving the draft up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from concord.errors import Conflict, Invalid
from concord.mds import national
from concord.mds.protect import rule_sets
from concord.mds.protect import rules as rules_of
from concord.reporting import places
from concord.vocabulary.structures import Table
from concord_site.accounts import notices
from concord_site.accounts.queries import people_of
from concord_site.audit import log
from concord_site.mds import differing, protecting, tables
from concord_site.mds import national as disk
from concord_site.mds.actions import erasing
from concord_site.mds.models import Delivery, NationalRelease
from concord_site.mds.queries import beside, releases
from concord_site.shell import access, files, jobs
from concord_site.shell.models import Job, PrivateFile

JOB = "mds.release.protect"
READY = "release-ready"
PURPOSE = "mds-release"
State = NationalRelease.State
Step = protecting.Step
Protects = Callable[[protecting.Wish, Step], protecting.Found]


def begin(
    *, area: str, deliveries: Iterable[object], title: str, by: Any, note: str = "", rules: str = "",
    corrects: object = None, reason: str = "",
) -> NationalRelease:  # fmt: skip
    """Begin a release of confirmed tables; as a correction of a published one, its next version.

    Args:
        area: The country.
        deliveries: Keys of confirmed deliveries of the country.
        title: What it is called in public.
        by: Who prepares it.
        note: What readers should know.
        rules: Id of declared rules of protection; those that fit the tables where none is named.
        corrects: Key of the published release that it corrects.
        reason: Why, of a correction.

    Raises:
        NotAllowed: ``site.access.forbidden``.
        Invalid: ``site.release.nothing``, ``site.release.title``, ``site.release.reason``, ``mds.protect.method``.
        Conflict: ``site.release.being-corrected``.
    """
    access.permit(NationalRelease, by, "create", state=State.DRAFT, area=area)
    with transaction.atomic():
        former = None
        if corrects is not None:
            former = releases.release(corrects, by, "manage", lock=True)
            _require_correctable(former, area, reason)
        made = NationalRelease(area=area, begun_by=by, corrects=former, reason=reason.strip()[:500])
        chosen = _describe(made, deliveries, title, note, rules, by)
        made.save(force_insert=True)
        made.deliveries.set(chosen)
        if not made.rules:
            made.rules = _fitting(made)
            made.save(update_fields=["rules"])
        logged("begun", made, by, deliveries=[str(each.pk) for each in chosen])
    return made


def _require_correctable(former: NationalRelease, area: str, reason: str) -> None:
    if former.area != area:
        raise Invalid("site.release.nothing")
    if not reason.strip():
        raise Invalid("site.release.reason")
    if former.corrections.filter(state__in=(*NationalRelease.OPEN, State.EMBARGOED)).exists():
        raise Conflict("site.release.being-corrected")


def _describe(
    row: NationalRelease, deliveries: Iterable[object], title: str, note: str, rules: str, by: Any
) -> list[Delivery]:
    wanted = {str(each) for each in deliveries}
    chosen = [each for each in releases.offered(row.area, by) if str(each.pk) in wanted]
    if not chosen or len(chosen) != len(wanted):
        raise Invalid("site.release.nothing")
    if not title.strip():
        raise Invalid("site.release.title")
    if rules and (rules not in rule_sets() or rules_of(rules).method != "suppress"):
        raise Invalid("mds.protect.method", params={"method": rules})
    row.title, row.note, row.rules = title.strip()[:200], note.strip(), rules
    row.is_example = any(each.is_example for each in chosen)
    return chosen


def _fitting(row: NationalRelease) -> str:
    return national.rules_for(releases.composed(row), of_persons=releases.is_personal(row))


def describe(
    *, release_id: object, deliveries: Iterable[object], title: str, note: str, rules: str, by: Any, reason: str = ""
) -> NationalRelease:
    """Change what a release is made of or called; what was protected is protected again where that matters."""
    with transaction.atomic():
        row = releases.release(release_id, by, "edit", lock=True)
        _require_rest(row)
        chosen = _describe(row, deliveries, title, note, rules or row.rules, by)
        row.reason = reason.strip()[:500] if row.corrects_id else row.reason
        row.deliveries.set(chosen)
        _changed(row, "title", "note", "rules", "reason", "is_example")
        if row.state == State.PROTECTED and row.basis != releases.basis(row):
            _unprotect(row)
        logged("described", row, by, deliveries=[str(each.pk) for each in chosen], rules=row.rules)
    return row


def _require_rest(row: NationalRelease) -> None:
    if releases.is_running(row):
        raise Conflict("site.release.being-protected")


def _unprotect(row: NationalRelease) -> None:
    erase_staged(row)
    row.state, row.basis, row.proof, row.findings, row.changes = State.DRAFT, "", {}, [], {}
    _changed(row, "state", "basis", "proof", "findings", "changes", "tables")


def erase_staged(row: NationalRelease, *, now: dt.datetime | None = None) -> None:
    """Erase the tables before and after that wait for a decision."""
    staged = [each[name] for each in row.tables for name in ("after", "both") if each.get(name)]
    erasing.erase_bytes(staged, now=now or timezone.now())
    row.tables = [{key: value for key, value in each.items() if key not in ("after", "both")} for each in row.tables]


def _changed(row: NationalRelease, *fields: str) -> None:
    row.revision += 1
    row.changed_at = timezone.now()
    row.save(update_fields=[*fields, "revision", "changed_at"])


def logged(act: str, row: NationalRelease, by: Any, **details: Any) -> None:
    """An entry of the log; details hold keys, counts and digests."""
    log.record(f"mds.release.{act}", by=by, subject=row, area=row.area, details={"key": row.key, **details})


# ---- protecting ------------------------------------------------------------------------------------------------------
def start(*, release_id: object, by: Any) -> NationalRelease:
    """Have a release protected, in the background.

    Raises:
        Conflict: ``site.release.being-protected``, ``site.release.gone``.
    """
    with transaction.atomic():
        row = releases.release(release_id, by, "edit", lock=True)
        _require_rest(row)
        _require_standing(row)
        row.job = jobs.start(JOB, by=by, arguments={"release_id": str(row.pk)}).pk
        row.save(update_fields=["job"])
    return row


def _require_standing(row: NationalRelease) -> None:
    if releases.gone(row):
        raise Conflict("site.release.gone")


def stop(*, release_id: object, by: Any) -> None:
    """Ask the protecting to stop; nothing of it is kept."""
    row = releases.release(release_id, by, "edit")
    if row.job:
        jobs.stop(row.job, by=by)


def run(*, release_id: object, by: Any, step: Step, protects: Protects | None = None) -> NationalRelease:
    """Protect a release: checked once more, hidden, attacked together with everything published before.

    Args:
        release_id: The release.
        by: Whoever has it protected.
        step: Told how far it is; may raise to stop.
        protects: What protects it; by default this process itself.

    Raises:
        Conflict: ``site.release.moved-on`` when what it is made of has changed meanwhile; nothing is kept then.
        Unavailable: ``mds.protect.solver``.
    """
    row = releases.release(release_id, by, "edit")
    seen = releases.basis(row)
    found = (protects or protecting.protected)(_wish(row), step)
    step(1, 1, "keeping")
    with transaction.atomic():
        row = releases.release(release_id, by, "edit", lock=True)
        if releases.basis(row) != seen:
            raise Conflict("site.release.moved-on")
        _keep(row, found, seen)
        logged("protected", row, by, state=row.state, proof=row.proof.get("proof", {}))
        if row.state == State.PROTECTED:
            _tell(row, by)
    return row


def _wish(row: NationalRelease) -> protecting.Wish:
    as_of = timezone.now().year
    return protecting.Wish(
        tuple(releases.composed(row)), row.rules, as_of, beside.of_area(row.area, as_of=as_of),
        tuple(tuple(_known(each)) for each in releases.shown_before(row)), releases.is_personal(row),
        tuple(releases.explanations(row)), (places.INVENTED,) if row.is_example else (),
    )  # fmt: skip


def _known(row: NationalRelease) -> list[Table]:
    return list(disk.tables(row.key))


def _keep(row: NationalRelease, found: protecting.Found, seen: str) -> None:
    erase_staged(row)
    row.findings, row.proof, row.basis = list(found.findings), found.proof, seen
    row.state = State.PROTECTED if found.tables else State.DRAFT
    row.digest, row.tables = found.digest, [_staged(each) for each in found.tables]
    row.changes = _changes(row, [each.table for each in found.tables]) if found.tables else {}
    _changed(row, "state", "basis", "tables", "proof", "findings", "digest", "changes")


def _staged(each: protecting.Kept) -> dict[str, Any]:
    name = each.table.structure
    return {
        **each.cost, "after": _put(tables.as_bytes(each.table), f"{name}.parquet"),
        "both": _put(_parquet(each.both), f"{name}-both.parquet") if each.both is not None else "",
    }  # fmt: skip


def _parquet(frame: Any) -> bytes:
    import io

    stream = io.BytesIO()
    frame.write_parquet(stream)
    return stream.getvalue()


def _put(content: bytes, name: str) -> str:
    return files.put(content, name=name, purpose=PURPOSE, state=PrivateFile.State.KEPT).pk


def _changes(row: NationalRelease, after: Iterable[Table]) -> dict[str, Any]:
    """What differs from the version that it corrects."""
    if row.corrects is None:
        return {}
    return differing.told(_known(row.corrects), list(after))


def _tell(row: NationalRelease, by: Any) -> None:
    notices.tell(
        READY, people_of(row.area, "national-authority"), key=f"{row.pk} {row.revision}", about=row, by=by,
        area=row.area, is_example=row.is_example, href=reverse("mds:release", kwargs={"pk": row.pk}),
    )  # fmt: skip


def discard(*, release_id: object, by: Any) -> NationalRelease:
    """Give a release up before it is frozen; its staged tables are erased."""
    with transaction.atomic():
        row = releases.release(release_id, by, "withdraw", lock=True)
        if not row.is_open:
            raise Conflict("site.release.moved-on")
        if releases.is_running(row):
            Job.objects.filter(pk=row.job).update(stop_asked=True)
        erase_staged(row)
        row.state, row.ended_by, row.ended_at = State.DISCARDED, by, timezone.now()
        _changed(row, "state", "ended_by", "ended_at", "tables")
        logged("discarded", row, by)
    return row

"""Preparing a release: which tables, under which rules; protecting them; giving the draft up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from concord.errors import Conflict, Invalid
from concord.findings import Findings
from concord.mds import national
from concord.mds.freezing import digest, hidden_rows
from concord.mds.protect import Protected, rule_sets
from concord.mds.protect import rules as rules_of
from concord.reporting import places
from concord.vocabulary.structures import Table
from concord_site.accounts import notices
from concord_site.accounts.queries import people_of
from concord_site.audit import log
from concord_site.mds import differing, tables
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
Step = Callable[[int, int, str], None]


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


def run(*, release_id: object, by: Any, step: Step) -> NationalRelease:
    """Protect a release: checked once more, hidden, attacked together with everything published before.

    Raises:
        Conflict: ``site.release.moved-on`` when what it is made of has changed meanwhile; nothing is kept then.
        Unavailable: ``mds.protect.solver``.
    """
    row = releases.release(release_id, by, "edit")
    seen = releases.basis(row)
    ready = _ready(row, step)
    step(1, 1, "keeping")
    with transaction.atomic():
        row = releases.release(release_id, by, "edit", lock=True)
        if releases.basis(row) != seen:
            raise Conflict("site.release.moved-on")
        _keep(row, ready, seen)
        logged("protected", row, by, state=row.state, proof=row.proof.get("proof", {}))
        if row.state == State.PROTECTED:
            _tell(row, by)
    return row


def _ready(row: NationalRelease, step: Step) -> national.Ready:
    as_of = timezone.now().year
    made = releases.composed(row)
    former = [_known(each) for each in releases.shown_before(row)]
    facts = beside.of_area(row.area, as_of=as_of)
    return national.ready(
        made, row.rules, as_of=as_of, beside=facts, earlier=former, of_persons=releases.is_personal(row),
        explanations=releases.explanations(row), invented=(places.INVENTED,) if row.is_example else (),
        progress=lambda what, done, total: step(min(done, max(total - 1, 0)), max(total, 1), what),
    )  # fmt: skip


def _known(row: NationalRelease) -> list[Table]:
    return list(disk.tables(row.key))


def _keep(row: NationalRelease, ready: national.Ready, seen: str) -> None:
    erase_staged(row)
    row.findings = _findings(ready.findings)
    row.basis, row.tables, row.proof, row.digest, row.changes = seen, [], {}, "", {}
    row.state = State.DRAFT
    if ready.protected is not None:
        row.proof = national.told(ready.protected)
    if ready.protected is not None and ready.tables:
        row.state, row.digest = State.PROTECTED, digest(ready.tables)
        row.tables = [_staged(each, ready.protected) for each in ready.tables]
        row.changes = _changes(row, ready.tables)
    _changed(row, "state", "basis", "tables", "proof", "findings", "digest", "changes")


def _findings(found: Findings) -> list[dict[str, Any]]:
    """Findings as they are kept: explained ones of the delivery are known there; none names a value of a row."""
    kept, _ = found.capped()
    return [
        {"code": each.code, "level": each.level, "item": str(each.where.item or ""), "params": _plain(each.params)}
        for each in kept
    ]


def _plain(params: Any) -> dict[str, Any]:
    return {key: value if isinstance(value, int | float | str) else str(value) for key, value in params.items()}


def _staged(table: Table, done: Protected) -> dict[str, Any]:
    both = done.before_and_after(table.structure) if _is_of(done, table.structure) else None
    lost = next((each for each in done.lost if each.structure == table.structure), None)
    return {
        "structure": table.structure, "rows": len(table), "hidden": hidden_rows(table),
        "given": lost.given if lost else len(table), "primary": lost.primary if lost else 0,
        "secondary": lost.secondary if lost else 0, "persons_share": lost.persons_share if lost else 0.0,
        "after": _put(tables.as_bytes(table), f"{table.structure}.parquet"),
        "both": _put(_parquet(both), f"{table.structure}-both.parquet") if both is not None else "",
    }  # fmt: skip


def _is_of(done: Protected, structure: str) -> bool:
    return any(each.structure == structure for each in done.before)


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

"""Entries of the register from a spreadsheet: seen before anything is written, then written whole or not at all.

Who keeps it is said in ``data/roles.yaml`` (kind ``agreement-register``); for everybody else these pages do not exist.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from concord.agreements import repository_folder, repository_sheet
from concord.errors import Conflict, NotAllowed, NotFound
from concord.intake.bulk import Applied, Plan
from concord_site.audit import log
from concord_site.shell import access, files
from concord_site.shell.models import Guarded, PrivateFile
from concord_site.shell.parts.home import Start

PURPOSE = "agreement-register"


class Register(Guarded):
    """The register as the permission table names it; its entries stand in a file, not in the database."""

    classification = "L0"
    kind = "agreement-register"

    class Meta:
        abstract = True


#: Nothing of it is stored, so the model is abstract and asked for by its kind alone.
REGISTER: type[Guarded] = cast("type[Guarded]", Register)


def permit(by: Any) -> None:
    """Refuse unless this person keeps the register.

    Raises:
        NotFound: ``site.access.unknown``: who does not keep it is told of nothing here.
    """
    try:
        access.permit(REGISTER, by, "manage", state="kept")
    except NotAllowed:
        raise NotFound("site.access.unknown") from None


def stage(content: bytes, *, name: str, by: Any) -> PrivateFile:
    """Keep a list that was sent, for its sender alone, until it is confirmed or swept away."""
    permit(by)
    return files.store(content, name=name, by=by, purpose=PURPOSE)


def opened(pk: str, by: Any, *, today: dt.date) -> tuple[PrivateFile, Plan]:
    """A staged list of a person's own, and what it would do to the register as it is now; nothing is written."""
    row, file = files.open_for(pk, by)
    with file:
        content = file.read()
    return row, planned(content, row.name, today=today)


def planned(content: bytes, name: str, *, today: dt.date) -> Plan:
    """What a list would do."""
    from concord.intake import read

    reading = read(content, name)
    if not reading.ok:
        return Plan(findings=reading.findings)
    sheet = reading.sheet()
    made = repository_folder.look(repository_sheet.read_rows(sheet, today=today), _folder())
    findings = made.findings + reading.findings_for(sheet.name)
    return Plan(made.new, made.changed, made.unchanged, made.missing, findings)


def digest(made: Plan) -> str:
    """What a person saw of a plan, so that nothing else is written than that."""
    shown = [
        [(each.key, dict(each.row)) for each in made.new],
        [(each.key, {name: list(pair) for name, pair in each.fields.items()}) for each in made.changed],
    ]
    return hashlib.sha256(json.dumps(shown, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def apply(pk: str, *, seen: str, by: Any, now: dt.datetime) -> Applied:
    """Write a staged list as it was shown; the entries before stay under their number.

    Raises:
        NotFound: No such list of this person's.
        Invalid: ``intake.bulk.has-findings``.
        Conflict: ``intake.bulk.moved-on``: the register has changed since the plan was shown.
    """
    permit(by)
    with transaction.atomic():
        row, made = opened(pk, by, today=now.date())
        if digest(made) != seen:
            raise Conflict("intake.bulk.moved-on", params={"count": len(made.new) + len(made.changed)})
        files.remove(row, now=now)
        details = {"added": len(made.new), "changed": len(made.changed), "digest": row.sha256}
        log.record("public.agreement-register.imported", by=by, details=details)
        return repository_folder.applied(made, _folder())


def states() -> list[tuple[int, dt.datetime]]:
    """Earlier states of this installation's entries that can come back: number and the time until which each stood."""
    return [
        (number, dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC))
        for number, path in enumerate(repository_folder.before(_folder()), 1)
    ]


def restore(number: int, *, by: Any) -> None:
    """Bring an earlier state back; what stands there now is kept under the next number.

    Raises:
        NotFound: ``agreements.register.no-state``.
    """
    permit(by)
    with transaction.atomic():
        log.record("public.agreement-register.restored", by=by, details={"number": number})
        repository_folder.restore(number, _folder())


def entries(person: Any) -> list[Start]:
    """Where whoever keeps the register begins."""
    try:
        permit(person)
    except NotFound:
        return []
    note = _("Real agreements as facts: a list to bring in, an earlier state to bring back.")
    return [Start(_("Register of agreements"), reverse("public:register-bring"), note, 35)]


def _folder() -> Any:
    return repository_folder.folder_of(settings.CONCORD.folder)

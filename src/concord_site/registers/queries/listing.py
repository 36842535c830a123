"""What a list of designations would do, and the register as a list."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from concord.findings import Finding, Findings, Place
from concord.intake.bulk import Key, Plan, plan
from concord.registers.listing import FIELDS, KEY, WIDTHS, Rows, read_rows
from concord_site.registers.models import Designation
from concord_site.shell import access, files
from concord_site.shell.i18n import language
from concord_site.shell.models import PrivateFile

#: Proposals that a list may correct; what is published is not edited in place.
WAITING = (Designation.State.PROPOSED, Designation.State.REFUSED)


@dataclass(frozen=True, slots=True)
class Read:
    """A list that was read: the plan with every finding, and what it was compared with."""

    plan: Plan
    existing: Mapping[Key, Mapping[str, object]]


def row_of(found: Designation) -> dict[str, Any]:
    """A designation as a row of a list."""
    return {name: getattr(found, name) for name in WIDTHS}


def opened(pk: str, by: Any, *, today: dt.date) -> tuple[PrivateFile, Read]:
    """A staged list of a person's own, read and compared with the register as it is now."""
    row, file = files.open_for(pk, by)
    with file:
        content = file.read()
    return row, compared(content, row.name, by, today=today)


def compared(content: bytes, name: str, by: Any, *, today: dt.date) -> Read:
    """What a list would do; nothing is written."""
    from concord.intake import read

    reading = read(content, name)
    if not reading.ok:
        return Read(Plan(findings=reading.findings), {})
    sheet = reading.sheet()
    rows = read_rows(sheet, today=today, language=language())
    visible = access.visible(Designation, by).exclude(state=Designation.State.CANCELLED)
    known: dict[Key, Designation] = {(each.area, each.since): each for each in visible.order_by("pk")}
    waiting: dict[Key, Mapping[str, object]] = {
        key: row_of(each) for key, each in known.items() if each.state in WAITING
    }
    kept, published = _apart(rows, known)
    made = plan(waiting, kept.rows, key=KEY, fields=FIELDS, places=kept.places)
    findings = Findings([*reading.findings_for(sheet.name), *rows.findings, *published, *made.findings])
    return Read(Plan(made.new, made.changed, made.unchanged, made.missing, findings), waiting)


def _apart(rows: Rows, known: Mapping[Key, Designation]) -> tuple[Rows, list[Finding]]:
    """Rows about what is published stand apart: the same is a note, another wording is refused."""
    kept: list[tuple[Mapping[str, Any], Place]] = []
    findings = []
    for row, place in zip(rows.rows, rows.places, strict=True):
        there = known.get((row["area"], row["since"]))
        if there is None or there.state in WAITING:
            kept.append((row, place))
            continue
        differing = [name for name in FIELDS if name in row and row[name] != getattr(there, name)]
        code, level = ("registers.listing.published", "hard") if differing else ("registers.listing.known", "note")
        params = {"area": row["area"], "since": row["since"], "columns": ", ".join(differing)}
        findings.append(Finding(code, level, place, params))  # type: ignore[arg-type]
    return Rows(tuple(row for row, _ in kept), tuple(place for _, place in kept), rows.findings), findings


def digest(made: Plan) -> str:
    """What a person saw of a plan, so that nothing else is written than that."""
    shown = [
        [(each.key, dict(each.row)) for each in made.new],
        [(each.key, {name: list(pair) for name, pair in each.fields.items()}) for each in made.changed],
    ]
    return hashlib.sha256(json.dumps(shown, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

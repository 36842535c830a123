"""The one place that asks the library to read: files of a delivery → what was found, and tables.

Everything here runs in a job. The files themselves are opened by the library's limited child process alone (SECURITY
rules 6 and 7); what comes back are checked columns. Bad data is findings, a refusal of the library too.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from concord.errors import Invalid, Unavailable
from concord.findings import Finding, Findings, Place
from concord.intake import Limits
from concord.intake.reading import Reading
from concord.mds.beside import Beside
from concord.mds.harmonise import Asked
from concord.mds.profile import Profile, profile_of
from concord.mds.readers.registry import PROPOSED
from concord.mds.readers.registry import read as read_file
from concord.vocabulary.structures import Table
from concord_site.mds import choosing, outcome, proposing, summing
from concord_site.mds.pieces import Pieces, seen

Step = Callable[[int, int, str], None]


def quiet(done: int, total: int, note: str = "") -> None:
    """Progress that nobody watches."""


def profile(said: Mapping[str, Any]) -> Profile:
    """A profile from plain values.

    Raises:
        Invalid: ``mds.profile.unknown-key`` or ``mds.profile.value``.
    """
    return profile_of(said)


@dataclass(frozen=True, slots=True)
class Wish:
    """How files are asked to be read.

    Args:
        area: Who reports; never taken from a file.
        year: Only this year's rows, or the year of a file without years; None for all years that are named.
        said: What the officer has said of these files, as plain values of a profile.
        last: The profile that was kept last year, where there is one.
        as_of: The year as of which is checked.
        limits: What is too much; by default a site's limits.
        beside: Facts by which the tables are checked; by default those that come with Concord.
    """

    area: str
    year: int | None
    said: Mapping[str, Any]
    as_of: int
    last: Mapping[str, Any] | None = None
    limits: Limits = field(default_factory=Limits)
    beside: Beside | None = None


def read(paths: Sequence[Path], wish: Wish, step: Step = quiet) -> tuple[outcome.Outcome, tuple[Table, ...]]:
    """Read the files of one delivery.

    Args:
        paths: The files, under the names they were sent with.
        wish: How.
        step: Told how far it is; may raise to stop.
    """
    total = len(paths) + 3
    readings = []
    for number, path in enumerate(paths):
        step(number, total, path.name)
        sign: Any = wish.said.get("decimal") if wish.said.get("decimal") in (".", ",") else None
        readings.append(_opened(path, wish.limits, sign))
    if not all(each.sheets or each.facts.get("proposed") for each in readings):  # refused by the limited process
        every = Findings(finding for each in readings for finding in each.findings)
        return _outcome(readings, every, None, None), ()  # nothing else opens it
    step(len(paths), total, "")
    proposed = _proposed(paths, wish)
    step(len(paths) + 1, total, "")
    asked = Asked(wish.area, wish.year)
    try:
        found = choosing.chosen(readings, proposed, asked, lambda said: _tabulated(paths, said, wish))
    except (Invalid, Unavailable) as refusal:
        refused = Finding(refusal.code, "hard", Place(_file_of(refusal.params)), dict(refusal.params))
        return _outcome(readings, Findings([refused]) + proposed.findings, proposed, None), ()
    step(len(paths) + 2, total, "")
    return _outcome(readings, found.findings, proposed, found), tuple(found.made.tables)


def _opened(path: Path, limits: Limits, decimal: Any) -> Reading:
    """A file as a plain reading has it; of one that is read through a proposal alone, what it is called and holds."""
    found = read_file(path, name=path.name, limits=limits, decimal=decimal)
    if path.suffix.lower() not in PROPOSED:
        return found
    return replace(found, sheets=(), findings=Findings(), facts={**found.facts, "proposed": True})


def _proposed(paths: Sequence[Path], wish: Wish) -> proposing.Proposed:
    last = profile(wish.last) if wish.last else None
    return proposing.propose(
        paths, said=profile(wish.said), last=last, area=wish.area, year=wish.year, limits=wish.limits
    )


def _tabulated(paths: Sequence[Path], asked: Asked, wish: Wish) -> Any:
    from concord.mds.tabulate import tabulate

    known = inspect.signature(tabulate).parameters
    more: dict[str, Any] = {"limits": wish.limits} if "limits" in known else {}
    return tabulate(paths, asked, as_of=wish.as_of, beside=wish.beside, **more)


def _file_of(params: Mapping[str, object]) -> str | None:
    name = params.get("file")
    return name if isinstance(name, str) else None


def _outcome(
    readings: Sequence[Reading],
    findings: Findings,
    proposed: proposing.Proposed | None,
    found: choosing.Chosen | None,
) -> outcome.Outcome:
    made = found.made if found is not None else None
    sheets = [sheet for each in readings for sheet in each.sheets]
    pieces = Pieces([*sheets, *(proposed.sheets if proposed else ())])
    every = list(findings)
    kept = every[: outcome.MOST_FINDINGS]
    tables = tuple(made.tables) if made is not None else ()
    asked = proposed.questions if proposed else ()
    how = found.profile if found is not None else proposed.profile if proposed is not None else Profile()
    return outcome.Outcome(
        files=tuple(_file(each, proposed) for each in readings),
        sheets=_seen(proposed, sheets, made),
        found=tuple(outcome.Found(outcome.key_of(each), each, pieces.of(each)) for each in kept),
        left_out=max(0, len(every) - len(kept)),
        changes=tuple(each.as_json() for each in made.changes) if made is not None else (),
        profile=how.as_dict(),
        questions=(*asked, *proposing.asked_by(every, asked)),
        differences=proposed.differences if proposed else (),
        tables=tuple(summing.told(each) for each in tables),
        shares={each.structure: summing.shares(each) for each in tables},
        origins={each.structure: summing.origins(each) for each in tables},
        covers=summing.covers(tables),
        is_personal=found.is_personal if found else proposed is not None and proposed.is_personal,
    )


def _seen(proposed: proposing.Proposed | None, sheets: Sequence[Any], made: Any) -> tuple[Mapping[str, Any], ...]:
    """The tables as they were found; the sheets where tables were made although none was found to be read."""
    found = proposed.tables if proposed else ()
    is_plain = made is not None and made.tables and not any(each["read"] for each in found)
    return _sheets(sheets, made) if is_plain or not found else found


def _sheets(sheets: Sequence[Any], made: Any) -> tuple[Mapping[str, Any], ...]:
    """Sheets in which no table was looked for, with the roles that the reader told."""
    roles = dict(made.profile.get("columns") or {}) if made is not None else {}
    return tuple(seen(each, roles) for each in sheets)


def _file(each: Reading, proposed: proposing.Proposed | None) -> dict[str, Any]:
    kind = each.signature.kind if each.signature is not None else ""
    encoding = each.encoding.title if each.encoding is not None else ""
    rows = sum(len(sheet) for sheet in each.visible)
    if not each.sheets and proposed is not None:
        rows = sum(table["rows"] for table in proposed.tables if table["read"] and table["file"] == each.name)
    return {"name": each.name, "size": each.size, "sha256": each.digest, "rows": rows, "kind": kind,
            "encoding": encoding, "decimal": each.decimal or ""}  # fmt: skip

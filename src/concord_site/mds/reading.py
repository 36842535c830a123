"""The one place that asks the library to read: files of a delivery → what was found, and tables.

Everything here runs in a job. The files themselves are opened by the library's limited child process alone (SECURITY
rules 6 and 7); what comes back are checked columns. Bad data is findings, a refusal of the library too.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from concord.errors import Invalid, Unavailable
from concord.findings import Finding, Findings, Place
from concord.intake import Limits
from concord.intake.reading import Reading
from concord.mds.harmonise import Asked
from concord.mds.profile import Profile, profile_of
from concord.mds.readers.registry import read as read_file
from concord.vocabulary.structures import Table
from concord_site.mds import outcome, proposing, summing
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
    """

    area: str
    year: int | None
    said: Mapping[str, Any]
    as_of: int
    last: Mapping[str, Any] | None = None
    limits: Limits = field(default_factory=Limits)


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
        readings.append(read_file(path, name=path.name, limits=wish.limits, decimal=sign))
    if not all(each.sheets for each in readings):  # refused by the limited process: nothing else opens it
        every = Findings(finding for each in readings for finding in each.findings)
        return _outcome(readings, every, None, None), ()
    step(len(paths), total, "")
    proposed = _proposed(paths, wish)
    step(len(paths) + 1, total, "")
    try:
        made = _tabulated(paths, Asked(wish.area, wish.year, proposed.profile), wish)
    except (Invalid, Unavailable) as refusal:
        refused = Finding(refusal.code, "hard", Place(_file_of(refusal.params)), dict(refusal.params))
        return _outcome(readings, Findings([refused]) + proposed.findings, proposed, None), ()
    step(len(paths) + 2, total, "")
    # A table that was not found and yet was read is no fault of the file.
    own = [] if made.tables else [each for each in proposed.findings if each.code.startswith("mds.proposal.")]
    every = Findings(dict.fromkeys((*made.findings, *own)))
    return _outcome(readings, every, proposed, made), tuple(made.tables)


def _proposed(paths: Sequence[Path], wish: Wish) -> proposing.Proposed:
    last = profile(wish.last) if wish.last else None
    return proposing.propose(
        paths, said=profile(wish.said), last=last, area=wish.area, year=wish.year, limits=wish.limits
    )


def _tabulated(paths: Sequence[Path], asked: Asked, wish: Wish) -> Any:
    from concord.mds.tabulate import tabulate

    known = inspect.signature(tabulate).parameters
    more: dict[str, Any] = {"limits": wish.limits} if "limits" in known else {}
    return tabulate(paths, asked, as_of=wish.as_of, **more)


def _file_of(params: Mapping[str, object]) -> str | None:
    name = params.get("file")
    return name if isinstance(name, str) else None


def _outcome(
    readings: Sequence[Reading], findings: Findings, proposed: proposing.Proposed | None, made: Any
) -> outcome.Outcome:
    sheets = [sheet for each in readings for sheet in each.sheets]
    pieces = Pieces(sheets)
    every = list(findings)
    kept = every[: outcome.MOST_FINDINGS]
    tables = tuple(made.tables) if made is not None else ()
    asked = proposed.questions if proposed else ()
    return outcome.Outcome(
        files=tuple(_file(each) for each in readings),
        sheets=(proposed.tables if proposed else ()) or _sheets(sheets, made),
        found=tuple(outcome.Found(outcome.key_of(each), each, pieces.of(each)) for each in kept),
        left_out=max(0, len(every) - len(kept)),
        changes=tuple(each.as_json() for each in made.changes) if made is not None else (),
        profile=proposed.profile.as_dict() if proposed else {},
        questions=(*asked, *proposing.asked_by(every, asked)),
        differences=proposed.differences if proposed else (),
        tables=tuple(summing.told(each) for each in tables),
        shares={each.structure: summing.shares(each) for each in tables},
        origins={each.structure: summing.origins(each) for each in tables},
        covers=summing.covers(tables),
        is_personal=proposed is not None and proposed.is_personal,
    )


def _sheets(sheets: Sequence[Any], made: Any) -> tuple[Mapping[str, Any], ...]:
    """Sheets in which no table was looked for, with the roles that the reader told."""
    roles = dict(made.profile.get("columns") or {}) if made is not None else {}
    return tuple(seen(each, roles) for each in sheets)


def _file(each: Reading) -> dict[str, Any]:
    kind = each.signature.kind if each.signature is not None else ""
    encoding = each.encoding.title if each.encoding is not None else ""
    rows = sum(len(sheet) for sheet in each.visible)
    return {"name": each.name, "size": each.size, "sha256": each.digest, "rows": rows, "kind": kind,
            "encoding": encoding, "decimal": each.decimal or ""}  # fmt: skip

"""Any file that is read, by its kind: the one function the reading process calls once it is locked up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from concord.intake import checks, decimals, signatures
from concord.intake.layout import Built
from concord.intake.limits import Limits
from concord.intake.remarks import Remarks, Stop
from concord.intake.sheets import Sheet
from concord.intake.signatures import Signature
from concord.intake.source import Source


@dataclass(frozen=True, slots=True)
class Hints:
    """What the uploader has said of the file; None where it is for us to find out."""

    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None


@dataclass(slots=True)
class Tables:
    """What was read."""

    sheets: list[Sheet] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)


#: Whether a file of a kind may be read; else it has been said why not.
Accepts = Callable[[Signature, Limits, Remarks], bool]
#: Reads the sheets of a file of a kind into what was read.
Reads = Callable[[str, Source, Limits, Remarks, Hints, Tables], None]


def read(
    source: Source,
    limits: Limits,
    remarks: Remarks,
    hints: Hints,
    *,
    accepts: Accepts | None = None,
    reads: Reads | None = None,
) -> Tables:
    """Read a file of any kind; what is wrong with it is in ``remarks``.

    Args:
        source: The bytes and the name.
        limits: What is too much.
        remarks: Where to say what was found.
        hints: What the uploader has said of it.
        accepts: Which kinds are read; all that hold tables where it is not given.
        reads: How the sheets are read; one table a sheet is looked for where it is not given.
    """
    tables = Tables()
    try:
        signature = signatures.identify(source.data, source.name)
        tables.facts["signature"] = {
            "kind": signature.kind,
            "extension": signature.extension,
            "agrees": signature.agrees,
        }
        if (accepts or _accepts)(signature, limits, remarks):
            (reads or _read)(signature.kind, source, limits, remarks, hints, tables)
    except Stop:
        pass
    return tables


def _accepts(signature: Signature, limits: Limits, remarks: Remarks) -> bool:
    return signatures.remark_on(signature, remarks, parquet=limits.parquet)


def _read(kind: str, source: Source, limits: Limits, remarks: Remarks, hints: Hints, tables: Tables) -> None:
    built, facts = _built(kind, source, limits, remarks, hints)
    tables.facts.update(facts)
    for one in built:
        checks.on_columns(one, remarks, typed=kind in ("xlsx", "parquet"))
    profiles = [profile for one in built for profile in one.profiles if not one.sheet.hidden]
    tables.facts["decimal"] = decimals.decide(profiles, remarks, hints.decimal)
    tables.sheets = [one.sheet for one in built]


def _built(
    kind: str, source: Source, limits: Limits, remarks: Remarks, hints: Hints
) -> tuple[list[Built], dict[str, object]]:
    if kind == "xlsx":
        from concord.intake import workbooks

        return workbooks.read(source, limits, remarks)
    if kind == "zip":
        from concord.intake import archives

        return archives.read(source, limits, remarks, encoding=hints.encoding, delimiter=hints.delimiter)
    if kind == "parquet":
        from concord.intake import parquet

        return parquet.read(source, limits, remarks)
    from concord.intake import text_tables

    table, facts = text_tables.read(source, limits, remarks, encoding=hints.encoding, delimiter=hints.delimiter)
    if table is None and not remarks.hard:
        remarks.add("intake.table.empty", "hard")
    return ([] if table is None else [table]), facts

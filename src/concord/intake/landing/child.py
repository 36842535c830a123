"""The process that lands a large table: locked up as :mod:`concord.intake.child`, answering piece by piece.

Where the fast way does not suit the file (an archive, a workbook, line ends of another age), the whole is read row by
row as ever and goes as sheets.
"""

from __future__ import annotations

import json
import os
from typing import Any, BinaryIO

from concord.intake import child as usual
from concord.intake import jail, signatures, tables, wire
from concord.intake.landing import coded, columnar, text
from concord.intake.limits import Limits
from concord.intake.remarks import Remarks, Stop
from concord.intake.source import Source
from concord.intake.tables import Hints, Tables

#: Bytes that wait between the two processes.
PIPE = 1 << 20


def main() -> None:
    """Answer the request in the environment."""
    request: dict[str, Any] = json.loads(os.environ.pop(usual.REQUEST, "{}"))
    os.environ.clear()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # its threads would be there before the locks
    isolated = jail.lock_early() if request.get("system", True) else False
    usual._die_with_parent()
    limits = Limits.from_dict(request.get("limits", {}))
    usual._import_ahead(parquet=limits.parquet)
    if limits.parquet:
        columnar.warm()
    coded.warm()
    text.warm()
    _widen(1)
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    source = Source.of_descriptor(0, str(request.get("name", "")))
    locks = jail.lock(
        limits, network_namespace=isolated, system=request.get("system", True), hook=request.get("hook", True)
    )
    try:
        _answer(out, source, limits, request, locks)
    except MemoryError:
        os._exit(usual.OUT_OF_MEMORY)
    out.flush()
    os._exit(0)


def _widen(descriptor: int) -> None:
    """Let more of the answer wait to be taken, so that reading goes on meanwhile."""
    try:
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, PIPE)
    except (ImportError, AttributeError, OSError):
        return


def _answer(out: BinaryIO, source: Source, limits: Limits, request: dict[str, Any], locks: jail.Locks) -> None:
    remarks = Remarks()
    hints = Hints(request.get("encoding"), request.get("delimiter"))
    wire.write_begin(out)
    read = _read(source, limits, remarks, hints, out)
    wire.write_remarks(out, remarks)
    while read.sheets:
        wire.write_sheet(out, read.sheets.pop(0))
    wire.write_end(out, {**read.facts, "locks": locks.as_dict()})


def _read(source: Source, limits: Limits, remarks: Remarks, hints: Hints, out: BinaryIO) -> Tables:
    signature = signatures.identify(source.data, source.name)
    said = {"kind": signature.kind, "extension": signature.extension, "agrees": signature.agrees}
    found = Tables(facts={"signature": said})
    try:
        if signature.kind == "text" and signature.agrees:
            found.facts |= text.send(source, limits, remarks, hints, out)
        elif signature.kind == "parquet" and signature.agrees and limits.parquet:
            found.facts |= columnar.send(source, limits, remarks, out)
        else:
            return tables.read(source, limits, remarks, hints)
    except text.NotRegular:
        return tables.read(source, limits, Remarks() if not remarks.hard else remarks, hints)
    except Stop:
        pass
    return found

"""The process that reads a stranger's file: started fresh, locked up before the first byte is looked at.

It is started by :mod:`concord.intake.process` with an empty environment, the file as its standard input and a pipe as
its standard output. It imports what it will need, locks itself up (:mod:`concord.intake.jail`), reads, answers
(:mod:`concord.intake.wire`) and ends. By hand: ``python -I -m concord.intake.child --self-test``.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from concord.intake import jail, wire
from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.source import Source
from concord.intake.tables import Hints, Tables, read

REQUEST = "CONCORD_INTAKE"
OUT_OF_MEMORY = 75


def main(reads: Callable[[Source, Limits, Remarks, Hints], Tables] = read) -> None:
    """Answer the request in the environment, or show what the locks refuse.

    Args:
        reads: What reads the file once the process is locked up.
    """
    request: dict[str, Any] = json.loads(os.environ.pop(REQUEST, "{}"))
    if "--self-test" in sys.argv:
        request = {"rehearse": "self-test", "readable": True}
    os.environ.clear()
    isolated = jail.lock_early() if request.get("system", True) else False
    _die_with_parent()
    _import_ahead(parquet=bool(request.get("limits", {}).get("parquet")))
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    source = Source("", b"") if request.get("rehearse") else Source.of_descriptor(0, str(request.get("name", "")))
    rehearsal = _rehearsal(request)
    limits = Limits.from_dict(request.get("limits", {}))
    locks = jail.lock(
        limits, network_namespace=isolated, system=request.get("system", True), hook=request.get("hook", True)
    )
    try:
        if rehearsal is None:
            _answer(out, source, limits, request, locks, reads)
        else:
            rehearsal(str(request["rehearse"]), out, locks, readable=request.get("readable", False))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    out.flush()
    os._exit(0)


def _answer(
    out: BinaryIO,
    source: Source,
    limits: Limits,
    request: dict[str, Any],
    locks: jail.Locks,
    reads: Callable[[Source, Limits, Remarks, Hints], Tables],
) -> None:
    remarks = Remarks()
    hints = Hints(request.get("encoding"), request.get("delimiter"), request.get("decimal"))
    tables = reads(source, limits, remarks, hints)
    wire.write_begin(out)
    wire.write_remarks(out, remarks)
    while tables.sheets:
        wire.write_sheet(out, tables.sheets.pop(0))
    wire.write_end(out, {**tables.facts, "locks": locks.as_dict()})


def _rehearsal(request: dict[str, Any]) -> Any:
    """What tests and ``/health`` ask for instead of reading; never anything a file can ask for."""
    if not request.get("rehearse"):
        return None
    from concord.intake.rehearsals import rehearse

    return rehearse


def _die_with_parent() -> None:
    if not sys.platform.startswith("linux"):
        return
    import signal

    from concord.intake.jail.libc import PR_SET_DUMPABLE, PR_SET_PDEATHSIG, prctl

    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    prctl(PR_SET_DUMPABLE, 0)


def _import_ahead(*, parquet: bool) -> None:
    """Nothing can be imported once the locks are up."""
    import codecs
    import decimal
    import importlib

    for name in (
        "csv", "datetime", "io", "mmap", "unicodedata", "zipfile", "zlib", "stringprep", "xml.parsers.expat",
        "xml.etree.ElementTree", "defusedxml", "defusedxml.ElementTree", "python_calamine", "posixpath",
        "concord.intake.archives", "concord.intake.workbooks", "concord.intake.text_tables",
        "concord.intake.layout_remarks",
    ):  # fmt: skip
        importlib.import_module(name)
    from concord.intake.encoding_names import NAMES, decoder

    for name in NAMES:
        codecs.lookup(decoder(name))
    for name in ("cp437", "idna", "utf-8-sig", "latin-1", "gbk", "gb2312", "cp932", "cp949", "cp950"):
        codecs.lookup(name)
    decimal.Decimal("1")
    if parquet:
        importlib.import_module("concord.intake.parquet")
        importlib.import_module("pyarrow.parquet")


if __name__ == "__main__":
    main()

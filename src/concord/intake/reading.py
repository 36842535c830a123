"""``read``: a stranger's file to sheets and findings, by way of the limited process."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Literal, cast

from concord.errors import Invalid, NotFound
from concord.findings import Finding, Findings, Level, Place
from concord.intake import process
from concord.intake.encoding_names import title
from concord.intake.limits import MEBIBYTE, Limits, exceeds
from concord.intake.message import Message
from concord.intake.sheets import Sheet
from concord.intake.signatures import Signature

PIECE = 1 << 20
_CODE = re.compile(r"intake(?:\.[a-z0-9-]+){1,3}")
_LEVELS: dict[str, Level] = {"hard": "hard", "soft": "soft", "note": "note"}
DecimalSign = Literal[".", ","]


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a text's bytes were read: Python's name, what people call it, and how sure that is (0 to 1)."""

    name: str
    title: str
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What was read of a file. Where :attr:`findings` has anything hard, nothing of it may be stored.

    Args:
        name: Name of the file, without folders.
        size: Its size in bytes.
        digest: SHA-256 of its bytes.
        signature: What kind of file it is; None where it was refused before it was looked at.
        encoding: Of a text table; None otherwise.
        decimal: The decimal sign of its texts, or None where no number shows it. Typed numbers do not need it.
        sheets: The tables in it, hidden ones included and marked.
        findings: At most a hundred, gravest first.
        left_out: How many findings more there are.
        facts: How it was read: delimiter, line ends, date system, what the workbook carries, the locks in force.
    """

    name: str
    size: int
    digest: str
    signature: Signature | None
    encoding: Encoding | None
    decimal: DecimalSign | None
    sheets: tuple[Sheet, ...]
    findings: Findings
    left_out: int
    facts: Mapping[str, Any]

    @property
    def ok(self) -> bool:
        """Whether nothing has to change before it can be used."""
        return not self.findings.hard

    @property
    def visible(self) -> tuple[Sheet, ...]:
        """The sheets that everybody sees."""
        return tuple(sheet for sheet in self.sheets if not sheet.hidden)

    def sheet(self, name: str | None = None) -> Sheet:
        """A sheet by name, or the first visible one.

        Raises:
            NotFound: There is none.
        """
        for sheet in self.sheets if name is not None else self.visible:
            if name is None or sheet.name == name:
                return sheet
        raise NotFound("intake.sheet.not-found", params={"file": self.name, "sheet": name or ""})

    def findings_for(self, *names: str | None) -> Findings:
        """The findings about the file as a whole and about these sheets, for a reader that uses only some."""
        wanted = {None, *names}
        return Findings(finding for finding in self.findings if finding.where.sheet in wanted)


def read(
    file: str | os.PathLike[str] | bytes | IO[bytes],
    name: str | None = None,
    *,
    limits: Limits | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    decimal: DecimalSign | None = None,
) -> Reading:
    """Read a stranger's file in the limited process.

    Args:
        file: Path, bytes or binary stream. Bytes stay in memory where the system can do so.
        name: The name it was sent under, which counts for its type; needed for bytes and nameless streams.
        limits: What is too much; by default a site's limits. ``Limits.none()`` on an officer's own computer.
        encoding: The encoding, where the uploader has confirmed it.
        delimiter: The delimiter, where the uploader has confirmed it.
        decimal: The decimal sign, where the uploader has answered.

    Returns:
        Sheets, findings and facts. A refused file has findings and no sheets.

    Raises:
        NotFound: There is no such file.
        Invalid: It is a folder, or an encoding was said that is not known.
        Unavailable: The reading process cannot be started.

    Example:
        >>> reading = read(b"area,headcount\\nKEN,1200\\n", "stock.csv")
        >>> reading.sheet().cell(0, "headcount").text, reading.sheet().place(0, "headcount").row
        ('1200', 2)
    """
    limits = limits or Limits()
    _check_encoding(encoding)
    with opened(file) as stream:
        shown = plain_name(name or name_of(file, stream))
        size = stream.seek(0, os.SEEK_END)
        if size == 0:
            return _refused(shown, 0, hashlib.sha256().hexdigest(), "intake.file.empty")
        if exceeds(size, limits.packed_bytes):
            assert limits.packed_bytes is not None
            params = {"size_mb": -(-size // MEBIBYTE), "limit_mb": limits.packed_bytes // MEBIBYTE}
            return _refused(shown, size, "", "intake.limit.packed", params)
        sha256 = digest(stream)
        stream.seek(0)
        request = {"encoding": encoding, "delimiter": delimiter, "decimal": decimal}
        outcome = process.run(stream, shown, limits, request)
    if outcome.failure:
        return _refused(shown, size, sha256, outcome.failure, outcome.params)
    return _reading(shown, size, sha256, outcome.message, outcome.peak_bytes)


def _reading(name: str, size: int, digest: str, message: Message, peak: int) -> Reading:
    facts = dict(message.facts)
    findings, more = Findings(finding(remark, name) for remark in message.remarks).capped()
    hard = any(remark.get("level") == "hard" for remark in message.remarks)
    decimal = facts.pop("decimal", None)
    facts["peak_memory_bytes"] = peak
    return Reading(
        name=name,
        size=size,
        digest=digest,
        signature=_signature(facts.pop("signature", None)),
        encoding=_encoding(facts),
        decimal="." if decimal == "." else "," if decimal == "," else None,
        sheets=() if hard and not message.sheets else tuple(message.sheets),
        findings=findings,
        left_out=more + message.left_out,
        facts=facts,
    )


def _refused(name: str, size: int, digest: str, code: str, params: Mapping[str, object] | None = None) -> Reading:
    finding = Finding(code, "hard", Place(name), dict(params or {}))
    return Reading(name, size, digest, None, None, None, (), Findings([finding]), 0, {})


def finding(remark: Mapping[str, Any], file: str) -> Finding:
    """A remark of the process as a finding; whatever has not the right form is left out of it."""
    code = str(remark.get("code"))
    if not _CODE.fullmatch(code):
        return Finding("intake.process.garbled", "hard", Place(file))
    place = Place(
        file=file,
        sheet=_text(remark.get("sheet")),
        row=_number(remark.get("row")),
        header=_text(remark.get("header")) or None,
        letter=_text(remark.get("letter")),
    )
    said = remark.get("params")
    params = {str(k): v for k, v in said.items() if isinstance(v, (str, int, float))} if isinstance(said, dict) else {}
    return Finding(code, _LEVELS.get(str(remark.get("level")), "hard"), place, params, _text(remark.get("value")))


def _text(value: object) -> str | None:
    return value[:500] if isinstance(value, str) else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _signature(value: object) -> Signature | None:
    match value:
        case {"kind": str(kind), "extension": str(extension), "agrees": bool(agrees)}:
            return Signature(kind, extension, agrees)
        case _:
            return None


def _encoding(facts: dict[str, object]) -> Encoding | None:
    name, confidence = facts.pop("encoding", None), facts.pop("encoding_confidence", None)
    if not isinstance(name, str) or not isinstance(confidence, (int, float)) or not name:
        return None
    return Encoding(name, title(name), float(confidence))


def _check_encoding(encoding: str | None) -> None:
    import codecs

    if encoding is None:
        return
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise Invalid("intake.encoding.not-known", params={"encoding": encoding}) from error


@contextmanager
def opened(file: str | os.PathLike[str] | bytes | IO[bytes]) -> Iterator[IO[bytes]]:
    """The file as one that has a descriptor; see :func:`held` for bytes. A stream is copied to an unnamed file."""
    if isinstance(file, (str, os.PathLike)):
        path = Path(file)
        if not path.exists():
            raise NotFound("intake.file.not-found", params={"file": path.name})
        if not path.is_file():
            raise Invalid("intake.file.not-a-file", params={"file": path.name})
        with path.open("rb") as stream:
            yield stream
        return
    if isinstance(file, bytes):
        with held(file) as stream:
            yield stream
        return
    with tempfile.TemporaryFile() as stream:
        while piece := file.read(PIECE):
            stream.write(piece)
        stream.flush()
        yield stream


@contextmanager
def held(content: bytes) -> Iterator[IO[bytes]]:
    """Bytes as a stream that another process can be given.

    Where the system has files in memory (Linux) none of it is written to a disk, unless the system itself swaps memory
    out. Elsewhere it lies in a temporary file that is gone when the stream is closed; on macOS it has no name.
    """
    with _unwritten() as stream:
        stream.write(content)
        stream.flush()
        yield stream


def _unwritten() -> IO[bytes]:
    if hasattr(os, "memfd_create"):
        with suppress(OSError):  # a kernel that has it not
            return os.fdopen(os.memfd_create("concord"), "w+b")
    return cast(IO[bytes], tempfile.TemporaryFile())


def name_of(file: object, stream: IO[bytes]) -> str:
    """What a file is called, as far as it or its stream says."""
    if isinstance(file, (str, os.PathLike)):
        return Path(file).name
    name = getattr(file, "name", None)
    return name if isinstance(name, str) else ""


def plain_name(name: str) -> str:
    """The name without folders and without characters that are not seen."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(character for character in last if character.isprintable())[:200] or "file"


def digest(stream: IO[bytes]) -> str:
    """SHA-256 of all its bytes (hexadecimal)."""
    stream.seek(0)
    whole = hashlib.sha256()
    while piece := stream.read(PIECE):
        whole.update(piece)
    return whole.hexdigest()

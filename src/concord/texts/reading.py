"""A stranger's text: Word, PDF, plain text or Akoma Ntoso, by way of the limited process."""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from concord.errors import Unavailable
from concord.findings import Finding, Findings, Level, Place
from concord.intake import process
from concord.intake.limits import MEBIBYTE, Limits, exceeds
from concord.intake.message import Message
from concord.intake.reading import digest, name_of, opened, plain_name
from concord.intake.reading import finding as intake_finding
from concord.texts.authors import LONGEST, names_of
from concord.texts.guessing import language_of

ENTRY = "concord.texts.child"
KINDS = {"docx": "word", "pdf": "pdf", "xml": "akoma-ntoso", "text": "plain"}
#: What the process hands back has these columns, in this order.
_WIDTH = 6
_CODE = re.compile(r"texts(?:\.[a-z0-9-]+){1,3}")
_LEVELS: dict[str, Level] = {"hard": "hard", "soft": "soft", "note": "note"}
File = str | os.PathLike[str] | bytes | IO[bytes]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words of one paragraph.

    Args:
        text: The words.
        change: Empty, ``ins`` (put in), ``del`` (struck out), ``ins-number`` or ``del-number`` (a number that the
            program counts otherwise after the changes), or ``comment`` (a remark on the paragraph, not part of the
            text).
        author: Who changed it, as the file says; several for a change of several (:mod:`concord.texts.authors`).
        at: When, as the file says.
    """

    text: str
    change: str = ""
    author: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``style`` is ``heading-1`` … or empty."""

    runs: tuple[Run, ...]
    style: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class TextFile:
    """What was read of a file. Where :attr:`findings` has anything hard, there is nothing to use.

    Args:
        name: Name of the file, without folders.
        kind: ``word``, ``pdf``, ``plain``, ``akoma-ntoso``; empty where it was refused.
        size: In bytes.
        digest: SHA-256 of its bytes.
        paragraphs: In order.
        between: What stands between two paragraphs.
        language: As the file says, else as its words suggest; empty where neither tells.
        findings: What the uploader should know: what was left out, tracked changes, hidden words.
        facts: How it was read.
    """

    name: str
    kind: str
    size: int
    digest: str
    paragraphs: tuple[Paragraph, ...]
    between: str
    language: str
    findings: Findings
    facts: Mapping[str, Any]

    @property
    def ok(self) -> bool:
        """Whether the text can be used."""
        return not self.findings.hard

    @property
    def authors(self) -> tuple[str, ...]:
        """Who made tracked changes, each once, in the order met."""
        runs = (run for paragraph in self.paragraphs for run in paragraph.runs)
        changes = (run.author for run in runs if run.change in ("ins", "del"))
        return tuple(dict.fromkeys(name for author in changes for name in names_of(author)))

    def text(self, *, accepting: Iterable[str] | None = None) -> str:
        """The text with the tracked changes of some authors made.

        Args:
            accepting: Whose changes are made; those of all others are undone. None makes all of them.
        """
        accepted = set(self.authors if accepting is None else accepting)
        return self.between.join(_accepted(paragraph, accepted) for paragraph in self.paragraphs)

    @property
    def original(self) -> str:
        """The text with all tracked changes undone."""
        return self.text(accepting=())


def _accepted(paragraph: Paragraph, authors: set[str]) -> str:
    kept = []
    for run in paragraph.runs:
        match run.change:
            case "":
                kept.append(run.text)
            case "ins" if not authors.isdisjoint(names_of(run.author)):
                kept.append(run.text)
            case "del" if authors.isdisjoint(names_of(run.author)):
                kept.append(run.text)
            case "ins-number" if authors:
                kept.append(run.text)
            case "del-number" if not authors:
                kept.append(run.text)
    return "".join(kept)


def read_text(
    file: File, name: str | None = None, *, limits: Limits | None = None, encoding: str | None = None
) -> TextFile:
    """Read a stranger's text in the limited process.

    Args:
        file: Path, bytes or binary stream.
        name: The name it was sent under, which counts for its type; needed for bytes and nameless streams.
        limits: What is too much; by default a site's limits.
        encoding: Encoding of a plain text, where the uploader has confirmed it.

    Returns:
        The paragraphs and what there is to say. A refused file has findings and no paragraphs.

    Raises:
        NotFound: There is no such file.
        Invalid: It is a folder.
        Unavailable: The reading process cannot be started, or PDF cannot be read on this installation.
    """
    limits = limits or Limits()
    with _held(file) as stream:
        shown = plain_name(name or name_of(file, stream))
        size = stream.seek(0, os.SEEK_END)
        if size == 0:
            return _refused(shown, 0, "", "intake.file.empty", {})
        if exceeds(size, limits.packed_bytes):
            sizes = {"size_mb": -(-size // MEBIBYTE), "limit_mb": (limits.packed_bytes or 0) // MEBIBYTE}
            return _refused(shown, size, "", "intake.limit.packed", sizes)
        sha256 = digest(stream)
        stream.seek(0)
        outcome = process.run(stream, shown, limits, {"encoding": encoding}, entry=ENTRY, needs=_needs(stream))
    if outcome.failure:
        return _refused(shown, size, sha256, outcome.failure, outcome.params)
    return _read(shown, size, sha256, outcome.message)


@contextmanager
def _held(file: File) -> Iterator[IO[bytes]]:
    """The file as one with a descriptor; bytes stay in memory where the system can hold them there, off every disk."""
    if not isinstance(file, bytes) or not hasattr(os, "memfd_create"):
        with opened(file) as stream:
            yield stream
        return
    with os.fdopen(os.memfd_create("text", os.MFD_CLOEXEC), "w+b") as stream:
        stream.write(file)
        stream.flush()
        yield stream


def _needs(stream: IO[bytes]) -> Sequence[str]:
    start = stream.read(5)
    stream.seek(0)
    if start != b"%PDF-":
        return ()
    if importlib.util.find_spec("pypdf") is None:
        raise Unavailable("texts.pdf.unavailable")
    return ("pypdf",)


def _read(name: str, size: int, sha256: str, message: Message) -> TextFile:
    findings = Findings(_finding(remark, name) for remark in message.remarks).capped()[0]
    facts = dict(message.facts)
    signature = facts.pop("signature", {})
    kind = KINDS.get(str(signature.get("kind")) if isinstance(signature, dict) else "", "")
    paragraphs = () if findings.hard or not message.sheets else _paragraphs(message)
    between = "\n" if facts.pop("between", "\n") == "\n" else "\n\n"
    said = str(facts.get("language") or "")
    found = TextFile(name, kind, size, sha256, paragraphs, between, "", findings, facts)
    language = _three_letters(said) or language_of(found.text())
    return TextFile(name, kind, size, sha256, paragraphs, between, language, findings, facts)


def _paragraphs(message: Message) -> tuple[Paragraph, ...]:
    columns = message.sheets[0].columns
    if len(columns) != _WIDTH:
        return ()
    found: list[tuple[str, str, list[Run]]] = []
    for number, style, text, change, author, at in zip(*(column.texts() for column in columns), strict=True):
        if not found or found[-1][0] != number:
            found.append((number, style, []))
        if text:
            found[-1][2].append(Run(text, change, author[:LONGEST], at[:40]))
    return tuple(Paragraph(tuple(runs), style) for _, style, runs in found)


def _three_letters(said: str) -> str:
    """A language as Akoma Ntoso writes it (ISO 639-2), as its two letters; empty for one that is none of the six."""
    codes = {"ara": "ar", "zho": "zh", "chi": "zh", "eng": "en", "fra": "fr", "fre": "fr", "rus": "ru", "spa": "es"}
    return codes.get(said, said if said in codes.values() else "")


def _finding(remark: Mapping[str, Any], file: str) -> Finding:
    code = str(remark.get("code"))
    if not _CODE.fullmatch(code):
        return intake_finding(remark, file)
    said = remark.get("params")
    params = {str(k): v for k, v in said.items() if isinstance(v, (str, int, float))} if isinstance(said, dict) else {}
    row, value = remark.get("row"), remark.get("value")
    where = Place(file, row=row if isinstance(row, int) else None)
    shown = value[:200] if isinstance(value, str) else None
    return Finding(code, _LEVELS.get(str(remark.get("level")), "hard"), where, params, shown)


def _refused(name: str, size: int, sha256: str, code: str, params: Mapping[str, object]) -> TextFile:
    findings = Findings([Finding(code, "hard", Place(name), dict(params))])
    return TextFile(name, "", size, sha256, (), "\n", "", findings, {})

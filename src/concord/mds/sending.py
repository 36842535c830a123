"""Sends tables, and nothing but tables, from the officer's own computer to a site, through its interface for programs.

A file is sent only where it is a table of counts as ``concord tabulate --out`` writes it: the columns of a declared
structure and no other. Rows about persons cannot leave the computer this way.
"""

from __future__ import annotations

import csv
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from concord.errors import Invalid, Unavailable
from concord.vocabulary.structures import structure, structures

#: Hosts that may be reached without encryption: this computer.
HERE = ("localhost", "127.0.0.1", "::1")
#: Seconds until a request is given up.
PATIENCE = 300
#: Times that the state is asked for before the rest is left to the page.
ASKED_AT_MOST = 600


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the tables.

    Args:
        id: Key of the delivery.
        page: Address of its page.
        state: ``checked`` where nothing must change, ``asked`` where questions wait, ``read`` where something must.
        findings: As the site says them.
        files: Names of the files that were sent.
    """

    id: str
    page: str
    state: str
    findings: tuple[Mapping[str, Any], ...] = ()
    files: tuple[str, ...] = field(default=())


def tables_in(paths: Sequence[Path]) -> list[Path]:
    """The files that are tables; of a folder all of its CSV files.

    Raises:
        Invalid: ``mds.send.nothing``, ``mds.send.not-a-table``.
    """
    every = [file for path in paths for file in (sorted(path.glob("*.csv")) if path.is_dir() else [path])]
    if not every:
        raise Invalid("mds.send.nothing")
    for file in every:
        if not structure_of(file):
            raise Invalid("mds.send.not-a-table", params={"file": file.name})
    return every


def structure_of(file: Path) -> str:
    """The structure whose columns a CSV file has, those that are required and no others; empty where there is none."""
    if file.suffix.lower() != ".csv" or not file.is_file():
        return ""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        lines = (line for line in stream if not line.startswith("#"))
        heads = next(csv.reader(lines), [])
    known = [id for id in structures() if id.startswith("mds-")]
    return next((id for id in known if _is_of(heads, id)), "")


def _is_of(heads: Sequence[str], id: str) -> bool:
    declared = structure(id)
    needed = {each.name for each in declared.columns if each.required}
    return bool(heads) and needed <= set(heads) <= set(declared.names)


def send(
    paths: Sequence[Path],
    *,
    to: str,
    key: str,
    pause: Callable[[], None],
    subject: str = "",
    language: str = "en",
) -> Sent:
    """Begin a delivery, send the tables, have them read, and say what was found. Nothing is confirmed or published.

    Args:
        paths: Tables, or folders that hold them.
        to: The site, such as ``https://concord.example``.
        key: A key with ``data:write`` for the country.
        pause: Called while the site reads.
        subject: What the tables are of.
        language: Of the findings.

    Raises:
        Invalid: ``mds.send.address``, ``mds.send.nothing``, ``mds.send.not-a-table``.
        Unavailable: ``mds.send.refused``, ``mds.send.unreachable``, ``mds.send.not-read``.
    """
    files = tables_in(paths)
    site = _Site(_root(to), key, language)
    begun = site.ask("POST", "deliveries", {"subject": subject, "what": "tables"})
    here = f"deliveries/{begun['id']}"
    for file in files:
        site.put(f"{here}/files/{quote(file.name)}", file.read_bytes())
    site.ask("POST", f"{here}/reading", {})
    state = _read(site, here, pause)
    found = site.ask("GET", f"{here}/findings")["findings"]
    page = f"{_root(to)}/{language}/mds/{begun['id']}/"
    return Sent(str(begun["id"]), page, state, tuple(found), tuple(file.name for file in files))


def _read(site: _Site, here: str, pause: Callable[[], None]) -> str:
    """The state once the files are read."""
    said: dict[str, Any] = {}
    for _ in range(ASKED_AT_MOST):
        said = site.ask("GET", f"{here}/state")
        if said["reading"] == "done":
            return str(said["state"])
        if said["reading"] not in ("waiting", "running"):
            break
        pause()
    raise Unavailable("mds.send.not-read", params={"said": said.get("problem") or said["reading"]})


def _root(to: str) -> str:
    parts = urlsplit(to)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)
    if not is_safe or not parts.hostname or parts.username or parts.query:
        raise Invalid("mds.send.address", params={"address": to})
    return to.rstrip("/")


class _NoWayOn(urllib.request.HTTPRedirectHandler):
    """A site that sends one elsewhere is not followed: the key is for this one."""

    def redirect_request(self, *_given: Any, **_more: Any) -> None:
        """Refuse."""


class _Site:
    def __init__(self, root: str, key: str, language: str) -> None:
        self._api = f"{root}/api/v1"
        self._heads = {"Authorization": f"Bearer {key}", "Accept-Language": language}
        self._opener = urllib.request.build_opener(_NoWayOn)

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        content = None if body is None else json.dumps(body).encode()
        try:
            return json.loads(self._sent(method, path, content, "application/json"))
        except ValueError as problem:  # some other site stands there
            raise Unavailable("mds.send.unreachable", params={"address": self._api}) from problem

    def put(self, path: str, content: bytes) -> None:
        self._sent("PUT", path, content, "application/octet-stream")

    def _sent(self, method: str, path: str, content: bytes | None, kind: str) -> bytes:
        request = urllib.request.Request(f"{self._api}/{path}", content, self._heads, method=method)
        request.add_header("Content-Type", kind)
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as problem:
            raise Unavailable("mds.send.refused", params={"status": problem.code, "said": _said(problem)}) from problem
        except OSError as problem:
            raise Unavailable("mds.send.unreachable", params={"address": self._api}) from problem


def _said(problem: urllib.error.HTTPError) -> str:
    """The site's own sentence, where it gives one."""
    try:
        told = json.loads(problem.read())
        return str(told.get("detail") or told.get("title") or problem.reason)[:300]
    except (ValueError, OSError, AttributeError):
        return str(problem.reason)

"""Which engine counts a register, by address: ``duckdb``, ``spark://local[2]``, ``spark://host:7077`` …"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from concord.errors import Invalid

#: What an address may be, as it is told.
KNOWN = "duckdb, spark://HOST:PORT, spark://local[N], spark://local[*], spark://yarn, spark://session"
_LOCAL = re.compile(r"local(?:\[(?:[1-9]\d{0,3}|\*)\])?")
_HOST = r"(?:[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\]):[1-9]\d{0,4}"
_HOSTS = re.compile(rf"{_HOST}(?:,{_HOST})*")
#: An address of files in a cluster, after a path has made one slash of two.
_ELSEWHERE = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(/.*)")
#: Storage of which an address always names a bucket or a host; of the others (hdfs, viewfs, file) the first part is a
#: host where it names a port.
_BUCKETS = frozenset({"s3", "s3a", "s3n", "gs", "abfs", "abfss", "wasb", "wasbs", "adl", "oss", "cosn", "obs"})
TABLE = "table:"


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine.

    Args:
        kind: Which.
        master: Of Spark, the master as Spark says it; ``session`` for the one that runs in this process already.
    """

    kind: Literal["duckdb", "spark"] = "duckdb"
    master: str = ""

    @property
    def is_here(self) -> bool:
        """Whether it works on this computer, where files of this computer can be read."""
        return self.kind == "duckdb" or _LOCAL.fullmatch(self.master) is not None


#: The embedded one.
DUCKDB = Engine()


def engine(address: str) -> Engine:
    """The engine of an address; DuckDB where it is empty.

    Raises:
        Invalid: ``mds.engine.address`` for anything else than :data:`KNOWN`.

    Example:
        >>> engine("spark://local[2]")
        Engine(kind='spark', master='local[2]')
    """
    said = address.strip()
    if said in ("", "duckdb"):
        return DUCKDB
    scheme, separator, rest = said.partition("://")
    if scheme == "spark" and separator:
        if rest in ("session", "yarn") or _LOCAL.fullmatch(rest):
            return Engine("spark", rest)
        if _HOSTS.fullmatch(rest):
            return Engine("spark", said)
    raise Invalid("mds.engine.address", params={"address": address, "known": KNOWN})


def place_of(path: Path | str) -> str:
    """The address of files or of a table in a cluster; "" for a path of this computer.

    A path keeps one slash of two, and gets the other back: ``s3a:/bucket/register`` is ``s3a://bucket/register``; of
    ``hdfs`` the host is named with its port (``hdfs://host:8020/register``), else it is the cluster's own.
    """
    said = path if isinstance(path, str) else path.as_posix()
    if said.startswith(TABLE):
        return said
    found = _ELSEWHERE.fullmatch(said)
    if found is None:
        return ""
    scheme, rest = found[1].lower(), found[2]
    first = rest.lstrip("/").partition("/")[0]
    named = scheme in _BUCKETS or ":" in first
    return f"{scheme}://{rest.lstrip('/')}" if named else f"{scheme}:///{rest.lstrip('/')}"

"""Spark over a register that stands in a cluster, or on this computer; the only module that names its library.

Its queries are those of the sibling, written once (:mod:`concord.mds.persons.sql`); its sessions read them because
names stand in double quotes and sums that overflow are errors there too. A session of our own on this computer listens
to nobody else, keeps what does not fit into memory in a folder that is deleted with it, and ends with the ``with``. A
session that runs already is used and left as it is.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from concord.errors import Conflict, Invalid, Refusal, Unavailable
from concord.mds.engines.address import TABLE, Engine

#: How SQL is read and planned in every session that we use; the planner would go through every combination of rules to
#: infer what their columns cannot be, for many minutes and to no use.
_SETTINGS = {
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
}
#: Oldest version with parameters in SQL by place and numbered rows of files.
OLDEST = (3, 5)
#: Kinds of error that say that what was named is not there.
_NOT_THERE = frozenset({"PATH_NOT_FOUND", "TABLE_OR_VIEW_NOT_FOUND", "UNABLE_TO_INFER_SCHEMA", "SCHEMA_NOT_FOUND"})
#: Files up to this size have a digest; larger ones would have to fit into the memory of one worker.
DIGESTED = 1 << 29


def library(name: str) -> Any:
    """A module of Spark's library, which is no dependency of ours and is looked for when it is needed.

    Raises:
        Unavailable: ``mds.engine.no-spark`` where it is not installed.
    """
    try:
        return import_module(name)
    except ImportError:
        raise Unavailable("mds.engine.no-spark") from None


@contextmanager
def session(engine: Engine) -> Iterator[Any]:
    """A session of SQL whose views and settings are nobody else's.

    Args:
        engine: Which Spark.

    Raises:
        Unavailable: ``mds.engine.no-spark`` without the library, ``mds.engine.no-java`` without Java,
            ``mds.engine.old`` where it is too old, ``mds.engine.failed`` where it does not answer.
        Conflict: ``mds.engine.other-session`` where another Spark runs in this process already.
    """
    with ExitStack() as held:
        yield _own(_running(engine) or held.enter_context(_started(engine)))


def _own(running: Any) -> Any:
    if tuple(int(part) for part in running.version.split(".")[:2]) < OLDEST:
        raise Unavailable("mds.engine.old", params={"version": running.version, "oldest": "3.5"})
    own = running.newSession()
    for option, value in _SETTINGS.items():
        own.conf.set(option, value)
    return own


def _running(engine: Engine) -> Any:
    """The Spark that runs in this process, or None."""
    context = library("pyspark").SparkContext._active_spark_context
    if context is None:
        if engine.master == "session":
            raise Invalid("mds.engine.no-session")
        return None
    if engine.master not in ("session", context.master):
        raise Conflict("mds.engine.other-session", params={"asked": engine.master, "running": context.master})
    return library("pyspark.sql").SparkSession.builder.getOrCreate()


@contextmanager
def _started(engine: Engine) -> Iterator[Any]:
    """A Spark of our own, ended at the end."""
    with ExitStack() as held:
        options = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
        if engine.is_here:
            scratch = held.enter_context(
                tempfile.TemporaryDirectory(prefix="concord-spark-", ignore_cleanup_errors=True)
            )
            options |= _here(engine, scratch)
        with answers(engine.master):
            running = _begun(engine.master, options)
        held.callback(running.stop)
        running.sparkContext.setLogLevel("OFF")
        yield running


def _here(engine: Engine, scratch: str) -> dict[str, str]:
    """Settings on this computer: reachable by itself alone, and as many parts as there are threads to count them."""
    threads = engine.master.removeprefix("local").strip("[]") or "1"
    return {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "2g",
        "spark.local.dir": scratch,
        "spark.sql.warehouse.dir": f"{scratch}/tables",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.inMemoryColumnarStorage.compressed": "false",
        "spark.sql.shuffle.partitions": threads if threads.isdigit() else "8",
    }


def _begun(master: str, options: Mapping[str, str]) -> Any:
    builder = library("pyspark.sql").SparkSession.builder.appName("Concord").master(master)
    for option, value in options.items():
        builder = builder.config(option, value)
    try:
        return builder.getOrCreate()
    except FileNotFoundError:
        raise Unavailable("mds.engine.no-java") from None
    except library("pyspark.errors").PySparkException as error:
        if _kind(error) == "JAVA_GATEWAY_EXITED":
            raise Unavailable("mds.engine.no-java") from None
        raise


def _kind(error: Any) -> str:
    """The name of an error's kind; its text may hold values of rows and is never said."""
    said = error.getCondition() if hasattr(error, "getCondition") else error.getErrorClass()
    return str(said or type(error).__name__).partition(".")[0]


@contextmanager
def answers(place: str) -> Iterator[None]:
    """Errors of the engine as refusals, without the values that they may quote.

    Args:
        place: What was asked for.
    """
    try:
        yield
    except Refusal:
        raise
    except Exception as error:
        raise _refusal(error, place) from None


def _refusal(error: Exception, place: str) -> Exception:
    java = library("py4j.protocol")
    if isinstance(error, library("pyspark.errors").PySparkException):
        kind = _kind(error)
        if kind in _NOT_THERE:
            return Invalid("mds.engine.not-found", params={"place": place})
        return Unavailable("mds.engine.failed", params={"place": place, "reason": kind})
    if isinstance(error, java.Py4JJavaError):
        name = str(error.java_exception.getClass().getSimpleName())
        return Unavailable("mds.engine.failed", params={"place": place, "reason": name})
    if isinstance(error, (java.Py4JError, ConnectionError)):
        return Unavailable("mds.engine.failed", params={"place": place, "reason": type(error).__name__})
    return error


def placed(own: Any, place: str, names: Sequence[str], *, first: int) -> Any:
    """A Parquet file, a folder of them or a table, with every row's number as ``row``.

    Rows are numbered through all files in order of their addresses.

    Args:
        own: A session.
        place: An address, a path, or ``table:NAME``.
        names: What the columns are called from here on, in order; their own names where it is empty.
        first: The number of the first row.
    """
    frame = read(own, place)
    called = [*(names or frame.columns), "file", "place"]
    whole = frame.selectExpr("*", "_metadata.file_path", "_metadata.row_index").toDF(*called)
    whole.createOrReplaceTempView("concord_files")
    parts = own.sql("SELECT file, max(place) + 1 FROM concord_files GROUP BY file ORDER BY file").collect()
    begins, at = [], first
    for file, rows in parts:
        begins.append((file, at))
        at += rows
    own.createDataFrame(begins, "file string, begins bigint").createOrReplaceTempView("concord_begins")
    listed = ", ".join(f"f.{quoted(name)}" for name in called[:-2])
    return own.sql(
        f'SELECT /*+ BROADCAST(b) */ f.place + b.begins AS "row", {listed} '
        "FROM concord_files f JOIN concord_begins b ON f.file = b.file"
    )


def read(own: Any, place: str) -> Any:
    """A Parquet file, a folder of them, or a table (``table:NAME``), as it stands."""
    if place.startswith(TABLE):
        return own.table(place.removeprefix(TABLE))
    return own.read.parquet(place)


def quoted(name: str) -> str:
    """A name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def digest(own: Any, frame: Any) -> str:
    """The SHA-256 of the files of a frame, worked out where they stand; "" where one of them is too large for it.

    Of one file it is the digest of the file; of several, that of their list as ``sha256sum`` writes it.
    """
    from hashlib import sha256

    files = own.read.format("binaryFile").load(list(frame.inputFiles()))
    if files.selectExpr("max(length)").collect()[0][0] > DIGESTED:
        return ""
    found = sorted((Path(path).name, sum_) for path, sum_ in files.selectExpr("path", "sha2(content, 256)").collect())
    if len(found) == 1:
        return str(found[0][1])
    return sha256("".join(f"{sum_}  {name}\n" for name, sum_ in found).encode()).hexdigest()


def first_rows(own: Any, view: str, column: str, keys: str, numbers: Sequence[int], most: int) -> dict[int, list[int]]:
    """The first rows, at most ``most`` of each, that have one of the texts in a column.

    Args:
        own: A session.
        view: The rows: ``row`` and the column.
        column: A column.
        keys: A view of the column's values (``key``) and the numbers of their texts (``number``).
        numbers: The texts.
        most: How many rows are named.
    """
    query = (
        f'SELECT number, "row" FROM (SELECT number, "row", row_number() OVER (PARTITION BY number ORDER BY "row") AS n '
        f'FROM ({_chosen(view, column, keys, numbers)})) WHERE n <= {int(most)} ORDER BY number, "row"'
    )
    found: dict[int, list[int]] = {}
    for number, row in own.sql(query).collect():
        found.setdefault(number, []).append(row)
    return found


def rows_with(own: Any, view: str, column: str, keys: str, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Every row that has one of the texts in a column, and the text's number, in order; as :func:`first_rows`."""
    query = f'SELECT "row", number FROM ({_chosen(view, column, keys, numbers)}) ORDER BY "row"'
    yield from own.sql(query).toLocalIterator()


def _chosen(view: str, column: str, keys: str, numbers: Sequence[int]) -> str:
    listed = ", ".join(str(int(number)) for number in numbers)
    return (
        f'SELECT /*+ BROADCAST(k) */ k.number, v."row" FROM {view} v JOIN {keys} k ON v.{quoted(column)} <=> k.key '
        f"WHERE k.number IN ({listed})"
    )

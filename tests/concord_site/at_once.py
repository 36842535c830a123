"""Acts that begin at the same moment, each on a connection of its own, on a database as an installation has it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connections


def together(*acts: Callable[[], object]) -> list[BaseException | None]:
    """Begin all acts at once; for each, in their order, what it was refused with or went wrong with."""
    start, found = threading.Barrier(len(acts)), dict[int, BaseException]()

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            start.wait(20)
            act()
        except BaseException as problem:
            found[place] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert not any(each.is_alive() for each in threads), "somebody is still waiting"
    return [found.get(place) for place in range(len(acts))]


@contextmanager
def on_a_file(folder: Path) -> Iterator[None]:
    """In the block the database is a file: one in memory refuses at once where a file lets its writers wait.

    What is in memory is copied at the beginning; what the block writes is gone with the file. A PostgreSQL stays as
    it is.
    """
    memory = connections["default"]
    if memory.vendor != "sqlite" or not memory.is_in_memory_db():  # type: ignore[attr-defined]
        yield
        return
    file, held = str(folder / "at-once.sqlite3"), connections.settings["default"]
    memory.ensure_connection()
    with closing(type(memory.connection)(file)) as copy:
        memory.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")  # as that of an installation; two who open it at once do not switch it
    connections.settings["default"] = {**held, "NAME": file}
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"], connections.settings["default"] = memory, held

"""The repository: real agreements on the mobility of health personnel, as facts with sources and what was not verified.

Public face: :func:`agreements`, :func:`agreement`, :class:`Agreement`. What an entry does not name is not known here;
it is not absent. An entry with the doubt ``existence`` has no source that was read: it is shown under its mark and is
in no count (:attr:`Agreement.is_known`).

Source: Code, articles 5.2, 7.1 and 7.2; the register's rows name their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from concord.agreements import repository_read
from concord.agreements.repository_model import Agreement, Clause, Event, Party
from concord.agreements.repository_words import FOLDER
from concord.declarations import packs
from concord.declarations.bundle import digest_of
from concord.errors import NotFound
from concord.vocabulary.provenance import Input

__all__ = ["Agreement", "Clause", "Event", "Party", "agreement", "agreements", "inputs"]


def agreements(folder: Path | None = None) -> Mapping[str, Agreement]:
    """Every entry by id: the built-in register, then packs, then what an installation keeps; a later row replaces.

    Args:
        folder: The installation's own register (:mod:`concord.agreements.repository_folder`), or None.
    """
    paths = [place / "agreements.csv" for place in packs.folder(FOLDER)]
    paths += [folder / "agreements.csv"] if folder is not None else []
    held = tuple((path, path.stat().st_mtime_ns) for path in paths if path.is_file())
    return repository_read.entries(held)


def agreement(id: str, folder: Path | None = None) -> Agreement:
    """One entry.

    Raises:
        NotFound: ``agreements.register.unknown``.
    """
    try:
        return agreements(folder)[id]
    except KeyError:
        raise NotFound("agreements.register.unknown", params={"id": id[:60]}) from None


def inputs() -> tuple[Input, ...]:
    """The built-in files with their digests."""
    names = ("agreements.csv", "labour-agreements.csv", "words.yaml", "coded-clauses.yaml")
    return tuple(Input(f"{FOLDER}/{name}", digest_of(packs.find(f"{FOLDER}/{name}"))) for name in names)

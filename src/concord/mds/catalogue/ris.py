"""A citation as RIS: two letters, two spaces, a hyphen, a space, a value of one line; CRLF; UTF-8.

Source: Reference Manager, RIS format specification (type ``DATA``).
"""

from __future__ import annotations

from collections.abc import Iterator

from concord.mds.catalogue.reference import Reference


def write(said: Reference) -> str:
    """One record, from ``TY`` to ``ER``."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(said))


def _lines(said: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", "DATA"
    yield "ID", said.key
    yield "TI", said.title
    yield "AU", _one_name(said.publisher)
    yield "PB", said.publisher
    yield "PY", str(said.issued.year)
    yield "DA", said.issued.strftime("%Y/%m/%d")
    yield "ET", said.version
    yield "M1", said.id
    yield "UR", said.address
    if said.accessed:
        yield "Y2", said.accessed.strftime("%Y/%m/%d")
    yield "LA", said.language
    if said.is_generated:
        yield "KW", "generated data"
    if said.abstract:
        yield "AB", said.abstract
    for each in said.sentences():
        yield "N1", each
    yield "ER", ""


def _one_name(publisher: str) -> str:
    """The name of an office as one name: before a comma programs would see a family name."""
    return publisher.replace(",", " ").replace("  ", " ")

"""The query of an address as it was written: a plus stays a plus."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from urllib.parse import unquote

from concord.errors import Invalid

#: The longest query that is read, and the most parameters in it.
LONGEST, MOST = 4000, 60


def parameters(query: str, known: Collection[str]) -> dict[str, str]:
    """Parameters by name; ``c[DIM]`` keeps its brackets.

    In SDMX a plus means "and": it is not the space that forms make of it.

    Args:
        query: What stands behind the question mark, still encoded.
        known: The names there are; ``c`` stands for every ``c[…]``.

    Raises:
        Invalid: ``mds.sdmx.parameter-unknown``, ``mds.sdmx.parameter-twice``, ``mds.sdmx.query-long``.

    Example:
        >>> parameters("c%5BTIME_PERIOD%5D=ge:2015%2Ble:2018&lastNObservations=1", ("c", "lastNObservations"))
        {'c[TIME_PERIOD]': 'ge:2015+le:2018', 'lastNObservations': '1'}
    """
    found: dict[str, str] = {}
    if len(query) > LONGEST or query.count("&") >= MOST:
        raise Invalid("mds.sdmx.query-long", params={"most": LONGEST})
    for name, text in _pairs(query):
        kind = "c" if name.startswith("c[") and name.endswith("]") else name
        if kind not in known:
            raise Invalid("mds.sdmx.parameter-unknown", params={"name": name[:60], "known": ", ".join(sorted(known))})
        if name in found:
            raise Invalid("mds.sdmx.parameter-twice", params={"name": name[:60]})
        found[name] = text
    return found


def _pairs(query: str) -> Iterator[tuple[str, str]]:
    for part in query.split("&"):
        if part:
            name, _, text = part.partition("=")
            yield unquote(name), unquote(text)


def components(given: Mapping[str, str]) -> dict[str, str]:
    """The component filters among parameters: id of the component → its condition."""
    return {name[2:-1]: text for name, text in given.items() if name.startswith("c[")}

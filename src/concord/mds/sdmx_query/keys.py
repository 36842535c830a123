"""Keys of series: ``A.NZL.*.221`` and several of them (2.x), ``A.NZL+AUS..221`` (1.x).

A position left out at the end is any value. In 2.x a comma separates whole keys; a plus between the values of one
position, which 1.x has, is understood there too.
"""

from __future__ import annotations

from concord.errors import Invalid

#: One key: for each dimension of a series the values it may have, None for any.
Key = tuple[frozenset[str] | None, ...]
ANY = ("", "*")
#: What stands for every series.
EVERY = ("", "*", "all")
MOST = 400


def keys(text: str, dimensions: tuple[str, ...], *, several: bool) -> tuple[Key, ...]:
    """Read the key part of an address; nothing for every series.

    Args:
        text: The part, decoded.
        dimensions: Ids of the dimensions of a series, in order.
        several: Whether a comma separates keys (2.x).

    Raises:
        Invalid: ``mds.sdmx.key-long``, ``mds.sdmx.key-empty``, ``mds.sdmx.key-many``.

    Example:
        >>> keys("A.NZL+AUS", ("FREQ", "REF_AREA", "OCCUPATION"), several=False) == (
        ...     (frozenset({"A"}), frozenset({"NZL", "AUS"}), None),
        ... )
        True
    """
    if text in EVERY:
        return ()
    found = text.split(",") if several else [text]
    if len(found) + text.count("+") > MOST:
        raise Invalid("mds.sdmx.key-many", params={"most": MOST})
    return tuple(_key(each, dimensions) for each in found)


def _key(text: str, dimensions: tuple[str, ...]) -> Key:
    if not text:
        raise Invalid("mds.sdmx.key-empty", params={"dimensions": ".".join(dimensions)})
    parts = text.split(".")
    if len(parts) > len(dimensions):
        said = {"key": text[:80], "found": len(parts), "most": len(dimensions), "dimensions": ".".join(dimensions)}
        raise Invalid("mds.sdmx.key-long", params=said)
    read = [None if each in ANY else _values(each) for each in parts]
    return (*read, *[None] * (len(dimensions) - len(read)))


def _values(text: str) -> frozenset[str] | None:
    values = frozenset(text.split("+"))
    return None if values & {"", "*"} else values

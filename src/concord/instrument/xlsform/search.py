"""The appearance ``search('fruits', 'matches', 'kind', ${kind})``: choices out of a file, with its filter."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CALL = re.compile(r"search\s*\(((?:[^()'\"]|'[^']*'|\"[^\"]*\"|\([^()]*\))*)\)")
_ARGUMENT = re.compile(r"'([^']*)'|\"([^\"]*)\"|([^,\s](?:[^,(]|\([^)]*\))*)")
_FILTERS = {"matches": "{column} = {value}", "contains": "contains({column}, {value})",
            "startswith": "starts-with({column}, {value})", "endswith": "ends-with({column}, {value})"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Search:
    """A search understood: the file, the filter it means as a choice_filter, and the appearance without it."""

    file: str
    filter: str
    appearance: str


def search(appearance: str) -> Search | None:
    """The search an appearance asks for, or None.

    Example:
        >>> search("minimal search('fruits', 'matches', 'kind', ${kind})")
        Search(file='fruits.csv', filter='kind = ${kind}', appearance='minimal')
    """
    found = _CALL.search(appearance)
    if not found:
        return None
    # A text keeps its quotes as a value, and loses them as a name.
    values = [match.group(0).strip() for match in _ARGUMENT.finditer(found[1])]
    names = [value.strip("'\"") for value in values]
    if not names:
        return None
    conditions = []
    if len(values) >= 4 and names[1] in _FILTERS:
        conditions.append(_FILTERS[names[1]].format(column=names[2], value=values[3]))
    if len(values) >= 6:
        conditions.append(f"{names[4]} = {values[5]}")
    file = names[0] if names[0].endswith(".csv") else f"{names[0]}.csv"
    rest = " ".join((appearance[: found.start()] + appearance[found.end() :]).split())
    return Search(file, " and ".join(conditions), rest)

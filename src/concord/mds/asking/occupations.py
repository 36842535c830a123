"""Occupations that lie within one another: which of them may be added without counting anybody twice.

Every code stands for a set of ISCO-08 unit groups: itself, those of its children, or those of its parts (``222_322`` is
222 and 322). Two codes may be added when their sets do not meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from concord.errors import Invalid
from concord.vocabulary.codelists import codelist

OTHER = "other"


@lru_cache(maxsize=1)
def leaves() -> Mapping[str, frozenset[str]]:
    """Code → the unit groups that it stands for."""
    declared = codelist("occupation")

    def of(code: str) -> frozenset[str]:
        below = (*declared.codes[code].extra.get("parts", ()), *declared.children(code))
        return frozenset({code}) if not below else frozenset[str]().union(*(of(each) for each in below))

    return {code: of(code) for code in declared.codes}


def within(group: str) -> frozenset[str]:
    """Every code that lies wholly within a group, the group itself among them.

    Example:
        >>> sorted(within("222_322"))[:4]
        ['222', '2221', '2221_3221', '2222']
    """
    known = leaves()
    return frozenset(code for code, own in known.items() if own <= known[group])


def broadest(code: str) -> str:
    """The broad group that a code lies in; ``other`` for a sum across groups or a code that is not declared."""
    known, declared = leaves(), codelist("occupation")
    if code not in known:
        return OTHER
    above = dict.fromkeys(each.parent for each in declared.codes.values() if each.parent)
    tops = [each for each in above if declared.codes[each].parent is None]
    return next((each for each in tops if known[code] <= known[each]), OTHER)


@lru_cache(maxsize=4096)
def apart(codes: frozenset[str]) -> frozenset[str]:
    """Those of some codes that may be added: the broader one in place of what lies within it.

    Raises:
        Invalid: ``mds.asking.overlap`` where two of them meet and neither lies within the other.

    Example:
        >>> sorted(apart(frozenset({"221", "2211", "222_322", "2222"})))
        ['221', '222_322']
    """
    known = leaves()
    kept: list[str] = []
    for code in sorted(codes, key=lambda each: (-len(known.get(each, {each})), each)):
        own = known.get(code, frozenset({code}))
        met = [each for each in kept if own & known.get(each, {each})]
        if any(own <= known.get(each, frozenset({each})) for each in met):
            continue
        if met:
            raise Invalid("mds.asking.overlap", params={"one": code, "other": met[0]})
        kept.append(code)
    return frozenset(kept)


def expanded(groups: Iterable[str]) -> frozenset[str]:
    """Every code within one of some groups."""
    return frozenset[str]().union(*(within(each) for each in groups))

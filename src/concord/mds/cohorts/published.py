"""What of a cohort may leave: a life table in periods in which every count is nobody or not small.

A retention curve gives people away: each step is somebody who left, and the step's height says of how many. So nothing
but whole periods is published, and periods are run together until in each of them those who left for each reason, and
those who stopped being followed, are nobody or as many as the threshold of the declared rules of protection. All groups
have the same periods and the same reasons, so that no difference of two tables says more than a table would. Reasons
that are small go into ``other``; a group that stays small is hidden, and with it others where the total would tell it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from concord.errors import Invalid
from concord.mds.cohorts.model import FOLLOWED, Episode, checked
from concord.mds.protect import DEFAULT, Rules, rules

OTHER = "other"
#: All hidden groups together: not shown, but what the total and the others would tell of them.
_REST = "\0rest"
VERSION = "1"


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a published table, from just after ``since`` to ``until``.

    Attributes:
        since, until: Years.
        at_risk: Who were there at its beginning.
        left: By reason.
        followed: Who stopped being followed in it.
        share: Still there at its end of all who began (life table: those no longer followed count for half).
    """

    since: float
    until: float
    at_risk: int
    left: tuple[tuple[str, int], ...]
    followed: int
    share: float


@dataclass(frozen=True, slots=True)
class Published:
    """A group as it may be published; ``is_hidden`` where nothing of it may, and then it holds nothing."""

    group: str
    periods: tuple[Period, ...]
    is_hidden: bool
    rules: str
    threshold: int
    rules_digest: str
    method: str = "cohort-life-table"
    version: str = VERSION


def published(
    episodes: Iterable[Episode], *, ends: Sequence[float], by: Rules | str = DEFAULT, with_total: bool = True
) -> tuple[Published, ...]:
    """The table of each group, in order of its name, and of everybody (group ``""``) where that is wanted.

    Args:
        episodes: People; everybody's following began at the beginning (entry 0).
        ends: Ends of the finest periods wanted, rising, such as 1, 2, 3, 5, 10 years.
        by: Rules of protection, or the id of declared ones; their threshold holds here.
        with_total: Whether everybody together is published too.

    Returns:
        Of each group its periods; hidden ones without any.

    Raises:
        Invalid: ``mds.cohorts.periods`` for ends that do not rise or do not reach the longest time;
            ``mds.cohorts.entry`` for people whose following began late; ``mds.cohorts.group`` for people without a
            group among others with one; ``mds.cohorts.nobody``, ``mds.cohorts.time``.
        NotFound: ``mds.protect.rules-unknown``.
    """
    chosen = rules(by) if isinstance(by, str) else by
    given = checked(episodes)
    _fit(given, ends)
    groups: dict[str, list[Episode]] = {}
    for each in given:
        groups.setdefault(each.group, []).append(each)
    hidden = _hidden(groups, chosen.threshold)
    tables = _broader({name: people for name, people in groups.items() if name not in hidden}, chosen.threshold)
    rest = [each for name in sorted(hidden) for each in groups[name]]
    if rest and with_total and _can_stand(rest, chosen.threshold):
        tables = _broader({**tables, _REST: rest}, chosen.threshold)
    made: dict[str, tuple[Period, ...] | None] = dict.fromkeys(groups, None)
    spans = _spans(list(tables.values()), ends, chosen.threshold)
    made |= {name: _periods(people, spans) for name, people in tables.items() if name != _REST}
    if set(groups) != {""} and with_total:
        everybody = [each for people in tables.values() for each in people]
        made[""] = _periods(everybody, spans) if len(everybody) == len(given) else None
    return tuple(
        Published(name, periods or (), periods is None, chosen.id, chosen.threshold, chosen.digest)
        for name, periods in sorted(made.items())
    )


def _fit(given: Sequence[Episode], ends: Sequence[float]) -> None:
    longest = max(each.time for each in given)
    rises = all(first < second for first, second in pairwise(ends))
    if not ends or not rises or ends[0] <= 0 or ends[-1] < longest:
        said = ", ".join(f"{each:g}" for each in ends)
        raise Invalid("mds.cohorts.periods", params={"ends": said, "longest": longest})
    named = {each.group for each in given}
    if "" in named and len(named) > 1:
        raise Invalid("mds.cohorts.group")
    if any(each.entry for each in given):
        raise Invalid("mds.cohorts.entry")


def _hidden(groups: Mapping[str, Sequence[Episode]], threshold: int) -> set[str]:
    """Groups that cannot be shown; together they must not be small either, or the total would tell them."""
    hidden = {name for name, people in groups.items() if not _can_stand(people, threshold)}
    while hidden and len(hidden) < len(groups):
        if _can_stand([each for name in hidden for each in groups[name]], threshold):
            break
        hidden.add(min((name for name in groups if name not in hidden), key=lambda name: (len(groups[name]), name)))
    return hidden


def _can_stand(people: Sequence[Episode], threshold: int) -> bool:
    """Whether at least who left for any reason, and who did not, are nobody or not small."""
    ended = sum(1 for each in people if each.has_ended)
    return not _is_small({"ended": ended, FOLLOWED: len(people) - ended}, threshold)


def _broader(tables: Mapping[str, Sequence[Episode]], threshold: int) -> dict[str, list[Episode]]:
    """The same reasons in every table: those that are small in one of them run together, else all of them."""
    counts = [Counter(each.outcome for each in people if each.has_ended) for people in tables.values()]
    small = {outcome for each in counts for outcome, count in each.items() if 0 < count < threshold}
    if small and any(0 < sum(each[outcome] for outcome in small) < threshold for each in counts):
        small = {outcome for each in counts for outcome in each}
    return {
        name: [replace(each, outcome=OTHER) if each.outcome in small else each for each in people]
        for name, people in tables.items()
    }


def _is_small(counts: Mapping[str, int], threshold: int) -> bool:
    return any(0 < count < threshold for count in counts.values())


def _spans(tables: Sequence[Sequence[Episode]], ends: Sequence[float], threshold: int) -> list[tuple[float, float]]:
    """Periods run together from the first on until nothing in any table is small; what is left over joins the last."""
    done: list[tuple[float, float]] = []
    since, start = 0.0, 0.0
    for until in ends:
        if not any(_is_small(_count(people, start, until), threshold) for people in tables):
            done.append((start, until))
            start = until
        since = until
    while start < since and done:
        start, _ = done.pop()
        if not any(_is_small(_count(people, start, since), threshold) for people in tables):
            done.append((start, since))
            start = since
    return done or [(0.0, since)]


def _count(people: Sequence[Episode], since: float, until: float) -> Counter[str]:
    return Counter(each.outcome for each in people if since < each.time <= until)


def _periods(people: Sequence[Episode], spans: Sequence[tuple[float, float]]) -> tuple[Period, ...]:
    found, at_risk, share = [], len(people), 1.0
    for since, until in spans:
        counts = _count(people, since, until)
        followed = counts.pop(FOLLOWED, 0)
        gone = sum(counts.values())
        exposed = at_risk - followed / 2
        share *= 1 - gone / exposed if exposed > 0 else 1.0
        found.append(Period(since, until, at_risk, tuple(sorted(counts.items())), followed, share))
        at_risk -= gone + followed
    return tuple(found)

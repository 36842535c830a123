"""The permission table: which role may do what, to which kind of thing, in which state.

The table is the declared file ``data/roles.yaml``. What it does not grant is refused, unknown words included. It
says how *far* a permission goes (:data:`Reach`); who holds which role, and for which area or organisation, is a matter
of the site.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.errors import Invalid

Reach = Literal["any", "area", "region", "organisation", "own"]
Classification = Literal["L0", "L2", "L3", "L4"]

#: Roles whose permissions everybody, and everybody who has signed in, has as well.
ANONYMOUS = "anonymous"
SIGNED_IN = "signed-in"
NO_REACH: frozenset[Reach] = frozenset()


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody in a role; ``held_in`` names the kinds of organisation in which it can be held."""

    id: str
    label: str
    about: str
    held_in: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: how strictly it is kept and the states it can be in."""

    id: str
    label: str
    classification: Classification
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One grant, with its reason."""

    who: tuple[str, ...]
    may: tuple[str, ...]
    kind: str
    states: tuple[str, ...]
    reach: Reach
    because: str


@dataclass(frozen=True, slots=True)
class Roles:
    """The whole table; ask :meth:`may` or :meth:`reach`."""

    version: str
    principals: Mapping[str, Principal]
    actions: Mapping[str, str]
    kinds: Mapping[str, Kind]
    rules: tuple[Rule, ...]
    _grants: Mapping[tuple[str, str, str, str], frozenset[Reach]]

    def reach(self, role: str, action: str, kind: str, state: str) -> frozenset[Reach]:
        """How far ``role`` may do ``action`` to a ``kind`` in ``state``; empty where it may not at all."""
        return self._grants.get((role, action, kind, state), NO_REACH)

    def may(self, role: str, action: str, kind: str, state: str) -> bool:
        """Whether ``role`` may do ``action`` to some ``kind`` in ``state``, as far as the reach goes."""
        return bool(self.reach(role, action, kind, state))

    def cells(self) -> Iterator[tuple[str, str, str, str]]:
        """Every role, action, kind and state: the permission matrix."""
        for role in self.principals:
            for action in self.actions:
                for kind in self.kinds.values():
                    for state in kind.states:
                        yield role, action, kind.id, state

    def sees_protected(self, role: str) -> bool:
        """Whether the role itself sees or changes what anybody may not: such accounts need a second factor.

        What every signed-in person may do with their own things does not count.
        """
        own = (cell for cell in self._grants if cell[0] == role)
        return role not in (ANONYMOUS, SIGNED_IN) and any((ANONYMOUS, *cell[1:]) not in self._grants for cell in own)


def from_value(value: Mapping[str, Any], *, schema: Path, file: str = "roles.yaml") -> Roles:
    """The table as declared.

    Raises:
        Invalid: ``roles.table.schema`` when the file does not follow its schema, ``roles.table.repeated`` for an id
            that stands twice, ``roles.table.unknown`` for a rule that names what is not declared.
    """
    for problem in problems(value, schema, file=file):
        raise Invalid("roles.table.schema", params={"file": file, "item": problem.item, "problem": problem.problem})
    principals = {
        each["id"]: Principal(**{**each, "held_in": tuple(each.get("held_in", ()))})
        for each in _unique(value["principals"], file)
    }
    actions = {each["id"]: each["label"] for each in _unique(value["actions"], file)}
    kinds = {each["id"]: Kind(**{**each, "states": tuple(each["states"])}) for each in _unique(value["kinds"], file)}
    rules = tuple(_rule(each) for each in value["rules"])
    for number, rule in enumerate(rules, start=1):
        _require_known(rule, number, principals, actions, kinds, file)
    return Roles(value["version"], principals, actions, kinds, rules, _grants(rules))


def _unique(declared: list[dict[str, Any]], file: str) -> list[dict[str, Any]]:
    ids = [each["id"] for each in declared]
    for each in ids:
        if ids.count(each) > 1:
            raise Invalid("roles.table.repeated", params={"file": file, "id": each})
    return declared


def _rule(declared: Mapping[str, Any]) -> Rule:
    return Rule(
        who=tuple(declared["who"]),
        may=tuple(declared["may"]),
        kind=declared["kind"],
        states=tuple(declared["in"]),
        reach=declared["reach"],
        because=declared["because"],
    )


def _require_known(
    rule: Rule,
    number: int,
    principals: Mapping[str, Principal],
    actions: Mapping[str, str],
    kinds: Mapping[str, Kind],
    file: str,
) -> None:
    states = kinds[rule.kind].states if rule.kind in kinds else ()
    unknown = [word for word in rule.who if word not in principals]
    unknown += [word for word in rule.may if word not in actions]
    unknown += [word for word in (rule.kind,) if word not in kinds]
    unknown += [word for word in rule.states if word not in states]
    if unknown:
        raise Invalid("roles.table.unknown", params={"file": file, "item": f"rules/{number - 1}", "word": unknown[0]})


def _grants(rules: tuple[Rule, ...]) -> dict[tuple[str, str, str, str], frozenset[Reach]]:
    grants: dict[tuple[str, str, str, str], frozenset[Reach]] = {}
    for rule in rules:
        for cell in (
            (role, action, rule.kind, state) for role in rule.who for action in rule.may for state in rule.states
        ):
            grants[cell] = grants.get(cell, NO_REACH) | {rule.reach}
    return grants


@lru_cache(maxsize=1)
def declared() -> Roles:
    """The table of ``data/roles.yaml``."""
    path = packs.find("roles.yaml")
    return from_value(read_yaml(path), schema=packs.find("roles.schema.json"), file=path.name)


def held_in(organisation: str) -> tuple[Principal, ...]:
    """The roles that can be held in an organisation of this kind, in order of declaration."""
    return tuple(each for each in declared().principals.values() if organisation in each.held_in)


def may(role: str, action: str, kind: str, state: str) -> bool:
    """Whether ``role`` may do ``action`` to some ``kind`` in ``state``. Default: no.

    Example:
        >>> may("anonymous", "see", "edition", "published"), may("anonymous", "see", "document", "draft")
        (True, False)
    """
    return declared().may(role, action, kind, state)


def reach(role: str, action: str, kind: str, state: str) -> frozenset[Reach]:
    """How far ``role`` may do it; empty where it may not."""
    return declared().reach(role, action, kind, state)

"""The national position: views of ministries, agreed lines and fall-backs, sign-off; what is still missing.

Public face: :class:`View`, :class:`Line`, :class:`SignOff`, :class:`Position`. A sign-off holds for the lines as they
stood: when an agreed line changes, it is stale, and says so.

Source: Code, articles 1(3), 3.1, 5.2, 8.3; ``data/agreements/ministries.yaml``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from concord.agreements.gates import Facts
from concord.agreements.position_declared import declared
from concord.agreements.position_model import Line, SignOff, View
from concord.declarations.bundle import digest_of
from concord.findings import Finding, Findings, Place

__all__ = ["Line", "Position", "SignOff", "Signature", "View", "declared"]

HEALTH = "health"
Stands = Literal["signed", "reserved", "refused", "stale", "missing"]


@dataclass(frozen=True, slots=True)
class Signature:
    """How a ministry stands to the lines as they are now."""

    ministry: str
    stands: Stands
    sign_off: SignOff | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """One state's position."""

    views: tuple[View, ...] = ()
    lines: tuple[Line, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()

    @property
    def digest(self) -> str:
        """Of the agreed lines, in order of id; drafts do not count."""
        agreed = [each.to_json() for each in sorted(self.lines, key=lambda line: line.id) if each.is_agreed]
        return digest_of(json.dumps(agreed, ensure_ascii=False, sort_keys=True).encode())

    def view(self, ministry: str) -> View | None:
        """What a ministry holds, or None."""
        return next((each for each in self.views if each.ministry == ministry), None)

    @property
    def missing(self) -> tuple[str, ...]:
        """Ministries whose view a position should not be without and that have none."""
        return tuple(each.id for each in declared().ministries.values() if each.must and self.view(each.id) is None)

    def signatures(self) -> tuple[Signature, ...]:
        """Every ministry that holds a view or must hold one, in declared order, others after them."""
        known = [each.id for each in declared().ministries.values() if each.must or self.view(each.id)]
        others = [each.ministry for each in self.views if each.ministry not in declared().ministries]
        return tuple(self._signature(id) for id in (*known, *others))

    def _signature(self, ministry: str) -> Signature:
        said = next((each for each in reversed(self.sign_offs) if each.ministry == ministry), None)
        if said is None:
            return Signature(ministry, "missing")
        if said.digest != self.digest:
            return Signature(ministry, "stale", said)
        stands: dict[str, Stands] = {"signs": "signed", "reserves": "reserved", "refuses": "refused"}
        return Signature(ministry, stands[said.says], said)

    @property
    def is_signed(self) -> bool:
        """Whether there is an agreed line and every ministry signed the lines as they stand, reservations included."""
        signed = all(each.stands in ("signed", "reserved") for each in self.signatures())
        return signed and any(each.is_agreed for each in self.lines)

    def findings(self) -> Findings:
        """What the position lacks.

        Returns:
            Hard: ``agreements.position.no-health`` without a view of the health ministry,
            ``agreements.position.no-lines``. Soft: ``agreements.position.no-view``, ``agreements.position.opposed``,
            ``agreements.position.no-conditions``, ``agreements.position.no-fallback`` of an agreed line,
            ``agreements.position.draft``, ``agreements.position.stale`` and ``agreements.position.refused``.
        """
        found = [
            Finding(
                "agreements.position.no-health" if id == HEALTH else "agreements.position.no-view",
                "hard" if id == HEALTH else "soft", Place(item=id), source="art:8.3",
            )
            for id in self.missing
        ]  # fmt: skip
        if not self.lines:
            found.append(Finding("agreements.position.no-lines", "hard"))
        for view in self.views:
            if view.stance == "opposes":
                found.append(Finding("agreements.position.opposed", "soft", Place(item=view.ministry)))
            if view.stance == "conditions" and not view.conditions:
                found.append(Finding("agreements.position.no-conditions", "soft", Place(item=view.ministry)))
        for line in self.lines:
            if not line.is_agreed:
                found.append(Finding("agreements.position.draft", "soft", Place(item=line.id)))
            elif not line.fallbacks and not line.never:
                found.append(Finding("agreements.position.no-fallback", "soft", Place(item=line.id)))
        for each in self.signatures():
            if each.stands in ("stale", "refused"):
                found.append(Finding(f"agreements.position.{each.stands}", "soft", Place(item=each.ministry)))
        return Findings(found)

    def facts(self) -> Facts:
        """What gates read: ``health-view``, ``health-signed``, ``position-signed``, ``list-conditions``."""
        health = self._signature(HEALTH)
        return {
            "health-view": self.view(HEALTH) is not None,
            "health-signed": health.stands in ("signed", "reserved"),
            "position-signed": self.is_signed,
            "list-conditions": any(each.is_agreed and each.is_safeguard for each in self.lines),
        }

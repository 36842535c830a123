"""The job of each person of a bundle: of the roles that have not ended, the only one, else none until it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    """What the roles of one person say.

    Args:
        title, code, system: Of the present job, or of the last one where all have ended; empty where several differ.
        speciality, facility: Of the same job.
        ended: Whether every role has an end or is marked as not active.
        several: Whether several present roles have different titles.
        place: Entry of the bundle.
    """

    title: str
    code: str
    system: str
    speciality: str
    facility: str
    ended: bool
    several: bool
    place: int


def jobs(roles: Iterable[tuple[Mapping[str, str], int]]) -> dict[str, Job]:
    """Person → job."""
    held: dict[str, list[tuple[Mapping[str, str], int]]] = {}
    for role, place in roles:
        held.setdefault(role.get("practitioner", ""), []).append((role, place))
    held.pop("", None)
    return {person: _job(of) for person, of in held.items()}


def _job(roles: list[tuple[Mapping[str, str], int]]) -> Job:
    present = [each for each in roles if not each[0].get("end") and each[0].get("active") != "false"]
    titles = {(role.get("title"), role.get("code")) for role, _ in present}
    if len(titles) > 1:
        return Job("", "", "", "", "", ended=False, several=True, place=present[0][1])
    role, place = present[0] if present else max(roles, key=lambda each: each[0].get("end", ""))
    return Job(
        title=role.get("title", ""),
        code=role.get("code", ""),
        system=role.get("system", ""),
        speciality=role.get("specialty", ""),
        facility=role.get("organization", "") or role.get("location", ""),
        ended=not present,
        several=False,
        place=place,
    )

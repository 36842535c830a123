"""What reports say of agreements, beside the entries that the register has between the same parties.

The count of reporting states with an agreement feeds the Director-General's report (Code, articles 7.2 and 9.2).
Whether a notified text and an entry of the register are one and the same is not concluded from their parties.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from concord.agreements.repository_model import Agreement

QUESTION = "agreements_any"
BLOCK = "agreements"


@dataclass(frozen=True, slots=True)
class Notified:
    """An agreement that a state names in its report of a round.

    Attributes:
        area, round: Who says it, in which round.
        partners: Alpha-3 codes of the other states.
        type, status, shared: Codes of the questionnaire, empty where they were not answered or are withheld.
        starts, ends: ISO dates, empty where they were not given.
        entry: ``agreements[2]``: where it stands in the report.
    """

    area: str
    round: str
    title: str
    partners: tuple[str, ...]
    type: str = ""
    status: str = ""
    starts: str = ""
    ends: str = ""
    shared: str = ""
    link: str = ""
    entry: str = ""

    def joins(self, one: str, other: str) -> bool:
        """Whether both are party to it."""
        return one != other and {one, other} <= {self.area, *self.partners}


@dataclass(frozen=True, slots=True)
class Reporting:
    """How many reporting states have an agreement.

    Attributes:
        reports: States whose report was looked at.
        with_one, without: Those that answered yes, and no.
        unknown: Those that did not answer, or withhold the answer.
        notified: Agreements that were entered, each as often as a state named it.
    """

    reports: int
    with_one: tuple[str, ...]
    without: tuple[str, ...]
    unknown: tuple[str, ...]
    notified: int


def notified(area: str, round: str, answers: Mapping[str, Any]) -> tuple[Notified, ...]:
    """Agreements of one report.

    Args:
        area: Who reports.
        round: The year of the round.
        answers: Answers that are public, as the questionnaire nests them: ``{"agreements": [{"agreement_title": …}]}``.
    """
    entries = answers.get(BLOCK)
    if not isinstance(entries, Sequence) or isinstance(entries, str):
        return ()
    return tuple(_one(area, round, number, each) for number, each in enumerate(entries, 1) if isinstance(each, Mapping))


def _one(area: str, round: str, number: int, given: Mapping[str, Any]) -> Notified:
    partners = given.get("agreement_partners")
    if isinstance(partners, str):
        listed = partners.split()
    else:
        listed = [str(each) for each in partners] if isinstance(partners, Sequence) else []
    said = {name: _plain(given.get(f"agreement_{name}")) for name in ("title", "type", "status", "from", "until")}
    link = _plain(given.get("agreement_link"))
    return Notified(
        area, round, said["title"], tuple(listed), said["type"], said["status"], said["from"], said["until"],
        _plain(given.get("agreement_sharing")) or _plain(given.get("agreement_shared")),
        link if link.startswith("https://") else "", f"{BLOCK}[{number}]",
    )  # fmt: skip


def _plain(value: Any) -> str:
    """An answer in words; a reason why there is none (``{"status": "not-known"}``) is none."""
    return str(value) if isinstance(value, str | int) else ""


def reporting(reports: Mapping[str, Mapping[str, Any]], round: str) -> Reporting:
    """The count over the reports of one round.

    Args:
        reports: Public answers by area.
        round: The year of the round.

    Example:
        >>> reporting({"KEN": {"agreements_any": "yes"}, "FJI": {}}, "2027").with_one
        ('KEN',)
    """
    said = {area: _plain(answers.get(QUESTION)) for area, answers in reports.items()}
    return Reporting(
        len(said),
        tuple(sorted(area for area, answer in said.items() if answer == "yes")),
        tuple(sorted(area for area, answer in said.items() if answer == "no")),
        tuple(sorted(area for area, answer in said.items() if answer not in ("yes", "no"))),
        sum(len(notified(area, round, answers)) for area, answers in reports.items()),
    )


def near(given: Notified, found: Iterable[Agreement]) -> tuple[Agreement, ...]:
    """Entries of the register between the same parties; whether one of them is the notified text is for a reader."""
    return tuple(
        each for each in found if each.is_known and any(each.joins(given.area, other) for other in given.partners)
    )

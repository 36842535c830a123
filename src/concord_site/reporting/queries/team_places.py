"""Where somebody stands in the working report of a country: at the whole of it, or, as a delegate, at some sections.

Nobody outside the country stands anywhere here, whatever they may see of the report as it was sent: the working parts
are asked for, never the submission alone. What is taken back is gone at the next request.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from concord.errors import NotFound
from concord.instrument.model import Group, Instrument, Question
from concord_site.reporting.answering import addresses, pages
from concord_site.reporting.models.submissions import Delegation, Remark, Submission
from concord_site.reporting.queries.filling_asked import instrument_of
from concord_site.shell import access

#: States in which a report is being filled, so that sections of it can be asked of somebody and answered.
BEING_FILLED = (Submission.State.DRAFT, Submission.State.RETURNED)


@dataclass(frozen=True)
class Place:
    """Somebody at a report.

    Args:
        submission: The report.
        by: Whoever stands there.
        only: Numbers of the sections there are for them; all where None.
        may_write: Whether they comment and, while it is filled, answer.
        delegation: The delegation that brought them.
    """

    submission: Submission
    by: Any
    only: frozenset[int] | None = None
    may_write: bool = False
    delegation: Delegation | None = field(default=None, compare=False)

    @cached_property
    def instrument(self) -> Instrument:
        """What the report asks."""
        return instrument_of(self.submission)

    def knows(self, address: str) -> bool:
        """Whether there is such a question (or, empty, the whole report) for whoever stands here."""
        if not address:
            return self.only is None
        section = section_of(self.instrument, address)
        return bool(section) and (self.only is None or section in self.only)


def areas(by: Any, action: str = "see") -> frozenset[str]:
    """The countries in whose working reports somebody may do something."""
    return access.areas(by, action, Remark, state="recorded")


def at_report(pk: object, by: Any, action: str = "see", *, lock: bool = False) -> Place:
    """The place of somebody of the country.

    Args:
        pk: Key of the submission.
        by: Whoever asks.
        action: What they want to do to its working parts: ``see``, ``create``, ``edit``.
        lock: Hold the report until the transaction ends.

    Raises:
        NotFound: ``site.access.unknown``: no such report, or none of a country they act for.
    """
    rows = Submission.objects.select_for_update(of=("self",)) if lock else Submission.objects.all()
    found = rows.filter(pk=str(pk), area__in=areas(by, action)).first()
    if found is None:
        raise NotFound("site.access.unknown")
    return Place(found, by, may_write=found.area in areas(by, "create"))


def at_delegation(pk: object, by: Any, *, lock: bool = False) -> Place:
    """The place of a delegate: the sections asked of them, as long as they are asked.

    Raises:
        NotFound: ``site.access.unknown``: none of theirs, not taken up yet, or taken back.
    """
    own = access.visible(Delegation, by).filter(person=getattr(by, "pk", None))
    found = own.filter(pk=str(pk), state__in=(Delegation.State.OPEN, Delegation.State.HANDED_IN)).first()
    if found is None:
        raise NotFound("site.access.unknown")
    rows = Submission.objects.select_for_update(of=("self",)) if lock else Submission.objects.all()
    row = rows.filter(pk=found.submission_id).exclude(state=Submission.State.WITHDRAWN).first()
    if row is None:
        raise NotFound("site.access.unknown")
    is_open = found.state == Delegation.State.OPEN
    return Place(row, by, frozenset(found.sections), is_open, found)


def section_of(instrument: Instrument, address: str) -> int:
    """Number of the section a question or a list stands in; 0 where the instrument has none there."""
    scope, key = addresses.split(address)
    node: Question | Group | None = instrument.by_key.get((addresses.keys(scope), key))
    places = pages.places(instrument)
    while isinstance(node, Group) and node.path not in places and node.children:
        node = node.children[0]
    page = places.get(node.path) if node is not None else None
    return page.section if page is not None else 0


def section_titles(instrument: Instrument, numbers: Iterable[int] | None = None) -> list[tuple[int, Any]]:
    """Number and label (a :class:`~concord.vocabulary.text.Text`) of the sections, or of some of them, in order."""
    wanted = None if numbers is None else set(numbers)
    every = pages.sections(instrument)
    return [(each.number, each.label) for each in every if wanted is None or each.number in wanted]

"""The desk at which something is filled: what a trial, a national report and a stakeholder's report do differently.

Pages, actions and files of answers know no kind: they are given a desk. One desk is made for one thing and one person;
a kind is a subclass that says how its row is fetched, who answers what, where its pages stand and how they are framed.
A desk for some sections only (``sections``) answers for every other as if there were none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from concord.instrument.burden import Already
from concord.instrument.model import Instrument
from concord_site.reporting.queries import filling_asked as asked


class Desk:
    """What one person does with one filled instrument.

    Args:
        pk: Key of the row, or of what leads to it.
        by: Whoever asks.
        sections: Numbers of the only sections there are for this person; all where left out.
    """

    kind: ClassVar[str] = ""  # "trial", "report": names codes of refusals (reporting.<kind>.…) and templates
    name: ClassVar[str] = ""  # what names of addresses begin with: "reporting:trial", "reporting:trial-page"
    frame: ClassVar[str] = ""  # template that every page extends; it says what this is
    marks: ClassVar[str] = "reporting/filling/_marks.html"  # in the heading of a page of questions
    files_at_most: ClassVar[int] = 200
    uploads_at_most: ClassVar[int] = 1  # files of answers that wait at once; a further one replaces where it is one
    has_history: ClassVar[bool] = False  # earlier texts can be looked at and brought back

    def __init__(self, pk: object, by: Any, *, sections: Iterable[int] | None = None) -> None:
        self.pk, self.by = pk, by
        self.only = None if sections is None else frozenset(sections)

    # ---- the row ----
    def fetch(self, action: str = "see", *, lock: bool = False) -> Any:
        """The row, through the access door; with ``lock``, held until the transaction ends.

        Raises:
            NotFound: ``site.access.unknown``.
            Conflict: It is not filled at present.
        """
        raise NotImplementedError

    def instrument(self, row: Any) -> Instrument:
        """What the row asks."""
        return asked.instrument_of(row)

    # ---- who answers what ----
    def knows(self, section: int) -> bool:
        """Whether there is such a section for this person at all."""
        return self.only is None or section in self.only

    def may_see(self, row: Any, section: int) -> bool:
        """Whether a section can be looked at."""
        return self.knows(section)

    def may_answer(self, row: Any) -> bool:
        """Whether this person answers at all, now."""
        return True

    def is_open(self, row: Any, section: int) -> bool:
        """Whether this person answers this section now."""
        return self.may_answer(row) and self.may_see(row, section)

    # ---- facts beside the answers ----
    def is_last_invented(self, row: Any) -> bool:
        """Whether the answers of last time are generated."""
        return bool(getattr(row, "last_is_example", False))

    def known(self, row: Any) -> Mapping[str, Already]:
        """What the data set already knows, by key of ``x_known``."""
        return {}

    def area(self, row: Any) -> str:
        """Alpha-3 of the country, or empty."""
        return str(getattr(row, "area", "") or "")

    def reference(self, row: Any) -> str:
        """A short word for names of files."""
        return str(row.pk)[:8]

    def trail(self, row: Any, title: str) -> list[tuple[str, str]]:
        """Steps of the breadcrumb, label and address; the last one is the task list."""
        return [(title, self.href())]

    def history_href(self, address: str) -> str:
        """Where the earlier texts of an answer are shown."""
        href = self.href("history")
        return f"{href}?{urlencode({'at': address})}" if href else ""

    # ---- files of answers ----
    def about_upload(self, row: Any, form: str, round: str) -> dict[str, Any]:
        """Further fields of an upload: by which form it came, and which copy it says it is."""
        return {}

    def check_file(self, row: Any, area: str) -> None:
        """Refuse a file that says it is another country's."""

    # ---- files given as answers ----
    def purpose(self, row: Any) -> str:
        """What marks the private files of this row."""
        return f"{self.kind}:{row.pk.hex}"

    def owner(self, row: Any) -> Any:
        """Whose files they are; nobody's where they are a country's."""
        return None

    def has_room(self, row: Any, size: int) -> None:
        """Refuse a file of some bytes where there is no room for it."""

    # ---- who writes ----
    @property
    def writer(self) -> str:
        """The name under which others see what this person writes."""
        return str(getattr(self.by, "name", "") or "")[:80]

    # ---- addresses ----
    def href(self, name: str = "", *args: object) -> str:
        """Address of a page of this desk: ``href()`` its task list, ``href("page", 3, 2)``; empty where it has none."""
        try:
            return reverse(f"{self.name}-{name}" if name else self.name, args=[self.pk, *args])
        except NoReverseMatch:
            return ""

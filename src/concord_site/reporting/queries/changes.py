"""What changed between two versions, gathered by question."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from concord.instrument.model import Group, Instrument, Question
from concord.instrument.versions import Change, Difference, difference
from concord.instrument.words import without_answers
from concord.vocabulary.text import Wording
from concord_site.reporting import wording
from concord_site.reporting.queries import contents, maps
from concord_site.shell.i18n import language

ON_A_PAGE = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """One change of a question: what sort, of what, before and after; the words' language where they are wordings."""

    what: str
    words: str
    column: str
    before: str
    after: str
    language: str


@dataclass(frozen=True, slots=True)
class Changes:
    """A question and what changed of it."""

    id: str
    path: str
    number: str
    label: Wording | None
    is_gone: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What one page shows: changes by question, and the count of each sort."""

    groups: tuple[Changes, ...]
    counts: tuple[tuple[str, str, int], ...]
    total: int
    page: int
    pages: int


def words(what: str) -> str:
    """What a sort of change is called."""
    return {
        "added": _("Added"), "removed": _("Removed"), "moved": _("Moved"), "renamed": _("Renamed"),
        "reworded": _("Worded anew"), "kind": _("Other kind of answer"), "unit": _("Other unit"),
        "rule": _("Other rule"), "list": _("Other list of choices"), "split": _("Split"), "merged": _("Merged"),
        "choice-added": _("Choice added"), "choice-removed": _("Choice removed"),
        "choice-renamed": _("Choice renamed"), "choice-split": _("Choice split"),
        "choice-merged": _("Choice merged"), "choice-reworded": _("Choice worded anew"),
    }.get(what, what)  # fmt: skip


@lru_cache(maxsize=8)
def _difference(old: Instrument, new: Instrument) -> Difference:
    return difference(old, new)


def between(old: Instrument, new: Instrument, only: str = "", page: int = 1) -> Changed:
    """A page of the changes from one version to another; with ``only``, those of one sort."""
    found = _difference(old, new)
    counts = tuple((what, words(what), count) for what, count in found.counts().items())
    chosen = [each for each in found.changes if not only or each.what == only]
    by_id: dict[str, list[Change]] = {}
    for each in chosen:
        if not _is_repeated(old, new, each):
            by_id.setdefault(each.new or "-" + " ".join(each.old), []).append(each)
    pages = max(1, -(-len(by_id) // ON_A_PAGE))
    page = min(max(page, 1), pages)
    shown = list(by_id.values())[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    groups = tuple(_group(old, new, changes) for changes in shown)
    return Changed(groups, counts, len(found.changes), page, pages)


def _is_repeated(old: Instrument, new: Instrument, change: Change) -> bool:
    """Whether it is of a cell of a grid that is not its first: all cells are one question to a reader."""
    id = change.new or (change.old[0] if change.old else "")
    node = maps.named(new if change.new else old, id.partition("/")[2])
    if not isinstance(node, Question) or not node.cell:
        return False
    grid = (new if change.new else old).by_path.get(node.path[:-1])
    return isinstance(grid, Group) and grid.grid is not None and next(iter(grid.grid.cells.values()), "") != node.key


def _group(old: Instrument, new: Instrument, changes: list[Change]) -> Changes:
    first = changes[0]
    id = first.new or (first.old[0] if first.old else "")
    instrument = new if first.new else old
    node = maps.named(instrument, id.partition("/")[2])
    if isinstance(node, Question) and node.cell:
        node = instrument.by_path.get(node.path[:-1], node)
    label = without_answers(node.label.best(language()), instrument) if node is not None else None
    number = contents.number_of(instrument, node) if node is not None else ""
    path = "/".join(node.path) if node is not None else ""
    return Changes(id, path, number, label, not first.new, tuple(_piece(each, label) for each in changes))


def _piece(change: Change, label: Wording | None) -> Piece:
    """A change; what only repeats the wording above it is left out."""
    column, _sign, code = change.column.rpartition("::") if "::" in change.column else (change.column, "", "")
    said = change.column if change.what.startswith("choice") else wording.columns(column) if column else ""
    is_whole = change.what in ("added", "removed") and label is not None
    before, after = ("", "") if is_whole else (change.before, change.after)
    return Piece(change.what, words(change.what), said, before, after, code)

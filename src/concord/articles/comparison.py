"""Two versions of the Code side by side (article 9.5)."""

from __future__ import annotations

from dataclasses import dataclass

from concord.articles.loading import load
from concord.articles.model import Amendment, Obligation, Version


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions side by side: what stayed, changed, came and went, and the changes that cannot be placed.

    ``changed`` pairs the earlier and the later form of an obligation with the same number. ``unplaced`` holds
    amendments whose paragraphs are not known; while there are any, "stayed" means "not known to have changed".
    """

    earlier: Version
    later: Version
    stayed: tuple[Obligation, ...]
    changed: tuple[tuple[Obligation, Obligation], ...]
    came: tuple[Obligation, ...]
    went: tuple[Obligation, ...]
    unplaced: tuple[Amendment, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every change is known paragraph by paragraph."""
        return not self.unplaced


def compare(version_a: str, version_b: str) -> Comparison:
    """Compare two versions of the Code, in the order of time whatever the order given (article 9.5).

    Raises:
        NotFound: ``articles.version.unknown``.
    """
    first, second = sorted((load(version_a), load(version_b)), key=lambda code: code.version.start)
    before = {each.id: each for each in first.obligations}
    after = {each.id: each for each in second.obligations}
    both = [(before[id], after[id]) for id in before if id in after]
    return Comparison(
        earlier=first.version,
        later=second.version,
        stayed=tuple(new for old, new in both if _same(old, new)),
        changed=tuple((old, new) for old, new in both if not _same(old, new)),
        came=tuple(each for id, each in after.items() if id not in before),
        went=tuple(each for id, each in before.items() if id not in after),
        unplaced=tuple(each for each in second.amendments if each.paragraphs is None and each not in first.amendments),
    )


def _same(old: Obligation, new: Obligation) -> bool:
    return (old.words, old.actors, old.strength) == (new.words, new.actors, new.strength)

"""Edges of a question map: from what is asked now to what was asked before, for questions, repeats and choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from concord.instrument.model import Node

EdgeMode = Literal["same", "reworded", "merged", "split", "new", "dropped"]
#: From the strongest to the weakest; a chain is as strong as its weakest edge.
MODES: tuple[EdgeMode, ...] = ("same", "reworded", "merged", "split", "new", "dropped")
#: Modes under which one old answer is one new answer.
CARRYING: frozenset[EdgeMode] = frozenset({"same", "reworded"})
#: Modes under which numbers may be compared as groups only.
GROUPING: frozenset[EdgeMode] = frozenset({"merged", "split"})


def weakest(*modes: EdgeMode) -> EdgeMode:
    """The weakest of some modes; ``same`` of none.

    Example:
        >>> weakest("same", "split", "reworded")
        'split'
    """
    return max(modes, key=MODES.index, default="same")


@dataclass(frozen=True, slots=True)
class ChoiceEdge:
    """One choice and the old choices it comes from.

    Args:
        mode: As for questions; several old choices merged into one are ``merged``.
        new: Its name now; None where the old choice was dropped.
        old: Names in the old question's list; ``question/choice`` where the question was merged from several.
        implied: Whether nobody declared it: name and wording are those of the old choice.
    """

    mode: EdgeMode
    new: str | None
    old: tuple[str, ...]
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """One question or repeating block and the old ones it comes from.

    Args:
        mode: How it came from them; ``dropped`` for an old one that nothing comes from.
        new: What is asked now; None where it was dropped.
        old: What was asked before; empty where it is new.
        new_id: ``nri-2027/authority_office``, or empty.
        old_ids: Ids of the old ones, alike.
        choices: Their choices, in the order of the new list, then the dropped ones.
        sound: False where the map contradicts itself here: nothing is carried and nothing compared.
    """

    mode: EdgeMode
    new: Node | None
    old: tuple[Node, ...]
    new_id: str = ""
    old_ids: tuple[str, ...] = ()
    choices: tuple[ChoiceEdge, ...] = ()
    sound: bool = True

    @property
    def carries(self) -> bool:
        """Whether an old answer may arrive as it is."""
        return self.sound and self.mode in CARRYING and len(self.old) == 1

    def choice(self, name: str) -> ChoiceEdge | None:
        """The edge of a choice asked now."""
        return next((each for each in self.choices if each.new == name), None)

    def choices_from(self, old: str) -> tuple[ChoiceEdge, ...]:
        """Where an old choice went."""
        return tuple(each for each in self.choices if each.new is not None and old in each.old)

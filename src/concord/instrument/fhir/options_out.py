"""Lists of choices as options of an item, or as value sets that the questionnaire contains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from concord.instrument.fhir.conditions import system
from concord.instrument.fhir.terms import WITHOUT_LABEL, Json, column, plain_id, worded
from concord.instrument.model import Choice, ChoiceList, Instrument, Link

#: Longer lists, and declared code lists, are value sets of their own.
MOST_OPTIONS = 50


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of one instrument; value sets are made once each."""

    instrument: Instrument
    sets: dict[str, Json] = field(default_factory=dict)

    def element(self, name: str) -> Json:
        """``answerOption`` or ``answerValueSet``; nothing where the list is not at hand."""
        listed = self.instrument.lists.get(name)
        if listed is None or not listed.choices:
            return {}
        if listed.source == "choices" and len(listed.choices) <= MOST_OPTIONS:
            return {"answerOption": [self._option(listed, choice) for choice in listed.choices]}
        return {"answerValueSet": f"#{self._set(listed)}"}

    def _option(self, listed: ChoiceList, choice: Choice) -> Json:
        words = worded("display", choice.label, self.instrument.language, bare=choice.name)
        option: Json = {"valueCoding": {"system": system(self.instrument, listed.name), "code": choice.name, **words}}
        extra = [column(name, text) for name, text in _choice_cells(choice)]
        return {"extension": extra, **option} if extra else option

    def _set(self, listed: ChoiceList) -> str:
        """A contained value set, made once for each list."""
        id = plain_id(f"list-{listed.name}")
        if id not in self.sets:
            concepts = [self._concept(choice) for choice in listed.choices]
            include = [{"system": system(self.instrument, listed.name), "concept": concepts}]
            resource = {"resourceType": "ValueSet", "id": id, "name": id.replace("-", "_").replace(".", "_")}
            self.sets[id] = {**resource, "status": "active", "compose": {"include": include}}
        return id

    def _concept(self, choice: Choice) -> Json:
        extra = [column(name, text) for name, text in _choice_cells(choice)]
        best = choice.label.best(self.instrument.language)
        others = [
            {"language": code, "value": wording} for code, wording in choice.label.items() if code != best.language
        ]
        made: Json = {"extension": extra} if extra else {}
        made |= {"code": choice.name, "display": best.text or choice.name}
        return made | ({"designation": others} if others else {})


def link_cell(link: Link | None) -> str:
    """A link as authors write it."""
    if link is None:
        return ""
    return " ".join(link.ids) if link.mode == "same" else " ".join((link.mode, *link.ids))


def _choice_cells(choice: Choice) -> Iterator[tuple[str, str]]:
    if choice.same_as is not None:
        yield "x_same_as", link_cell(choice.same_as)
    yield from ((name, text) for name, text in choice.filters.items() if text)
    if not choice.label:
        yield WITHOUT_LABEL, "yes"

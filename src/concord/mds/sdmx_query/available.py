"""What a flow holds for a question: codes by dimension, the years, how many observations and series."""

from __future__ import annotations

from concord.mds.sdmx_query.asked import AvailabilityQuestion, DataQuestion
from concord.mds.sdmx_query.choosing import chosen, series_columns, without
from concord.mds.writers.sdmx.artefacts import CONCEPTS, Artefact, Available, Message
from concord.mds.writers.sdmx.shape import Component, codes, parents, said_as, shape, text_of
from concord.vocabulary.structures import Table


def available(table: Table, question: AvailabilityQuestion) -> Available:
    """What there is.

    Args:
        table: All rows of the flow.
        question: With ``is_exact`` the codes of the rows that are asked for; else, for each dimension, the codes that
            could be asked for with everything else as it is.
    """
    found = shape(question.data.structure)
    exact = chosen(table, question.data)
    values: dict[str, tuple[str, ...]] = {}
    for place, each in enumerate(found.of("dimension")):
        if each.id in question.components:
            rows = exact if question.is_exact else chosen(table, without(question.data, place, each.id))
            values[each.id] = _codes(rows, each)
    years = exact if question.is_exact else chosen(table, without(question.data, -1, "TIME_PERIOD"))
    series = exact.frame.select(series_columns(found)).unique().height
    period = _period(years) if "TIME_PERIOD" in question.components else None
    return Available(found.id, values, period, len(exact), series)


def _codes(table: Table, each: Component) -> tuple[str, ...]:
    """What a component says in a table, in the order of its code list."""
    if not each.column:
        return (each.constant,) if len(table) else ()
    said = said_as(each.codes)
    there = {text_of(each, value, said) for value in table.frame[each.column].unique().to_list()} - {None}
    known = [code for code in codes(each.codes) if code in there] if each.codes else []
    return (*known, *sorted(str(code) for code in there - set(known)))


def _period(table: Table) -> tuple[str, str] | None:
    years = table.frame["year"].drop_nulls()
    return (str(years.min()), str(years.max())) if len(years) else None


def message(found: Available, question: AvailabilityQuestion) -> Message:
    """What there is, with the artefacts asked for beside it: of code lists the codes there are and their parents."""
    structure = shape(question.data.structure)
    wanted = {*question.references}
    kinds = {"dataflow", "datastructure", "conceptscheme", "codelist"} if "all" in wanted else wanted
    artefacts: list[Artefact] = []
    if "dataflow" in kinds:
        artefacts.append(Artefact("dataflow", found.flow))
    if "datastructure" in kinds:
        artefacts.append(Artefact("datastructure", found.flow))
    if "conceptscheme" in kinds:
        used = frozenset(each.id for each in structure.components)
        artefacts.append(Artefact("conceptscheme", CONCEPTS, items=used))
    if "codelist" in kinds:
        artefacts += _lists(found, question.data)
    return Message(f"{found.flow}-availability", tuple(artefacts), (found,))


def _lists(found: Available, question: DataQuestion) -> list[Artefact]:
    """The code lists of the dimensions with what there is of them, those of the attributes whole."""
    structure = shape(question.structure)
    kept: dict[str, frozenset[str] | None] = {}
    for each in structure.components:
        if not each.codes:
            continue
        there = found.values.get(each.id) if each.role == "dimension" else None
        before = kept.get(each.codes, frozenset())
        whole = each.role != "dimension" or before is None
        kept[each.codes] = None if whole else before | _with_parents(each.codes, there or ())  # type: ignore[operator]
    return [Artefact("codelist", id, items=items) for id, items in kept.items()]


def _with_parents(id: str, said: tuple[str, ...]) -> frozenset[str]:
    above, found = parents(id), set(said)
    for code in said:
        while (code := above.get(code, "")) and code not in found:
            found.add(code)
    return frozenset(found)

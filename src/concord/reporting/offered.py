"""Numbers of the data set that a country may take over as its answer: offered where a question asks for just that.

Like is offered for like and nothing else, as numbers are compared (:mod:`concord.reporting.outliers`): at the one cell
of a row and year, at the column of a table without years that stands for everybody, and at a single question that names
a table of the data set and no indicator of its own. Nothing is offered where several answers add up to the number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from concord.instrument.model import Group, Instrument, Question
from concord.reporting.outliers import COMPARED, Known, asked_alike
from concord.reporting.review_thresholds import Thresholds, thresholds


def offers(
    instrument: Instrument, known: Iterable[Known], *, limits: Thresholds | None = None
) -> Mapping[tuple[str, ...], Known]:
    """The number that is offered at a question, by the question's path.

    Args:
        instrument: The questionnaire.
        known: Numbers of the data set on the country, each of one occupation and year.
        limits: Thresholds other than the declared ones.

    Returns:
        Persons with year and source; what the data set lacks for one of the occupations a question means is not there.
    """
    said, held = limits or thresholds(), tuple(known)
    found = {}
    for cells, key, codes, year in (*asked_alike(instrument, held, limits=said), *_wholes(instrument, held, said)):
        number = _added(held, key, codes, year)
        if len(cells) == 1 and number is not None and _takes(cells[0], number.value):
            found[cells[0].path] = number
    return found


def _takes(question: Question, value: float) -> bool:
    return question.kind != "integer" or float(value).is_integer()


def _added(held: Sequence[Known], key: str, codes: frozenset[str], year: int) -> Known | None:
    """The number of all of some occupations in a year; None where one of them is missing."""
    theirs = [each for each in held if each.key == key and each.year == year and each.occupation in codes]
    if not codes or {each.occupation for each in theirs} != set(codes):
        return None
    sources = " · ".join(dict.fromkeys(each.source for each in theirs))
    return Known(key, sum(each.value for each in theirs), year, ", ".join(sorted(codes)), sources)


def _wholes(
    instrument: Instrument, held: Sequence[Known], said: Thresholds
) -> Iterable[tuple[list[Question], str, frozenset[str], int]]:
    """Cells that ask for all persons of a row on no particular year: the newest year in which all are known."""
    for node in instrument.nodes():
        if not isinstance(node, Group) or node.grid is None or node.repeat:
            continue
        for each in node.children:
            if not isinstance(each, Question) or len(each.cell) != 2 or each.kind not in COMPARED:
                continue
            row, column = each.cell
            if column not in said.wholes or row not in said.occupations or not each.about.known:
                continue
            codes = said.occupations[row]
            years = {one.year for one in held if one.key == each.about.known and one.occupation in codes}
            whole = [year for year in years if _added(held, each.about.known, codes, year) is not None]
            if whole:
                yield [each], each.about.known, codes, max(whole)

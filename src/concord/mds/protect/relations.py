"""What an attacker knows of how cells hang together: sums, parts within wholes, what entered within what is there.

A relation is an equation or an inequality between cells. It is taken as known where it holds: an attacker may guess
it. Whether sums of one kind hold is judged by all of the kind that can be checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from concord.mds.protect.cells import DETAIL, NATIVE, TOTAL, Cell, Series, What
from concord.mds.protect.lattice import sums_in_detail
from concord.vocabulary.codelists import codelist

BASES = ("training", "birth", "nationality")
#: One series in one release: its cells by what they count.
Said = Mapping[What, int]
#: Why a cell is taken to have changed as others have.
CORRECTION = "correction"
#: Everybody whom the rows of a table leave out.
REST = "rest"
ACTIVITIES = ("practising", "professionally-active", "licensed")


@dataclass(frozen=True, slots=True)
class Relation:
    """``sum(factor * cell)`` is zero, or at most zero.

    Args:
        terms: Cells and factors.
        equal: Whether it is an equation.
        why: Which rule it is, for those who read a proof.
    """

    terms: tuple[tuple[int, int], ...]
    equal: bool
    why: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and its parts, before it is judged whether they add up; ``rest`` names whom the parts leave out.

    ``of_places`` says that the parts are places, of which a table may list only some (or, for nobody, none).
    """

    whole: int
    parts: tuple[int, ...]
    why: str
    family: tuple[object, ...]
    rest: What | None = None
    of_places: bool = False


#: Remainders that there are already: whole, parts → cell.
Rests = dict[tuple[int, tuple[int, ...]], int]


def judged(sums: Iterable[Sum], cells: list[Cell], rests: Rests, *, lists_all: bool) -> Iterator[Relation]:
    """Relations of sums: equations where the kind adds up, inequalities where parts stay within wholes, else none."""
    found = list(sums)
    verdicts: dict[tuple[object, ...], list[str]] = {}
    for each in found:
        verdicts.setdefault(each.family, []).append(_verdict(each, cells))
    for each in found:
        verdict = _verdict(each, cells)
        if verdict == "open":
            others = set(verdicts[each.family]) - {"open"}
            usual = "equal" if lists_all or not each.of_places else "within"
            verdict = usual if others <= {"equal"} else "within" if others <= {"equal", "within"} else "none"
        terms = ((each.whole, -1), *((part, 1) for part in each.parts))
        if verdict == "within" and each.rest is not None:
            key = (each.whole, each.parts)
            if key not in rests:
                rests[key] = _rest(each, cells)
            rest = rests[key]
            yield Relation((*terms, (rest, 1)), True, each.why)
        elif verdict != "none":
            yield Relation(terms, verdict == "equal", each.why)


def _rest(each: Sum, cells: list[Cell]) -> int:
    """The cell of everybody who is in the whole and in none of the parts: in no table, and easily worked out."""
    whole = cells[each.whole]
    parts = [cells[part].value for part in each.parts]
    known = None if whole.value is None or None in parts else whole.value - sum(part or 0 for part in parts)
    assert each.rest is not None
    cells.append(Cell(whole.series, each.rest, whole.release, known, hidden=True, free=False))
    return len(cells) - 1


def _verdict(each: Sum, cells: Sequence[Cell]) -> str:
    whole = cells[each.whole].value
    parts = [cells[part].value for part in each.parts]
    known = sum(value for value in parts if value is not None)
    if whole is None or None in parts:
        return "none" if whole is not None and known > whole else "open"
    return "equal" if known == whole else "within" if known < whole else "none"


def within_series(series: Series, said: Said, cells: Sequence[Cell]) -> Iterator[Sum]:
    """The sums inside one series: totals by base, all foreign; where no origin is listed, nobody is foreign."""
    total = said.get(TOTAL)
    bases = dict.fromkeys(str(what[0]) for what in said if len(what) > 1 and what[0] != DETAIL)
    for base in bases:
        origins = tuple(cell for what, cell in said.items() if what[0] == base and len(what) == 3)
        foreign = said.get((base, "foreign"))
        rest = [said[(base, kind)] for kind in ("domestic", "unknown") if (base, kind) in said]
        parts = (*rest, foreign) if foreign is not None else (*rest, *origins)
        family = (series[0], series[1], base)
        if total is not None and parts:
            yield Sum(total, parts, "total", ("total", *family), (base, REST, "total"), foreign is None)
        if foreign is not None and (origins or cells[foreign].among_places):
            yield Sum(foreign, origins, "foreign", ("foreign", *family), (base, REST), True)


def of_natives(said: Said, cells: Sequence[Cell]) -> Iterator[Relation]:
    """Those born here and trained abroad: within both, and at least what the two overlap."""
    native, foreign, born = said.get(NATIVE), said.get(("training", "foreign")), said.get(("birth", "domestic"))
    total = said.get(TOTAL)
    if native is None:
        return
    for whole in (foreign, born):
        if whole is not None:
            yield from _if_holds(Relation(((native, 1), (whole, -1)), False, "native"), cells)
    if foreign is not None and born is not None and total is not None:
        terms = ((foreign, 1), (born, 1), (total, -1), (native, -1))
        yield from _if_holds(Relation(terms, False, "native"), cells)


def _if_holds(relation: Relation, cells: Sequence[Cell]) -> Iterator[Relation]:
    if holds(relation, cells):
        yield relation


def holds(relation: Relation, cells: Sequence[Cell]) -> bool:
    """Whether an inequality holds, as far as its cells are known."""
    values = [cells[cell].value for cell, _ in relation.terms]
    added = [factor * value for (_, factor), value in zip(relation.terms, values, strict=True) if value is not None]
    return None in values or sum(added) <= 0


def pairs_within(narrow: Said, wide: Said, cells: Sequence[Cell], why: str) -> tuple[list[Relation], bool]:
    """Each cell of the one within its namesake of the other, and whether that holds wherever it can be checked."""
    found = []
    for what, cell in narrow.items():
        other = wide.get(what)
        if other is None:
            if omitted_is_nobody(cells[cell]):
                return [], False
            continue
        mine, theirs = cells[cell].value, cells[other].value
        if mine is not None and theirs is not None and mine > theirs:
            return [], False
        found.append(Relation(((cell, 1), (other, -1)), False, why))
    return found, True


def omitted_is_nobody(cell: Cell) -> bool:
    """Whether the cell counts somebody for certain, so that a wide row that is not there contradicts it."""
    return cell.least > 0 or (cell.value or 0) > 0


def narrower(code: str) -> tuple[str, ...]:
    """The codes of occupations right below one, or of which it is the sum."""
    listed = codelist("occupation")
    if code not in listed:
        return ()
    return tuple(listed.codes[code].extra.get("parts") or ()) or listed.children(code)


def of_occupations(groups: Mapping[Series, Said]) -> Iterator[Sum]:
    """A broader group as the sum of its narrower ones, cell by cell."""
    for series, said in groups.items():
        below = [groups.get((*series[:3], code, series[4])) for code in narrower(series[3])]
        there = [each for each in below if each is not None]
        if not there:
            continue
        for what, whole in said.items():
            if what[0] == DETAIL:
                continue
            parts = tuple(each[what] for each in there if what in each)
            if parts:
                yield Sum(whole, parts, "occupations", ("occupations", series[0], series[1], series[3], series[4]))


def between_series(groups: Mapping[Series, Said], cells: Sequence[Cell]) -> Iterator[Relation]:
    """Between series of one release: inflow within stock, practising within licensed; each kind if it always holds."""
    kinds: dict[tuple[object, ...], list[tuple[Said, Said, str]]] = {}
    for series, said in groups.items():
        if series[0] == "inflow":
            stock = groups.get(("stock", *series[1:]))
            if stock is not None:
                kinds.setdefault(("flow", series[1]), []).append((said, stock, "flow-within-stock"))
        if series[4] in ACTIVITIES[:-1]:
            for wide in ACTIVITIES[ACTIVITIES.index(str(series[4])) + 1 :]:
                other = groups.get((*series[:4], wide))
                if other is not None:
                    kinds.setdefault(("nested", *series[:2]), []).append((said, other, "nested"))
    for pairs in kinds.values():
        judged_pairs = [pairs_within(narrow, wide, cells, why) for narrow, wide, why in pairs]
        if all(holds for _, holds in judged_pairs):
            for found, _ in judged_pairs:
                yield from found


def relations_of(
    groups: Mapping[Series, Said], cells: list[Cell], rests: Rests, *, lists_all: bool
) -> Iterator[Relation]:
    """Everything that hangs together within one release; latent cells of the table in detail are added to ``cells``.

    Args:
        groups: The series of the release.
        cells: All cells.
        rests: The remainders that there are already.
        lists_all: Whether tables by origin list every origin.
    """
    sums: list[Sum] = []
    for series, said in groups.items():
        sums += within_series(series, said, cells)
        detail = {what: cell for what, cell in said.items() if what[0] == DETAIL}
        for whole, parts in sums_in_detail(detail, said.get(TOTAL), series, cells):
            sums.append(Sum(whole, parts, "detail", ("detail", *series[:2])))
    sums += of_occupations(groups)
    yield from judged(sums, cells, rests, lists_all=lists_all)
    for said in groups.values():
        yield from of_natives(said, cells)
    yield from between_series(groups, cells)

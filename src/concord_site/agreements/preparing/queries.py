"""What a dossier's spaces hold of its preparation, as values of the library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from concord.agreements import repository, stakeholders
from concord.agreements.coherence import Cited, Known
from concord.agreements.coherence_offered import Offered
from concord.agreements.needs import Kept, Need
from concord.agreements.needs_kept import uncovered
from concord.agreements.needs_own import Own, joined
from concord.agreements.objectives import Chosen
from concord.agreements.position import Line, Position, SignOff, View
from concord.agreements.stakeholders import Flag
from concord.consultations import as_json
from concord.consultations.model import Consultation
from concord.consultations.standing import Standing, standing
from concord.vocabulary.areas import areas
from concord_site.agreements.queries.spaces import Dossier, Party, Record
from concord_site.shell import suppliers
from concord_site.shell.i18n import language

NEED, ANALYSIS, OBJECTIVE = "need", "need.analysis", "objective"
OWN, OWN_KEY = "need.figures", "own"
VIEW, LINE, SIGN_OFF, CITED = "position.view", "position.line", "position.sign-off", "position.cited"
CONSULTATION = "consultation"
#: Statuses of the register with which an agreement does not bind any more.
OVER = frozenset({"ended", "superseded"})


@dataclass(frozen=True, slots=True)
class Stated:
    """A need with its record, and the other party that shows it; None for one's own."""

    need: Need
    record: Record
    party: Party | None = None
    is_shown: bool = False


def needs_of(dossier: Dossier) -> tuple[Stated, ...]:
    """The needs of one's own party, in the order of their priority."""
    shown = {record.key for record in dossier.shared.records(NEED)}
    found = [
        Stated(Need.from_json(each.body), each, None, _shared_key(dossier.mine, each.key) in shown)
        for each in dossier.own.records(NEED)
    ]
    return tuple(sorted(found, key=lambda each: each.need.priority))


def shown_needs(dossier: Dossier) -> tuple[Stated, ...]:
    """Needs that the other parties show."""
    found = []
    for record in dossier.shared.records(NEED):
        party = dossier.party(record.key.partition(":")[0])
        if party is not None and party.id != dossier.mine.id:
            found.append(Stated(Need.from_json(record.body), record, party, True))
    return tuple(found)


def _shared_key(party: Party, key: str) -> str:
    return f"{party.id}:{key}"


def shared_key(dossier: Dossier, key: str) -> str:
    """Under which a need of one's own stands in the shared space."""
    return _shared_key(dossier.mine, key)


def analysis_of(dossier: Dossier) -> Kept | None:
    """The newest labour market analysis of one's own party, by its day."""
    return max(analyses_of(dossier), key=lambda each: (each.on, bool(each.figures)), default=None)


def analyses_of(dossier: Dossier) -> tuple[Kept, ...]:
    """Every labour market analysis that one's own party has drawn or named."""
    return tuple(Kept.from_json(record.body) for record in dossier.own.records(ANALYSIS))


def without_analysis(dossier: Dossier) -> tuple[str, ...]:
    """Occupations that a need names and no analysis is about."""
    return uncovered(analyses_of(dossier), (each.need.occupations for each in needs_of(dossier)))


def own_figures(dossier: Dossier) -> Own | None:
    """The figures that the party's country gave of itself."""
    record = dossier.own.record(OWN, OWN_KEY)
    return Own.from_json(record.body) if record is not None else None


def figures_of(dossier: Dossier) -> Kept | None:
    """The newest analysis that has figures, with the country's own in place of those of the same name."""
    kept = analyses_of(dossier)
    newest = max((each for each in kept if each.figures), key=lambda each: each.on, default=None)
    return joined(newest, own_figures(dossier))


def may_draw(dossier: Dossier) -> bool:
    """Whether this installation can work out the analysis of the party's country."""
    return dossier.mine.area in {each.code for each in areas()} and suppliers.one("agreements.analysis") is not None


def position_of(dossier: Dossier) -> Position:
    """The position of one's own party."""
    own = dossier.own
    return Position(
        tuple(View.from_json(each.body) for each in own.records(VIEW)),
        tuple(Line.from_json(each.body) for each in own.records(LINE)),
        tuple(SignOff.from_json(each.body) for each in own.records(SIGN_OFF)),
    )


def cited_of(dossier: Dossier) -> tuple[Cited, ...]:
    """What the position was checked against."""
    return tuple(Cited.from_json(each.body) for each in dossier.own.records(CITED))


def known_agreements(dossier: Dossier) -> tuple[Known, ...]:
    """Agreements of the party's country that the register knows, those with a party of this dossier first."""
    area = dossier.mine.area
    if not area or dossier.is_invented:
        return ()
    others = {party.area for party in dossier.parties if party.side != dossier.mine.side and party.area}
    found = [
        Known(id, each.title, any(each.joins(area, other) for other in others), each.status not in OVER)
        for id, each in repository.agreements().items()
        if each.is_known and area in each.areas
    ]
    return tuple(sorted(found, key=lambda each: not each.same_partner))


def told_of(dossier: Dossier) -> tuple[Offered, ...]:
    """What is public of the party's country and bears on a position; for an invented dossier generated reports."""
    supplier, area = suppliers.one("agreements.told"), dossier.mine.area
    if supplier is None or not area:
        return ()
    found = supplier(area, is_example=dossier.is_invented, language=language())
    return tuple(Offered.from_json(each) for each in found)


def consultations_of(dossier: Dossier) -> tuple[Consultation, ...]:
    """The consultations of one's own party, oldest first."""
    found = [as_json.from_json(each.body) for each in dossier.own.records(CONSULTATION)]
    return tuple(sorted(found, key=lambda each: each.opened))


def standing_in(dossier: Dossier, phase: str) -> Standing:
    """How consultations of a phase stand."""
    held = [each for each in consultations_of(dossier) if each.occasion == phase]
    return standing(held, expected=[each.id for each in stakeholders.expected(phase)])


def flags_in(dossier: Dossier, phase: str) -> tuple[Flag, ...]:
    """How each type of stakeholder stands in a phase."""
    found = standing_in(dossier, phase)
    return stakeholders.flags(phase, asked=found.asked, heard=found.heard)


def objectives_of(dossier: Dossier) -> tuple[tuple[Chosen, Record], ...]:
    """The objectives that the parties have set."""
    return tuple((Chosen.from_json(each.body), each) for each in dossier.shared.records(OBJECTIVE))


#: Clauses of a dossier's text in preparation, by id with their title; offered by whoever keeps texts.
Clauses = Callable[[Dossier], Mapping[str, str]]

"""The thread from needs to results as one party sees it, drawn from every room's records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.utils.translation import gettext as _

from concord.agreements.monitoring import Told, parts
from concord.agreements.monitoring_declared import declared
from concord.agreements.plan import Action
from concord.agreements.tracing import KINDS, Item, Kind, Link, Trace, trace
from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import NotFound
from concord.indicators import model as indicators
from concord.labour_market.curves import Range
from concord.texts.clauses import cut
from concord.vocabulary.codelists import codelist
from concord_site.agreements.preparing import naming, queries
from concord_site.agreements.queries.spaces import Dossier, Record
from concord_site.shell import suppliers
from concord_site.shell.i18n import language
from concord_site.shell.parts import words

LINK, FRAME = "trace.link", "trace.frame"
WORDS = "documents/agreement-following"
#: Units of indicators that a result names; the others are counts, which the indicator's name explains.
NAMED_UNITS = frozenset({"percent", "usd", "per_10k"})


@dataclass(frozen=True, slots=True)
class Thread:
    """All items, the links one's own party drew (with their records), and what follows from both."""

    items: Mapping[Kind, tuple[Item, ...]]
    drawn: Mapping[Link, Record]
    frames: Mapping[str, Record]
    trace: Trace

    def item(self, kind: Kind, id: str) -> Item:
        """One item; itself as its title where it is gone."""
        return next((each for each in self.items[kind] if each.id == id), Item(id, id))


def thread_of(dossier: Dossier) -> Thread:
    """The thread of a dossier: own needs and those shown, clauses of the newest text, plan, indicators, figures.

    A result is what somebody tells of an indicator of the thread in the newest year in which they tell it: the
    parties, the workers' survey, the benefit account, the plan, the data set.
    """
    actions = [Action.from_json(each.body) for each in _both(dossier, "plan.action")]
    drawn = {Link.from_json(each.body): each for each in dossier.own.records(LINK)}
    frames = {str(each.body["clause"]): each for each in dossier.own.records(FRAME)}
    told = _newest(_told(dossier))
    items: dict[Kind, tuple[Item, ...]] = {
        "need": tuple(_needs(dossier)),
        "clause": tuple(_clauses(dossier, frames)),
        "action": tuple(Item(each.id, naming.plain(each.title)) for each in actions),
        "indicator": tuple(Item(id, indicator_name(id)) for id in _indicators(dossier, actions, told)),
        "result": tuple(Item(each.key, _result(each)) for each in told),
    }
    links = {*drawn, *_followed(actions, told, {each.id for each in items["clause"]})}
    return Thread(items, drawn, frames, trace(items, links))


def needs_left(dossier: Dossier) -> tuple[Item, ...] | None:
    """Needs, own and shown, that no clause meets; None before there is a text. No figure is read for it."""
    items: dict[Kind, tuple[Item, ...]] = {"need": tuple(_needs(dossier)), "clause": tuple(_clauses(dossier, {}))}
    if not items["clause"]:
        return None
    return trace(items, [Link.from_json(each.body) for each in dossier.own.records(LINK)]).needs_without_clause


def _told(dossier: Dossier) -> tuple[Told, ...]:
    """Every figure of the agreement (``agreements.results``, called with the dossier), then those of one's own."""
    supplier = suppliers.one("agreements.results")
    shared: tuple[Told, ...] = tuple(supplier(dossier)) if supplier is not None else ()
    keys = {each.key for each in shared}
    own = (Told.from_json(each.body) for each in dossier.own.records("indicator.value"))
    return (*shared, *(each for each in own if each.key not in keys))


def _newest(told: Iterable[Told]) -> tuple[Told, ...]:
    """Of each indicator, teller and part the figure of the newest year."""
    found: dict[tuple[str, str, tuple[str, ...]], Told] = {}
    for each in told:
        key = (each.indicator, each.by, parts(each.of))
        if key not in found or found[key].year < each.year:
            found[key] = each
    return tuple(found.values())


def _both(dossier: Dossier, kind: str) -> tuple[Record, ...]:
    """Records of the shared space, then those of one's own that are not there."""
    shared = dossier.shared.records(kind)
    keys = {each.key for each in shared}
    return (*shared, *(each for each in dossier.own.records(kind) if each.key not in keys))


def _needs(dossier: Dossier) -> Iterable[Item]:
    for each in queries.needs_of(dossier):
        yield Item(each.need.id, naming.plain(each.need.statement), each.need.no_clause)
    for each in queries.shown_needs(dossier):
        title = _("%(party)s: %(need)s") % {"party": each.party, "need": naming.plain(each.need.statement)}
        yield Item(each.record.key, title, each.need.no_clause)


def _clauses(dossier: Dossier, frames: Mapping[str, Record]) -> Iterable[Item]:
    for id, title in clauses_of(dossier).items():
        frame = frames.get(id)
        yield Item(id, title or id, str(frame.body["why"]) if frame is not None else "")


def clauses_of(dossier: Dossier) -> Mapping[str, str]:
    """Clauses of the newest text of the shared space, by id with their title; none before there is one.

    Whoever keeps texts may offer them (``agreements.clauses``, called with the dossier); else the newest
    ``text.version`` that holds ``text`` and ``language`` is cut. Articles alone: neither what stands within them, nor
    the chapters around them.
    """
    supplier = suppliers.one("agreements.clauses")
    if supplier is not None:
        return dict(supplier(dossier))
    versions = [each for each in dossier.shared.records("text.version") if isinstance(each.body.get("text"), str)]
    if not versions:
        return {}
    newest = max(versions, key=lambda each: each.at).body
    clauses = [each for each in cut(newest["text"], language=str(newest.get("language") or "en")) if each.number]
    around = {each.parent for each in clauses if each.id.startswith("art-") and not each.parent.startswith("art-")}
    return {each.id: each.title for each in clauses if each.parent in {"", *around} and each.id not in around}


def _indicators(dossier: Dossier, actions: Iterable[Action], told: Iterable[Told]) -> Iterable[str]:
    named = [each.indicator for each in actions if each.indicator] + [each.indicator for each in told]
    set_ = [each.indicator for each, _record in queries.objectives_of(dossier) if each.indicator]
    return dict.fromkeys((*named, *(id.removeprefix("agreement/") for id in set_)))


def _followed(actions: Iterable[Action], told: Iterable[Told], known: Set[str]) -> Iterable[Link]:
    """Links that stand in the plan and in the figures themselves."""
    for action in actions:
        yield from (Link("clause", _article(clause, known), "action", action.id) for clause in action.clauses)
        if action.indicator:
            yield Link("action", action.id, "indicator", action.indicator)
    yield from (Link("indicator", each.indicator, "result", each.key) for each in told)


def _article(clause: str, known: Set[str]) -> str:
    """The article that a clause is, or stands in: ``Article 5``, ``5.1`` and ``art-5.1`` belong to ``art-5``."""
    asked = clause if clause.startswith(("art-", "annex-")) else f"art-{clause.rpartition(' ')[2]}"
    while asked not in known and "." in asked:
        asked = asked.rpartition(".")[0]
    return asked if asked in known else clause


def _result(told: Told) -> str:
    low = told.value if told.low is None else told.low
    high = told.value if told.high is None else told.high
    unit = declared().indicator(told.indicator).unit
    said = naming.range_words(Range(told.value, low, high), unit if unit in NAMED_UNITS else "count", told.year)
    tellers = {
        "origin": _("says the origin"), "destination": _("says the destination"), "data-set": _("from the data set"),
        "survey": _("from the workers' survey"), "account": _("from the benefit account"), "plan": _("from the plan"),
    }  # fmt: skip
    return words.comma().join((said, *_of(told), tellers[told.by]))


def _of(told: Told) -> Iterable[str]:
    """What a figure is broken down by, occupations by their names."""
    known = codelist("occupation")
    for name, value in told.of.items():
        yield known.name(value, language()).text if name == "occupation" else value


@lru_cache(maxsize=4)
def _declared_words(path: str) -> Mapping[str, str]:
    read = read_yaml(packs.find(f"{path}.yaml"))["wordings"]
    return {key: value for key, value in read.items() if isinstance(value, str)}


def indicator_name(id: str) -> str:
    """What an indicator is called: of the data set, of agreements, or in the parties' own words."""
    where, _slash, rest = id.rpartition("/")
    if where == "data-set":
        try:
            return indicators.indicator(rest).title.best(language()).text
        except NotFound:
            return rest
    english = _declared_words(WORDS).get(f"indicator-{rest}")
    return str(words.words(WORDS, f"indicator-{rest}", english)) if english else id


def choices(of: Thread, kind: Kind) -> list[tuple[str, str]]:
    """Links that may be drawn from a kind to the next: pairs of items, as the options of two lists."""
    return [(each.id, each.title or each.id) for each in of.items[kind]]


#: The kinds from which a link can be drawn by hand, with the next one; figures follow their indicator by themselves.
DRAWN: tuple[tuple[Kind, Kind], ...] = tuple(pairwise(KINDS[:-1]))

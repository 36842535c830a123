"""The summary in numbers: what the other chapters found, each with its date."""

from __future__ import annotations

from concord.documents.model import KeyFigure, KeyFigures, Phrase, Value
from concord.documents.sentences import Count, Day, Plain, Reference, Saying
from concord.reporting.chapters import authorities, listed, reliance, round
from concord.reporting.chapters.plan import results
from concord.reporting.facts import Facts
from concord.reporting.material import Material
from concord.reporting.numbers import SHARE
from concord.reporting.voice import Voice, members
from concord.vocabulary import money


def chapter(facts: Facts, voice: Voice) -> Material:
    """Values of the summary's sentences and its key figures."""
    values: dict[str, Saying] = {
        "round": Plain(facts.round),
        "sources-table": Reference("table-sources"),
        "files-table": Reference("table-files"),
        **_reliance(facts, voice),
        **_plan(facts),
    }
    items = [
        _members(facts, voice),
        _reports(facts, voice),
        _authorities(facts, voice),
        *_doctors(facts, voice),
        *_lists(facts, voice),
        *_targets(facts, voice),
    ]
    return Material({"summary": values}, pieces={"key-figures": (KeyFigures(tuple(items)),)})


def _reliance(facts: Facts, voice: Voice) -> dict[str, Saying]:
    found = reliance.chapter(facts, voice).values["reliance"]
    if not found:
        return {}
    persons = sum(pair.headcount or 0 for pair in listed.pairs(facts))
    return {**found, "destinations": found["total"], "listed": Count(persons, strong=True)}


def _plan(facts: Facts) -> dict[str, Saying]:
    if facts.plan is None:
        return {}
    counted = results(facts.plan)
    return {
        "targets": Count(len(facts.plan.judged)),
        "met": Count(counted["met"]),
        "missed": Count(counted["missed"]),
        "unknown": Count(counted["unknown"] + counted["on-course"]),
    }


def _figure(value: Value, label: Phrase, note: Phrase | None = None) -> KeyFigure:
    return KeyFigure(value, label, note or Phrase())


def _members(facts: Facts, voice: Voice) -> KeyFigure:
    note = voice.say("key-as-of", date=Day(facts.as_of))
    return _figure(voice.count(len(members(facts.as_of))), voice.say("key-members"), note)


def _reports(facts: Facts, voice: Voice) -> KeyFigure:
    count = round.sent(facts, facts.round)
    label = voice.say("key-reports", round=Plain(facts.round))
    if count is None:
        return _figure(voice.missing(), label, voice.say("key-not-known"))
    return _figure(voice.count(count), label, voice.say("key-of", total=Count(len(members(facts.as_of)))))


def _authorities(facts: Facts, voice: Voice) -> KeyFigure:
    found, label = authorities.latest(facts), voice.say("key-authorities")
    if found is None:
        return _figure(voice.missing(), label, voice.say("key-not-known"))
    return _figure(voice.count(found[1].value), label, voice.say("key-as-of", date=Day(found[1].as_of)))


def _doctors(facts: Facts, voice: Voice) -> list[KeyFigure]:
    shares = facts.numbers.known(SHARE)
    if not shares:
        return []
    found = reliance.chapter(facts, voice).values["reliance"]
    abroad = int(sum(each.parts["foreign_trained"] for each in shares.values()))
    many = sum(1 for each in shares.values() if (each.value or 0) > reliance.FIFTH)
    year = voice.say("key-year", year=found["year"])
    persons = sum(pair.headcount or 0 for pair in listed.pairs(facts))
    return [
        _figure(voice.count(abroad), voice.say("key-abroad", destinations=Count(len(shares))), year),
        _figure(voice.count(many), voice.say("key-fifth"), voice.say("key-of", total=Count(len(shares)))),
        _figure(voice.count(persons), voice.say("key-listed-doctors"), year),
    ]


def _lists(facts: Facts, voice: Voice) -> list[KeyFigure]:
    if facts.listing is None:
        return []
    note = voice.say("key-edition", edition=Plain(facts.listing.edition))
    return [_figure(voice.count(len(facts.listing.areas)), voice.say("key-listed"), note)]


def _targets(facts: Facts, voice: Voice) -> list[KeyFigure]:
    if facts.plan is None:
        return []
    met = results(facts.plan)["met"]
    shown = [
        _figure(voice.count(met), voice.say("key-targets"), voice.say("key-of", total=Count(len(facts.plan.judged))))
    ]
    if facts.plan.budget is not None:
        amount = Value(money.shown(money.usd(facts.plan.budget.total_usd), voice.language))
        shown.append(_figure(amount, voice.say("key-budget"), voice.say("key-plan")))
    return shown

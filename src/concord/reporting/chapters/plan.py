"""The strategy of 2010 to 2015: every target judged, and the budget by line and year (articles 9.3, 10.2)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from concord.documents.model import Column, Value, phrase
from concord.documents.sentences import Count, Dollars, Named, Percent, Plain, Saying
from concord.indicators.targets import Judged
from concord.reporting.facts import Budget, Facts, Plan
from concord.reporting.material import Drawn, Material, Rows
from concord.reporting.voice import FULL, Voice

#: The two lines that the finding adds up, by the budget's own ids.
SUPPORT, STAFF = "budget-country-support", "budget-staff"


def results(plan: Plan) -> Counter[str]:
    """How many targets have which result."""
    return Counter(each.status for each in plan.judged)


def chapter(facts: Facts, voice: Voice) -> Material:
    """Values, tables and figures on the plan."""
    plan = facts.plan
    if plan is None or plan.budget is None:
        return Material({"plan": {}})
    tables = {"targets": _targets(plan, voice), "budget": _budget(plan.budget, voice)}
    figures = {"budget-years": _figure(plan.budget, voice)}
    return Material({"plan": _values(plan, plan.budget)}, tables, figures, flags=frozenset({"plan-known"}))


def _values(plan: Plan, budget: Budget) -> dict[str, Saying]:
    counted = results(plan)
    ranked = sorted(budget.lines, key=lambda each: -each.total_usd)
    two = sum(each.total_usd for each in budget.lines if each.title.id in (SUPPORT, STAFF))
    sources = dict.fromkeys(each.known.source for each in plan.judged if each.known is not None)
    return {
        "total": Count(len(plan.judged)),
        "amount": Dollars(budget.total_usd),
        "met": Count(counted["met"]),
        "missed": Count(counted["missed"]),
        "unknown": Count(counted["unknown"] + counted["on-course"]),
        "document": Plain(plan.document),
        "count-sources": Plain("; ".join(sources)),
        "lines": Count(len(budget.lines)),
        "years": Count(len(budget.by_year)),
        "first-line": Named(lambda language: ranked[0].title.said(language).text),
        "first-amount": Dollars(ranked[0].total_usd),
        "first-share": Percent(100 * ranked[0].total_usd / budget.total_usd),
        "share": Percent(100 * two / budget.total_usd, 0),
        "source": Plain(budget.source),
        "licence": Plain(budget.licence),
        "file": Plain(budget.file),
    }


def _targets(plan: Plan, voice: Voice) -> Rows:
    return Rows(tuple(_target(each, voice) for each in plan.judged))


def _target(each: Judged, voice: Voice) -> tuple[Value, ...]:
    target = each.target
    said = target.said(voice.language)
    return (
        Value(target.id.removeprefix("target-"), strong=True),
        voice.cell(phrase(said)),
        voice.date(target.date),
        _wanted(each, voice),
        _known(each, voice),
        voice.date(each.known.as_of if each.known else None),
        voice.words(f"result-{each.status}"),
    )


def _wanted(each: Judged, voice: Voice) -> Value:
    target = each.target
    if isinstance(target.wanted, bool):
        return voice.words("target-done")
    if target.denominator is not None:
        share = Percent(float(target.wanted), 0)
        whole, needed = Count(target.denominator.value), Count(int(target.needed))
        return voice.words("target-percent", percent=share, total=whole, needed=needed)
    amount = Dollars(Decimal(target.wanted))
    if target.unit == "usd-per-year":
        return voice.words("target-yearly", amount=amount)
    return Value(amount.runs(voice.language)[0].text)


def _known(each: Judged, voice: Voice) -> Value:
    if each.value is None:
        return voice.missing()
    return voice.words("yes") if isinstance(each.value, bool) else voice.count(float(each.value))


def _budget(budget: Budget, voice: Voice) -> Rows:
    years = tuple(budget.by_year)
    columns = (
        Column("deliverable", voice.say("head-deliverable")),
        *(Column(str(year), phrase(str(year), voice.language), align="end") for year in years),
        Column("total", voice.say("total"), align="end"),
        Column("percent", voice.say("head-percent-of-total"), align="end"),
    )
    rows = [
        (
            voice.cell(phrase(line.title.said(voice.language))),
            *(voice.count(line.by_year[year]) for year in years),
            voice.count(line.total_usd, strong=True),
            voice.count(100 * line.total_usd / budget.total_usd, decimals=1),
        )
        for line in budget.lines
    ]
    whole = (voice.words("total"), *(voice.count(budget.by_year[year]) for year in years))
    rows.append((*whole, voice.count(budget.total_usd), voice.count(100.0, decimals=1)))
    return Rows(tuple(rows), columns=columns, last_is_total=True)


def _figure(budget: Budget, voice: Voice) -> Drawn:
    from concord.documents.figures import Column as Bar
    from concord.documents.figures import Value as Number
    from concord.documents.figures import columns

    items = [Bar(str(year), Number(float(amount))) for year, amount in budget.by_year.items()]
    title = voice.text("figure-budget-years")
    figure = columns(items, title=title, style=voice.style(FULL * 0.75, decimals=0), description=title)
    return Drawn(figure, table_id="table-budget", width=0.75)

"""``concord strategy``: the plan's objectives and targets with their results, and its budget."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from concord.vocabulary.languages import LanguageCode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from concord.indicators.targets import Judged, Known
    from concord.programme.strategy import Strategy


def register(app: typer.Typer) -> None:
    """Add this room's commands."""

    @app.command("strategy")
    def strategy_command(
        as_of: Annotated[str | None, typer.Option(help="Judge by what was known on this day (2013-05-20).")] = None,
        language: Annotated[LanguageCode, typer.Option(help="Language of the words.")] = "en",
        folder: Annotated[Path | None, typer.Option(help="The data folder; declared facts need none.")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    ) -> None:
        """The strategy of 2010-2015: objectives, targets, results and budget, from declared facts."""
        from concord.programme.strategy import load, results
        from concord.vocabulary.console import emit
        from concord.vocabulary.periods import PartialDate

        plan = load()
        judged = results(plan, as_of=PartialDate.parse(as_of).last if as_of else None)
        data = as_data(plan, judged, as_of=as_of, language=language)
        emit(data, as_json=as_json, human=lambda: typer.echo("\n".join(view(plan, judged, language))))


def as_data(
    plan: Strategy, judged: tuple[Judged, ...], *, as_of: str | None = None, language: str = "en"
) -> dict[str, Any]:
    """The plan and its results with the keys that scripts rely on."""
    return {
        "strategy": plan.id,
        "document": plan.document,
        "as_of": as_of,
        "facts": "declared",
        "objectives": [_objective(plan, each.id, language) for each in plan.objectives],
        "targets": [_target(plan, each, language) for each in judged],
        "budget": _budget(plan, language),
        "notes": [{"id": e.id, "concerns": list(e.concerns), "words": str(e.said(language))} for e in plan.notes],
    }


def _objective(plan: Strategy, id: str, language: str) -> dict[str, Any]:
    objective = next(each for each in plan.objectives if each.id == id)
    said = objective.said(language)
    return {
        "id": id,
        "words": said.text,
        "language": said.language,
        "is_fallback": said.is_fallback,
        "articles": list(objective.articles),
        "targets": [each.id for each in plan.targets_of(objective)],
    }


def _target(plan: Strategy, result: Judged, language: str) -> dict[str, Any]:
    target, known, of = result.target, result.known, result.target.denominator
    return {
        "id": target.id,
        "objective": target.objective,
        "date": target.date,
        "date_text": target.date_text,
        "measures": str(target.said(language)),
        "indicator": str(target.said_indicator(language)),
        "wanted": target.wanted,
        "unit": target.unit,
        "comparison": target.comparison,
        "parts": dict(target.parts),
        "denominator": of.value if of else None,
        "needed": target.needed,
        "value": result.value,
        "percent": None if result.percent is None else float(result.percent),
        "value_as_of": known.as_of if known else None,
        "stands_in": result.stands_in,
        "status": result.status,
        "note": result.note(language),
        "plan_notes": [str(each.said(language)) for each in plan.notes_on(target.id)],
        "source": _source(known) if known else None,
    }


def _source(known: Known) -> dict[str, str | None]:
    return {
        "document": known.source,
        "link": known.link or None,
        "licence": known.licence or None,
        "declared_in": known.file,
    }


def _budget(plan: Strategy, language: str) -> dict[str, Any]:
    budget = plan.budget
    lines = [
        {
            "id": line.id,
            "deliverable": str(line.said(language)),
            "tier": line.tier or None,
            "by_year": {str(year): amount for year, amount in line.by_year.items()},
            "total_usd": line.total_usd,
            "percent": float(budget.percent(line)),
            "row": line.row,
        }
        for line in budget.lines
    ]
    by_year = {str(year): amount for year, amount in budget.by_year.items()}
    places = {"source": budget.source, "licence": budget.licence, "declared_in": budget.file}
    return {"total_usd": budget.total_usd, "currency": "USD", "by_year": by_year, "lines": lines, **places}


def view(plan: Strategy, judged: tuple[Judged, ...], language: str = "en") -> list[str]:
    """The plan and its results as lines for a person; facts are the declared ones."""
    lines = [
        f"{plan.title} ({plan.document})",
        "Facts: declared history; notes of the plan's own follow each target.",
        "",
    ]
    for objective in plan.objectives:
        lines += [f"{objective.number}  {objective.said(language)}"]
        for result in judged:
            if result.target.objective == objective.id:
                lines += _target_lines(plan, result, language)
        lines += [""]
    return [*lines, *_budget_lines(plan, language)]


_MARKS = {"met": "✓ met", "missed": "✗ missed", "on-course": "◐ on course", "unknown": "· unknown"}


def _target_lines(plan: Strategy, result: Judged, language: str) -> list[str]:
    target, known = result.target, result.known
    by = f"by {target.date_text}: {target.said(language)}"
    lines = [f"   {target.id:<11} {_MARKS[result.status]:<11} {wanted(result, language):<24} {by}"]
    below = [result.note(language)]
    below += [f"source: {known.source} {known.link}".rstrip()] if known else []
    below += [f"plan: {each.said(language)}" for each in plan.notes_on(target.id)]
    return [*lines, *(" " * 27 + each for each in below)]


def wanted(result: Judged, language: str = "en") -> str:
    """What was wanted, short: ``20 % of 193 (39)``, ``US$ 2,300,000``, ``finished``."""
    from concord.vocabulary import money

    target = result.target
    if target.denominator is not None:
        return f"{target.wanted} % of {target.denominator.value} ({target.needed})"
    if isinstance(target.wanted, bool):
        return "finished"
    yearly = " a year" if target.unit == "usd-per-year" else ""
    return money.shown(money.usd(target.wanted), language) + yearly


def _budget_lines(plan: Strategy, language: str) -> list[str]:
    from concord.vocabulary.console import columns
    from concord.vocabulary.formats import number

    budget = plan.budget

    def row(name: object, by_year: Mapping[int, int], total: int, percent: Decimal) -> list[str]:
        amounts = (number(amount, language) for amount in (*by_year.values(), total))
        return [str(name), *amounts, number(percent, language, decimals=2)]

    rows = [row(e.said(language), e.by_year, e.total_usd, budget.percent(e)) for e in budget.lines]
    rows.append(row("Total", budget.by_year, budget.total_usd, Decimal(100)))
    header = ["US$", *(str(year) for year in budget.years), "total", "%"]
    notes = [f"plan: {each.said(language)}" for id in ("budget", "budget-staff") for each in plan.notes_on(id)]
    return ["Budget (Annex 3)", columns(rows, header=header), *notes, f"source: {budget.source}"]

"""A benefit account as plain values: what scripts read, and rows for CSV and workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from concord.agreements.account_model import Account, Line, Reckoned, Side
from concord.intake.out import Meta, OutColumn

COLUMNS = (
    OutColumn("side"), OutColumn("line", width=30), OutColumn("year"), OutColumn("mean_usd", kind="decimal"),
    OutColumn("low_usd", kind="decimal"), OutColumn("high_usd", kind="decimal"), OutColumn("in_balance"),
    OutColumn("standing"), OutColumn("status", width=30),
)  # fmt: skip


def as_json(of: Account) -> dict[str, Any]:
    """The account with the keys that scripts rely on: ``origin``, ``destination``, ``workers``, ``ranges``, ``method``.

    Amounts are US$ of ``price_year`` (``mean_usd``, ``low_usd``, ``high_usd``); what is not known is null. ``ranges``
    says what low and high are, and holds the three balances and the ratio of benefit to gain.
    """
    return {
        "id": of.id, "title": of.title, "invented": of.invented, "first": of.first, "years": of.years,
        "price_year": of.price_year, "parties": {id: of.names[id] for id in ("origin", "destination")},
        **{each.id: _side(each) for each in of.sides},
        "ranges": {
            "low_quantile": of.tails[0], "high_quantile": of.tails[1], "draws": of.draws, "seed": of.seed,
            **{each.id: _amount(each.balance) for each in of.sides}, "benefit_to_gain": _plain(of.ratio),
        },
        "method": of.method, "version": of.version,
        "inputs": [{"id": each.id, "digest": each.digest, "version": each.vintage} for each in of.inputs],
        "counts": {id: _plain(each) for id, each in of.counts.items()},
        "promised_and_delivered": [
            {"id": each.id, "unit": each.unit, "promised": _plain(each.promised), "due": _plain(each.due),
             "delivered": _plain(each.delivered), "ratio": _plain(each.ratio), "years_told": list(each.told)}
            for each in of.kept
        ],
        "decides": [
            {"quantity": each.quantity, "side": each.side, "balance_at_low_usd": each.at_low,
             "balance_at_high_usd": each.at_high} for each in of.swayed
        ],
        "spread": [
            {"quantity": each.quantity, "side": each.side, "rank_correlation": each.correlation, "share": each.share}
            for each in of.weighed
        ],
        "given": [each.given.to_json() for each in of.used if each.given is not None],
        "assumed": [
            {"quantity": each.quantity, "unit": each.unit, "value": each.assumed.value, "low": each.assumed.low,
             "high": each.assumed.high, "reason": each.reason, "source": each.source}
            for each in of.used if each.assumed is not None
        ],
        "not_known": list(of.lacking),
    }  # fmt: skip


def rows(of: Account) -> Iterator[tuple[object, ...]]:
    """One row for each line and year, and one over the agreement (year empty); columns are :data:`COLUMNS`."""
    for side in of.sides:
        for line in side.lines:
            told = (not line.beside, line.standing)
            status = "not-known: " + ", ".join(line.missing) if line.whole is None else _status(line)
            yield (side.id, line.id, None, *_three(line.whole), *told, status)
            for year, each in line.by_year.items():
                yield (side.id, line.id, year, *_three(each), *told, status)
        yield (side.id, "balance", None, *_three(side.balance), True, "", "estimated")
        for year, each in side.by_year.items():
            yield (side.id, "balance", year, *_three(each), True, "", "estimated")


def meta(of: Account, *, language: str = "en") -> Meta:
    """What stands beside the table so that it can be cited."""
    notes = [
        f"US$ of {of.price_year}; over the agreement discounted to {of.first}, single years not discounted.",
        f"low, high: quantiles {of.tails[0]} and {of.tails[1]} of {of.draws} draws, seed {of.seed}; mean of the draws.",
        "The sides are not added together.",
    ]
    if of.invented:
        notes.insert(0, "Invented example: parties, agreement and figures are made up.")
    source = f"Concord, method {of.method} {of.version} ({of.inputs[0].digest[:12]})"
    return Meta(title=of.title or of.id, source=source, notes=tuple(notes), language=language)


def _status(line: Line) -> str:
    return "assumed: " + ", ".join(line.assumed) if line.assumed else "estimated"


def _side(side: Side) -> dict[str, Any]:
    return {
        "balance": _amount(side.balance), "gains_in_share_of_draws": side.gains_in, "verdict": side.verdict,
        "by_year": {str(year): _amount(each) for year, each in side.by_year.items()},
        "lines": [_line(each) for each in side.lines], "not_priced": list(side.not_priced),
    }  # fmt: skip


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": line.id, "sign": line.sign, "amount": _amount(line.whole), "in_balance": not line.beside,
        "standing": line.standing or None, "to": line.to or None, "source": line.source,
        "missing": list(line.missing), "assumed": list(line.assumed),
        "by_year": {str(year): _amount(each) for year, each in line.by_year.items()},
    }  # fmt: skip


def _amount(given: Reckoned | None) -> dict[str, float] | None:
    return None if given is None else {"mean_usd": given.mean, "low_usd": given.low, "high_usd": given.high}


def _plain(given: Reckoned | None) -> dict[str, float] | None:
    return None if given is None else {"mean": given.mean, "low": given.low, "high": given.high}


def _three(given: Reckoned | None) -> tuple[float | None, ...]:
    return (None, None, None) if given is None else (given.mean, given.low, given.high)

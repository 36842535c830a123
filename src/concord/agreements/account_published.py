"""A benefit account read back from the plain values in which it was published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from concord.agreements.account_declared import SideId, declared
from concord.agreements.account_figures import read_given
from concord.agreements.account_model import Account, Kept, Line, Reckoned, Side, Swayed, Used, Weighed
from concord.labour_market.curves import Range
from concord.vocabulary.provenance import Input

Body = Mapping[str, Any]


def read(body: Body) -> Account:
    """The account that :func:`concord.agreements.account_shown.as_json` wrote.

    Args:
        body: Its plain values, of this version of the method or an earlier one.

    Returns:
        The same amounts, ranges and verdicts; nothing is worked out again. The bounds of what decides were not written
        and are nothing.

    Raises:
        KeyError, TypeError, ValueError: For values of another shape.
        NotFound: ``agreements.account.quantity-unknown``.

    Example:
        >>> from concord.agreements import account, account_given, account_shown
        >>> told = {"source": "example", "by": "both"}
        >>> asked = account_given.read({"first": 2026, "years": 1, "price_year": 2025, "inputs": {
        ...     "moved": {"value": 10, **told}, "fees": {"value": 100, "low": 50, "high": 300, **told}}}).asked
        >>> shown = account_shown.as_json(account.account(asked))
        >>> account_shown.as_json(read(shown)) == shown
        True
    """
    ranges, names = body["ranges"], body["parties"]
    return Account(
        str(body["id"]), str(body["title"]), {**{id: str(names.get(id) or "") for id in _PARTIES}, "workers": ""},
        int(body["first"]), int(body["years"]), int(body["price_year"]), _side("origin", body),
        _side("destination", body), _side("workers", body),
        {id: found for id, each in body["counts"].items() if (found := _plain(each)) is not None},
        tuple(map(_kept, body["promised_and_delivered"])), _plain(ranges.get("benefit_to_gain")),
        tuple(
            Swayed(each["quantity"], each["side"], each["balance_at_low_usd"], each["balance_at_high_usd"], 0.0, 0.0)
            for each in body.get("decides", ())
        ),
        tuple(
            Weighed(each["quantity"], each["side"], each["rank_correlation"], each["share"])
            for each in body.get("spread", ())
        ),
        (*map(_given, body["given"]), *map(_assumed, body["assumed"])), tuple(body["not_known"]), int(ranges["seed"]),
        int(ranges["draws"]), (ranges["low_quantile"], ranges["high_quantile"]), str(body["method"]),
        str(body["version"]), tuple(Input(each["id"], each["digest"], each["version"]) for each in body["inputs"]),
        bool(body.get("invented")),
    )  # fmt: skip


_PARTIES: tuple[SideId, ...] = ("origin", "destination")


def _side(id: SideId, body: Body) -> Side:
    side = body[id]
    return Side(
        id, tuple(_line(id, each) for each in side["lines"]), tuple(side["not_priced"]), _usd(side.get("balance")),
        _by_year(side["by_year"]), side["gains_in_share_of_draws"], side["verdict"],
    )  # fmt: skip


def _line(side: SideId, each: Body) -> Line:
    return Line(
        each["id"], side, each["sign"], _usd(each.get("amount")), _by_year(each["by_year"]), each.get("standing") or "",
        not each["in_balance"], each.get("to") or "", tuple(each["missing"]), tuple(each["assumed"]), each["source"],
    )  # fmt: skip


def _by_year(given: Body) -> dict[int, Reckoned]:
    return {int(year): found for year, each in given.items() if (found := _usd(each)) is not None}


def _kept(each: Body) -> Kept:
    return Kept(
        each["id"], each["unit"], _plain(each.get("promised")), _plain(each.get("due")), _plain(each.get("delivered")),
        _plain(each.get("ratio")), tuple(each["years_told"]),
    )  # fmt: skip


def _given(each: Body) -> Used:
    id = str(each["quantity"])
    given = read_given(id, each).given
    return Used(id, declared().quantity(id).unit, given, None, "", given.source if given else "")


def _assumed(each: Body) -> Used:
    bounds = Range(each["value"], each["low"], each["high"])
    return Used(each["quantity"], each["unit"], None, bounds, each.get("reason", ""), each.get("source", ""))


def _usd(given: Body | None) -> Reckoned | None:
    return None if given is None else Reckoned(given["mean_usd"], given["low_usd"], given["high_usd"])


def _plain(given: Body | None) -> Reckoned | None:
    return None if given is None else Reckoned(given["mean"], given["low"], given["high"])

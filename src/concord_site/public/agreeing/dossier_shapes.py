"""The shape that each published part has today: what its drawing reads without asking whether it is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_ANY = object
_USD = {"mean_usd": _ANY, "low_usd": _ANY, "high_usd": _ANY}
_SPAN = {"mean": _ANY, "low": _ANY, "high": _ANY}
_SIDE = {
    "lines": [{
        "id": str, "sign": str, "in_balance": _ANY, "amount?": _USD, "by_year": dict, "missing": [str],
        "assumed": [str], "source": str,
    }],
    "not_priced": [str], "balance?": _USD, "by_year": dict, "gains_in_share_of_draws": _ANY, "verdict": str,
}  # fmt: skip
#: Part → keys that must be there, each with its kind; with a question mark those that may be missing or empty. A list
#: holds things of one shape, ``object`` is anything.
SHAPES: Mapping[str, Any] = {
    "text": {
        "text": str, "languages?": [{"language": str, "text": str}],
        "attached?": [{"kind": str, "title": str, "amendment": {"id": str, "title": str}}],
    },
    "profile": {"elements": [{"id": str, "mark": _ANY}]},
    "account": {
        "id": str, "title": str, "first": int, "years": int, "price_year": int, "method": str, "version": _ANY,
        "parties": dict, "counts": dict, "origin": _SIDE, "destination": _SIDE, "workers": _SIDE,
        "ranges": {"draws": int, "seed": int, "low_quantile": _ANY, "high_quantile": _ANY, "benefit_to_gain?": _SPAN},
        "promised_and_delivered": [{
            "id": str, "unit": str, "promised?": _SPAN, "due?": _SPAN, "delivered?": _SPAN, "ratio?": _SPAN,
            "years_told": [int],
        }],
        "assumed": [{"quantity": str, "unit": str, "value": _ANY, "low": _ANY, "high": _ANY}],
        "given": [{"quantity": str}], "not_known": [str], "inputs": [{"id": str, "digest": str, "version": _ANY}],
    },
    "plan": {
        "actions": [{"title": dict, "party": str, "state": str}], "meetings": [{"on": _ANY}],
        "decisions": [{"text": dict}], "documents": [{"title": dict}],
    },
    "numbers": {"figures": [dict], "targets": [dict]},
    "evaluation": {
        "evaluations": [{
            "kind": str, "since": _ANY, "until": _ANY, "verdicts?": [{"objective": str, "said": str}],
            "recommendations?": [{"text": dict, "to": str}],
        }],
        "objectives?": [{"id": str, "statement": dict}],
    },
    "lessons": {"lessons": [{"title": dict, "happened": dict, "advice": dict}]},
}  # fmt: skip


def fits(value: Any, shape: Any) -> bool:
    """Whether a value has a shape; keys that the shape does not name may be there too."""
    if isinstance(shape, Mapping):
        return isinstance(value, Mapping) and all(_has(value, key, of) for key, of in shape.items())
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(each, shape[0]) for each in value)
    return isinstance(value, shape)


def _has(value: Mapping[str, Any], key: str, shape: Any) -> bool:
    name = key.removesuffix("?")
    if name != key and not value.get(name):
        return True
    return name in value and fits(value[name], shape)

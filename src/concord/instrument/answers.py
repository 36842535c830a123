"""Answers as values: what was said to each question, addressed, put and taken, made normal, and their digest.

The values themselves are in :mod:`~concord.instrument.answer_values`, and what makes of them what a question's kind
holds in :mod:`~concord.instrument.coercion`; both are offered here.
"""

from __future__ import annotations

from concord.instrument.answer_values import (
    DEEPEST,
    MOST_INSTANCES,
    Address,
    Answers,
    Attached,
    NonAnswer,
    Value,
    address,
    addresses,
    as_json,
    digest,
    get,
    parse,
    put,
    value_as_json,
)
from concord.instrument.coercion import normal

__all__ = [
    "DEEPEST",
    "MOST_INSTANCES",
    "Address",
    "Answers",
    "Attached",
    "NonAnswer",
    "Value",
    "address",
    "addresses",
    "as_json",
    "digest",
    "get",
    "normal",
    "parse",
    "put",
    "value_as_json",
]

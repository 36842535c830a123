"""The closed set of predicates, evaluated with Polars: each gives the offending rows and values for their wording.

A predicate sees rows in standard columns (see :mod:`concord.mds.harmonise`) and never looks at wording or levels. Those
that look at single rows are in :mod:`concord.mds.rowwise`; here are those about sums (:mod:`~.adding`), about change
from year to year (:mod:`~.changing`), about facts beside the table (:mod:`~.comparing`), and those asked before a
table is published (:mod:`~.publishing`). Public face: :data:`PREDICATES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from concord.mds import rowwise
from concord.mds.beside import Given
from concord.mds.predicates import adding, changing, comparing, publishing
from concord.mds.rowwise import Offence
from concord.mds.rules import Rule

if TYPE_CHECKING:
    import polars as pl

Predicate = Callable[["pl.DataFrame", Rule, Given], Iterator[Offence]]

PREDICATES: Mapping[str, Predicate] = {
    "at-least": rowwise.at_least,
    "between": rowwise.between,
    "whole": rowwise.whole,
    "unique": rowwise.unique,
    "differ": rowwise.differ,
    "explained": rowwise.explained,
    "some-above-zero": rowwise.some_above_zero,
    "sum-equals": adding.sum_equals,
    "not-above": adding.not_above,
    "sexes-add": adding.sexes_add,
    "parts-add": adding.parts_add,
    "narrower-within": adding.narrower_within,
    "nested": adding.nested,
    "share-at-most": adding.share_at_most,
    "flow-within-stock": changing.flow_within_stock,
    "jump": changing.jump,
    "exits-at-most": changing.exits_at_most,
    "rise-within": changing.rise_within,
    "mirrored": comparing.mirrored,
    "said-alike": comparing.said_alike,
    "density-within": comparing.density_within,
    "near-series": comparing.near_series,
    "required": publishing.required,
    "in-codelist": publishing.in_codelist,
    "small": publishing.small,
    "hidden-alone": publishing.hidden_alone,
}

"""Seeded inputs of the size of the world for the benchmark of projections: 194 areas, 6 occupations, 25 years."""

from __future__ import annotations

import numpy as np

from concord.labour_market.world import WorldInputs

AREAS, OCCUPATIONS, YEARS = 194, 6, 25


def made(seed: int = 20261122) -> WorldInputs:
    """Generated, marked as such by the area codes; no country's figures."""
    chance = np.random.default_rng(seed)
    shape = (AREAS, OCCUPATIONS)
    stock = np.exp(chance.normal(9, 2, shape))
    routes = np.exp(chance.normal(0, 2, (AREAS, AREAS)))
    np.fill_diagonal(routes, 0)
    routes /= routes.sum(axis=1, keepdims=True)
    return WorldInputs(
        tuple(f"X{i:03d}" for i in range(AREAS)), tuple(f"made-{i}" for i in range(OCCUPATIONS)), stock,
        loss=chance.uniform(0.03, 0.06, shape), loss_sd=chance.uniform(0.004, 0.01, shape),
        out=chance.uniform(0.001, 0.03, shape), out_sd=chance.uniform(0.0005, 0.004, shape),
        entries=stock * chance.uniform(0.03, 0.07, shape), entries_sd=stock * chance.uniform(0.004, 0.01, shape),
        swing=chance.uniform(0.05, 0.15, OCCUPATIONS), routes=routes,
    )  # fmt: skip

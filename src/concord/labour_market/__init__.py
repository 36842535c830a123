"""The labour market of health personnel: supply, demand and need as three curves, scenarios, and the gaps between them.

Public face of supply: :func:`concord.labour_market.inputs.from_tables`, :func:`concord.labour_market.inputs.assumed`,
:func:`concord.labour_market.projection.project` (gives a :class:`~concord.labour_market.projection.Projection`),
:func:`concord.labour_market.scenarios.read_plan`, :func:`concord.labour_market.tornado.tornado`,
:func:`concord.labour_market.backtest.backtest` and :func:`concord.labour_market.world.world`. Nothing is loaded here.
"""

"""Engines that count rows, each behind a module of its own, the only one that names its library.

:mod:`~concord.mds.engines.duckdb` is in every installation; it reads released tables and counts registers.
:mod:`~concord.mds.engines.spark` counts registers that stand in a cluster. Which of them is asked is an address
(:mod:`~concord.mds.engines.address`). Released tables are small and are always DuckDB's.
"""

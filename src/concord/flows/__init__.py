"""Flows between two tables of stocks, and circular migration: estimates, always with a range.

Public face: :func:`~concord.flows.accounts.account` and :func:`~concord.flows.accounts.with_populations` →
:class:`~concord.flows.accounts.Account`; :func:`~concord.flows.estimate.estimate` →
:class:`~concord.flows.result.Flows`; :func:`~concord.flows.side_by_side.side_by_side`;
:func:`~concord.flows.uncertainty.simulate`; :func:`~concord.flows.circular.circular` from spells of persons and
:func:`~concord.flows.circular_tables.bounds` from tables; :func:`~concord.flows.reading.read` for files. People (place
of birth, births, deaths) and health personnel (place of training, new graduates, exits) are two readings of one
account. Nothing is imported here, so that the command line does not load the number engine.
"""

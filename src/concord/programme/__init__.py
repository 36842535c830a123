"""The programme of work around the Code: the strategy of 2010-2015, its targets, results and budget.

Public face: :func:`concord.programme.strategy.load` (the plan, whole), :func:`concord.programme.strategy.results` (its
targets judged by known history), :func:`concord.programme.history.load` (the counts that are known) and
:func:`concord.programme.budget.load` (Annex 3, checked).
"""

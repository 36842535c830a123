"""Statistics of people followed over time: who stays, who leaves and where to, from tracer studies and registers.

Public face: :func:`~concord.mds.cohorts.reading.episodes` (rows of the structure ``cohort`` to episodes),
:func:`~concord.mds.cohorts.retention.retention` (Kaplan and Meier, with bands),
:func:`~concord.mds.cohorts.outcomes.outcomes` (Aalen and Johansen: competing outcomes), and
:func:`~concord.mds.cohorts.published.published`, the only form in which anything of it may leave: periods in which
every count is nobody or not small.
"""

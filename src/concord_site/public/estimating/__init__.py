"""Estimates for programs: flows between countries, projections of health personnel, labour market analyses.

Read alone, open to everybody. Every answer names its method and version, the digests of its inputs, its seed, its
status and its range; none of them is a count.
"""

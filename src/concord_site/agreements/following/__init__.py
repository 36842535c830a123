"""Following an agreement: benefit account, plan, committee, monitoring, survey of workers, evaluation, lessons.

The account can be kept in a party's own space, over what the parties share; everything else stands in the shared one.
"""

"""Pages of the Code and of the programme of work around it: articles, resolutions, strategy, budget, rounds.

The room stores nothing: everything it shows is declared with the library.
"""

"""The ground of the site: the page frame, the one door to objects, and what every room needs to remember things.

Public face: :mod:`.access` (fetch an object for a person), :mod:`.suppliers` (hear from other rooms), :mod:`.problems`
(refusals as pages), :mod:`.jobs` (work in the background), :mod:`.outbox` (mail), :mod:`.files` (private storage).
"""

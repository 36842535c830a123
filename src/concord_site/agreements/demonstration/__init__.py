"""Two invented agreements of a demonstration, each carried to its end through the room's own actions.

What happens is declared in ``nurses.yaml`` and ``college.yaml`` beside this; :func:`fill` tells both stories.
Agreements and parties are marked as invented in their dossiers, on every page and in everything that becomes public.
"""

from concord_site.agreements.demonstration.telling import fill as fill

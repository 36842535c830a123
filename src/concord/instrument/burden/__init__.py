"""The burden meter: how much a questionnaire asks of a country, as honest ranges from declared assumptions.

The minutes are assumptions of our own (``data/methods/burden.yaml``), each with its reason; :attr:`Burden.assumptions`
lists those that a result rests on. Public face: :func:`meter` → :class:`Burden`, with :class:`Part`, :class:`Range`,
:class:`Assumption`; :class:`Already` (what Concord knows, and who says so).
"""

from concord.instrument.burden.assumptions import Assumption, Range
from concord.instrument.burden.measuring import meter
from concord.instrument.burden.model import Already, Burden, Part

__all__ = ["Already", "Assumption", "Burden", "Part", "Range", "meter"]

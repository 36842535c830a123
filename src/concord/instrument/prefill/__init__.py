"""Last round's answers where the question map says, and nowhere else.

``same`` and ``reworded`` carry an answer; ``split`` and ``merged`` are offered, never taken for granted; a "not known"
of last time is shown as such and not filled in. What did not arrive is listed with the reason.

Public face: :func:`carry` → :class:`Carried` (with :class:`Origin`, :class:`Offer`, :class:`Left`);
:func:`last_value` → :class:`Last`.
"""

from concord.instrument.prefill.carried import Carried, Given, Left, Offer, Origin, Reason
from concord.instrument.prefill.carrying import carry
from concord.instrument.prefill.last import Last, last_value
from concord.instrument.prefill.values import chosen, instances_of

__all__ = [
    "Carried",
    "Given",
    "Last",
    "Left",
    "Offer",
    "Origin",
    "Reason",
    "carry",
    "chosen",
    "instances_of",
    "last_value",
]

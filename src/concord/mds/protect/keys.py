"""Changing counts by keys: the same persons give the same change, in whatever table they are counted.

Every person has a key, made with the secret of the installation; the key of a cell is the sum of the keys of those it
counts; count and key say by how much the count is changed. The change is bounded and has mean zero, no small count
comes out, and nobody stays nobody. Whoever asks again, in another order, or for the same persons by other words, is
told the same: there is nothing to average.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate
from math import exp

from concord.errors import Invalid
from concord.mds.protect.declared import Rules

#: Keys are whole numbers below this; sums are taken modulo it.
KEYS = 2**32
#: The secret has at least so many bytes.
SECRET_BYTES = 16


def key_of(secret: bytes, *said: object) -> int:
    """The key of a person or of a cell, by what names it.

    Raises:
        Invalid: ``mds.protect.secret`` when the secret is shorter than 16 bytes.
    """
    if len(secret) < SECRET_BYTES:
        raise Invalid("mds.protect.secret", params={"length": len(secret), "least": SECRET_BYTES})
    text = "\x1f".join("" if each is None else str(each) for each in said)
    return int.from_bytes(hmac.new(secret, text.encode(), sha256).digest()[:4], "little")


def changed(count: int, key: int, rules: Rules) -> int:
    """A count as it is published.

    Args:
        count: Persons.
        key: The key of the cell, below :data:`KEYS`.
        rules: Of the method ``cell-key``.
    """
    values, ends = table_of(count, rules)
    at = key / KEYS
    return next(value for value, end in zip(values, ends, strict=True) if at < end)


def table_of(count: int, rules: Rules) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """The values that a count can be published as, and the running sums of their chances (the last is 1)."""
    base = rules.rounding or 1
    far = rules.threshold + rules.change_at_most
    far += (count - far) % base
    if count > far:
        values, ends = _table(far, rules.threshold, rules.change_at_most, base)
        return tuple(value + count - far for value in values), ends
    return _table(count, rules.threshold, rules.change_at_most, base)


@lru_cache(maxsize=256)
def _table(count: int, threshold: int, most: int, base: int) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Chances with the count as their mean: small changes likelier than great ones, tilted where some cannot be."""
    if count == 0:
        return (0,), (1.0,)
    span = range(count - most, count + most + 1)
    values = [value for value in span if value % base == 0 and (value == 0 or value >= threshold)]
    plain = [float(most + 1 - abs(value - count)) for value in values]
    low, high = -5.0, 5.0
    for _ in range(200):
        tilt = (low + high) / 2
        chances = _tilted(values, plain, tilt, count)
        if sum(value * chance for value, chance in zip(values, chances, strict=True)) < count:
            low = tilt
        else:
            high = tilt
    ends = list(accumulate(chances))
    ends[-1] = 1.0
    return tuple(values), tuple(ends)


def _tilted(values: Sequence[int], plain: Sequence[float], tilt: float, about: int) -> list[float]:
    heavy = [weight * exp(tilt * (value - about)) for value, weight in zip(values, plain, strict=True)]
    return [each / sum(heavy) for each in heavy]


def possible(shown: int, rules: Rules) -> tuple[int, int]:
    """The least and greatest count that can be published as ``shown``; all in between may be too."""
    span = range(max(0, shown - rules.change_at_most), shown + rules.change_at_most + 1)
    can = [count for count in span if shown in table_of(count, rules)[0]]
    return min(can), max(can)

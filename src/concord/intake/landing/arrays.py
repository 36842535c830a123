"""Between NumPy and Arrow without a copy, and without the data-frame library that Arrow would look for on the way."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


def arrow_of(values: Any, type_: pa.DataType, present: Any = None) -> pa.Array:
    """An Arrow array of fixed width over NumPy values.

    Args:
        values: Of the width of ``type_``.
        type_: A number, or a date of 32 bits.
        present: Which of them are there (booleans); all where it is None.
    """
    import numpy as np
    import pyarrow as pa

    valid = None if present is None else pa.py_buffer(np.packbits(present, bitorder="little"))
    return pa.Array.from_buffers(type_, len(values), [valid, pa.py_buffer(np.ascontiguousarray(values))])


def numpy_of(array: pa.Array, dtype: Any) -> Any:
    """NumPy values over an Arrow array of fixed width without nulls."""
    import numpy as np

    width = np.dtype(dtype).itemsize
    buffer = array.buffers()[1]
    if buffer is None or not len(array):
        return np.zeros(0, dtype=dtype)
    return np.frombuffer(buffer, dtype=dtype, count=len(array), offset=array.offset * width)


def indices_of(array: pa.DictionaryArray) -> Any:
    """NumPy values over the codes of a dictionary array without nulls; codes are never negative."""
    return numpy_of(array.indices, f"<u{array.indices.type.bit_width // 8}")


def coded(codes: Any, values: pa.Array) -> pa.DictionaryArray:
    """A dictionary array of codes (of 8, 16 or 32 bits, unsigned) that have been checked against ``values``."""
    import pyarrow as pa

    width = {1: pa.uint8(), 2: pa.uint16(), 4: pa.uint32()}[codes.dtype.itemsize]
    return pa.DictionaryArray.from_arrays(arrow_of(codes, width), values, safe=False)


def texts_of(texts: Sequence[str]) -> pa.StringArray:
    """An Arrow array of texts."""
    import numpy as np
    import pyarrow as pa

    encoded = [text.encode("utf-8") for text in texts]
    ends = np.fromiter(accumulate(map(len, encoded), initial=0), dtype=np.int32, count=len(encoded) + 1)
    return pa.Array.from_buffers(pa.string(), len(encoded), [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))])

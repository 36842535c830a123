"""Concord: the WHO Global Code of Practice, its machinery and its numbers, as a library.

The library knows the Code and knows no web. What the Code, an instrument, a list or an indicator *says* is a declared
file under ``concord/data``; what is *done* with it is a plain function in one of the rooms. The library reads no clock,
no environment and no random source: ``as_of``, ``today`` and ``seed`` are arguments.
"""

from __future__ import annotations

__version__ = "0.1.0"

"""Starting is cheap: the library and its command line load no number engine and no web."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("duckdb", "numpy", "polars", "pyarrow", "django", "typst", "docx", "babel", "lxml", "jsonschema", "rich")


@pytest.mark.parametrize("statement", ["import concord", "import concord.cli; concord.cli.application()"])
def test_nothing_heavy_is_loaded(statement: str) -> None:
    loaded = f"{statement}\nimport sys\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

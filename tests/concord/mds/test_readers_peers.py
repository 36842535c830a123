"""Second readers: what pysdmx and sdmx1 read of the specimens is what ours reads. Neither is needed by Concord."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from concord.mds.readers import registry, sdmx_csv
from concord.mds.readers.made_sheets import columns_of

SPECIMENS = Path(__file__).parents[2] / "specimens" / "mds" / "sdmx"
#: Components that a peer gives; attributes of the data set are what pysdmx 1.21 drops of two forms.
COMMON = ("FREQ", "REF_AREA", "OCCUPATION", "ORIGIN", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "CONF_STATUS")
BY_PYSDMX = [path.name for path in sorted(SPECIMENS.glob("stock-*")) if path.suffix != ".json"]
BY_SDMX1 = ["stock-ml-2.1-generic.xml", "stock-ml-2.1-generic-flat.xml", "stock-ml-2.1-specific.xml"]


def ours(name: str) -> list[tuple[str, ...]]:
    (sheet,) = registry.read(SPECIMENS / name).sheets
    columns = columns_of(sdmx_csv.by_ids(sheet))
    return sorted(zip(*(columns[component] for component in COMMON), strict=True))


@pytest.mark.parametrize("name", BY_PYSDMX)
def test_pysdmx_reads_the_same_and_finds_the_specimen_valid(name: str) -> None:
    io = pytest.importorskip("pysdmx.io", reason="pysdmx is not installed")
    frame = io.read_sdmx(SPECIMENS / name, validate=True).data[0].data
    assert sorted(rows(frame)) == ours(name)


@pytest.mark.parametrize("name", BY_SDMX1)
def test_sdmx1_reads_the_same(name: str) -> None:
    sdmx = pytest.importorskip("sdmx", reason="sdmx1 is not installed")
    (data,) = sdmx.read_sdmx(SPECIMENS / name).data
    found = set()
    for each in data.obs:
        key = {part.id: str(part.value) for part in each.key.values.values()}
        found.add((*(key[component] for component in COMMON[:5]), plain(each.value)))
    assert found == {row[:6] for row in ours(name)}


def rows(frame: Any) -> list[tuple[str, ...]]:
    return [tuple(plain(cell) for cell in row) for row in frame[list(COMMON)].itertuples(index=False)]


def plain(cell: Any) -> str:
    """A peer's cell as text; its words for nothing are nothing."""
    text = str(cell)
    return "" if text in ("nan", "None", "NaN", "<NA>") else text.removesuffix(".0")

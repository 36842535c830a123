"""The bundled stocks of people: the publishers' bytes, an account of every period, what is left out said."""

from __future__ import annotations

import numpy as np
import pytest

from concord.declarations import packs
from concord.declarations.read import read_csv
from concord.declarations.schema import problems
from concord.errors import NotFound
from concord.flows.people import people, periods
from concord.flows.side_by_side import side_by_side
from concord.vocabulary.areas import area
from concord.vocabulary.provenance import sources

from .flow_world import SHARED

FILES = ("people-stocks.csv", "people-births-deaths.csv")


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the publishers' files are not beside the repository")
def test_the_files_are_made_anew_from_the_publishers_byte_for_byte() -> None:
    from .carry_people import files

    for name, text in files().items():
        assert packs.find(f"flows/{name}").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", FILES)
def test_every_file_names_its_source_and_licence(name: str) -> None:
    path = packs.find(f"flows/{name}")
    notes = dict(read_csv(path).meta)
    assert not list(problems(notes, path.with_name("schema.json"), file=name))
    assert sources()[notes["source"]].licence == "CC-BY-3.0-IGO"


@pytest.mark.parametrize("period", periods())
def test_each_period_is_an_account_of_the_world_that_closes(period: str) -> None:
    found = people(period)
    given = found.account
    assert given.size > 220
    assert not given.gaps
    assert all(area(each).code == each for each in (*given.areas, *found.left_out))
    assert found.scaled == ((("ARE", 2010),) if period == "2005-2010" else ())
    told = side_by_side(given)
    assert not told.refused
    for made in told.flows.values():
        assert abs(float(made.net.sum())) < 1e-5
        assert made.margins_error is None or made.margins_error < 1e-6
    # 0.4 to 1.7 per cent of the world's people moved in five years, by whatever method
    share = np.array(told.range) / given.start.sum()
    assert 0.003 < share[0] < share[1] < 0.02


def test_a_period_that_is_not_held_is_refused() -> None:
    with pytest.raises(NotFound, match=r"flows\.people\.period"):
        people("2010-2015")

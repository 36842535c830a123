"""A release with hidden origins leaves every page standing, and says where something is hidden."""

from __future__ import annotations

from typing import Any

import pytest

from concord.mds.facts import bundled, bundled_structures
from concord.mds.freezing import freeze
from concord.vocabulary.structures import Table

pytestmark = pytest.mark.django_db


@pytest.fixture
def released(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundled facts as a release, New Zealand's doctors trained in Fiji and in India hidden. Made for the test."""
    import polars as pl

    from concord_site.evidence import facts

    held = []
    for id in bundled_structures():
        table = bundled(id)
        if id == "mds-stock-by-training":
            hidden = (pl.col("area") == "NZL") & pl.col("origin").is_in(["FJI", "IND"])
            table = Table(id, table.frame.with_columns(
                pl.when(~hidden).then(pl.col("headcount")).alias("headcount"),
                pl.when(hidden).then(pl.lit("suppressed")).otherwise(pl.col("status")).alias("status"),
            ), table.provenance)  # fmt: skip
        held.append(table)
    freeze(held, folder=settings.CONCORD.folder, id="2026.9", as_of="2026-06-01")
    facts._evidence.cache_clear() if hasattr(facts._evidence, "cache_clear") else None


ADDRESSES = (
    "", "countries/", "countries/NZL/", "countries/FJI/", "data/", "data/?mark=NZL", "data/?view=map",
    "data/?view=time",
    "data/?indicator=concentration&mark=NZL", "data/?indicator=foreign-trained&mark=NZL", "data/?format=csv",
    "data/?format=svg", "data/tables/mds-stock-by-training/?area=NZL", "data/figures/foreign-trained/NZL/2018/221/",
    "data/figures/concentration/NZL/2018/221/", "data/mirror/?origin=FJI&destination=NZL", "data/coverage/",
    "data/quality/NZL/",
)  # fmt: skip


def test_every_page_stands(client: Any, released: None, subtests: pytest.Subtests) -> None:
    for address in ADDRESSES:
        with subtests.test(address):
            assert client.get(f"/en/{address}").status_code == 200


def test_the_explorer_says_at_least_and_that_hidden_figures_are_not_in_it(client: Any, released: None) -> None:
    said = client.get("/en/data/?indicator=foreign-trained&mark=NZL").content.decode()
    assert "hidden figures are not in it" in said
    assert "How figures are protected" in said
    assert "release 2026.9, 1 June 2026" in " ".join(said.split())


def test_rows_say_what_is_hidden_and_lead_to_their_vintages(client: Any, released: None) -> None:
    said = client.get("/en/data/tables/mds-stock-by-training/?area=NZL&origin=FJI").content.decode()
    assert "hidden to protect persons" in said
    assert "/en/data/vintages/?table=mds-stock-by-training&amp;area=NZL&amp;occupation=221" in said
    assert "/en/methods/#protection" in said

"""Hidden figures in the report and in country profiles: shown as hidden, with the release they are of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from concord.documents.model import RowsUsed, Table
from concord.reporting import country_section
from concord.reporting.chapters import series
from concord.reporting.country_profile import voice_of
from concord.reporting.facts import Facts
from concord.reporting.numbers import Numbers
from concord.reporting.rounds import rounds
from concord.vocabulary.structures import table

TODAY = dt.date(2026, 11, 22)
FILE = "KEN-2026.1-v1/mds-stock-by-training"


def facts(*origins: tuple[str, int | None, str]) -> Facts:
    count = len(origins)
    stock = table(
        "mds-stock-by-training", area=["KEN"] * count, year=[2024] * count, occupation=["221"] * count,
        origin=[each[0] for each in origins], row_kind=["origin"] * count, headcount=[each[1] for each in origins],
        status=[each[2] for each in origins], source=["submitted"] * count, source_file=[FILE] * count,
        source_row=list(range(2, 2 + count)),
    )  # fmt: skip
    totals = table(
        "mds-totals", area=["KEN"] * 3, year=[2022, 2023, 2024], occupation=["221"] * 3, row_kind=["total"] * 3,
        headcount=[100, None, 120], status=["normal", "suppressed", "normal"],
    )  # fmt: skip
    held = {"mds-stock-by-training": stock, "mds-totals": totals}
    return Facts(round="2024", as_of=TODAY, rounds=rounds(), numbers=Numbers.of(held))


def cells(found: Table | None) -> list[tuple[str, str]]:
    assert found is not None
    return [(cell.text, cell.status) for row in found.rows for cell in row]


ORIGINS = (("GBR", 90, "normal"), ("IND", None, "suppressed"), ("UGA", 20, "normal"), ("TZA", None, "suppressed"))


def test_hidden_origins_stand_in_the_table_as_hidden_and_not_among_the_others() -> None:
    given = facts(*ORIGINS)
    found = country_section.origins_table(given, "KEN", voice_of(given, "en"))
    assert cells(found)[-2:] == [("2 hidden", "normal"), ("", "suppressed")]
    assert ("90", "normal") in cells(found)


def test_the_row_of_the_annex_says_that_its_total_is_of_what_is_published() -> None:
    given = facts(*ORIGINS)
    found = country_section.origins_row(given, "KEN", voice_of(given, "en"))
    assert found is not None
    assert str(found.columns[-1].head) == "Published total"
    assert cells(found)[-2:] == [("", "suppressed"), ("110", "normal")]


def test_without_a_hidden_origin_the_table_is_as_it_was() -> None:
    given = facts(("GBR", 90, "normal"), ("UGA", 20, "normal"))
    found = country_section.origins_row(given, "KEN", voice_of(given, "en"))
    assert found is not None
    assert str(found.columns[-1].head) == "Total"
    assert all(status == "normal" for _, status in cells(found))


def test_a_table_of_hidden_origins_alone_is_none() -> None:
    given = facts(("IND", None, "suppressed"))
    assert country_section.origins_table(given, "KEN", voice_of(given, "en")) is None


def test_a_hidden_year_is_drawn_as_hidden_and_not_as_missing() -> None:
    given = facts(*ORIGINS)
    found = country_section.totals_figure(given, "KEN", voice_of(given, "en"))
    assert found is not None
    assert found.table is not None
    assert "suppressed" in found.table.present
    assert "missing" not in found.table.present
    drawn: Any = series._figure(given, voice_of_report(given), "221")
    assert "suppressed" in drawn.figure.table.present


def voice_of_report(given: Facts) -> Any:
    from concord.reporting.voice import Voice

    return Voice("documents/dg-report", "en", given.as_of)


def test_the_source_line_of_figures_that_a_country_sent_names_its_release() -> None:
    given = facts(*ORIGINS)
    voice = voice_of(given, "en", marks={"submitted": "S1", "oecd-wfmi": "S2"})
    marked = voice.marked((RowsUsed("submitted", FILE, (2, 3)), RowsUsed("oecd-wfmi", "wfmi.csv", (4,))))
    assert [each.mark for each in marked] == [f"S1 {FILE}", "S2"]

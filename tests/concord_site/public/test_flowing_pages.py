"""The page of flows: ranges and never one figure, both ways of a corridor, what is not known said."""

from __future__ import annotations

import csv
import re
from typing import Any

import pytest

from concord.flows.people import people, periods
from concord_site.public.flowing import choosing, held, shown

PAGE = "/en/data/flows/"


def said(client: Any, query: str) -> str:
    answer = client.get(PAGE + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def number(words: str) -> int:
    return int(words.replace(",", ""))


@pytest.mark.django_db
def test_without_a_country_it_asks_for_one_and_says_what_is_estimated(client: Any) -> None:
    page = said(client, "")
    assert "Choose a country" in page
    assert "health personnel are not told apart" in page
    assert "estimate, exercise" in page


@pytest.mark.django_db
def test_a_corridor_is_told_as_the_range_between_the_methods(client: Any) -> None:
    page = said(client, "?origin=KEN&destination=GBR&period=2005-2010")
    found = re.search(r"Kenya to [^,]*, 2005-2010: between ([\d,]+) and ([\d,]+) persons moved", page)
    assert found is not None
    low, high = shown._range(held.told("2005-2010"), "KEN", "GBR") or (0, 0)
    assert (number(found[1]), number(found[2])) == (round(low), round(high))
    assert low < held.told("2005-2010").flows["minimum-open"].between("KEN", "GBR") < high
    for period in periods():
        assert f"<bdi>{period}</bdi>" in page
    for id in shown.METHODS:
        assert shown.title(id) in page
        assert shown.about(id) in page


@pytest.mark.django_db
def test_every_method_stands_in_the_table_with_its_own_range_where_it_has_one(client: Any) -> None:
    page = said(client, "?origin=KEN&destination=GBR&period=2005-2010")
    told = held.told("2005-2010").between("KEN", "GBR")
    mixed = told["pseudo-bayes-closed"]
    assert f"{round(mixed[1]):,}<br><small>{round(mixed[0]):,} to {round(mixed[2]):,}</small>" in page
    assert f'<td class="n">{round(told["sd-drop-negative"][1]):,}</td>' in page


@pytest.mark.django_db
def test_a_country_alone_shows_whither_and_whence(client: Any) -> None:
    page = said(client, "?origin=MEX&period=1995-2000")
    assert "Where most go" in page
    assert "/en/data/flows/?origin=MEX&amp;destination=USA&amp;period=1995-2000" in page
    assert "/en/data/flows/?origin=USA&amp;destination=MEX&amp;period=1995-2000" in page
    told = held.told("1995-2000")
    at = told.areas.index("MEX")
    left = told.flows["minimum-closed"].flow[at].sum()
    assert f'<td class="n">{round(float(left)):,}</td>' in page


@pytest.mark.django_db
def test_what_was_brought_down_to_the_population_is_said(client: Any) -> None:
    assert "people from elsewhere than people in all" in said(client, "?origin=IND&destination=ARE&period=2005-2010")
    assert "people from elsewhere than people in all" not in said(
        client, "?origin=IND&destination=ARE&period=1990-1995"
    )


@pytest.mark.django_db
def test_a_place_that_a_period_does_not_have_is_not_zero(client: Any) -> None:
    assert "SXM" in people("2005-2010").account.areas
    assert "SXM" in people("1990-1995").left_out
    assert "That is not zero." in said(client, "?origin=SXM&period=1990-1995")
    assert "is not in the table of this period" in said(client, "?origin=SXM&destination=NLD&period=1990-1995")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?origin=Kenya&destination=gbr", ("KEN", "GBR", "2005-2010")),
        ("?origin=KEN&destination=KEN&period=1990-1995", ("KEN", "", "1990-1995")),
        ("?destination=KEN", ("KEN", "", "2005-2010")),
        ("?origin=%00&destination=XXX&period=now", ("", "", "2005-2010")),
    ],
)
def test_an_address_is_made_good(client: Any, query: str, kept: tuple[str, str, str]) -> None:
    from django.http import QueryDict

    choice = choosing.chosen(QueryDict(query[1:]).dict())
    assert (choice.origin, choice.destination, choice.period) == kept
    assert client.get(PAGE + query).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "rows"), [("?origin=KEN&destination=GBR", 4 * 2 * 7), ("?origin=KEN", 225 * 2 * 7)])
def test_the_file_has_every_method_with_version_status_and_inputs(client: Any, query: str, rows: int) -> None:
    answer = client.get(f"{PAGE}{query}&format=csv")
    assert answer["Content-Type"].startswith("text/csv")
    above = [each for each in answer.content.decode("utf-8-sig").splitlines() if each.startswith("#")]
    assert any("CC-BY-3.0-IGO" in each for each in above)
    assert any("Nobody has counted these" in each for each in above)
    found = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()[len(above) :]))
    assert len(found) == rows
    told = held.told("2005-2010")
    for row in found:
        assert (row["status"], row["version"]) == ("estimated", "1")
        assert float(row["low"]) - 0.11 <= float(row["flow"]) <= float(row["high"]) + 0.11
    one = next(r for r in found if (r["period"], r["destination"], r["method"]) == ("2005-2010", "GBR", "minimum-open"))
    assert float(one["flow"]) == pytest.approx(told.flows["minimum-open"].between("KEN", "GBR"), abs=0.05)
    assert one["inputs"] == told.flows["minimum-open"].inputs


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "fr", "es", "ru", "zh"])
def test_the_page_stands_in_every_language(client: Any, language: str) -> None:
    answer = client.get(f"/{language}/data/flows/?origin=KEN&destination=GBR")
    assert answer.status_code == 200
    assert "depending on the method" not in answer.content.decode()

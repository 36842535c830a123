"""Our own workbooks: for registers of persons too, in six languages; with the rows that were confirmed last."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse

from concord.vocabulary.languages import LANGUAGES
from concord_site.mds.actions import confirming

pytestmark = pytest.mark.django_db(transaction=True)


def _rows(content: bytes) -> list[list[object]]:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def _template(structure: str) -> str:
    return reverse("mds:template", kwargs={"structure": structure, "format": "xlsx"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_register_of_persons_has_a_template_in_every_language(officer: Any, signed_in: Any, language: str) -> None:
    answer = signed_in(officer).get(f"{_template('register')}?in={language}")
    assert answer.status_code == 200
    assert len(_rows(answer.content)[0]) > 15
    assert f"concord-register-{language}.xlsx" in answer["Content-Disposition"]


def test_the_page_offers_it_first_and_the_rows_of_last_time_where_there_are_any(
    delivery: Any, officer: Any, read: Any, signed_in: Any
) -> None:
    client = signed_in(officer)
    page = client.get(reverse("mds:home")).content.decode()
    assert page.index("register.xlsx") < page.index("mds-stock-by-training.xlsx")
    assert "last=1" not in page
    read(delivery)
    confirming.confirm(delivery_id=delivery.pk, version=delivery.version, name="R", office="S", by=officer)
    assert "mds-stock-by-training.xlsx?in=en&amp;last=1" in client.get(reverse("mds:home")).content.decode()
    rows = _rows(client.get(f"{_template('mds-stock-by-training')}?in=en&last=1").content)
    years, beside = [row[rows[0].index("year")] for row in rows[1:]], [row[-1] for row in rows[1:]]
    assert set(years) == {2024}
    assert sorted(beside) == [30, 120, 5000, 5150]


def test_the_lists_of_a_register_begin_with_what_the_country_used_last(
    delivery: Any, officer: Any, read: Any, signed_in: Any
) -> None:
    client = signed_in(officer)
    assert _first(client.get(f"{_template('register')}?in=en").content, "area (name)") == ["Afghanistan", "Albania"]
    read(delivery)
    confirming.confirm(delivery_id=delivery.pk, version=delivery.version, name="R", office="S", by=officer)
    content = client.get(f"{_template('register')}?in=en").content
    assert _first(content, "area (name)") == ["Malawi", "Uganda"]
    assert _first(content, "occupation")[:1] == ["2221"]


def _first(content: bytes, name: str) -> list[object]:
    """The first two of a list of the workbook."""
    from openpyxl import load_workbook

    columns = load_workbook(BytesIO(content)).worksheets[-1].columns
    return next([cell.value for cell in column[1:3]] for column in columns if column[0].value == name)


def test_a_template_with_the_rows_of_last_time_is_for_those_of_the_country_alone(
    delivery: Any, officer: Any, stranger: Any, desk: Any, read: Any, signed_in: Any
) -> None:
    read(delivery)
    confirming.confirm(delivery_id=delivery.pk, version=delivery.version, name="R", office="S", by=officer)
    assert len(_rows(signed_in(stranger).get(f"{_template('mds-stock-by-training')}?last=1").content)) == 1
    assert signed_in(desk).get(_template("register")).status_code == 404


def test_who_may_bring_figures_finds_the_room_on_their_own_page(officer: Any, desk: Any, signed_in: Any) -> None:
    own = signed_in(officer).get(reverse("accounts:home")).content.decode()
    assert f'href="{reverse("mds:home")}"' in own
    assert f'href="{reverse("mds:home")}"' not in signed_in(desk).get(reverse("accounts:home")).content.decode()


def test_a_column_nobody_knows_may_hold_anything_a_column_can(
    delivery: Any, officer: Any, read: Any, signed_in: Any
) -> None:
    from concord.mds.profile import PERSON_ROLES, TABLE_ROLES
    from concord_site.mds.actions import delivering

    content = b";2022;2023\r\nTrust One;10;12\r\nTrust Two;4;5\r\n"
    delivering.add(delivery_id=delivery.pk, chunks=[content], name="stock.csv", by=officer)
    read(delivery)
    client, address = signed_in(officer), reverse("mds:profile", kwargs={"pk": delivery.pk})
    page = client.get(address).content.decode()
    name = "f:role/!A1/A"
    assert f'<select class="box" name="{name}"' in page
    asked = page.partition(f'name="{name}"')[2].partition("</select>")[0]
    assert asked.count("<optgroup") == 3
    assert all(f'value="{role}"' in asked for role in {*PERSON_ROLES, *TABLE_ROLES})
    assert client.post(address, {name: "facility"}).status_code == 302
    delivery.refresh_from_db()
    (table,) = delivery.profile["tables"]
    assert table["columns"] == {"A": "facility"}

"""The view over countries: each once as of a day, in a fixed number of queries; of what is in hand only that it is."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from concord.vocabulary import areas
from concord_site.mds import due
from concord_site.mds.models import CellQuestion, Delivery, Explanation
from concord_site.mds.queries import watch, watch_files
from concord_site.mds.queries.watch_lines import Narrowing, narrowed
from concord_site.shell import suppliers

from . import watch_ground

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def region(person: Any, organisation: Any) -> Any:
    """Somebody of the regional office for Africa."""
    return person("regional-office", organisation("regional-office", region="AFR"))


def seen(by: Any, **more: Any) -> watch.Watch:
    return watch.watch(by, as_of=timezone.now().date(), language="en", **more)


def line(found: watch.Watch, area: str) -> Any:
    return next(each for each in (*found.lines, *found.others) if each.area == area)


def test_every_member_state_has_one_line_in_a_fixed_number_of_queries(desk: Any) -> None:
    with CaptureQueriesContext(connection) as empty:
        assert len(seen(desk).lines) == len(areas.member_states(timezone.now().date()))
    for each in areas.member_states(timezone.now().date())[:60]:
        row = watch_ground.placed(each.code)
        watch_ground.placed(each.code, covers=[["mds-outflow", 2022, "2221", None]])
        Explanation.objects.create(delivery=row, key="k", code="c", text="t")
        CellQuestion.objects.create(area=each.code, delivery=row, asked_by_side="secretariat")
        Delivery.objects.create(area=each.code, state="read")
    with CaptureQueriesContext(connection) as full:
        found = seen(desk)
    assert len(full) <= len(empty) + 1  # what the deliveries cover is read once and kept
    assert (found.whole.count, found.whole.of) == (60, len(found.lines))
    first = found.lines[0]
    assert (first.tables, first.explained, first.questions, first.waiting, first.has_draft) == (2, 1, 1, 1, True)
    with CaptureQueriesContext(connection) as again:
        seen(desk)
    assert len(again) <= len(empty)


def test_a_country_counts_once_and_only_while_its_figures_stand(desk: Any) -> None:
    now = timezone.now()
    watch_ground.placed("KEN")
    watch_ground.placed("KEN", covers=[["mds-totals", 2023, "2221", None]])
    watch_ground.placed("PER", state=Delivery.State.WITHDRAWN, at=now - dt.timedelta(days=9), ended_at=now)
    later = watch_ground.placed("UGA", at=now)
    watch_ground.placed("UGA", state=Delivery.State.REPLACED, at=now - dt.timedelta(days=9), replaced_by=later)
    watch_ground.placed("FRA", is_example=True)
    found = seen(desk)
    assert found.whole.count == 2
    assert {each.id: each.count for each in found.regions}["AFR"] == 2
    assert line(found, "PER").state == "withdrawn"
    assert len(line(found, "UGA").pieces) == 1
    before = watch.watch(desk, as_of=(now - dt.timedelta(days=3)).date(), language="en", today=now.date())
    assert before.whole.count == 2
    assert {each.area for each in before.lines if each.state == "confirmed"} == {"PER", "UGA"}


def test_the_targets_of_the_plan_are_reached_by_twenty_and_thirty_nine_countries(desk: Any) -> None:
    members = areas.member_states(timezone.now().date())
    for each in members[:20]:
        watch_ground.placed(each.code)
    found = seen(desk)
    assert [(each.percent, each.needed, each.is_reached) for each in found.targets] == [(10, 20, True), (20, 39, False)]


def test_an_area_that_is_no_member_state_is_shown_last_and_counted_nowhere(desk: Any) -> None:
    watch_ground.placed("XMA")
    found = seen(desk)
    assert [each.area for each in found.others] == ["XMA"]
    assert found.whole.count == 0
    assert narrowed(found, Narrowing())[-1].area == "XMA"


def test_a_regional_office_sees_its_region_alone(region: Any, signed_in: Any) -> None:
    watch_ground.placed("KEN")
    watch_ground.placed("PER")
    found = seen(region)
    assert {each.region for each in found.lines} == {"AFR"}
    assert (found.whole.count, found.targets) == (1, ())
    client = signed_in(region)
    assert client.get(reverse("mds:watch-country", kwargs={"area": "KEN"})).status_code == 200
    assert client.get(reverse("mds:watch-country", kwargs={"area": "PER"})).status_code == 404


def test_of_what_is_in_hand_only_its_being_there_is_told(desk: Any, officer: Any, signed_in: Any) -> None:
    Delivery.objects.create(area="KEN", state="asked", subject="Secret-4711", counts={"hard": 4711}, begun_by=officer)
    client = signed_in(desk)
    for address in (reverse("mds:watch"), reverse("mds:watch-country", kwargs={"area": "KEN"}),
                    reverse("mds:watch-file", kwargs={"format": "csv"})):  # fmt: skip
        body = client.get(address).content.decode()
        assert "4711" not in body, address
    assert line(seen(desk), "KEN").state == "draft"


@pytest.mark.parametrize("who", ["officer", "authority", "stranger", "person"])
def test_countries_and_strangers_have_no_such_page(who: str, request: Any, signed_in: Any) -> None:
    made = request.getfixturevalue(who)
    client = signed_in(made() if who == "person" else made)
    assert client.get(reverse("mds:watch")).status_code == 404
    assert client.get(reverse("mds:watch-file", kwargs={"format": "csv"})).status_code == 404
    assert client.get(reverse("mds:watch-country", kwargs={"area": "KEN"})).status_code == 404


def test_the_table_is_narrowed_ordered_and_taken_away(desk: Any, signed_in: Any) -> None:
    pytest.importorskip("openpyxl")
    import openpyxl

    watch_ground.placed("KEN", covers=[["mds-stock-by-training", year, "2221", None] for year in (2019, 2020, 2023)])
    watch_ground.placed("PER", covers=[["mds-outflow", 2021, "2221", None]])
    client = signed_in(desk)
    page = client.get(reverse("mds:watch"), {"structure": "mds-outflow", "sort": "tables"})
    assert page.context["lines"][0].line.area == "PER"
    assert len(page.context["lines"]) == 1
    assert len(client.get(reverse("mds:watch"), {"year": "2020"}).context["found"].known_years) == 4
    assert client.get(reverse("mds:watch"), {"year": "2020"}).context["found"].whole.count == 1
    csv = client.get(reverse("mds:watch-file", kwargs={"format": "csv"}), {"words": "kenya"})
    rows = [each for each in csv.content.decode("utf-8-sig").splitlines() if each.startswith("KEN")]
    assert len(rows) == 1
    assert "2019-2020, 2023" in rows[0]
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("mds:watch-file", kwargs={"format": "xlsx"})).content))
    assert book.worksheets[0].max_row > 190
    assert client.get(reverse("mds:watch-file", kwargs={"format": "pdf"})).status_code == 404


@pytest.mark.parametrize(
    "query", ["year=abcd", "as_of=2999-01-01", "as_of=x", "sort=drop", "region=XXX", "only=nobody"]
)
def test_what_cannot_be_understood_is_left_out(query: str, desk: Any, signed_in: Any) -> None:
    page = signed_in(desk).get(f"{reverse('mds:watch')}?{query}")
    assert page.status_code == 200
    assert len(page.context["lines"]) >= 190


# ---- days by which rounds ask ----------------------------------------------------------------------------------------
@pytest.fixture
def round_of_2027(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A round that asked everybody for figures ten days ago, and Peru by a day to come."""
    asked: list[str] = []
    today = timezone.now().date()

    def one(area: str, on: dt.date) -> list[due.Due]:
        asked.append(area)
        return [due.Due("2027", today + dt.timedelta(days=9 if area == "PER" else -10))]

    together = {"tests": lambda areas, on: {each: one(each, on) for each in areas}}
    monkeypatch.setitem(suppliers._register, "mds.due", {"tests": one})
    monkeypatch.setitem(suppliers._register, "mds.dues", together)
    return asked


def test_a_country_is_late_when_its_day_has_passed_and_nothing_for_the_round_stands(
    desk: Any, round_of_2027: Any
) -> None:
    now = timezone.now()
    watch_ground.placed("KEN", round="2027", at=now - dt.timedelta(days=4))
    watch_ground.placed("UGA", round="2024")
    watch_ground.placed("FRA", round="2027", is_example=True)
    watch_ground.placed("GHA", round="2027", at=now - dt.timedelta(days=12))
    found = seen(desk)
    told = {each: line(found, each).called[0] for each in ("KEN", "UGA", "FRA", "GHA", "PER")}
    assert {area: (each.days_late, each.is_missing) for area, each in told.items()} == {
        "KEN": (6, False), "UGA": (10, True), "FRA": (10, True), "GHA": (0, False), "PER": (0, False),
    }  # fmt: skip
    asked = found.rounds[0]
    assert (asked.round, asked.came, asked.late, asked.of) == ("2027", 2, len(found.lines) - 3, len(found.lines))
    late = narrowed(found, Narrowing(only="late"))
    assert "UGA" in {each.area for each in late}
    assert not {"KEN", "GHA", "PER"} & {each.area for each in late}
    assert not watch.watch(
        desk, as_of=now.date() - dt.timedelta(days=3), language="en", today=now.date()
    ).rounds  # of another day nothing is told that is known of today alone


def test_late_figures_show_on_every_page_and_in_the_files(desk: Any, signed_in: Any, round_of_2027: Any) -> None:
    watch_ground.placed("KEN", round="2027", at=timezone.now() - dt.timedelta(days=4))
    client = signed_in(desk)
    page = client.get(reverse("mds:watch"), {"only": "late", "sort": "late"}).content.decode()
    assert "Late by 10 days" in page
    assert "6 days late" in client.get(reverse("mds:watch"), {"words": "Kenya"}).content.decode()
    assert "6 days late" in client.get(reverse("mds:watch-country", kwargs={"area": "KEN"})).content.decode()
    assert "Late by 10 days" in client.get(reverse("mds:watch-country", kwargs={"area": "UGA"})).content.decode()
    csv = client.get(reverse("mds:watch-file", kwargs={"format": "csv"})).content.decode("utf-8-sig").splitlines()
    heads = next(each for each in csv if each.startswith("area,")).split(",")
    kenya = next(each for each in csv if each.startswith("KEN,")).split(",")
    assert kenya[heads.index("round_asked")] == "2027"
    assert kenya[heads.index("days_late")] == "6"


def test_what_is_asked_of_all_countries_is_asked_together(desk: Any, round_of_2027: Any) -> None:
    with CaptureQueriesContext(connection) as queries:
        seen(desk)
    assert len(queries) < 20
    assert len(round_of_2027) >= 194


def test_a_supplier_that_fails_leaves_the_page_standing(desk: Any, signed_in: Any) -> None:
    suppliers.register("mds.due", "tests", lambda area, on: 1 / 0)
    try:
        assert signed_in(desk).get(reverse("mds:watch")).status_code == 200
        assert due.of("KEN", today=timezone.now().date()) == ()
    finally:
        suppliers.withdraw("mds.due", "tests")


def test_the_room_for_two_hundred_countries_stays_quick_to_ask(desk: Any, signed_in: Any) -> None:
    """Queries do not grow with deliveries, versions and questions."""
    client, counts = signed_in(desk), []
    for many in (1, 6):
        for each in areas.member_states(timezone.now().date())[:40]:
            for year in range(many):
                row = watch_ground.placed(each.code, covers=[["mds-totals", 2015 + year, "2221", None]])
                CellQuestion.objects.create(area=each.code, delivery=row, asked_by_side="secretariat")
        client.get(reverse("mds:watch"))
        with CaptureQueriesContext(connection) as queries:
            for name in ("watch", "questions"):
                assert client.get(reverse(f"mds:{name}")).status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0]


def test_years_are_told_as_runs() -> None:
    assert watch_files.span(()) == ""
    assert watch_files.span((2019, 2020, 2023)) == "2019-2020, 2023"

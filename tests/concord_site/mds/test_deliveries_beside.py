"""Facts beside the figures: a jump since last year, an unlikely density, another channel; never another country's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from concord.vocabulary.structures import Table, table
from concord_site.mds.actions import breaking, confirming, delivering, explaining
from concord_site.mds.models import Delivery
from concord_site.mds.queries import beside, deliveries
from concord_site.shell import suppliers

from . import small_files

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "The register was cleaned in 2024."
#: A year later: everything twice as much.
TWICE = small_files.HEAD + (
    b"Uganda;2221;origin;T;2024;240\r\n"
    b"Malawi;2221;origin;T;2024;60\r\n"
    b";2221;domestic;T;2024;10000\r\n"
    b";2221;total;T;2024;10300\r\n"
)


def confirmed(row: Any, by: Any) -> Any:
    """Confirm, whatever is soft being explained."""
    found = deliveries.outcome_of(deliveries.current_reading(row))
    for each in found.found:
        if each.finding.level == "soft":
            explaining.explain(delivery_id=row.pk, key=each.key, text="As counted.", by=by)
    row.refresh_from_db()
    confirming.confirm(delivery_id=row.pk, version=row.version, name="Rami Adan", office="Statistics", by=by)
    row.refresh_from_db()
    return row


def brought(by: Any, read: Any, content: bytes, **more: Any) -> Delivery:
    row = delivering.begin(area=more.pop("area", "KEN"), by=by, subject="Register of nurses", **more)
    delivering.add(delivery_id=row.pk, chunks=[content], name="later.csv", by=by)
    return read(row, by)


def codes(row: Any) -> set[str]:
    return {each.finding.code for each in deliveries.outcome_of(row.readings.order_by("-number").first()).found}


def key_of(row: Any, code: str) -> str:
    found = deliveries.outcome_of(row.readings.order_by("-number").first()).found
    return next(each.key for each in found if each.finding.code == code)


@pytest.fixture
def last_year(delivery: Any, officer: Any, read: Any) -> Any:
    """Last year's figures, confirmed."""
    return confirmed(read(delivery), officer)


@pytest.fixture
def this_year(last_year: Any, officer: Any, read: Any) -> Any:
    """This year's, twice as many."""
    return brought(officer, read, TWICE)


@pytest.fixture
def by_supplier() -> Iterator[Any]:
    """Offer something of a kind for one test."""
    made = []

    def offer(kind: str, supplier: Any) -> None:
        suppliers.register(kind, "tests", supplier)
        made.append(kind)

    yield offer
    for kind in made:
        suppliers.withdraw(kind, "tests")


def test_a_jump_against_last_years_confirmed_figures_is_asked_about(
    this_year: Any, last_year: Any, officer: Any, signed_in: Any
) -> None:
    assert {"mds.stock.jump-since", "mds.cell.jump-since"} <= codes(this_year)
    assert this_year.state == Delivery.State.CHECKED
    assert this_year.counts["unexplained"] > 0
    page = signed_in(officer).get(reverse("mds:findings", kwargs={"pk": this_year.pk})).content.decode()
    assert "from 5150 as it was sent before" in page
    assert last_year.confirmed_at.date().isoformat() in page
    assert 'value="break"' in page


def test_a_jump_is_seen_where_this_years_file_names_no_sex(last_year: Any, officer: Any, read: Any) -> None:
    content = TWICE.replace(b"Sex;", b"").replace(b";T;", b";")
    assert {"mds.stock.jump-since", "mds.cell.jump-since"} <= codes(brought(officer, read, content))


def test_figures_in_hand_or_taken_back_are_no_last_year(delivery: Any, officer: Any, read: Any) -> None:
    read(delivery)  # in hand, never confirmed
    later = brought(officer, read, TWICE)
    assert "mds.stock.jump-since" not in codes(later)
    confirmed(delivery, officer)
    confirming.withdraw(delivery_id=delivery.pk, reason="Counted twice.", by=officer)
    assert beside.said_before(later) == ()


def test_the_newest_confirmed_figure_of_a_series_is_the_one_compared_with(
    last_year: Any, officer: Any, read: Any
) -> None:
    content = small_files.LATER.replace(b"2024", b"2022")
    confirmed(brought(officer, read, content), officer)
    known = {each.structure: each.frame for each in beside.said_before(brought(officer, read, TWICE))}
    frame = known["mds-stock-by-training"]
    frame = frame.filter(frame["row_kind"] == "total").sort("year")
    assert frame.select("year", "headcount").rows() == [(2022, 5265), (2023, 5150)]


def test_an_unlikely_density_is_asked_about_for_a_year_without_a_population_too(
    officer: Any, read: Any, signed_in: Any
) -> None:
    content = small_files.LATER.replace(b"2221", b"221").replace(b";5100", b";1000000").replace(b"5265", b"1000165")
    row = brought(officer, read, content)
    assert "mds.stock.density" in codes(row)
    page = signed_in(officer).get(reverse("mds:findings", kwargs={"pk": row.pk})).content.decode()
    assert "per ten thousand in 2024" in page


def test_the_population_of_a_country_that_no_bundled_file_names_is_asked_of_a_supplier(by_supplier: Any) -> None:
    by_supplier("population.persons", lambda: {"ATA": 1_000})
    known = beside._population("ATA", None, 2026)
    assert known is not None
    assert known.frame.select("year", "persons", "status").rows() == [
        (2025, 1_000, "estimated"), (2026, 1_000, "estimated"),
    ]  # fmt: skip


def test_what_the_country_says_in_another_place_is_compared_and_nobody_elses_figure_is(
    delivery: Any, read: Any, by_supplier: Any
) -> None:
    asked: list[tuple[str, bool]] = []

    def told(area: str, is_example: bool) -> list[Table]:
        asked.append((area, is_example))
        return [table(
            "mds-stock-by-training", area=["KEN", "PER"], year=[2023, 2023], occupation=["2221", "2221"],
            row_kind=["total", "total"], headcount=[7000, 8888], source=["report KEN 2027", "report PER 2027"],
        )]  # fmt: skip

    by_supplier(beside.CHANNELS, told)
    read(delivery)
    found = deliveries.outcome_of(delivery.readings.get()).found
    said = [each.finding for each in found if each.finding.code == "mds.channel.differs"]
    assert [(each.level, each.params["other"], each.params["other_source"]) for each in said] == [
        ("soft", "7000", "report KEN 2027")
    ]
    assert asked == [("KEN", False)]
    assert all("8888" not in str(each.finding) for each in found)


def test_a_supplier_that_fails_stands_in_nobodys_way(delivery: Any, read: Any, by_supplier: Any) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError

    by_supplier(beside.CHANNELS, broken)
    assert read(delivery).state == Delivery.State.CHECKED


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_nothing_of_another_countrys_unpublished_figures_reaches_a_finding(
    officer: Any, stranger: Any, read: Any, is_confirmed: bool
) -> None:
    """The partner counts the same corridor otherwise; it has published nothing, and confirming publishes nothing."""
    theirs = b"Country of training;ISCO-08;Kind of row;Sex;Year;Inflow\r\nKenya;2221;origin;T;2023;987654\r\n"
    row = delivering.begin(area="PER", by=stranger, subject="Inflow")
    delivering.add(delivery_id=row.pk, chunks=[theirs], name="inflow.csv", by=stranger)
    read(row, stranger)
    assert "mds-inflow-by-training" in row.figures
    if is_confirmed:
        confirmed(row, stranger)
    ours = b"Country of destination;ISCO-08;Kind of row;Sex;Year;Outflow\r\nPeru;2221;origin;T;2023;1000\r\n"
    own = brought(officer, read, ours)
    assert "mds-outflow" in own.figures
    reading = own.readings.get()
    from concord_site.shell import files

    with files.open_checked(reading.result) as stream:
        kept = stream.read()
    assert b"987654" not in kept
    assert b"mds.mirror.differs" not in kept
    told = beside.of(own, as_of=2026)
    for each in (*told.previous, *told.mirror, *told.channels):
        assert 987654 not in each.frame.to_series(each.frame.columns.index("headcount")).to_list()
        assert "PER" not in each.frame["area"].to_list()


def test_an_observatory_is_told_nothing_of_what_the_country_confirmed_itself(
    last_year: Any, authority: Any, organisation: Any, person: Any, read: Any
) -> None:
    import datetime as dt

    from concord_site.mds.actions import observatories

    body = organisation("observatory", region="AFR", name="Observatory of the region")
    observatories.give(organisation_id=body.pk, may=("upload",), by=authority, area="KEN",
                       begins_on=dt.date(2020, 1, 1))  # fmt: skip
    row = brought(person("observatory", body), read, TWICE)
    assert "mds.stock.jump-since" not in codes(row)
    assert "mds.stock.jump-since" not in codes(read(row, authority))  # nor by whoever reads it for the country


# ---- a break in definition -------------------------------------------------------------------------------------------
def test_a_change_of_definition_is_kept_for_next_year_and_stands_in_the_tables(
    this_year: Any, officer: Any, read: Any, signed_in: Any
) -> None:
    client = signed_in(officer)
    address = reverse("mds:findings", kwargs={"pk": this_year.pk})
    sent = {"key": key_of(this_year, "mds.stock.jump-since"), "changed": "break", "scope": "table", "text": TEXT,
            "version": this_year.version}  # fmt: skip
    answer = client.post(address, sent)
    assert (answer.status_code, answer["Location"]) == (302, reverse("mds:delivery", kwargs={"pk": this_year.pk}))
    this_year.refresh_from_db()
    assert this_year.profile["breaks"] == [
        {"year": 2024, "what": TEXT, "series": {"structure": "mds-stock-by-training"}}
    ]
    assert deliveries.is_reading(this_year)
    from concord_site.shell.models import Job

    Job.objects.all().delete()
    read(this_year)
    assert not {each for each in codes(this_year) if "jump" in each}
    content = deliveries.table_bytes(this_year.readings.order_by("-number").first())["mds-stock-by-training"]
    from concord_site.mds import tables

    frame = tables.frame(content)
    assert set(frame["status"]) == {"break"}
    assert set(frame["note"]) == {TEXT}
    page = client.get(reverse("mds:before-after", kwargs={"pk": this_year.pk})).content.decode()
    assert TEXT in page
    assert "Breaks in the series" in page
    assert ">Break</span>" in page or "Break\n" in page
    later = delivering.begin(area="KEN", by=officer, subject="Register of nurses")
    assert later.profile_from.body["breaks"][0]["year"] == 2024


def test_a_break_of_one_series_leaves_the_others_asked_about(this_year: Any, officer: Any, read: Any) -> None:
    breaking.say(delivery_id=this_year.pk, key=key_of(this_year, "mds.stock.jump-since"), scope="series", text=TEXT,
                 by=officer)  # fmt: skip
    from concord_site.shell.models import Job

    Job.objects.all().delete()
    read(this_year)
    assert "mds.stock.jump-since" not in codes(this_year)
    assert "mds.cell.jump-since" in codes(this_year)


def test_a_change_that_is_real_is_an_explanation_and_no_break(this_year: Any, officer: Any, signed_in: Any) -> None:
    address = reverse("mds:findings", kwargs={"pk": this_year.pk})
    key = key_of(this_year, "mds.stock.jump-since")
    sent = {"key": key, "changed": "real", "scope": "table", "text": "Two new schools."}
    assert signed_in(officer).post(address, sent).status_code == 302
    this_year.refresh_from_db()
    assert "breaks" not in this_year.profile
    assert this_year.explanations.get(key=key).text == "Two new schools."


@pytest.mark.parametrize("sent", [{}, {"changed": "break", "text": ""}, {"changed": "other", "text": "So."}])
def test_an_answer_to_a_jump_is_one_of_two_and_says_what_changed(
    this_year: Any, officer: Any, signed_in: Any, sent: dict[str, str]
) -> None:
    address = reverse("mds:findings", kwargs={"pk": this_year.pk})
    whole = {"key": key_of(this_year, "mds.stock.jump-since"), "scope": "table", "text": "So.", **sent}
    answer = signed_in(officer).post(address, whole)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    this_year.refresh_from_db()
    assert "breaks" not in this_year.profile
    assert not this_year.explanations.exists()


def test_a_break_is_taken_back_or_added_where_the_profile_is_said(this_year: Any, officer: Any, read: Any,
                                                                  signed_in: Any) -> None:  # fmt: skip
    client = signed_in(officer)
    address = reverse("mds:profile", kwargs={"pk": this_year.pk})
    assert client.post(address, {"break-year": "24", "break-what": TEXT}).status_code == 422
    assert client.post(address, {"break-year": "2024", "break-what": TEXT}).status_code == 302
    this_year.refresh_from_db()
    assert this_year.profile["breaks"] == [{"year": 2024, "what": TEXT}]
    from concord_site.shell.models import Job

    Job.objects.all().delete()
    read(this_year)
    assert TEXT in client.get(address).content.decode()
    assert client.post(address, {"b:0": ""}).status_code == 302
    this_year.refresh_from_db()
    assert "breaks" not in this_year.profile

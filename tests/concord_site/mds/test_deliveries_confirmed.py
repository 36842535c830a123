"""From a file to confirmed tables: what is kept, what is erased, what stands in the way."""

from __future__ import annotations

from typing import Any

import pytest

from concord.errors import Conflict, NotFound
from concord_site.mds import tables
from concord_site.mds.actions import confirming, delivering, explaining, profiling
from concord_site.mds.models import Delivery, DeliveryFile, Reading
from concord_site.mds.queries import deliveries
from concord_site.shell import files

from . import small_files

pytestmark = pytest.mark.django_db(transaction=True)


def _confirm(row: Any, by: Any) -> Any:
    made = confirming.confirm(delivery_id=row.pk, version=row.version, name="Rami Adan", office="Statistics", by=by)
    row.refresh_from_db()
    return made


def test_a_good_file_is_read_and_its_tables_are_confirmed(delivery: Any, officer: Any, read: Any) -> None:
    read(delivery)
    assert delivery.state == Delivery.State.CHECKED, deliveries.outcome_of(delivery.readings.get()).findings
    assert delivery.figures["mds-stock-by-training"]["total"] == 5150
    _confirm(delivery, officer)
    assert delivery.state == Delivery.State.CONFIRMED
    frame = tables.frame(tables.content("KEN", delivery.pk, "mds-stock-by-training"))
    assert frame.filter(frame["row_kind"] == "origin")["headcount"].sum() == 150
    assert delivery.digest


def test_a_hard_finding_stands_in_the_way(delivery: Any, officer: Any, read: Any) -> None:
    delivering.add(delivery_id=delivery.pk, chunks=[small_files.NEGATIVE], name="stock.csv", by=officer)
    read(delivery)
    assert delivery.state == Delivery.State.READ
    found = deliveries.outcome_of(delivery.readings.get())
    assert "mds.count.negative" in {each.finding.code for each in found.found}
    with pytest.raises(Conflict) as refusal:
        _confirm(delivery, officer)
    assert refusal.value.code == "site.access.state"
    assert not tables.folder("KEN", delivery.pk).exists()


def test_a_question_is_asked_answered_and_kept_for_next_year(delivery: Any, officer: Any, read: Any) -> None:
    delivering.add(delivery_id=delivery.pk, chunks=[small_files.ATLANTIS], name="stock.csv", by=officer)
    read(delivery)
    assert delivery.state == Delivery.State.ASKED
    asked = deliveries.outcome_of(delivery.readings.get()).open
    assert [each["id"] for each in asked] == ["code/origin/Atlantis"]
    profiling.save(delivery_id=delivery.pk, said={"areas": {"Atlantis": "MWI"}}, by=officer)
    read(delivery)
    assert delivery.state == Delivery.State.CHECKED
    later = delivering.begin(area="KEN", by=officer, subject="Register of nurses")
    assert later.profile_from.body["areas"] == {"Atlantis": "MWI"}


def test_a_soft_finding_is_explained_before_confirming(delivery: Any, officer: Any, read: Any) -> None:
    delivering.add(delivery_id=delivery.pk, chunks=[small_files.UNKNOWN], name="stock.csv", by=officer)
    read(delivery)
    assert delivery.state == Delivery.State.CHECKED
    found = deliveries.outcome_of(delivery.readings.get())
    soft = [each for each in found.found if each.finding.level == "soft"]
    assert len(soft) == delivery.counts["unexplained"] > 0
    with pytest.raises(Conflict) as refusal:
        _confirm(delivery, officer)
    assert refusal.value.code == "site.delivery.unexplained"
    for each in soft:
        explaining.explain(delivery_id=delivery.pk, key=each.key, text="Not asked before 2020.", by=officer)
    delivery.refresh_from_db()
    assert delivery.counts["unexplained"] == 0
    _confirm(delivery, officer)
    assert delivery.state == Delivery.State.CONFIRMED


def test_what_was_staged_of_a_register_is_erased_when_it_is_confirmed(delivery: Any, officer: Any, read: Any) -> None:
    delivering.describe(delivery_id=delivery.pk, by=officer, what="register", subject="Register of nurses", year=None)
    read(delivery)
    there = [files.place(each.file_id) for each in delivery.files.all()]
    there += [files.place(each.result_id) for each in delivery.readings.all()]
    assert all(path.exists() for path in there)
    _confirm(delivery, officer)
    assert not any(path.exists() for path in there)
    assert {each.state for each in delivery.files.all()} == {DeliveryFile.State.ERASED}
    assert {each.state for each in delivery.readings.all()} == {Reading.State.ERASED}
    assert delivery.files.get().sha256


def test_later_figures_of_the_same_series_take_the_place_and_give_it_back(
    delivery: Any, officer: Any, read: Any
) -> None:
    _confirm(read(delivery), officer)
    again = delivering.begin(area="KEN", by=officer, subject="Register of nurses")
    delivering.add(delivery_id=again.pk, chunks=[small_files.GOOD.replace(b"120", b"121")], name="b.csv", by=officer)
    again.refresh_from_db()
    delivering.add(
        delivery_id=again.pk, chunks=[small_files.GOOD.replace(b"120", b"121").replace(b"5150", b"5151")],
        name="b.csv", by=officer,
    )  # fmt: skip
    again.refresh_from_db()
    _confirm(read(again), officer)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.replaced_by_id) == (Delivery.State.REPLACED, again.pk)
    confirming.withdraw(delivery_id=again.pk, reason="Counted twice.", by=officer)
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.CONFIRMED
    confirming.restore(delivery_id=again.pk, by=officer)
    delivery.refresh_from_db()
    again.refresh_from_db()
    assert (delivery.state, again.state) == (Delivery.State.REPLACED, Delivery.State.CONFIRMED)


def test_who_saw_an_older_state_does_not_confirm(delivery: Any, officer: Any, authority: Any, read: Any) -> None:
    read(delivery)
    seen = delivery.version
    profiling.save(delivery_id=delivery.pk, said={"base": "training"}, by=authority)
    with pytest.raises(Conflict) as refusal:
        confirming.confirm(delivery_id=delivery.pk, version=seen, name="R", office="S", by=officer)
    assert refusal.value.code == "site.delivery.moved-on"


def test_tables_that_cannot_be_written_are_not_confirmed(
    delivery: Any, officer: Any, read: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concord.errors import Unavailable

    read(delivery)

    def full(*_arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables, "_write", full)
    with pytest.raises(Unavailable) as refusal:
        _confirm(delivery, officer)
    delivery.refresh_from_db()
    assert refusal.value.code == "site.delivery.not-written"
    assert delivery.state == Delivery.State.CHECKED
    assert not list(tables.folder("KEN", "").glob("*"))
    assert all(files.place(each.file_id).exists() for each in delivery.files.all())


@pytest.mark.parametrize("act", ["see", "edit", "submit", "withdraw"])
def test_a_stranger_does_not_learn_that_a_delivery_is_there(delivery: Any, stranger: Any, act: str) -> None:
    with pytest.raises(NotFound):
        deliveries.delivery(delivery.pk, stranger, act)

"""Bulk import by key: seen before it is done, whole or not at all, and never the last one wins."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.errors import Conflict, Invalid
from concord.findings import Place
from concord.intake.bulk import Key, Plan, plan

THERE = {("KEN",): {"iso3": "KEN", "name": "Kenya"}, ("NAM",): {"iso3": "NAM", "name": "Namibia"}}


class Store:
    """Rows in memory, with a transaction the caller keeps."""

    def __init__(self, rows: Mapping[Key, Mapping[str, object]], fail_at: int | None = None) -> None:
        self.rows = {key: dict(row) for key, row in rows.items()}
        self.writes = 0
        self.fail_at = fail_at

    def add(self, key: Key, row: Mapping[str, object]) -> None:
        self._count()
        self.rows[key] = dict(row)

    def change(self, key: Key, row: Mapping[str, object], fields: Mapping[str, tuple[object, object]]) -> None:
        self._count()
        self.rows[key].update({name: after for name, (_, after) in fields.items()})

    def _count(self) -> None:
        self.writes += 1
        if self.writes == self.fail_at:
            raise OSError("disk full")


def planned(*rows: tuple[str, str]) -> Plan:
    incoming = [{"iso3": iso3, "name": name} for iso3, name in rows]
    places = [Place("a.csv", None, number) for number in range(2, 2 + len(rows))]
    return plan(THERE, incoming, key=["iso3"], fields=["name"], places=places)


def test_a_plan_says_what_is_new_changed_unchanged_and_missing() -> None:
    made = planned(("KEN", "Republic of Kenya"), ("NOR", "Norway"))
    assert [addition.key for addition in made.new] == [("NOR",)]
    assert made.changed[0].fields == {"name": ("Kenya", "Republic of Kenya")}
    assert made.unchanged == ()
    assert made.missing == (("NAM",),)
    assert made.changed[0].where.row == 2


def test_a_plan_touches_nothing_and_applies_whole() -> None:
    store = Store(THERE)
    made = planned(("KEN", "Kenya"), ("NOR", "Norway"))
    assert store.rows == THERE
    assert made.apply(store).added == 1
    assert store.rows["NOR",]["name"] == "Norway"
    assert store.rows["NAM",]["name"] == "Namibia"


def test_a_key_that_stands_twice_names_all_its_rows_and_nothing_is_written() -> None:
    made = planned(("NOR", "Norway"), ("KEN", "Kenya"), ("NOR", "Norge"), ("NOR", "Noreg"))
    assert [(finding.code, finding.params["rows"]) for finding in made.findings.hard] == [
        ("intake.bulk.duplicate-key", "2, 4, 5")
    ]
    store = Store(THERE)
    with pytest.raises(Invalid) as refusal:
        made.apply(store)
    assert refusal.value.code == "intake.bulk.has-findings"
    assert store.writes == 0


def test_a_row_without_a_key_is_an_error() -> None:
    made = planned(("", "Nowhere"), ("  ", "Nowhere else"))
    assert [(finding.code, finding.params["count"]) for finding in made.findings] == [("intake.bulk.empty-key", 2)]


def test_a_disguised_key_is_named_by_code_point() -> None:
    made = planned(("КEN", "Kenya"))
    finding = made.findings.hard[0]
    assert finding.code == "intake.code.look-alike"
    assert "U+041A" in str(finding.params["characters"])


def test_an_error_while_writing_reaches_the_callers_transaction() -> None:
    made = planned(("KEN", "x"), ("NOR", "y"), ("FRA", "z"))
    with pytest.raises(OSError, match="disk full"):
        made.apply(Store(THERE, fail_at=2))


def test_a_plan_that_is_no_longer_true_is_refused() -> None:
    made = planned(("KEN", "x"), ("NOR", "y"))
    moved = {**THERE, ("KEN",): {"iso3": "KEN", "name": "changed by somebody"}}
    for now in (moved, {**THERE, ("NOR",): {"name": "Norway"}}, {}):
        store = Store(now)
        with pytest.raises(Conflict) as refusal:
            made.apply(store, existing=now)
        assert refusal.value.code == "intake.bulk.moved-on"
        assert store.writes == 0
    assert made.apply(Store(THERE), existing=THERE).changed == 1


KEYS = st.text("ABCDE", min_size=1, max_size=2)
ROWS = st.dictionaries(KEYS, st.text(max_size=3), max_size=8)


@given(ROWS, ROWS)
def test_every_key_is_in_exactly_one_part_of_the_plan(there: dict[str, str], incoming: dict[str, str]) -> None:
    existing = {(key,): {"name": name} for key, name in there.items()}
    rows = [{"key": key, "name": name} for key, name in incoming.items()]
    made = plan(existing, rows, key=["key"], fields=["name"])
    parts = [*(a.key for a in made.new), *(c.key for c in made.changed), *made.unchanged, *made.missing]
    assert sorted(parts) == sorted({*existing, *((key,) for key in incoming)})
    store = Store(existing)
    made.apply(store, existing=existing)
    assert {key[0]: row["name"] for key, row in store.rows.items()} == {**there, **incoming}
    again = plan(store.rows, rows, key=["key"], fields=["name"])
    assert again.is_empty

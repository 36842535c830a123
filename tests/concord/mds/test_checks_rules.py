"""Every declared rule, by cases that a statistician can read and extend; and what holds for all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations import messages, packs
from concord.declarations.read import read_csv, read_yaml
from concord.findings import Finding, filled
from concord.mds import checks, facts
from concord.mds.beside import Beside, rows
from concord.mds.checks import check, check_tables, key
from concord.mds.harmonise import Harmonised
from concord.mds.harmonise.breaks import answer
from concord.mds.rules import Rule, by_id, rules
from concord.vocabulary.areas import area
from concord.vocabulary.provenance import Provenance
from concord.vocabulary.structures import Table, table

DECLARED = read_yaml(Path(__file__).parents[2] / "cases" / "mds" / "checks.yaml")
CASES = {case["rule"]: case for case in DECLARED["cases"]}
AS_OF = 2026
TEXTS = ("structure", "area", "occupation", "activity", "origin", "row_kind", "sex", "age_band", "status", "note")
SCHEMA = dict.fromkeys((*TEXTS, "source", "file", "sheet", "letter", "header"), pl.String)
NUMBERS = {"year": pl.Int64, "number": pl.Float64, "row": pl.Int64, "tolerance": pl.Int64}


def harmonised(said: list[dict[str, Any]], of_all: dict[str, Any] | None = None) -> Harmonised:
    """Rows as harmonising gives them, from what each says besides the base row; the first stands in row 2."""
    place = {"file": "t.csv", "sheet": None, "letter": "H", "header": "headcount", "tolerance": 0}
    whole = [
        {"sex": None, "note": None, **DECLARED["base"], **(of_all or {}), **place, "row": at, **each}
        for at, each in enumerate(said, start=2)
    ]
    schema: dict[str, Any] = {**SCHEMA, **NUMBERS}
    if not any("age_band" in each for each in said):
        schema.pop("age_band")
    return Harmonised(pl.DataFrame(whole, schema=schema))


def beside(case: dict[str, Any]) -> Beside:
    """The tables beside that a case gives."""
    given: dict[str, Any] = {}
    for name, said in (case.get("beside") or {}).items():
        whole = [{**said["base"], **row} for row in said["rows"]]
        columns = {column: [row.get(column) for row in whole] for row in whole for column in row}
        if name == "graduates":
            given[name] = Table("graduates", pl.DataFrame(columns), Provenance())
        else:
            made = table(said.get("structure", name), **columns)
            given[name] = made if name in ("population", "density") else (made,)
    return Beside(**given)


def found(case: dict[str, Any], which: str) -> list[Finding]:
    rule: Rule = by_id()[case["rule"]]
    return check(
        harmonised(case[which], case.get("all")),
        as_of=AS_OF,
        declared=[rule],
        beside=beside(case),
        when=rule.when[-1],
        of_persons=case.get("of_persons", False),
    )


def test_every_rule_has_its_cases() -> None:
    assert list(CASES) == [rule.id for rule in rules()]


@pytest.mark.parametrize("rule", CASES)
@pytest.mark.parametrize("which", ["passes", "boundary", "without"])
def test_what_passes_is_at_the_threshold_or_has_no_number_is_not_a_finding(rule: str, which: str) -> None:
    assert found(CASES[rule], which) == []


@pytest.mark.parametrize("rule", CASES)
def test_what_offends_a_rule_is_one_finding_with_its_place_and_values(rule: str) -> None:
    case = CASES[rule]
    (finding,) = found(case, "fails")
    assert (finding.code, finding.level) == (rule, by_id()[rule].level)
    assert {name: finding.params.get(name) for name in case.get("says", {})} == case.get("says", {})
    assert (finding.where.file, finding.where.letter) == ("t.csv", "H")
    said = filled(finding)
    assert "{" not in said.message + said.hint, said
    assert key(finding).startswith(f"{rule}/")


@pytest.mark.parametrize("rule", [rule.id for rule in rules() if rule.many])
def test_the_same_thing_in_many_rows_is_one_finding_with_rows_and_count(rule: str) -> None:
    case = CASES[rule]
    fails = [{**case.get("all", {}), **row} for row in case["fails"]]
    many = [{"area": code, **row} for code in ("KEN", "UGA", "GHA", "ZMB", "MWI", "ZWE") for row in fails]
    if any(row.get("origin") == "NZL" for row in fails):
        many = [{**row, "origin": row["area"]} for row in many]
    declared = by_id()[rule]
    twice = [{**row, "year": row.get("year", 2018) + years} for years in (0, 10) for row in many]
    if rule != "mds.year.outside":
        twice = [{**row, "year": row["year"] - 10} for row in twice]
    (finding,) = check(
        harmonised(twice),
        as_of=AS_OF,
        declared=[declared],
        when=declared.when[-1],
        of_persons=case.get("of_persons", False),
    )
    assert finding.code == f"{rule}-many"
    assert (finding.params["count"], finding.level) == (12, declared.level)
    assert finding.params["cells"]
    said = filled(finding)
    assert "{" not in said.message + said.hint, said


def test_a_whole_wrong_column_is_one_finding_that_points_to_the_column() -> None:
    said = [{"origin": code, "number": -n} for n, code in enumerate(("IND", "PHL", "KEN", "UGA", "GHA"), start=1)]
    (finding,) = check(harmonised(said), as_of=AS_OF, declared=[by_id()["mds.count.negative"]])
    assert (finding.where.row, finding.where.letter, finding.params["cells"]) == (None, "H", "H2:H6")
    assert finding.params["whole"] is True
    one_right = [*said, {"origin": "ZMB", "number": 4}]
    assert len(check(harmonised(one_right), as_of=AS_OF, declared=[by_id()["mds.count.negative"]])) == 5


def test_a_published_table_is_told_of_proposed_thresholds_not_asked() -> None:
    case = CASES["mds.stock.jump"]
    said = [{**row, "source": "oecd"} for row in case["fails"]]
    (finding,) = check(harmonised(said, case["all"]), as_of=AS_OF, declared=[by_id()["mds.stock.jump"]])
    assert finding.level == "note"


def test_a_change_to_another_method_is_no_jump() -> None:
    case = CASES["mds.stock.jump"]
    first, second = case["fails"]
    declared = [by_id()["mds.stock.jump"]]
    changed = harmonised([first, {**second, "status": "difference"}], case["all"])
    assert check(changed, as_of=AS_OF, declared=declared) == []
    both = harmonised([{**first, "status": "difference"}, {**second, "status": "difference"}], case["all"])
    assert len(check(both, as_of=AS_OF, declared=declared)) == 1


@pytest.mark.parametrize("what", ["definition", "none"])
def test_no_year_is_compared_across_an_answered_break(what: Any) -> None:
    case = CASES["mds.stock.jump"]
    answered = answer({"area": "NZL", "occupation": "221"}, 2018, what=what, note="Two registers were joined.")
    declared = [by_id()["mds.stock.jump"], by_id()["mds.break.unexplained"]]
    said = harmonised(case["fails"], case["all"])
    assert check(said, as_of=AS_OF, declared=declared, beside=Beside(breaks=(answered,))) == []
    assert said.frame["status"].to_list() == ["normal", "normal"]
    other = answer({"area": "AUS"}, 2018, what=what, note="Two registers were joined.")
    assert len(check(said, as_of=AS_OF, declared=declared, beside=Beside(breaks=(other,)))) == 1


def test_every_base_is_held_against_its_own_inflow() -> None:
    case, declared = CASES["mds.inflow.above-stock"], [by_id()["mds.inflow.above-stock"]]
    named = {"mds-inflow-by-training": "mds-inflow-by-birth", "mds-stock-by-training": "mds-stock-by-birth"}
    by_birth = [{**DECLARED["base"], **row} for row in case["fails"]]
    by_birth = [{**row, "structure": named[row["structure"]]} for row in by_birth]
    assert len(check(harmonised(by_birth), as_of=AS_OF, declared=declared)) == 1
    assert check(harmonised([by_birth[0], case["fails"][1]]), as_of=AS_OF, declared=declared) == []


def test_parts_of_a_stock_are_no_totals() -> None:
    detail = table(
        "mds-stock-detail", area=["KEN"] * 4, year=[2017, 2018, 2018, 2018], occupation=["221"] * 4,
        sex=["F", "F", "M", "M"], age_band=["Y25T34"] * 4, headcount=[10, 40, 30, 30], status=["normal"] * 4,
    )  # fmt: skip
    found = check_tables([detail], as_of=AS_OF)
    assert [each.code for each in found] == ["mds.row.twice"]


def test_what_the_table_says_itself_outranks_what_was_sent_before() -> None:
    case = CASES["mds.stock.jump-since"]
    declared = [by_id()["mds.stock.jump-since"]]
    said = harmonised([{"year": 2017, "number": 119}, {"number": 121}], case["all"])
    assert check(said, as_of=AS_OF, declared=declared, beside=beside(case)) == []


def test_the_partner_disagrees_only_where_all_its_figures_do() -> None:
    case = CASES["mds.mirror.differs"]
    licensed = {"year": 2018, "headcount": 200, "activity": "licensed"}
    two = {**case["beside"]["mirror"], "rows": [licensed, {**licensed, "headcount": 100, "activity": "practising"}]}
    assert found({**case, "beside": {"mirror": two}}, "fails") == []


def test_an_inflow_is_held_against_the_partners_outflow_too() -> None:
    mirror = table(
        "mds-outflow", area=["KEN"], destination=["GBR"], year=[2018], occupation=["221"], row_kind=["origin"],
        headcount=[500], status=["normal"], source=["kmpdc"],
    )  # fmt: skip
    said = [{"structure": "mds-inflow-by-training", "area": "GBR", "origin": "KEN", "number": 40}]
    (finding,) = check(
        harmonised(said), as_of=AS_OF, declared=[by_id()["mds.mirror.differs"]], beside=Beside(mirror=(mirror,))
    )
    assert (finding.params["partner"], finding.params["other"], finding.params["other_structure"]) == (
        "KEN", "500", "mds-outflow",
    )  # fmt: skip


def test_no_rule_is_left_out_that_has_something_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    together = {rule: {which: found(case, which) for which in ("passes", "fails")} for rule, case in CASES.items()}
    monkeypatch.setattr(checks, "is_idle", lambda *_: False)
    for rule, case in CASES.items():
        assert {which: found(case, which) for which in ("passes", "fails")} == together[rule]


def test_what_is_not_given_beside_is_not_asked_about() -> None:
    for rule, case in CASES.items():
        if case.get("beside"):
            assert found({**case, "beside": {}}, "fails") == [], rule


def test_bounds_of_density_hold_every_density_that_was_published() -> None:
    bounds = {(r["occupation"], r["region"]): r for r in read_csv(packs.find("checks/density_bounds.csv")).rows}
    frame = facts.bundled("density").frame.filter((pl.col("year") >= 2000) & (pl.col("per_10k") > 0))
    seen: dict[tuple[str, str], list[float]] = {}
    for code, year, occupation, per_10k in frame.select("area", "year", "occupation", "per_10k").rows():
        region = area(code).region(year)
        if region is not None:
            seen.setdefault((occupation, region), []).append(per_10k)
    assert set(bounds) == set(seen)
    for place, values in seen.items():
        said = {name: float(bounds[place][name]) for name in ("values", "observed_least", "observed_most")}
        assert said == {"values": len(values), "observed_least": min(values), "observed_most": max(values)}
        assert float(bounds[place]["least"]) <= min(values) / 2
        assert float(bounds[place]["most"]) >= max(values) * 1.25


def test_every_rule_and_its_many_have_a_wording() -> None:
    said = {rule.id for rule in rules()} | {f"{rule.id}-many" for rule in rules() if rule.many}
    assert sorted(said - messages.known_codes()) == []


def test_every_wording_of_the_checks_can_be_said() -> None:
    room = Path(messages.__file__).parents[1] / "mds"
    text = "".join(path.read_text(encoding="utf-8") for path in room.rglob("*.py"))
    said = {rule.id for rule in rules()} | {f"{rule.id}-many" for rule in rules()}
    for code in read_yaml(packs.find("messages/mds-checks.yaml")):
        assert code in said or f'"{code}"' in text, code


def test_the_rules_of_the_domain_are_all_declared_or_say_where_they_are() -> None:
    carried = {rule.rule for rule in rules()}
    assert {f"V{number:02}" for number in range(1, 17)} <= carried


def test_tables_are_checked_before_they_are_published() -> None:
    stock = table(
        "mds-stock-by-training", area=["KEN"] * 4, year=[2018] * 4, occupation=["221"] * 4,
        origin=["IND", "PHL", "GBR", None], row_kind=["origin", "origin", "origin", "total"],
        headcount=[3, None, 90, 100], status=["normal", "suppressed", "normal", "normal"],
    )  # fmt: skip
    found = check_tables([stock], as_of=AS_OF, of_persons=True)
    assert {each.code for each in found.hard} == {"mds.cell.hidden-alone", "mds.cell.small"}
    assert all(each.where.item.startswith("mds-stock-by-training/area=KEN/year=2018") for each in found.hard)
    assert not check_tables([stock], as_of=AS_OF, when="upload").hard


def test_facts_beside_are_read_in_standard_columns() -> None:
    density = table("density", area=["KEN"], year=[2018], occupation=["221"], per_10k=[2.0], status=["normal"])
    frame = rows([density, *beside(CASES["mds.stock.jump-since"]).previous])
    assert frame["number"].to_list() == [0.2, 100.0, 100.0]
    assert frame["row_kind"].to_list() == ["total"] * 3
    assert rows([]).is_empty()


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "year": st.integers(2016, 2018),
            "origin": st.sampled_from(["IND", "PHL", "NZL", None]),
            "row_kind": st.sampled_from(["origin", "domestic", "total", "unknown", "foreign", "native-foreign"]),
            "sex": st.sampled_from([None, "F", "M", "T"]),
            "structure": st.sampled_from(["mds-stock-by-training", "mds-inflow-by-training"]),
            "activity": st.sampled_from(["practising", "licensed"]),
            "number": st.sampled_from([None, -1.0, 0.0, 1.5, 5.0, 60.0, 200.0]),
            "status": st.sampled_from(["normal", "break", "suppressed"]),
        }
    ),
    max_size=30,
)


@settings(max_examples=80, deadline=None)
@given(said=ROWS, data=st.data())
def test_the_order_of_rows_never_changes_what_is_found(said: list[dict[str, Any]], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(said))))
    first = check(harmonised(said), as_of=AS_OF) if said else []
    again = check(harmonised([said[at] for at in order]), as_of=AS_OF) if said else []
    assert {key(each) for each in first} == {key(each) for each in again}


@settings(max_examples=80, deadline=None)
@given(
    counts=st.lists(st.integers(0, 10**6), min_size=1, max_size=6),
    domestic=st.integers(0, 10**6),
    unknown=st.integers(0, 10**5),
)
def test_a_total_row_that_is_right_adds_no_finding(counts: list[int], domestic: int, unknown: int) -> None:
    origins = ["IND", "PHL", "KEN", "UGA", "GHA", "ZMB"]
    said: list[dict[str, Any]] = [{"origin": o, "number": float(n)} for o, n in zip(origins, counts, strict=False)]
    said += [{"origin": None, "row_kind": "domestic", "number": float(domestic)}]
    said += [{"origin": None, "row_kind": "unknown", "number": float(unknown)}]
    whole = {"origin": None, "row_kind": "total", "number": float(sum(counts) + domestic + unknown)}
    before = {key(each) for each in check(harmonised(said), as_of=AS_OF)}
    assert {key(each) for each in check(harmonised([*said, whole]), as_of=AS_OF)} == before

"""The benefit account: every line by hand, ranges with a seed, three sides never added, published results."""

from __future__ import annotations

import json
import math
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from concord.agreements import account_commands, account_report, account_shown, benefits, benefits_declared
from concord.agreements.account import account
from concord.agreements.account_declared import SIDES, declared
from concord.agreements.account_given import Asked, read
from concord.agreements.account_model import Account, Reckoned
from concord.agreements.account_words import Speech, scale
from concord.declarations.messages import known_codes
from concord.declarations.packs import BUILT_IN
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.documents.sentences import wordings
from concord.errors import Invalid, NotFound
from concord.labour_market import wisn
from concord.labour_market.curves import Range

CASES = Path(__file__).resolve().parents[2] / "cases" / "agreements"
TOLD = {"source": "example", "by": "both"}
WIDE = {
    "moved": (108, 100, 120), "training-public": (5700, 4500, 7500), "output": (6000, 4000, 9000),
    "payments-promised": (240_000, 240_000, 240_000), "places-promised": (180, 180, 180),
    "place-cost": (4000, 3000, 5000), "own-training": (30_000, 20_000, 40_000), "recruiting": (3000, 2500, 4000),
    "pay-destination": (30_000, 27_000, 33_000), "pay-origin": (6000, 5000, 7000), "living": (14_000, 11_000, 17_000),
    "fees": (1200, 600, 2000),
}  # fmt: skip


def declared_account(inputs: dict[str, Any], *, years: int = 5, **more: Any) -> dict[str, Any]:
    return {"id": "x", "title": "An agreement", "origin": "Marania", "destination": "Velmark", "first": 2026,
            "years": years, "price_year": 2025, "invented": True, "inputs": inputs, **more}  # fmt: skip


def wide(**more: Any) -> Asked:
    inputs = {id: {"value": v, "low": low, "high": high, **TOLD} for id, (v, low, high) in WIDE.items()}
    asked = read(declared_account(inputs, **{"draws": 2000, **more})).asked
    assert asked is not None
    return asked


def figure(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        return {"value": given, **TOLD}
    if "said" in given:
        return {**given, **TOLD}
    return {"by_year": {str(year): {"value": value} for year, value in given.items()}, **TOLD}


def worked(case: dict[str, Any]) -> Account:
    told = dict(case["given"])
    top = {name: told.pop(name) for name in ("counting",) if name in told}
    years = told.pop("years")
    found = read(declared_account({id: figure(each) for id, each in told.items()}, years=years, draws=100, **top))
    assert found.asked is not None, found.findings
    return account(found.asked)


def told(found: Account, name: str) -> Reckoned | None:
    if name == "ratio":
        return found.ratio
    if name.startswith("kept-"):
        return next(each.ratio for each in found.kept if each.id == name.removeprefix("kept-"))
    if name.startswith("balance-"):
        return found.side(name.removeprefix("balance-")).balance
    lines = {line.id: line.whole for side in found.sides for line in side.lines}
    return lines[name] if name in lines else found.counts[name]


# --- Lines by hand ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("case", read_yaml(CASES / "benefit-account.yaml"), ids=lambda case: case["name"])
def test_lines(case: dict[str, Any]) -> None:
    found = worked(case)
    for name, wanted in case["expect"].items():
        at = told(found, name)
        assert at is not None, name
        if isinstance(wanted, list):
            least, most, mean = wanted
            assert least < at.low < at.mean < at.high < most
            assert at.mean == pytest.approx(mean, rel=0.01)
        else:
            assert (at.mean, at.low, at.high) == pytest.approx((wanted,) * 3, rel=1e-9, abs=1e-6), name


def test_every_line_of_the_method_has_a_case() -> None:
    cases = read_yaml(CASES / "benefit-account.yaml")
    assert {each.id for each in declared().terms} <= {name for case in cases for name in case["expect"]}


# --- Published results -----------------------------------------------------------------------------------------------
PUBLISHED = read_yaml(CASES / "published.yaml")
TRAINING = [each for each in PUBLISHED if each["method"] == "training-cost" and "inputs" in each]


def command() -> Any:
    """``concord`` with ``benefits`` and another command, so that the name is asked for."""
    import typer

    app = typer.Typer()
    account_commands.register(app)
    app.command("other")(lambda: None)
    return app


@pytest.mark.parametrize("case", TRAINING, ids=lambda case: case["name"])
def test_published_costs_of_training_come_out_to_their_rounding(case: dict[str, Any]) -> None:
    put, wanted = case["inputs"], case["published"]
    cost = sum(put["parts"])
    assert cost == wanted["sum_of_parts"]
    rate = Range.exact(put["rate"])
    found = benefits.training_cost({float(put["years"]): put["persons"]}, cost, price_year=2005, rate=rate)
    assert to_published(found.usd.value, wanted) == wanted["usd"]


def to_published(amount: float, wanted: dict[str, Any]) -> int | float:
    """An amount in the digits in which it was published."""
    return int(amount / wanted["to"] + 0.5) * wanted["to"]


@pytest.mark.parametrize("case", TRAINING, ids=lambda case: case["name"])
def test_the_command_comes_to_published_costs_of_training(case: dict[str, Any], tmp_path: Path) -> None:
    put, wanted = case["inputs"], case["published"]
    exact = {"moved": put["persons"], "training-public": sum(put["parts"]), "years-since": put["years"], "anyway": 0,
             "compounding": put["rate"], "discount": 0}  # fmt: skip
    file = tmp_path / "published.json"
    inputs = {id: {"value": value, **TOLD} for id, value in exact.items()}
    file.write_text(json.dumps(declared_account(inputs, years=1)), encoding="utf-8")
    answer = CliRunner().invoke(command(), ["benefits", str(file), "--json", "--draws", "100"])
    assert answer.exit_code == 0, answer.output
    lines = {line["id"]: line["amount"] for line in json.loads(answer.stdout)["origin"]["lines"]}
    assert to_published(-lines["training-lost"]["mean_usd"], wanted) == wanted["usd"]


def test_the_published_example_of_workload_comes_out_to_its_rounding() -> None:
    case = next(each for each in PUBLISHED if each["method"] == "wisn")
    put, wanted = case["inputs"], case["published"]
    work = [wisn.Activity("visits", put["visits"], put["hours"])]
    available = wisn.Available(put["days"], put["hours_a_day"])
    found = wisn.needed(work, available, support_share=put["support_days"] / put["days"])
    assert round(found.basic, 2) == wanted["basic"]
    assert round(found.category_factor, 4) == wanted["factor"]
    assert round(found.required, 2) == wanted["required"]


def test_what_cannot_be_worked_out_again_says_which_inputs_were_not_found_and_goes_into_nothing() -> None:
    closed = [each for each in PUBLISHED if "inputs" not in each]
    beside = {each.id for each in benefits_declared.declared().published}
    assert len(closed) == 4
    assert all(each["not_found"] and each["published"]["says"] in beside for each in closed)
    assert {each["published"]["says"] for each in closed} == beside


# --- Ranges ----------------------------------------------------------------------------------------------------------
def test_the_same_seed_gives_the_same_account_to_the_last_bit_and_another_another() -> None:
    once, again, other = account(wide()), account(wide()), account(wide(seed=2))
    assert once == again
    assert once.origin.balance != other.origin.balance


def test_means_of_lines_add_up_to_the_balance_and_to_the_years_where_nothing_is_discounted() -> None:
    found = account(wide().changed({"discount": Range.exact(0.0)}))
    for side in found.sides:
        assert side.balance is not None
        lines = [each.whole.mean for each in side.counted if each.whole]
        assert side.balance.mean == pytest.approx(sum(lines), rel=1e-9)
        assert side.balance.mean == pytest.approx(sum(each.mean for each in side.by_year.values()), rel=1e-9)


def test_eight_of_ten_draws_lie_between_the_bounds() -> None:
    import numpy as np

    found = account(wide(draws=20_000))
    rows = np.random.default_rng(5)
    saved = found.destination.counted[0].whole
    people, cost, share, anyway, rate = (rows.triangular(*ends, 200_000) for ends in (
        (100, 108, 120), (20_000, 30_000, 40_000), (0.5, 0.999999, 1), (0, 0.3, 0.6), (0, 0.03, 0.06)))  # fmt: skip
    whole = people * cost * share * (1 - anyway) * sum((1 + rate) ** -year for year in range(5))
    low, high = np.quantile(whole, (0.1, 0.9))
    assert saved is not None
    assert (saved.low, saved.mean, saved.high) == pytest.approx((low, whole.mean(), high), rel=0.02)


def test_an_account_of_exact_figures_has_no_range() -> None:
    exact = {id: Range.exact(v) for id, (v, _, _) in WIDE.items()}
    usual = {id: Range.exact(each.usual.range.value) for id, each in declared().quantities.items() if each.usual}
    found = account(wide().changed({**exact, **usual}))
    for side in found.sides:
        assert side.balance is not None
        assert side.balance.is_exact
        assert all(line.whole.is_exact for line in side.counted if line.whole)
    assert found.swayed == ()


def test_a_wider_input_makes_a_wider_balance_and_leaves_the_draws_of_others() -> None:
    narrow = account(wide().changed({"own-training": Range(30_000, 29_000, 31_000)}))
    open_ = account(wide())
    assert narrow.destination.balance is not None
    assert open_.destination.balance is not None
    assert narrow.destination.balance.high - narrow.destination.balance.low < (
        open_.destination.balance.high - open_.destination.balance.low
    )
    assert (narrow.origin, narrow.workers) == (open_.origin, open_.workers)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 400), st.floats(0, 1), st.floats(0, 50_000), st.integers(1, 6))
def test_a_gain_that_a_party_gives_is_never_more_to_the_other(moved: int, stay: float, cost: float, years: int) -> None:
    found = worked({"given": {"years": years, "moved": moved, "places-promised": moved, "place-cost": cost,
                              "stay": stay, "discount": 0.03}})  # fmt: skip
    received, paid = told(found, "places-received"), told(found, "places-paid")
    assert received is not None
    assert paid is not None
    assert 0 <= received.mean <= -paid.mean + 1e-6


def test_what_sways_most_stands_first_and_spans_the_balance_at_both_ends() -> None:
    found = account(wide())
    for side in SIDES:
        of = [each for each in found.swayed if each.side == side]
        assert [each.width for each in of] == sorted((each.width for each in of), reverse=True)
    first = found.swayed[0]
    assert (first.quantity, first.side) == ("anyway", "origin")
    asked = wide()
    ends = {id: Range.exact(v) for id, (v, _, _) in WIDE.items()}
    usual = {id: Range.exact(q.usual.range.value) for id, q in declared().quantities.items() if q.usual}
    low = account(asked.changed({**ends, **usual, "anyway": Range.exact(0.0)}))
    assert low.origin.balance is not None
    assert low.origin.balance.mean == pytest.approx(first.at_low, rel=1e-9)


# --- What is not known -----------------------------------------------------------------------------------------------
def test_what_is_not_known_is_named_and_is_not_nothing() -> None:
    found = account(wide())
    unknown = {line.id: line.missing for line in found.origin.unknown}
    assert unknown["posts-refilled"] == ("refill",)
    assert unknown["equipment-received"] == ("equipment-promised",)
    assert "refill" in found.lacking
    assert not {line.id for line in found.origin.counted} & set(unknown)


def test_a_side_of_which_nothing_is_known_has_no_balance() -> None:
    found = worked({"given": {"years": 1, "moved": 10, "fees": 100, "discount": 0}})
    assert (found.origin.balance, found.origin.verdict, found.origin.gains_in) == (None, "unknown", None)
    assert found.ratio is None


def test_what_nobody_gave_is_named_as_assumed_with_its_reason() -> None:
    found = account(wide())
    assumed = {each.quantity: each for each in found.assumed}
    assert set(assumed) == {"return-rate", "anyway", "years-since", "compounding", "discount", "left-post",
                            "years-empty", "stay", "would-train"}  # fmt: skip
    assert all(len(each.reason) > 40 and each.assumed is not None for each in assumed.values())
    lost = next(line for line in found.origin.lines if line.id == "training-lost")
    assert set(lost.assumed) == {"anyway", "compounding", "years-since", "discount"}
    given_one = account(wide().changed({"anyway": Range(0.2, 0.1, 0.3)}))
    assert "anyway" not in {each.quantity for each in given_one.assumed}


def test_a_ratio_over_a_saving_that_may_be_nothing_is_not_told() -> None:
    assert account(wide()).ratio is not None
    assert account(wide().changed({"own-training": Range(0, 0, 0)})).ratio is None


def test_a_verdict_says_almost_every_case_only_where_draws_do() -> None:
    found = account(wide())
    assert (found.destination.verdict, found.workers.verdict, found.origin.verdict) == ("open", "gain", "open")
    poor = account(wide().changed({"training-public": Range(60_000, 50_000, 70_000), "anyway": Range.exact(0.1)}))
    assert (poor.origin.verdict, poor.destination.verdict) == ("loss", "gain")


def test_an_account_answers_within_half_a_second() -> None:
    asked = wide(draws=10_000)
    account(asked)
    took = []
    for _ in range(5):
        begun = time.process_time()
        account(asked)
        took.append(time.process_time() - begun)
    assert min(took) < 0.5


# --- Reading ---------------------------------------------------------------------------------------------------------
BAD = {
    "quantity-unknown": {"nurses": {"value": 1, **TOLD}},
    "number": {"fees": {"value": "many", **TOLD}},
    "order": {"fees": {"value": 5, "low": 6, "high": 7, **TOLD}},
    "negative": {"fees": {"value": -1, **TOLD}},
    "share": {"stay": {"value": 40, **TOLD}},
    "no-source": {"fees": {"value": 1}},
    "giver": {"fees": {"value": 1, "source": "x", "by": "a friend"}},
    "not-by-year": {"fees": {"by_year": {"2026": {"value": 1}}, **TOLD}},
}


#: Shapes of a figure that no reader of it can use; none may be a crash, and none may be left out in silence.
SHAPELESS: tuple[dict[str, Any], ...] = (
    {"said": {"origin": "many", "destination": 3}}, {"said": {"origin": True, "destination": 3}}, {"said": 4},
    {"said": [1, 2]}, {"said": {"origin": math.nan, "destination": 3}}, {"value": 3, "by_year": [1, 2]},
    {"value": 3, "by_year": {"20x6": 4}}, {"value": 3, "by_year": {"²": 4}},
)  # fmt: skip


@pytest.mark.parametrize("given", SHAPELESS, ids=str)
def test_a_figure_of_another_shape_is_a_finding_and_no_fault(given: dict[str, Any]) -> None:
    found = read(declared_account({"moved": {"value": 10, **TOLD}, "payments-promised": {**given, **TOLD}}))
    assert found.asked is None
    assert ("agreements.account.number", "payments-promised") in [
        (each.code, each.where.item) for each in found.findings.hard
    ]


@pytest.mark.parametrize("change", [{"seed": -3}, {"seed": "x"}, {"seed": True}, {"counting": 5}], ids=str)
def test_a_seed_or_a_list_that_cannot_be_used_is_a_finding_and_no_fault(change: dict[str, Any]) -> None:
    found = read({**declared_account({"moved": {"value": 10, **TOLD}}), **change})
    assert found.asked is None
    assert [each.where.item for each in found.findings.hard] == [str(change.get("counting") or "seed")]


@pytest.mark.parametrize("reason", BAD)
def test_a_figure_that_cannot_be_used_is_a_finding_at_its_name(reason: str) -> None:
    found = read(declared_account({"moved": {"value": 10, **TOLD}, **BAD[reason]}))
    assert found.asked is None
    assert [(each.code, each.where.item) for each in found.findings.hard] == [
        (f"agreements.account.{reason}", next(iter(BAD[reason])))
    ]
    assert f"agreements.account.{reason}" in known_codes()


def test_all_mistakes_are_told_together() -> None:
    found = read(
        {"years": 99, "inputs": {"fees": {"value": -1}, "stay": {"value": 2, **TOLD}}, "counting": ["fees-paid"]}
    )
    codes = {each.code.rpartition(".")[2] for each in found.findings.hard}
    assert codes == {"field", "years", "negative", "no-source", "share", "needed", "counting"}
    assert {each.code for each in found.findings} <= known_codes()


def test_a_figure_outside_the_years_and_one_without_a_range_are_told_and_do_not_stop() -> None:
    inputs = {"moved": {"value": 10, **TOLD}, "fees": {"value": 100, **TOLD},
              "payments-delivered": {"by_year": {"2031": {"value": 5}}, **TOLD}}  # fmt: skip
    found = read(declared_account(inputs))
    assert found.asked is not None
    assert [(each.code, each.level) for each in found.findings] == [
        ("agreements.account.year-outside", "soft"), ("agreements.account.no-range", "note"),
    ]  # fmt: skip
    assert {each.code for each in found.findings} <= known_codes()


def test_more_who_return_than_move_are_told() -> None:
    found = read(declared_account({"moved": {"value": 1, **TOLD}, "returned": {"value": 2, **TOLD}}))
    assert [each.code for each in found.findings] == ["agreements.account.more-returned"]


def test_what_was_read_is_written_as_it_was_read() -> None:
    inputs = {"moved": {"said": {"origin": 104.0, "destination": 109.0}, **TOLD},
              "fees": {"value": 2.0, "low": 1.0, "high": 3.0, **TOLD},
              "payments-delivered": {"by_year": {"2026": {"value": 5.0}}, **TOLD}}  # fmt: skip
    asked = read(declared_account(inputs)).asked
    assert asked is not None
    for id, each in asked.given.items():
        written = each.to_json()
        assert written.pop("quantity") == id
        assert written == inputs[id]


def test_an_account_without_people_or_with_too_few_draws_is_refused() -> None:
    asked = wide()
    for wrong, code in ((replace(asked, given={}), "needed"), (replace(asked, draws=99), "draws")):
        with pytest.raises(Invalid) as caught:
            account(wrong)
        assert caught.value.code == f"agreements.account.{code}"
    with pytest.raises(NotFound):
        declared().quantity("nurses")


# --- Declared --------------------------------------------------------------------------------------------------------
def test_the_declared_account_follows_its_schema_and_names_only_what_it_declares() -> None:
    folder = BUILT_IN / "methods"
    given_file = read_yaml(folder / "benefit-account.yaml")
    assert problems(given_file, folder / "benefit-account.schema.json", file="benefit-account.yaml") == ()
    method = declared()
    known = set(method.quantities)
    assert {id for term in method.terms for id in term.formula.needs} <= known
    assert {id for each in method.counts for id in each.needs} <= known
    assert {id for pair in method.pairs.values() for id in (pair.promised, pair.delivered)} <= known
    keys = [each.key for each in method.quantities.values()]
    assert len(set(keys)) == len(keys)
    assert len({each.id for each in method.terms}) == len(method.terms)


def test_everything_declared_has_a_name_to_be_shown() -> None:
    method, words = declared(), set(wordings("documents/benefit-account"))
    assert {f"line-{each.id}" for each in method.terms} <= words
    assert {f"quantity-{id}" for id in method.quantities} <= words
    assert {f"unit-{each.unit}" for each in method.quantities.values()} <= words
    assert {f"not-priced-{id}" for id, _ in method.not_priced} <= words
    assert {f"count-{each.id}" for each in method.counts} <= words
    assert {f"pair-{id}" for id in method.pairs} <= words


# --- Shown -----------------------------------------------------------------------------------------------------------
def test_no_amount_is_shown_without_its_range_and_nothing_sums_the_sides() -> None:
    found = account(wide())
    speech, by = Speech("en"), scale(found)
    for group in account_report.groups(found, speech, by):
        for bar in group.bars:
            assert bar.mean is None or bar.range
    whole = json.dumps(account_shown.as_json(found))
    total = sum(side.balance.mean for side in found.sides if side.balance)
    assert str(round(total)) not in whole
    assert set(account_shown.as_json(found)) >= {"origin", "destination", "workers", "ranges", "method"}


def test_a_range_smaller_than_its_rounding_is_told_with_more_digits() -> None:
    from concord.agreements.account_words import Scale, amount

    said = amount(Reckoned(1_092_600, 1_057_000, 1_128_000), Scale(1e6, "unit-usd-million"), Speech("en"))
    assert said == ("+1.09", "+1.06 to +1.13")


def test_the_picture_holds_every_row_and_mirrors_for_arabic() -> None:
    from concord.documents.figures import Style

    found = account(wide())
    for language in ("en", "ar"):
        for width in (340, 820):
            speech = Speech(language)
            drawn = account_report.figure(found, speech, scale(found), Style.web(language, width=width))
            assert drawn.svg.count("<circle") == 6
            assert len(drawn.table.rows) == sum(
                len(each.bars) for each in account_report.groups(found, speech, scale(found))
            )
    assert 'text-anchor="end"' in drawn.svg


def test_the_document_says_that_an_invented_example_is_invented_and_what_was_assumed() -> None:
    import datetime as dt

    from concord.documents.render import html

    page = html.page(account_report.compose(account(wide()), "en", as_of=dt.date(2026, 11, 22)))
    assert "Invented example" in page
    assert "Who would have left anyway" in page
    assert "not added" in page


def test_the_command_gives_the_keys_that_scripts_rely_on(tmp_path: Path) -> None:
    app = command()
    file = tmp_path / "account.json"
    inputs = {id: {"value": v, "low": low, "high": high, **TOLD} for id, (v, low, high) in WIDE.items()}
    file.write_text(json.dumps(declared_account(inputs)), encoding="utf-8")
    out = tmp_path / "account.csv"
    answer = CliRunner().invoke(app, ["benefits", str(file), "--json", "--draws", "500", "--out", str(out)])
    assert answer.exit_code == 0, answer.output
    shown = json.loads(answer.stdout)
    assert {"origin", "destination", "workers", "ranges", "method", "findings"} <= set(shown)
    assert shown["ranges"]["draws"] == 500
    assert shown["destination"]["balance"]["low_usd"] < shown["destination"]["balance"]["high_usd"]
    assert shown["method"] == "benefit-account"
    assert "Invented example" in out.read_text(encoding="utf-8")
    file.write_text("{}", encoding="utf-8")
    assert CliRunner().invoke(app, ["benefits", str(file), "--json"]).exit_code == 1
    assert not list(tmp_path.glob("*.part"))


def test_no_name_of_a_side_or_a_line_is_cut_on_a_phone() -> None:
    from concord.agreements.account_picture import Bar, Group, balance
    from concord.documents.figures import Style
    from concord.documents.figures.measure import width

    long = "Повторное заполнение освободившихся должностей в районах"
    bars = [Bar(long, None, 0, 0, "здесь неизвестно", ""), Bar(long, 1, 0.5, 1.5, "+1,0", "от +0,5 до +1,5")]
    side = Group("Страна происхождения: Министерство здравоохранения Марании", "origin", bars)
    style = Style.web("ru", width=340)
    figure = balance([side], title="t", style=style, heads=("a", "b", "c", "d"))
    drawn = re.findall(r"<text[^>]*>([^<]*)</text>", figure.svg)
    assert not [each for each in drawn if "…" in each]
    assert all(width(each, style.small) <= style.width for each in drawn)

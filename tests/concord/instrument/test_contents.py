"""What the declared instruments ask: sourced, marked, complete over the duties to report, short enough to answer."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from concord.articles import load as load_code
from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.indicators.model import indicators
from concord.instrument import library
from concord.instrument.checks import check
from concord.instrument.model import NUMBERS, Group, Instrument, Node, Question
from concord.instrument.routing import evaluate
from concord.instrument.versions.mapping import question_map

IDS = ("nri-2024", "nri-2027", "stakeholder-2027")
NATIONAL = ("nri-2024", "nri-2027")
PARTS = {"measures", "results", "difficulties", "lessons"}
TOPICS = packs.BUILT_IN / "instruments" / "topics"
#: What a country is to give or report under the articles that speak of reporting, data, laws, records and help.
OWED = {
    *("7.2a", "7.2b", "7.2c", "7.3", "9.1"),
    *("8.1", "8.2", "8.3", "8.5", "8.6", "8.7"),
    *("10.1", "10.2", "10.3"),
    *("4.3", "4.5", "5.1c", "5.2", "5.4", "5.7", "6.2", "6.3"),
}
AMENDED = {"2026-1", "2026-2", "2026-3"}


def authored(instrument: Instrument) -> Iterator[Node]:
    """Groups and questions as they were written: of a grid's cells only the first, which stands for its template."""
    templates = set()
    for node in instrument.nodes():
        if isinstance(node, Question) and node.cell:
            if node.row in templates:
                continue
            templates.add(node.row)
        yield node


def asked(instrument: Instrument) -> list[Question]:
    return [node for node in authored(instrument) if isinstance(node, Question) and node.is_asked]


def named(instrument: Instrument, name: str) -> Question:
    found = instrument.named(name)[0]
    assert isinstance(found, Question)
    return found


def paragraphs(source: str) -> set[str]:
    assert re.fullmatch(r"art:\S+(?: art:\S+)*", source), source
    return {each.removeprefix("art:") for each in source.split()}


@pytest.fixture(params=IDS)
def instrument(request: pytest.FixtureRequest) -> Instrument:
    return library.load(request.param)


def test_the_declared_instruments_have_no_finding_in_english(instrument: Instrument) -> None:
    about_wording = ("translation", "language")
    findings = [
        each for each in library.findings(instrument.id) if not any(word in each.code for word in about_wording)
    ]
    assert findings == []


def test_every_row_names_a_paragraph_that_exists(instrument: Instrument) -> None:
    code = load_code("2026")
    known = {o.id for o in code.obligations} | {o.paragraph for o in code.obligations}
    known |= {amendment.id for amendment in code.amendments}
    for node in authored(instrument):
        assert paragraphs(node.about.source) <= known, node.name


def test_every_row_says_where_its_wording_comes_from_and_nothing_unverified_is_left_unmarked(
    instrument: Instrument,
) -> None:
    states = Counter(node.about.provenance.partition(":")[0] for node in authored(instrument))
    if instrument.id == "nri-2024":
        assert set(states) == {"verified", "unverified", "proposal"}
        assert [node.name for node in authored(instrument) if node.about.provenance.startswith("verified")] == [
            "background"
        ]
        added = {node.name for node in authored(instrument) if node.about.provenance.startswith("proposal")}
        assert added == {"addition", "addition_results", "addition_lessons"}
    else:
        assert set(states) == {"proposal"}


def test_no_instrument_is_presented_as_a_form_of_who(instrument: Instrument) -> None:
    said = instrument.about["en"]
    assert {"proposal", "reconstruction"} & set(re.findall(r"[a-z]+", instrument.title["en"]))
    assert "World Health Organization" in said
    assert re.search(r"not a form of the World Health Organization|must not be quoted as the form", said)


@pytest.mark.parametrize("id", NATIONAL)
def test_the_four_parts_of_article_9_1_are_questions_of_their_own(id: str) -> None:
    found = {question.about.part for question in asked(library.load(id)) if "9.1" in paragraphs(question.about.source)}
    assert found - {""} == PARTS


def test_the_four_parts_are_asked_of_every_country_and_asked_anew_each_time() -> None:
    instrument = library.load("nri-2027")
    for part in sorted(PARTS):
        question = named(instrument, part)
        groups = [instrument.by_path[question.path[:depth]] for depth in range(1, len(question.path))]
        assert question.about.part == part
        assert question.about.short
        assert question.rules.required
        assert not any(node.rules.relevant for node in (question, *groups))


def test_every_duty_to_report_is_covered_and_so_are_the_amendments_of_2026() -> None:
    instrument = library.load("nri-2027")
    covered = set().union(*(paragraphs(question.about.source) for question in asked(instrument)))
    assert covered >= OWED | AMENDED


def test_stakeholders_are_those_of_article_2_2_and_may_not_speak_for_a_country() -> None:
    instrument = library.load("stakeholder-2027")
    listed = {actor for obligation in load_code("2010").obligations for actor in obligation.actors if actor.stakeholder}
    assert len(instrument.lists["stakeholders"].choices) == 7
    assert {actor.id for actor in listed} <= {
        *("health-personnel", "recruiters", "employers", "professional-organizations"),
        *("international-organizations", "nongovernmental-organizations", "persons-concerned"),
    }
    assert "never shown as the word of a country" in instrument.about["en"]


def test_what_a_country_may_be_commented_on_are_the_sections_of_its_report() -> None:
    sections = {group.name: group.label["en"] for group in library.load("nri-2027").sections}
    offered = {c.name: c.label["en"] for c in library.load("stakeholder-2027").lists["report_sections"].choices}
    assert offered.pop("whole") == "The report as a whole"
    # A stakeholder speaks of the country's authority, the country of its own.
    assert (offered.pop("authority"), sections.pop("authority")) == ("The national authority", "Your authority")
    assert offered == {name: label for name, label in sections.items() if name != "sign"}


def test_labels_of_questions_end_as_questions_and_sentences_end_as_sentences(instrument: Instrument) -> None:
    for node in authored(instrument):
        label = node.label.get("en", "")
        if isinstance(node, Question) and node.is_asked and not node.cell:
            assert label.endswith("?"), node.name
        elif isinstance(node, Question) and node.kind == "note":
            assert label.endswith("."), node.name
        elif isinstance(node, Group):
            assert label, node.name
            assert not label.endswith((".", "?", ":")), node.name
        texts = [node.hint] if isinstance(node, Group) else [node.hint, node.constraint_message, node.required_message]
        for text in texts:
            assert not text or text["en"].endswith((".", "?")), (node.name, text["en"])
    for listed in instrument.lists.values():
        if listed.source == "choices":
            assert all(not choice.label["en"].endswith((".", ":", "?")) for choice in listed.choices), listed.name


def test_questions_are_short_enough_to_be_read_at_once(instrument: Instrument) -> None:
    for question in asked(instrument):
        assert len(question.label["en"].split()) <= 27, question.name
        for sentence in re.split(r"(?<=[.?]) ", question.hint.get("en", "")):
            assert len(sentence.split()) <= 27, question.name


def test_every_number_has_a_unit_a_hint_and_a_lowest_value(instrument: Instrument) -> None:
    numbers = [question for question in asked(instrument) if question.kind in NUMBERS]
    assert numbers
    for question in numbers:
        assert question.about.unit, question.name
        assert question.hint.get("en"), question.name
        assert ">=" in question.rules.constraint, question.name
        assert question.constraint_message.get("en"), question.name
        assert "not-known" in question.about.statuses, question.name


def test_every_constraint_says_what_is_wanted(instrument: Instrument) -> None:
    for question in asked(instrument):
        assert bool(question.rules.constraint) == bool(question.constraint_message), question.name


def test_none_of_these_cannot_stand_beside_another_choice(instrument: Instrument) -> None:
    for question in asked(instrument):
        offers = instrument.lists.get(question.choices)
        if question.kind == "many" and offers is not None and offers.choice("none"):
            assert question.rules.constraint == "not(selected(., 'none')) or count-selected(.) = 1", question.name


def test_indicators_that_questions_feed_exist() -> None:
    measures = {fact["measure"] for path in packs.each("rounds") for fact in read_yaml(path)["facts"]}
    targets = {t["measure"] for t in read_yaml(packs.find("programme/strategy-2010-2015/targets.yaml"))["targets"]}
    known = set(indicators()) | measures | targets
    for id in NATIONAL:
        named_ones = {node.about.indicator for node in authored(library.load(id))} - {""}
        assert named_ones <= known


def test_what_concord_may_know_is_named_by_a_table_or_a_register() -> None:
    tables = {path.stem for path in packs.each("structures")}
    for id in NATIONAL:
        keys = {node.about.known for node in authored(library.load(id))} - {""}
        assert keys
        assert keys <= tables | {"registers-authority", "facts-density", "last-round"}


def test_the_question_map_from_2027_to_2024_leads_to_questions_that_exist_and_does_not_contradict_itself() -> None:
    drawn = question_map(library.load("nri-2027"), library.load("nri-2024"))
    assert [each for each in drawn.findings if each.level != "note"] == []
    modes = Counter(edge.mode for edge in drawn.edges)
    assert all(modes[mode] for mode in ("same", "reworded", "split", "merged", "new", "dropped"))


def test_the_same_rows_are_counted_in_the_grids_of_both_rounds() -> None:
    new, old = (library.load(id).lists["occupation_groups"].choices for id in ("nri-2027", "nri-2024"))
    assert [c.name for c in new if c.name != "care"] == [c.name for c in old]
    assert {c.name: c.filters.get("isco", "") for c in old}.items() <= {
        c.name: c.filters.get("isco", "") for c in new
    }.items()


def test_every_cell_of_a_grid_is_in_the_total_of_its_row_and_year() -> None:
    instrument = library.load("nri-2027")
    occupations = [choice.name for choice in instrument.lists["occupation_groups"].choices]
    for flow, occupation, year in product(("inflow", "outflow"), occupations, ("2024", "2025", "2026")):
        total = named(instrument, f"{flow}_{occupation}_{year}_total").rules.calculation
        for cell in (f"{flow}_{occupation}_{year}_temporary", f"{flow}_{occupation}_{year}_permanent"):
            assert named(instrument, cell).cell
            assert f"${{{cell}}}" in total
        assert f"${{{flow}_sum_{occupation}_{year}}}" in total
        assert f"${{{flow}_{occupation}_{year}_total}}" in named(instrument, f"{flow}_all_{year}").rules.calculation


def test_the_years_of_the_grids_are_the_three_before_the_round() -> None:
    for id in NATIONAL:
        instrument = library.load(id)
        years = [choice.name for choice in instrument.lists["years"].choices]
        assert years == [str(int(instrument.round) - back) for back in (3, 2, 1)]


def test_the_national_instrument_is_not_longer_than_it_was_promised() -> None:
    instrument = library.load("nri-2027")
    outside = [question for question in asked(instrument) if not question.repeat]
    assert len(instrument.sections) == 12
    assert 110 <= len(outside) <= 150
    assert len(asked(instrument)) <= 175


def test_one_question_or_more_of_each_kind_the_report_needs_is_there() -> None:
    kinds = {question.kind for question in asked(library.load("nri-2027"))}
    assert kinds >= {
        *("one", "many", "rank", "integer", "year", "month", "date", "text", "long-text", "link", "file", "acknowledge")
    }
    instrument = library.load("nri-2027")
    blocks = {node.name for node in instrument.nodes() if isinstance(node, Group) and node.repeats}
    assert blocks == {"agreements", "law_changes", "recruiters", "given", "received", "evidence"}
    grids = [node for node in instrument.nodes() if isinstance(node, Group) and node.grid]
    assert all(len(grid.children) <= 42 for grid in grids)


def test_answers_a_country_may_keep_to_itself_are_few_and_never_one_of_the_four_parts() -> None:
    kept = [question for question in asked(library.load("nri-2027")) if question.about.confidential]
    assert 0 < len(kept) <= 12
    assert not {question.about.part for question in kept} & PARTS


def test_of_earlier_rounds_only_verified_topics_are_declared_and_none_of_them_is_an_instrument() -> None:
    files = sorted(TOPICS.glob("*.yaml"))
    assert [path.stem for path in files] == ["2012", "2015", "2018", "2021"]
    sources = {path.stem for path in packs.each("sources")}
    rounds = {path.stem for path in packs.each("rounds")}
    for path in files:
        declared = read_yaml(path)
        assert problems(declared, TOPICS / "schema.json", file=path.name) == ()
        assert declared["round"] in rounds
        for said in (declared["scope"], *declared["topics"]):
            assert said["verification"] == "verified"
            assert said["source"] in sources
    assert not {"nri-2012", "nri-2015", "nri-2018", "nri-2021"} & set(library.ids())


def test_topics_of_earlier_rounds_lead_to_questions_and_paragraphs_that_exist() -> None:
    code = {o.id for o in load_code("2010").obligations}
    for path in TOPICS.glob("*.yaml"):
        for topic in read_yaml(path)["topics"]:
            assert set(topic["articles"]) <= code
            for id in topic.get("questions", ()):
                instrument, _, name = id.partition("/")
                assert library.load(instrument).named(name), id


TODAY = dt.date(2027, 6, 1)
#: A country of origin with a plan, laws, one agreement, recruiters without a record, and figures on who leaves.
ORIGIN: dict[str, Any] = {
    **{"country": "PHL", "authority_designated": "yes", "position": "origin", "dependence_trend": "unchanged"},
    **{"emigration_trend": "more", "plan": "yes", "workforce_measures": ["places", "posts"], "retention": "yes"},
    **{"laws_any": "yes", "laws_record": "no", "laws_changed": "no", "diaspora": ["contact"], "agreements_any": "yes"},
    **{"agreements": [{"agreement_title": "Agreement", "agreement_status": "in_force"}], "employs": "no"},
    **{"data_system": "yes", "inflow_form": "none", "outflow_form": "total"},
    **{"mds_how": "accounts", "research": "no", "recruiters_operate": "yes", "recruiters_licence": "yes"},
    **{"recruiters_record": "preparing", "targeted": "none", "given_any": "no", "received_any": "yes"},
    **{"support_wanted": ["data"], "investing": "no", "emergency_kinds": ["none"], "care_movement": "out"},
    **{"steps": ["law"], "difficulties": ["data"], "code_change": "no", "evidence_any": "no"},
}


def state_of(answers: dict[str, Any]) -> Any:
    return evaluate(library.load("nri-2027"), answers, today=TODAY)


def asked_outside_blocks(answers: dict[str, Any]) -> list[str]:
    instrument = library.load("nri-2027")
    cells = {question.key for question in instrument.questions if question.cell}
    return [address for address in state_of(answers).asked if "[" not in address and address not in cells]


def test_a_country_of_origin_is_asked_fewer_than_seventy_questions() -> None:
    assert len(asked_outside_blocks(ORIGIN)) < 70


def test_a_country_with_little_movement_is_asked_fewer_than_sixty_questions() -> None:
    little = {**ORIGIN, "position": "little", "agreements_any": "no", "agreements": [], "outflow_form": "none"}
    assert len(asked_outside_blocks({**little, "recruiters_operate": "no", "received_any": "no"})) < 60


def test_what_concerns_destinations_is_asked_of_destinations() -> None:
    destination = asked_outside_blocks({**ORIGIN, "position": "destination", "employs": "yes"})
    origin = asked_outside_blocks(ORIGIN)
    assert {"active_discouraged", "list_uses", "rights_hiring"} <= set(destination) - set(origin)
    assert {"leaving_information", "targeted", "returns_number"} <= set(origin) - set(destination)


def test_totals_add_up_and_an_unknown_part_leaves_the_total_unknown() -> None:
    known = {"inflow_doctors_2024_temporary": 10, "inflow_doctors_2024_permanent": 90}
    known |= {"inflow_doctors_2026_temporary": 20, "inflow_doctors_2026_permanent": 130}
    unknown = {"inflow_nurses_2024_temporary": {"status": "not-known"}, "inflow_nurses_2024_permanent": 7}
    found = state_of({**ORIGIN, "inflow_form": "split", **known, **unknown}).calculated
    assert float(found["inflow_doctors_2024_total"]) == 100
    assert found.get("inflow_nurses_2024_total", "") == ""
    assert float(found["inflow_all_2024"]) == 100
    assert found.get("inflow_all_2025", "") == ""
    assert float(found["inflow_change"]) == 50


def test_a_change_of_more_than_a_quarter_is_asked_about() -> None:
    small = {"outflow_sum_nurses_2024": 100, "outflow_sum_nurses_2026": 120}
    large = {"outflow_sum_nurses_2024": 100, "outflow_sum_nurses_2026": 60}
    assert "outflow_reason" not in state_of({**ORIGIN, **small}).asked
    assert "outflow_reason" in state_of({**ORIGIN, **large}).asked


def test_a_zero_is_a_figure_and_a_blank_is_none() -> None:
    zero = state_of({**ORIGIN, "outflow_sum_nurses_2024": 0}).calculated
    assert float(zero["outflow_all_2024"]) == 0
    assert zero.get("outflow_all_2025", "") == ""


def test_more_personnel_trained_abroad_than_personnel_is_refused() -> None:
    table = {"mds_how": "table", "stock_doctors_all": 10, "stock_doctors_abroad": 11, "stock_source": "Register"}
    findings = check(library.load("nri-2027"), {**ORIGIN, **table}, today=TODAY, complete=False)
    assert "instrument.answer.constraint" in {
        finding.code for finding in findings if finding.where.item == "stock_source"
    }
    table["stock_doctors_abroad"] = 9
    findings = check(library.load("nri-2027"), {**ORIGIN, **table}, today=TODAY, complete=False)
    assert not [finding for finding in findings if finding.where.item == "stock_source"]
    assert float(state_of({**ORIGIN, **table}).calculated["stock_doctors_share"]) == 90


def test_agreements_are_counted_and_those_in_force_too() -> None:
    blocks = [{"agreement_status": status} for status in ("in_force", "ended", "in_force")]
    found = state_of({**ORIGIN, "agreements": blocks}).calculated
    assert float(found["agreements_count"]) == 3
    assert float(found["agreements_in_force"]) == 2


def test_a_solution_is_asked_for_each_of_the_three_heaviest_difficulties_in_their_order() -> None:
    answers = {**ORIGIN, "difficulties": ["law", "data", "money", "staff"]}
    state = state_of({**answers, "difficulties_order": ["staff", "law", "money", "data"]})
    assert {"difficulties_order", "solution_1", "solution_2", "solution_3"} <= set(state.asked)
    assert [choice.name for choice in state.choices("difficulties_order")] == ["law", "data", "money", "staff"]
    assert state.calculated["difficulty_1"] == "staff"
    assert state.calculated["difficulty_1_words"] == "The authority has too few people"
    alone = state_of(ORIGIN)
    assert alone.calculated["difficulty_1"] == "data"
    assert "difficulties_order" not in alone.asked

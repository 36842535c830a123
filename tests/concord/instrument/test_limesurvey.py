"""Answers of earlier rounds from LimeSurvey: wholly or not at all, and every doubt with its cell.

The exports are invented in the form that LimeSurvey writes; see ``tests/specimens/limesurvey/README.md``.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from concord.declarations import packs
from concord.declarations.messages import known_codes
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.findings import filled
from concord.instrument import library, limesurvey
from concord.instrument.answers import as_json
from concord.instrument.limesurvey import heads
from concord.instrument.limesurvey.mapping import SCHEMA, Mapped, Rule, read_mapping

SPECIMENS = Path(__file__).parents[2] / "specimens" / "limesurvey"
MAPPING = SPECIMENS / "nri-2024.yaml"
TODAY = date(2026, 11, 22)


def read(content: bytes | Path, mapping: Path = MAPPING) -> limesurvey.Read:
    name = "export.csv" if isinstance(content, bytes) else None
    return limesurvey.read(content, mapping, today=TODAY, name=name)


def export(*changes: tuple[str, str]) -> bytes:
    text = (SPECIMENS / "codes.csv").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


def test_an_export_with_codes_is_read_through_its_mapping() -> None:
    found = read(SPECIMENS / "codes.csv")
    assert found.form == "code"
    assert not found.findings.hard, [filled(each).message for each in found.findings.hard]
    kenya, ivory, _ = found.responses
    assert as_json(kenya.answers) == {
        "country": "KEN",
        "authority_designated": "yes",
        "authority_office": "Office of the Director\nNairobi",
        "dependence_trend": "more",
        "laws_database": "yes",
        "laws_database_link": "https://example.org/laws",
        "retention_measures": ["education", "money"],
        "retention_text": "Loans and housing",
        "steps": ["law", "other"],
        "steps_text": "A round table",
        "agreements_any": "yes",
        "agreements": [
            {
                "agreement_title": "First agreement",
                "agreement_type": "bilateral",
                "agreement_partners": ["GBR", "DEU"],
                "agreement_from": "2019-05-01",
            },
            {
                "agreement_title": "Third agreement",
                "agreement_type": "regional",
                "agreement_partners": ["UGA"],
                "agreement_from": "2021-11-30",
            },
        ],
        "flows_mechanism": "yes",
        "inflow_doctors_2021_permanent": 120,
        "inflow_doctors_2022_permanent": 130,
        "inflow_nurses_2022_permanent": 0,
    }
    assert as_json(ivory.answers)["country"] == "CIV"
    assert ivory.about == {"language": "fr"}
    assert found.ignored["seed"] == "order of randomised questions"


def test_an_export_with_full_heads_and_full_answers_gives_the_same_kind_of_answers() -> None:
    found = read(SPECIMENS / "full.csv")
    assert found.form == "code-and-text"
    assert not found.findings.hard, [filled(each).message for each in found.findings.hard]
    (response,) = found.taken
    assert as_json(response.answers) == {
        "country": "KEN",
        "authority_designated": "yes",
        "authority_office": "Office of the Director",
        "dependence_trend": "unchanged",
        "laws_database": "no",
        "retention_measures": ["education", "support"],
        "retention_text": "Loans",
        "agreements_any": "no",
    }


def test_heads_that_are_texts_alone_are_found_by_their_declared_wording() -> None:
    mapped, _ = read_mapping(MAPPING)
    assert mapped is not None
    headers = ["id", "Name of  Member State", "Measures to retain health personnel [Education]", "Something else"]
    found = heads.match(mapped, headers)
    assert (found.form, found.positions) == ("text", {"id": 0, "COUNTRY": 1, "RETAIN[SQ001]": 2})
    assert found.unmapped == (3,)


def test_a_code_is_not_mistaken_for_a_longer_one() -> None:
    mapped = Mapped("m", "i", "m.yaml", "id", (Rule("Q1", "a"), Rule("Q10", "b"), Rule("Q1[SQ1]", "c")))
    found = heads.match(mapped, ["id. Id", "Q1. One", "Q10. Ten", "Q1[SQ1]. One [First]", "Q2. Two"])
    assert found.positions == {"id": 0, "Q1": 1, "Q10": 2, "Q1[SQ1]": 3}
    assert found.unmapped == (4,)


def test_expression_manager_heads_are_known() -> None:
    mapped, _ = read_mapping(MAPPING)
    assert mapped is not None
    assert heads.match(mapped, ["id", "RETAIN_SQ001", "AGR_SQ001_NAME"]).positions.keys() == {
        "id",
        "RETAIN[SQ001]",
        "AGR[SQ001_NAME]",
    }


def test_a_column_that_nobody_mapped_stops_the_whole_export() -> None:
    found = read(export(('"seed"', '"SURPRISE"')))
    assert found.responses == ()
    (finding,) = found.findings.hard
    assert finding.code == "instrument.limesurvey.unmapped-column"
    assert (finding.where.row, finding.where.letter, finding.where.header) == (1, "E", "SURPRISE")


def test_an_unmapped_column_without_any_content_is_only_noted() -> None:
    rows = [f'{line},"{"" if place else "LATER"}"' for place, line in enumerate(export().decode().splitlines())]
    found = read("\n".join(rows).encode())
    assert not found.findings.hard
    assert "instrument.limesurvey.unmapped-column" in {each.code for each in found.findings.notes}


def test_a_code_that_is_not_known_refuses_its_response_and_no_other() -> None:
    found = read(export(('"A3"', '"A9"')))
    assert [response.ok for response in found.responses] == [False, True, True]
    assert as_json(found.responses[0].answers) == {}
    (finding,) = found.findings.hard
    assert finding.code == "instrument.limesurvey.unknown-code"
    assert (finding.where.row, finding.where.header, finding.where.item) == (2, "TREND", "dependence_trend")
    assert finding.value == "A9"


@pytest.mark.parametrize(
    ("change", "code", "header"),
    [
        (('"Kenya"', '"Congo"'), "instrument.limesurvey.unknown-area", "COUNTRY"),
        (('"2021-11-30 00:00:00"', '"03/04/2021"'), "instrument.limesurvey.not-a-date", "AGR[SQ003_FROM]"),
        (('"120"', '"about 120"'), "instrument.limesurvey.not-a-number", "INFLOW[SQ221_Y21P]"),
        (('"GBR; DEU"', '"GBR; Atlantis"'), "instrument.limesurvey.unknown-code", "AGR[SQ001_WITH]"),
        (('"Y","","Y",""', '"Y","","perhaps",""'), "instrument.limesurvey.unknown-code", "RETAIN[SQ003]"),
    ],
)
def test_what_cannot_be_understood_is_never_guessed(change: tuple[str, str], code: str, header: str) -> None:
    found = read(export(change))
    assert [(each.code, each.where.header) for each in found.findings.hard] == [(code, header)]
    assert not found.responses[0].ok


def test_a_value_that_breaks_a_rule_of_the_instrument_is_refused_at_its_cell() -> None:
    found = read(export(('"120"', '"-120"')))
    hard = found.findings.hard
    assert [(each.where.row, each.where.header) for each in hard] == [(2, "INFLOW[SQ221_Y21P]")]
    assert hard[0].code.startswith("instrument.answer.")


def test_a_rule_broken_in_a_block_points_at_the_row_of_the_block_in_the_export() -> None:
    found = read(export(('"UGA"', '"XXX"')))
    assert {each.where.header for each in found.findings.hard} == {"AGR[SQ003_WITH]"}


def test_a_response_that_was_not_submitted_is_said() -> None:
    found = read(SPECIMENS / "codes.csv")
    assert [response.complete for response in found.responses] == [True, True, False]
    assert "instrument.limesurvey.not-complete" in {each.code for each in found.findings.notes}


def test_a_response_that_stands_twice_is_taken_once() -> None:
    found = read(export(('"106"', '"94"')))
    assert [response.ok for response in found.responses] == [True, False, True]
    assert found.findings.hard[0].code == "instrument.limesurvey.response-twice"


def test_an_export_without_the_column_of_keys_is_refused() -> None:
    found = read(export(('"id"', '"seed2"')))
    assert "instrument.limesurvey.no-key" in {each.code for each in found.findings.hard}
    assert found.responses == ()


def test_a_mapping_that_leads_nowhere_is_refused_before_any_answer_is_read(tmp_path: Path) -> None:
    text = MAPPING.read_text("utf-8").replace("to: authority_office", "to: authority_bureau")
    text = text.replace('"A1": "less"', '"A1": "fewer"')
    (tmp_path / "m.yaml").write_text(text, "utf-8")
    found = read(SPECIMENS / "codes.csv", tmp_path / "m.yaml")
    assert {each.code for each in found.findings.hard} == {
        "instrument.limesurvey.mapping-unknown-question",
        "instrument.limesurvey.mapping-unknown-choice",
    }
    assert found.responses == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("id: [", "instrument.limesurvey.mapping-unreadable"),
        ("id: x\nid: y", "instrument.limesurvey.mapping-unreadable"),
        ("id: x\n", "instrument.limesurvey.mapping-invalid"),
        (
            "id: x\ninstrument: nri-2024\nsource: s\nkey: id\ncolumns:\n  - {column: A, to: country, as: [eval]}\n",
            "instrument.limesurvey.mapping-invalid",
        ),
    ],
)
def test_a_mapping_that_does_not_follow_its_schema_is_refused(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "m.yaml").write_text(text, "utf-8")
    found = read(SPECIMENS / "codes.csv", tmp_path / "m.yaml")
    assert found.instrument is None
    assert code in {each.code for each in found.findings.hard}


def test_the_specimen_mapping_follows_its_schema_and_the_shipped_instrument() -> None:
    assert not problems(read_yaml(MAPPING), packs.find(SCHEMA), file=MAPPING.name)
    mapped, _ = read_mapping(MAPPING)
    assert mapped is not None
    assert not limesurvey.mapping.unknown(mapped, library.load("nri-2024"))


def test_every_finding_has_a_wording() -> None:
    reasons = "unmapped-column column-twice column-missing no-key response-twice not-complete unknown-code unknown-area"
    reasons += " not-a-number not-a-date mapping-unreadable mapping-invalid mapping-unknown-question"
    reasons += " mapping-unknown-choice mapping-column-twice"
    assert {f"instrument.limesurvey.{each}" for each in reasons.split()} <= known_codes()


def test_an_answer_to_a_question_that_is_not_asked_here_is_a_note_and_stays() -> None:
    found = read(export(('"Y","https://example.org/laws"', '"N","https://example.org/laws"')))
    response = found.responses[0]
    assert response.ok
    assert "instrument.answer.not-asked" in {each.code for each in response.findings.notes}
    assert as_json(response.answers)["laws_database_link"] == "https://example.org/laws"


def test_what_is_required_here_and_was_not_there_refuses_nothing() -> None:
    found = read(SPECIMENS / "codes.csv")
    assert not {each.code for each in found.findings} & {"instrument.answer.required"}

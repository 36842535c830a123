"""Code maps: kept in versions, reviewed, merged without choosing silently, and taken over only as suggestions."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from concord.errors import Invalid
from concord.mds.harmonise import mapping
from concord.mds.harmonise.codemaps import CodeMap, Entry, from_dict, key_of, read_map, read_maps, take_over, write_map
from concord.mds.harmonise.commands import HOW, register
from concord.mds.harmonise.deciders import decide_occupation
from concord.mds.harmonise.mapping import Review, diff, merge, review

KEN = CodeMap(
    "ken-occupation", "KEN", "occupation",
    entries=(
        Entry("KRCHN I", "2221", "isco-08", "certain", reviewed_by="A. Officer", reviewed_on="2026-01-01"),
        Entry("RCO/I", "2240", "isco-08", "likely"),
        Entry("old 17", "2221", "isco-88", "certain"),
        Entry("Cook II", "", "", "certain"),
    ),
)  # fmt: skip


def test_what_is_reviewed_or_certain_is_applied_for_its_own_country() -> None:
    for text, code in (("KRCHN I", "2221"), ("krchn-i", "2221"), ("old 17", "221")):
        found = decide_occupation(text, maps=[KEN], area="KEN")
        assert (found.values["occupation"], found.values["how"]) == (code, "map")
    assert decide_occupation("KRCHN I", maps=[KEN], area="KEN").values["reviewed"] is True
    assert decide_occupation("old 17", maps=[KEN], area="KEN").values["reviewed"] is False


def test_what_is_merely_likely_is_asked() -> None:
    found = decide_occupation("RCO/I", maps=[KEN], area="KEN")
    assert found.values["occupation"] is None
    assert [problem.code for problem in found.problems] == ["mds.occupation.confirm"]


def test_nothing_of_the_list_is_set_aside() -> None:
    found = decide_occupation("Cook II", maps=[KEN], area="KEN")
    assert (found.values["occupation"], found.values["outside"]) == (None, "–")
    assert found.problems == ()


def test_another_countrys_map_only_suggests_and_says_whose_it_is() -> None:
    found = decide_occupation("KRCHN I", maps=[KEN], area="UGA")
    assert found.values["occupation"] is None
    (one,) = found.values["suggestions"]
    assert (one.code, one.confidence, one.how, one.source) == ("2221", "likely", "other-map", "as mapped by KEN")


def test_a_map_holds_for_its_years_alone() -> None:
    dated = replace(KEN, start=2015, until=2020)
    assert [dated.holds(year) for year in (2014, 2015, 2020, 2021, None)] == [False, True, True, False, True]
    assert decide_occupation("old 17", maps=[dated], area="KEN", year=2014).values["occupation"] is None
    assert decide_occupation("old 17", maps=[dated], area="KEN", year=2016).values["occupation"] == "221"


def test_the_officers_profile_outranks_map_and_index() -> None:
    found = decide_occupation("KRCHN I", maps=[KEN], area="KEN", said={"KRCHN I": "3221"})
    assert (found.values["occupation"], found.values["how"]) == ("3221", "profile")


def test_a_map_is_written_and_read_as_it_was(tmp_path: Path) -> None:
    dated = replace(KEN, start=2015, reviewed="2026-01-01", note="Nursing Council")
    path = write_map(dated, tmp_path)
    assert path.name == "ken-occupation.1.yaml"
    assert read_map(path) == dated
    assert from_dict(json.loads(json.dumps(dated.as_dict()))) == dated
    assert write_map(dated, tmp_path) == path


def test_a_version_is_never_written_over(tmp_path: Path) -> None:
    write_map(KEN, tmp_path)
    with pytest.raises(Invalid) as refused:
        write_map(replace(KEN, note="other"), tmp_path)
    assert refused.value.code == "mds.map.exists"
    write_map(replace(KEN, version=2, note="other"), tmp_path)
    assert [map.version for map in read_maps(tmp_path)] == [2]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"area": "Kenya"}, "mds.map.unreadable"),
        ({"version": 0}, "mds.map.unreadable"),
        ({"colour": 1}, "mds.map.unreadable"),
        ({"entries": [{"text": "A", "code": "2221"}, {"text": "a", "code": "221"}]}, "mds.map.twice"),
    ],
)
def test_what_is_no_map_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        from_dict({**KEN.as_dict(), **change})
    assert refused.value.code == code


def test_a_review_gives_the_next_version_and_leaves_the_map() -> None:
    by = {"by": "B. Registrar", "on": "2026-05-01"}
    found = review(
        KEN,
        [
            Review("rco/i", "accept", **by),
            Review("old 17", "change", code="2212", scheme="isco-08", reason="surgeons", **by),
            Review("Cook II", "reject", **by),
            Review("CHV", "add", code="3253", scheme="isco-08", **by),
        ],
    )
    assert (found.version, found.reviewed, KEN.version) == (2, "2026-05-01", 1)
    assert {entry.text: (entry.code, entry.is_reviewed) for entry in found.entries} == {
        "KRCHN I": ("2221", True), "RCO/I": ("2240", True), "old 17": ("2212", True), "CHV": ("3253", True),
    }  # fmt: skip
    assert decide_occupation("RCO/I", maps=[found], area="KEN").values["occupation"] == "2240"


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (Review("RCO/I", "accept", "", "2026-05-01"), "mds.map.review-unsigned"),
        (Review("RCO/I", "accept", "B", ""), "mds.map.review-unsigned"),
        (Review("nobody", "accept", "B", "2026-05-01"), "mds.map.review-text"),
        (Review("RCO/I", "add", "B", "2026-05-01", "2240"), "mds.map.review-text"),
        (Review("RCO/I", "change", "B", "2026-05-01", "2240"), "mds.map.review-code"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(decision: Review, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        review(KEN, [decision])
    assert refused.value.code == code


def test_no_decisions_give_the_same_map() -> None:
    assert review(KEN, []) is KEN


def test_merging_never_chooses_silently() -> None:
    other = replace(
        KEN,
        entries=(
            Entry("krchn i", "3221", "isco-08", "likely"),
            Entry("RCO/I", "3256", "isco-08", "likely"),
            Entry("MO", "221", "isco-08", "certain"),
        ),
    )
    merged = merge(KEN, other)
    assert merged.map.version == 2
    kept = {entry.key: entry for entry in merged.map.entries}
    assert kept[key_of("KRCHN I")].code == "2221", "the reviewed one stays"
    assert kept[key_of("MO")].code == "221"
    assert [(one.code, two.code) for one, two in merged.conflicts] == [("2240", "3256")]
    assert decide_occupation("RCO/I", maps=[merged.map], area="KEN").values["occupation"] is None
    with pytest.raises(Invalid) as refused:
        merge(KEN, replace(KEN, area="UGA"))
    assert refused.value.code == "mds.map.other"


def test_a_difference_names_what_breaks_the_series() -> None:
    later = replace(
        KEN, entries=(*KEN.entries[:2], replace(KEN.entries[2], code="2230"), Entry("MO", "221", "isco-08"))
    )
    found = diff(KEN, later)
    assert [entry.text for entry in found.added] == ["MO"]
    assert [entry.text for entry in found.removed] == ["Cook II"]
    assert [(one.code, two.code) for one, two in found.recodes] == [("2221", "2230")]


@given(st.lists(st.tuples(st.sampled_from("ABCDEFGH"), st.sampled_from(["2221", "3221", "221"])), max_size=8))
def test_taking_a_difference_and_merging_agree(pairs: list[tuple[str, str]]) -> None:
    entries = {text: Entry(text, code, "isco-08", "likely") for text, code in pairs}
    map = CodeMap("x-occupation", "KEN", "occupation", entries=tuple(entries.values()))
    assert diff(map, map) == mapping.Diff()
    assert merge(map, map).map.entries == map.entries
    assert merge(map, map).conflicts == ()


def test_a_map_that_is_taken_over_is_reviewed_by_nobody() -> None:
    taken = take_over(KEN, area="UGA", texts=["KRCHN I", "RCO/I", "unheard of"])
    assert (taken.id, taken.area, len(taken.entries)) == ("uga-occupation", "UGA", 2)
    assert taken.unreviewed == taken.entries
    assert {entry.source for entry in taken.entries} == {"as mapped by KEN"}
    assert [entry.confidence for entry in taken.entries] == ["likely", "possible"]
    assert decide_occupation("KRCHN I", maps=[taken], area="UGA").values["occupation"] is None


def application() -> typer.Typer:
    app = typer.Typer()

    @app.callback()
    def frame() -> None:
        pass

    register(app)
    return app


def test_codes_prints_the_keys_that_scripts_rely_on() -> None:
    result = CliRunner().invoke(application(), ["codes", "Clinical officer", "Regstered nurse", "Guard", "--json"])
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    first, second, third = said["titles"]
    assert (first["occupation"], first["confidence"], first["reviewed"]) == ("2240", "certain", False)
    assert second["occupation"] is None
    assert second["suggestions"][0].keys() >= {"code", "confidence", "reason", "how", "source", "reviewed", "title"}
    assert third["outside"] == "5414"
    assert said["asked"] == 1


def test_codes_reads_a_column_and_writes_a_map_to_be_reviewed(tmp_path: Path) -> None:
    path, out = tmp_path / "cadres.csv", tmp_path / "maps"
    path.write_text(
        "id,cadre,sex\n1,Clinical officer,F\n2,Clinical Officer,M\n3,Medical officer i/c,F\n", encoding="utf-8"
    )
    call = ["codes", str(path), "--column", "cadre", "--area", "Kenya", "--out", str(out), "--json"]
    result = CliRunner().invoke(application(), call)
    assert result.exit_code == 0, result.output
    (map,) = read_maps(out)
    assert map.area == "KEN"
    assert all(not entry.is_reviewed for entry in map.entries)
    again = CliRunner().invoke(
        application(), ["codes", "clinical officer", "--area", "KEN", "--maps", str(out), "--json"]
    )
    assert json.loads(again.stdout)["titles"][0]["how"] == "map"


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (["{file}"], "mds.codes.which-column"),
        (["{file}", "--column", "x"], "mds.codes.column"),
        ([" "], "mds.codes.nothing"),
        (["nurse", "--area", "Nowhere"], "mds.area.option"),
        (["nurse", "--out", "maps"], "mds.area.required"),
        (["nurse", "--scheme", "soc"], "mds.profile.value"),
    ],
)
def test_a_call_that_cannot_be_is_refused(call: list[str], code: str, tmp_path: Path) -> None:
    path = tmp_path / "cadres.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    result = CliRunner().invoke(application(), ["codes", *(each.replace("{file}", str(path)) for each in call)])
    assert isinstance(result.exception, Invalid)
    assert result.exception.code == code


def test_the_view_says_why_and_that_nobody_has_reviewed_it() -> None:
    result = CliRunner().invoke(application(), ["codes", "Clinical officer", "Regstered nurse"])
    assert HOW["index"] in result.stdout
    assert HOW["alike"] in result.stdout
    assert "unreviewed" in result.stdout

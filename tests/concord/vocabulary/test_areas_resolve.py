"""Names and codes are matched exactly after folding; likeness only suggests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.declarations.read import read_csv, read_yaml
from concord.vocabulary.areas import area, areas, fold, resolve
from concord.vocabulary.areas_load import table
from concord.vocabulary.areas_resolve import index
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.periods import PartialDate

ROOT = Path(__file__).resolve().parents[3]
CASES: list[dict[str, Any]] = read_yaml(ROOT / "tests/cases/areas/resolve.yaml")
DECLARED = ROOT / "src/concord/data/areas"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_name_or_code_stands_for_what_the_case_says(case: dict[str, Any]) -> None:
    on = case["given"].get("on")
    found = resolve(case["given"]["name"], PartialDate.parse(on).last if on else None)
    for attribute, wanted in case["expect"].items():
        value = getattr(found, attribute)
        assert (list(value) if isinstance(value, tuple) else value) == wanted, attribute


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_every_area_leads_back_to_it_or_is_declared_ambiguous(language: str) -> None:
    for each in areas(former=True):
        found = resolve(each.name(language))
        assert found.area == each.code or (found.status == "ambiguous" and each.code in found.suggestions), each.code


@pytest.mark.parametrize("kind", ["code", "alpha2", "numeric"])
def test_every_code_of_every_area_of_today_leads_to_it_or_is_declared_ambiguous(kind: str) -> None:
    for each in areas():
        code = getattr(each, kind)
        found = resolve(code)
        assert not code or found.area == each.code or each.code in found.suggestions


def test_no_folded_alias_leads_to_two_areas() -> None:
    seen: dict[str, str] = {}
    ambiguous = {fold(row["alias"]) for row in read_csv(DECLARED / "ambiguous.csv").rows}
    for row in (*read_csv(DECLARED / "spellings.csv").rows, *_aliases()):
        key = row.get("key") or fold(row["alias"])
        assert key not in ambiguous, row
        assert seen.setdefault(key, row["area"]) == row["area"], row


def _aliases() -> tuple[dict[str, str], ...]:
    return read_csv(DECLARED / "aliases.csv").rows


def test_no_spelling_hides_behind_another_areas_code() -> None:
    codes = index().codes
    for row in read_csv(DECLARED / "spellings.csv").rows:
        assert codes.get(row["key"], (row["area"],)) == (row["area"],), row


def test_keys_of_the_bundled_spellings_are_what_folding_makes_of_them() -> None:
    for row in read_csv(DECLARED / "spellings.csv").rows:
        assert row["key"] == fold(row["spelling"]), row


def test_ambiguous_names_name_at_least_two_areas_that_exist() -> None:
    for row in read_csv(DECLARED / "ambiguous.csv").rows:
        among = row["areas"].split()
        assert len(among) > 1, row
        assert [area(code).code for code in among] == among


@given(st.sampled_from([each.name("en") for each in areas()]), st.sampled_from(["upper", "lower", "title"]))
def test_case_and_spaces_never_change_the_answer(name: str, how: str) -> None:
    assert resolve("\u00a0 " + getattr(name, how)() + "\t") == resolve(name)


@given(st.text(max_size=40))
def test_whatever_is_written_a_taken_area_is_an_exact_one(text: str) -> None:
    found = resolve(text)
    assert (found.area is None) == (found.status in ("ambiguous", "unknown"))
    if found.area is not None:
        key, declared = fold(text), index()
        assert (found.area,) in (declared.codes.get(key.zfill(3)), declared.codes.get(key), declared.spellings.get(key))


def test_a_footnote_mark_is_not_ignored() -> None:
    assert resolve("Kenya*").status == "unknown"
    assert resolve("Kenya*").suggestions[0] == "KEN"


def test_suggestions_are_areas_and_few() -> None:
    for wrong in ("Gernamy", "Untied States", "Guinea Bissaw", "Eswatinni", "République tchéque du sud"):
        found = resolve(wrong)
        assert found.status == "unknown"
        assert len(found.suggestions) <= 5
        assert all(area(code) for code in found.suggestions)


def test_a_pack_may_replace_one_table(tmp_path: Path) -> None:
    from concord.declarations import packs

    (tmp_path / "areas").mkdir()
    text = (DECLARED / "membership.csv").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines(keepends=True) if not line.startswith("USA,")]
    (tmp_path / "areas/membership.csv").write_text("".join(kept), encoding="utf-8")
    with packs.using(tmp_path):
        assert area("USA").membership() == "member"
        assert len(table("membership.csv", packs.roots()).rows) == len(read_csv(DECLARED / "membership.csv").rows) - 1
    assert area("USA").membership() == "contested"

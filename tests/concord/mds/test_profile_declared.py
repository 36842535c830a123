"""What proposals go by: valid, without contradictions, and every code with its wording."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from concord.declarations import messages, packs
from concord.declarations.read import read_csv, read_yaml
from concord.declarations.schema import problems
from concord.mds.profile import CODED, PERSON_ROLES, ROLES, UNITS
from concord.mds.proposing import answering, looks, wording
from concord.mds.proposing.declared import confidence, label_kind, title_words
from concord.mds.proposing.headings import across, is_short_year, is_span_of_years, said_by
from concord.mds.readers import words
from concord.vocabulary.areas import fold
from concord.vocabulary.codelists import codelist
from concord.vocabulary.languages import LANGUAGES

ROOM = Path(messages.__file__).parents[1] / "mds" / "proposing"
KINDS = tuple(
    "hidden-sheet same-table rows total-row role section which-column column-means area-or-origin fill-down decimal "  # noqa: SIM905
    "scheme code date-order area base measure unit year occupation activity counts reference-day".split()
)


def test_the_weights_follow_their_schema_and_are_said_to_be_proposed() -> None:
    for path in packs.each("profiles"):
        said = read_yaml(path)
        assert problems(said, path.with_name(f"{path.stem}.schema.json"), file=path.name) == ()
        assert said["verification"] == "proposed"
    assert set(confidence().roles) <= ROLES
    assert {each.test for each in confidence().roles.values()} <= {*looks._TESTS, "unique"}
    assert confidence().ask < confidence().sure < confidence().header_alone


def test_a_header_of_a_register_says_one_thing() -> None:
    for path in packs.each("readers/words", "person_headers.csv"):
        seen: dict[str, str] = {}
        for row in read_csv(path).rows:
            assert row["role"] in {*PERSON_ROLES, "name", "contact"}, row
            assert row["language"] in LANGUAGES, row
            assert fold(row["word"]), row
            assert seen.setdefault(fold(row["word"]), row["role"]) == row["role"], row


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_person_column_can_be_headed_in_six_languages(language: str) -> None:
    there = {row["role"] for row in read_csv(packs.find("readers/words/person_headers.csv")).rows
             if row["language"] == language}  # fmt: skip
    assert set(PERSON_ROLES) - there <= {"area", "year", "sex"}
    for role in ("sex", "year"):
        assert words.header_of(role, language)


def test_words_of_titles_stand_for_what_a_profile_can_say() -> None:
    known = {
        "unit": set(UNITS), "counts": {"headcount", "fte"}, "base": {"training", "birth", "nationality"},
        "measure": {"stock", "inflow", "outflow"}, "activity": set(codelist("activity").codes),
    }  # fmt: skip
    for each in title_words():
        assert each.code in known[each.kind], each
    for name in ("title_words", "row_words"):
        assert "proposed" in read_csv(packs.find(f"profiles/{name}.csv")).meta["verification"]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Total", ("total", True)), ("Total général :", ("total", True)), ("Sous-total Afrique", ("subtotal", False)),
        ("Всего", ("total", True)), ("小计", ("subtotal", True)), ("المجموع", ("total", True)),
        ("Source: register", ("note", False)), ("All Saints Hospital", ("", False)), ("Totland", ("", False)),
        ("India", ("", False)), ("Total doctors", ("total", False)),
    ],
)  # fmt: skip
def test_rows_that_are_no_data_are_told_by_their_label(label: str, kind: tuple[str, bool]) -> None:
    assert label_kind(label) == kind


@pytest.mark.parametrize(
    ("header", "role", "exact"),
    [
        ("Né(e) le", "birth_date", True), ("Country of training (ISO3)", "training", True),
        ("Sexe de l'agent", "sex", False), ("رقم التسجيل", "person", True), ("дата рождения", "birth_date", True),
        ("国籍", "nationality", True), ("Fecha de colegiación", "entered", True), ("Nom", "name", True),
        ("Shoe size", "", False),
    ],
)  # fmt: skip
def test_headers_of_registers_are_understood(header: str, role: str, exact: bool) -> None:
    said = said_by(header, persons=True)
    assert (said.role, said.exact) == (role, exact)


def test_what_stands_across_the_columns_is_understood() -> None:
    assert across("2017*") == {"year": "2017"}
    assert across("٢٠١٨") == {"year": "2018"}
    assert across("Femmes") == {"sex": "F"}
    assert across("Médecins") == {"occupation": "221"}
    assert across("Inde") == {"origin": "Inde"}
    assert across("Total") == {"kind": "total"}
    assert across("Cat. B") == {}
    assert is_span_of_years("2017/18")
    assert is_short_year("17")
    assert not is_short_year("2017")


def test_every_code_has_a_wording() -> None:
    known = messages.known_codes()
    built = {f"mds.ask.{kind}" for kind in KINDS}
    built |= {f"mds.role.{role.replace('_', '-')}" for role in (*ROLES, *{w.test for w in confidence().roles.values()})
              }  # fmt: skip
    built |= {f"mds.choice.{name}" for name in wording._WORDED.values()}
    text = "".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    built |= {f"mds.explain.{name}" for name in re.findall(r'_sentence\(\s*"([a-z-]+)"', text)}
    built |= {f"mds.difference.{name}" for name in re.findall(r'Difference\(\s*"([a-z-]+)"', text)}
    assert sorted(built - known) == []


def test_every_wording_of_the_file_can_be_said() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in [*ROOM.glob("*.py"), ROOM.parent / "profile.py"])
    for code in read_yaml(packs.find("messages/mds-profile.yaml")):
        group, name = code.split(".")[1:]
        if group in ("role", "choice", "explain", "ask", "reason", "difference"):
            word = name.replace("-", "_")
            said = any(each in text for each in (name, word)) or word in ROLES
            assert said or name in ("rows-persons", "rows-counts"), code
        else:
            assert code in text or name in text, code


def test_every_kind_of_question_can_be_answered() -> None:
    said = {"hidden-sheet": "hidden", "same-table": "read", "total-row": "total", "which-column": "which",
            "column-means": "means", "area-or-origin": "role"}  # fmt: skip
    assert {said.get(kind, kind) for kind in KINDS} == set(answering._KINDS)


def test_coded_roles_are_roles() -> None:
    assert CODED <= ROLES


def test_the_reading_process_gets_nothing_heavy() -> None:
    """What runs beside a stranger's file imports no frames, no database and no site."""
    for name in ("cells.py", "sampled.py", "bold.py"):
        tree = ast.parse((ROOM / name).read_text(encoding="utf-8"))
        named = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not any(each.startswith(("polars", "duckdb", "pyarrow", "django", "concord_site")) for each in named)

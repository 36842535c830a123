"""Declared files are read strictly: nothing is guessed, and a mistake is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from concord.declarations.read import parse_yaml, read_csv, read_po
from concord.errors import Invalid


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("NO", "NO"),  # Norway
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("011", "011"),  # a code, not eleven
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),  # no base sixty
        ("2010-05-21", "2010-05-21"),
        ("true", True),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("48.6", 48.6),
        ("'12'", "12"),
    ],
)
def test_scalars_follow_yaml_1_2(written: str, read: object) -> None:
    assert parse_yaml(f"value: {written}") == {"value": read}


@pytest.mark.parametrize("text", ["a: 1\na: 2", "x:\n  - b: 1\n    b: 1", "{c: 1, c: 2}"])
def test_a_repeated_key_is_refused_with_its_row(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_yaml(text, name="rules.yaml")
    assert refused.value.code == "declarations.yaml.repeated-key"
    assert refused.value.params["row"] == text.count("\n") + 1


def test_unreadable_yaml_names_the_row() -> None:
    with pytest.raises(Invalid) as refused:
        parse_yaml("a: 1\nb: [1, 2\nc: 3\n", name="rules.yaml")
    assert refused.value.code == "declarations.yaml.unreadable"
    assert refused.value.params["file"] == "rules.yaml"


def test_python_objects_are_never_built() -> None:
    with pytest.raises(Invalid):
        parse_yaml("!!python/object/apply:os.system ['true']")


def test_csv_notes_and_physical_rows_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('# source: S\n# licence: CC BY 4.0\ncode,name\nNA,"Nami\nbia"\nNO,Norway\n', encoding="utf-8")
    read = read_csv(path)
    assert read.meta == {"source": "S", "licence": "CC BY 4.0"}
    assert [row["code"] for row in read.rows] == ["NA", "NO"]
    assert (read.line(0), read.line(1)) == (4, 6)


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [("a,b\n1\n", "declarations.csv.ragged", 2), ("# x: y\na,a\n", "declarations.csv.repeated-column", 2)],
)
def test_a_broken_csv_is_refused_with_its_row(tmp_path: Path, text: str, code: str, row: int) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        read_csv(path)
    assert (refused.value.code, refused.value.params["row"]) == (code, row)


def test_an_unreadable_catalogue_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.po"
    path.write_text("this is no catalogue [\n", encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        read_po(path)
    assert refused.value.code == "declarations.po.unreadable"

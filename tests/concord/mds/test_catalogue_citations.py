"""A citation says version, date, digest and address in every form, and no sign of a title breaks its file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from concord.mds.catalogue.cited import FORMS, cite, cited
from concord.mds.catalogue.entry import BUNDLED, Entry, Licence, Part
from concord.mds.catalogue.reference import line, reference
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.text import Text

from .catalogue_ground import AWKWARD, DIGEST, TITLES, corrected, national, plain, rows

TEX = {
    r"{\textbackslash}": "\\", r"{\textbraceleft}": "{", r"{\textbraceright}": "}", r"{\textasciitilde}": "~",
    r"{\textasciicircum}": "^", r"\#": "#", r"\$": "$", r"\%": "%", r"\&": "&", r"\_": "_",
}  # fmt: skip
ANY_TITLE = st.text(min_size=1, max_size=60).filter(lambda text: bool(line(text)))


def bibtex(text: str) -> tuple[str, str, dict[str, str]]:
    """Type, key and fields, read as BibTeX reads: braces are counted, backslashes are nothing to the count."""
    head = re.match(r"@(\w+)\{([^,\s]+),", text)
    assert head is not None
    at, fields = head.end(), {}
    while (found := re.compile(r"\s*(\w+)\s*=\s*").match(text, at)) is not None:
        at = found.end()
        start, depth = at, 0
        while depth or text[at] != ",":
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            assert depth >= 0
            at += 1
        fields[found.group(1)] = text[start:at]
        at += 1
    assert text[at:].strip() == "}"
    return head.group(1), head.group(2), fields


def without_tex(value: str) -> str:
    """What TeX prints of a value."""
    return re.sub("|".join(map(re.escape, TEX)), lambda sign: TEX[sign.group()], value)


def ris(text: str) -> list[tuple[str, str]]:
    """Tags and values; every line must be one."""
    lines = text.split("\r\n")
    assert lines.pop() == ""
    found = [re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", each) for each in lines]
    assert all(found), lines
    return [(each.group(1), each.group(2)) for each in found if each]


def titled(text: str) -> Entry:
    return plain(title=Text({"en": text}), publisher=text)


def test_the_line_says_title_release_day_sources_digest_and_address() -> None:
    said = cite(plain())
    assert said == (
        "Stock by country of training. Concord, release 2026.1, as of 2026-11-02. Sources: "
        "United Nations, World Population Prospects 2024. "
        f"Digest {DIGEST[:12]}. https://concord.test/en/data/catalogue/2026.1/"
    )


def test_filtered_rows_are_cited_with_their_filter_their_own_digest_and_their_own_address() -> None:
    said = {form: cited(plain(), form, rows()) for form in FORMS}
    for text in said.values():
        assert "area=KEN" in text.replace(r"\_", "_")
        assert "year=2018" in text
        assert "https://concord.test/en/data/tables/mds-totals/?area=KEN&year=2018" in text
        assert DIGEST[::-1][:12] in text
        assert DIGEST not in text
    assert "Rows: area=KEN; year=2018." in said["txt"]
    whole = cite(plain(), replace(rows(), chosen=()))
    assert "Rows:" not in whole


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_generated_replaced_and_withdrawn(form: str) -> None:
    old, new = corrected()
    assert "not real" in cited(new, form)
    assert "KEN-2026.1-v2 stands in its place" in cited(old, form)
    assert "no longer stand" in cited(replace(new, status="withdrawn"), form)
    assert "not real" not in cited(plain(), form)
    assert "stands in its place" not in cited(plain(), form)
    real, invented = rows(), rows(is_generated=True)
    assert "not real" not in cited(new, form, real)
    assert "not real" in cited(plain(), form, invented)


def test_bibtex_has_type_key_version_date_and_digest() -> None:
    kind, key, fields = bibtex(cited(national(), "bib", accessed=date(2026, 12, 24)))
    assert (kind, key) == ("dataset", "concord-KEN-2026.1-v1")
    assert fields["year"] == "{2026}"
    assert fields["month"] == "nov"
    assert fields["version"] == "{1}"
    assert fields["number"] == "{KEN-2026.1-v1}"
    assert fields["url"] == "{https://concord.test/en/data/releases/KEN-2026.1-v1/}"
    assert fields["urldate"] == "{2026-12-24}"
    assert DIGEST in fields["note"]


@example(title="{")
@example(title="}{")
@given(title=ANY_TITLE)
def test_no_title_breaks_bibtex(title: str) -> None:
    _, _, fields = bibtex(cited(titled(title), "bib"))
    assert fields["title"].startswith("{{")
    assert fields["title"].endswith("}}")
    assert without_tex(fields["title"][2:-2]) == line(title)


def test_an_address_in_bibtex_is_not_escaped_but_for_braces() -> None:
    odd = rows(address="https://concord.test/a_b%20c/?x=1&y={2}#z")
    _, _, fields = bibtex(cited(plain(), "bib", odd))
    assert fields["url"] == "{https://concord.test/a_b%20c/?x=1&y=%7B2%7D#z}"


@given(title=ANY_TITLE)
def test_no_title_breaks_ris(title: str) -> None:
    found = ris(cited(titled(title), "ris"))
    assert found[0] == ("TY", "DATA")
    assert found[-1] == ("ER", "")
    assert [tag for tag, _ in found].count("TY") == [tag for tag, _ in found].count("ER") == 1
    assert dict(found)["TI"] == line(title)
    assert "," not in dict(found)["AU"]


def test_ris_has_version_date_and_digest() -> None:
    found = ris(cited(plain(), "ris", accessed=date(2026, 12, 24)))
    said = dict(found)
    assert (said["PY"], said["DA"], said["ET"], said["Y2"]) == ("2026", "2026/11/03", "2026.1", "2026/12/24")
    assert said["UR"] == "https://concord.test/en/data/catalogue/2026.1/"
    assert any(DIGEST in value for tag, value in found if tag == "N1")


@given(title=ANY_TITLE)
def test_no_title_breaks_cff(title: str) -> None:
    said = yaml.safe_load(cited(titled(title), "cff"))
    assert said["title"] == line(title)
    assert said["authors"] == [{"name": line(title)}]


def test_cff_is_a_data_set_of_version_1_2_0_whose_values_are_texts() -> None:
    said = yaml.safe_load(cited(national(is_generated=False), "cff", rows()))
    assert said["cff-version"] == "1.2.0"
    assert said["type"] == "dataset"
    assert (said["version"], said["date-released"]) == ("1", "2026-11-03")
    assert {"cff-version", "message", "title", "authors"} <= set(said)
    values = {each["value"] for each in said["identifiers"]}
    assert {f"sha256:{DIGEST[::-1]}", "KEN-2026.1-v1", "area=KEN; year=2018"} <= values
    assert "license" not in said
    assert said["license-url"].endswith("/by/3.0/igo/"), "rows have the licence of their own source"
    assert yaml.safe_load(cited(plain(), "cff"))["license"] == "CC-BY-4.0"
    assert said["references"][0]["authors"][0]["name"].startswith("United Nations")
    assert "license" not in said["references"][0], "an identifier that the format does not know stays an address"
    assert said["references"][0]["license-url"].startswith("https://creativecommons.org/licenses/by/3.0")


def test_several_licences_are_never_a_list_in_cff_since_that_means_any_of_them() -> None:
    two = (Licence("CC-BY-4.0", "https://a.test/"), Licence("CC0-1.0", "https://b.test/"))
    said = yaml.safe_load(cited(plain(licences=two), "cff"))
    assert "license" not in said
    assert "license-url" not in said


@pytest.mark.parametrize("form", FORMS)
def test_titles_of_other_scripts_stand_as_they_are_written(form: str) -> None:
    for language in ("ar", "zh", "fr"):
        assert TITLES[language] in cited(plain(), form, language=language)
    assert "langid    = {arabic}" in cited(plain(), "bib", language="ar")
    assert "LA  - zh\r\n" in cited(plain(), "ris", language="zh")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_an_awkward_title_is_whole_in_every_form_and_language(form: str, language: str) -> None:
    text = cited(titled(AWKWARD), form, language=language)
    assert "\n</script>" not in text
    told = {
        "txt": lambda: text, "bib": lambda: without_tex(bibtex(text)[2]["title"][2:-2]),
        "ris": lambda: dict(ris(text))["TI"], "cff": lambda: yaml.safe_load(text)["title"],
    }[form]()  # fmt: skip
    assert line(AWKWARD) in told


def test_facts_that_are_in_no_release_are_cited_without_one() -> None:
    said = cite(plain(BUNDLED))
    assert "bundled facts" in said
    assert "release" not in said


def test_a_citation_does_not_change_with_the_day() -> None:
    assert cited(plain(), "bib") == cited(plain(), "bib")
    assert "urldate" not in cited(plain(), "bib")
    assert reference(plain(), Part("mds-totals", TITLES, "https://a.test/")).key == "concord-2026.1-mds-totals"

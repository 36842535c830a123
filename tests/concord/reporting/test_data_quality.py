"""The data quality report: two forms of the same values, in six languages, as page, PDF and Word."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import concord.reporting
from concord.documents.model import Bullets, Document, Heading, Paragraph, Particulars, Table, phrases, walk
from concord.documents.render import docx, html, pdf
from concord.documents.sentences import places, wordings
from concord.findings import Finding
from concord.mds.comparing import Came, Changes, Quality, changes, coverage, quality
from concord.reporting import data_quality
from concord.vocabulary.structures import Table as Facts
from concord.vocabulary.structures import table

TODAY = dt.date(2026, 11, 22)
#: A number beneath a hidden row: it may stand nowhere.
SECRET = 73_131
LANGUAGES = ("en", "ar", "fr", "es", "ru", "zh")


def flow(id: str, area: str, other: str, count: int | None, status: str = "normal") -> Facts:
    place = "destination" if id == "mds-outflow" else "origin"
    file = {"source": ["generated"], "source_file": ["GEN/x"], "source_row": [2]}
    return table(id, area=[area], year=[2024], occupation=["221"], row_kind=["origin"], headcount=[count],
                 status=[status], **{place: [other]}, **file)  # fmt: skip


def held(**more: Facts) -> dict[str, Facts]:
    totals = table(
        "mds-totals", area=["KEN"] * 3, year=[2022, 2023, 2024], occupation=["221"] * 3, row_kind=["total"] * 3,
        headcount=[100, 300, SECRET], status=["normal", "break", "suppressed"], source=["generated"] * 3,
        source_file=["GEN/y"] * 3, source_row=[2, 3, 4],
    )  # fmt: skip
    return {
        "mds-totals": totals,
        "mds-outflow": flow("mds-outflow", "KEN", "GBR", 40),
        "mds-inflow-by-training": flow("mds-inflow-by-training", "GBR", "KEN", 50),
        **more,
    }


def found(tables: dict[str, Facts] | None = None, **more: Any) -> Quality:
    given = held() if tables is None else tables
    covered, *_ = coverage(["KEN"], given, as_of=TODAY)
    return quality("KEN", given, coverage=covered, as_of=TODAY, release="2026.2", **more)


def said(document: Document) -> str:
    """Every word of a document, cells too."""
    cells = (
        cell.text for block in walk(document.blocks) if isinstance(block, Table) for row in block.rows for cell in row
    )
    return " ".join([*(str(each) for each in phrases(document)), *cells])


def headings(document: Document) -> list[str]:
    return [block.id for block in walk(document.blocks) if isinstance(block, Heading)]


def test_readers_are_told_completeness_age_checks_comparability_and_what_is_hidden() -> None:
    document = data_quality.compose(found(), "en")
    assert headings(document) == ["part-complete", "part-timely", "part-consistent", "part-comparable", "part-hidden",
                                  "part-sources"]  # fmt: skip
    text = said(document)
    assert "Kenya: figures are held here for 2 of the 49 combinations" in text
    assert "One of 4 rows is hidden to protect persons, 25.0% of all rows." in text
    assert "Generated data" in text


def test_the_authority_is_told_besides_what_to_do_next() -> None:
    document = data_quality.for_authority(
        "KEN", held(), "en", as_of=TODAY, findings=[Finding("mds.count.negative", "hard", params={"value": "-3"})],
        dues=[dt.date(2026, 8, 31)],
    )  # fmt: skip
    assert headings(document)[0] == "part-next"
    todo = next(block for block in document.blocks if isinstance(block, Bullets))
    lines = [str(each) for each in todo.items]
    assert lines[0].startswith("Correct what must change: 1")
    assert any("asked for figures by 31 August 2026" in line for line in lines)
    assert any("a break in 2023 has no word on what changed" in line for line in lines)
    assert any("bring" in line and "Dentists" in line for line in lines)
    assert "part-next" not in headings(data_quality.compose(found(), "en"))


def test_what_was_explained_is_not_asked_for_again() -> None:
    explained = Finding("mds.stock.jump", "note", params={"explanation": "a census"})
    document = data_quality.for_authority("KEN", held(), "en", as_of=TODAY, findings=[explained])
    todo = next(block for block in document.blocks if isinstance(block, Bullets))
    assert not any("explain what is not yet explained" in str(each) for each in todo.items)
    findings = next(
        block for block in walk(document.blocks) if isinstance(block, Table) and block.id == "table-findings"
    )
    assert [cell.text for cell in findings.rows[0]][2:] == ["1", "1"]


@pytest.mark.parametrize("form", ["published", "authority"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_in_any_language_names_a_hidden_number(form: Any, language: str) -> None:
    document = data_quality.compose(found(form=form, findings=None), language)
    text = said(document).replace("\u202f", "").replace("\u00a0", "").replace(",", "").replace(".", "").replace("’", "")
    assert str(SECRET) not in text
    assert str(SECRET) not in html.page(document)


def test_a_difference_is_not_told_where_one_side_is_hidden() -> None:
    hidden = held(**{"mds-outflow": flow("mds-outflow", "KEN", "GBR", SECRET, "suppressed")})
    document = data_quality.compose(found(hidden), "en")
    mirror = next(block for block in walk(document.blocks) if isinstance(block, Table) and block.id == "table-mirror")
    assert [(cell.text, cell.status) for cell in mirror.rows[0]][3:] == [
        ("50", "normal"), ("", "suppressed"), ("", "suppressed"),
    ]  # fmt: skip


def test_of_two_countries_that_count_the_same_the_newest_compared_year_is_told() -> None:
    document = data_quality.compose(found(), "en")
    mirror = next(block for block in walk(document.blocks) if isinstance(block, Table) and block.id == "table-mirror")
    assert [cell.text for cell in mirror.rows[0]][2:] == ["2024", "50", "40", "20"]


def test_a_country_without_anything_has_given_nothing_yet_which_is_not_zero() -> None:
    document = data_quality.compose(found({}), "en")
    lead = document.blocks[0]
    assert isinstance(lead, Paragraph)
    assert str(lead.phrase).startswith("No figures of Kenya are held here yet. That is not zero")
    assert "There are no figures to check." in said(document)
    authority = data_quality.for_authority("KEN", {}, "en", as_of=TODAY, findings=[])
    assert "Bring a first table" in said(authority)


def test_days_are_told_of_what_the_country_sent() -> None:
    came = [Came("KEN", "mds-totals", 2024, dt.date(2025, 4, 10))]
    document = data_quality.for_authority("KEN", held(), "en", as_of=TODAY, findings=[], came=came,
                                          dues=[dt.date(2025, 3, 31)])  # fmt: skip
    particulars = next(block for block in walk(document.blocks) if isinstance(block, Particulars))
    items = {str(label): value.text for label, value in particulars.items}
    assert items["Its own figures first published"] == "10 April 2025, 100 days after the end of 2024"
    assert items["Came"] == "10 days after that day"


def test_changes_since_the_release_before_are_counted_by_kind() -> None:
    before = [table("mds-totals", area=["KEN"], year=[2022], occupation=["221"], row_kind=["total"], headcount=[90])]
    after = [table("mds-totals", area=["KEN"], year=[2022], occupation=["221"], row_kind=["total"], headcount=[100])]
    document = data_quality.compose(found(changes=changes(before, after)), "en")
    changed = next(block for block in walk(document.blocks) if isinstance(block, Table) and block.id == "table-changes")
    assert [[cell.text for cell in row] for row in changed.rows] == [["Other numbers", "1"]]
    assert "Nothing changed." in said(data_quality.compose(found(changes=Changes(())), "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_sentence_whole(language: str) -> None:
    for form in ("published", "authority"):
        document = data_quality.compose(found(form=form), language)  # type: ignore[arg-type]
        assert not [str(each) for each in phrases(document) if "{" in str(each)]


def test_every_declared_wording_is_used_and_fills_its_places() -> None:
    declared = wordings(data_quality.DOMAIN)
    here = Path(concord.reporting.__file__).parent
    code = "".join(
        path.read_text(encoding="utf-8") for path in (*here.glob("data_quality*.py"), here / "sources_table.py")
    )
    prefixes = ("head-", "level-", "change-", "subtitle-", "notice-", "running-foot-", "findings-")
    unused = [key for key in declared if f'"{key}"' not in code and not key.startswith(prefixes)]
    assert unused == []
    assert all(isinstance(places(each), frozenset) for each in declared.values())


def test_equal_values_give_equal_files() -> None:
    document = data_quality.compose(found(), "en")
    assert pdf.render(document) == pdf.render(data_quality.compose(found(), "en"))
    word = docx.render(document)
    text = zipfile.ZipFile(BytesIO(word)).read("word/document.xml").decode()
    assert "hidden to protect persons" in text


def test_an_invented_country_has_its_name() -> None:
    covered, *_ = coverage(["XMA"], {}, as_of=TODAY)
    document = data_quality.compose(quality("XMA", {}, coverage=covered, as_of=TODAY), "en")
    assert "Marania" in str(document.title)

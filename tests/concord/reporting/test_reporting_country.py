"""A country's profile says what is known of it, with its source, and what is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from concord.documents.model import Picture, Table, phrases, walk
from concord.documents.numbering import numbered
from concord.documents.render import html
from concord.errors import NotFound
from concord.reporting import country_profile
from concord.reporting.facts import Facts, Reported
from concord.vocabulary.languages import LANGUAGES


def text_of(document) -> str:
    return "\n".join(str(each) for each in phrases(document.blocks))


def test_new_zealand_is_told_as_its_figures_are(facts: Facts) -> None:
    said = text_of(numbered(country_profile.compose("NZL", facts, "en")))
    assert "42.4% of the doctors in New Zealand had trained abroad in 2018: 7,211 of 17,025." in said
    assert "At least 215 of them trained in a country on the safeguards list of 2023." in said
    assert "At least 2,273 doctors trained in New Zealand worked in 5 other reporting countries in 2018" in said
    assert "Whether New Zealand reported in any round, and whom it designated, is not known here." in said


def test_rows_of_zeros_allow_no_figure(facts: Facts) -> None:
    said = text_of(numbered(country_profile.compose("GRC", facts, "en")))
    assert "holds nothing but zeros and allows no figure" in said


def test_a_zero_is_told_as_a_zero_and_a_gap_as_a_gap(facts: Facts) -> None:
    document = numbered(country_profile.compose("AND", facts, "en"))
    latest = next(each for each in walk(document.blocks) if isinstance(each, Table) and "latest" in each.id)
    abroad = next(row for row in latest.rows if "working abroad" in row[0].text)
    assert (abroad[1].text, abroad[1].status) == ("0", "normal")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_whole_profile(facts: Facts, language: str) -> None:
    document = numbered(country_profile.compose("KEN", facts, language))
    whole = [*phrases(document.blocks), document.subtitle, document.title]
    assert not [str(each) for each in whole if each.is_fallback or "{" in str(each)]
    assert all(b.number and b.sources for b in walk(document.blocks) if isinstance(b, Picture))


def test_an_unknown_area_is_refused(facts: Facts) -> None:
    with pytest.raises(NotFound) as refused:
        country_profile.compose("XXX", facts, "en")
    assert refused.value.code == "areas.area.unknown"


@pytest.mark.parametrize("area", ["COK", "SSD", "NRU", "TUV", "MCO", "PRK", "VUT", "IDN", "SRB", "SWZ"])
def test_states_with_few_facts_have_a_profile_too(facts: Facts, area: str) -> None:
    document = numbered(country_profile.compose(area, facts, "en"))
    assert "{" not in text_of(document)


def test_a_published_report_is_named_with_its_reference_and_where_it_is_read(facts: Facts) -> None:
    link = "https://code.example/{language}/reporting/published/reports/NR-2027-KEN-1/"
    told = {"2027": {"KEN": Reported(sent=True, authority=True, reference="NR-2027-KEN-1", link=link)}}
    document = numbered(country_profile.compose("KEN", replace(facts, reported=told), "fr"))
    table = next(each for each in walk(document.blocks) if isinstance(each, Table) and "reports" in each.id)
    row = next(row for row in table.rows if row[0].text == "2027")
    assert row[1].text == "oui"
    assert (row[2].text, row[2].link) == ("NR-2027-KEN-1", link.replace("{language}", "fr"))
    earlier = next(row for row in table.rows if row[0].text == "2024")
    assert (earlier[1].status, earlier[2].text) == ("missing", "–")
    assert f'href="{link.replace("{language}", "fr")}"' in html.page(document)

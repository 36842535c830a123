"""Pages of agreements: the register with its doubts, corridors of two countries, base rates marked as such."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from html import unescape
from typing import Any

import pytest

from concord.agreements import repository, repository_folder, repository_labour, repository_read
from concord.agreements.appraisal_facts import one_from_facts
from concord.agreements.repository_words import coded_clauses
from concord_site.public.agreeing import held, notified
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.rounds import Round
from concord_site.shell import navigation, suppliers

pytestmark = pytest.mark.django_db
PAGE = "/en/agreements/"


def said(client: Any, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return unescape(" ".join(answer.content.decode().split()))


def rows(client: Any, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    lines = [line for line in answer.content.decode("utf-8-sig").splitlines() if not line.startswith("# ")]
    return list(csv.DictReader(lines))


# --- The list ---------------------------------------------------------------------------------------------------------
def test_only_what_was_read_is_counted_and_the_rest_is_told_apart(client: Any) -> None:
    page = said(client, PAGE)
    known = sum(each.is_known for each in repository.agreements().values())
    assert f"<b>{known}</b> agreements on health personnel whose existence was read somewhere" in page
    assert f"{65 - known} more are told of and could not be checked" in page
    assert "65 of 65 entries" in page


def test_what_could_not_be_checked_carries_its_mark_wherever_it_stands(client: Any) -> None:
    for address in (f"{PAGE}?q=Trans-Tasman", "/en/agreements/agr-052/", "/en/corridors/AUS/NZL/"):
        assert "Not verified" in said(client, address), address


@pytest.mark.parametrize(
    ("query", "has", "lacks"),
    [
        ("party=KEN", "agr-002", "agr-001"),
        ("party=Kenya", "agr-002", "agr-001"),
        ("region=AFR&known=known", "agr-007", "agr-047"),
        ("occupation=care-workers", "agr-040", "agr-002"),
        ("type=recognition", "agr-017", "agr-001"),
        ("status=initialled", "agr-046", "agr-001"),
        ("clause=CL26", "agr-031", "agr-001"),
        ("from=2021&to=2022", "agr-004", "agr-045"),
        ("q=triple+win", "agr-024", "agr-001"),
    ],
)
def test_filters_find_and_leave_out(client: Any, query: str, has: str, lacks: str) -> None:
    page = said(client, f"{PAGE}?{query}")
    assert f"/en/agreements/{has}/" in page
    assert f"/en/agreements/{lacks}/" not in page


def test_a_clause_that_is_asked_for_is_shown_in_the_words_of_its_source(client: Any) -> None:
    assert "regulators to negotiate recognition within 12 months" in said(client, f"{PAGE}?clause=CL23")


def test_filters_that_nobody_knows_ask_nothing_and_set_nothing(client: Any) -> None:
    page = said(client, f"{PAGE}?party=Kenja&region=XX&type=pact&status=valid&clause=CL99&known=maybe&from=soon")
    assert "65 of 65 entries" in page
    assert 'class="chip set"' not in page


def test_each_filter_can_be_taken_off_by_itself(client: Any) -> None:
    page = said(client, f"{PAGE}?party=PHL&status=active")
    assert f'href="{PAGE}?status=active"' in page
    assert f'href="{PAGE}?party=PHL"' in page


def test_nothing_found_is_not_told_as_nothing_there(client: Any) -> None:
    page = said(client, f"{PAGE}?q=nothing-of-the-kind")
    assert "No agreement fits" in page
    assert "it is not absent" in page


@pytest.mark.parametrize("format", ["csv", "xlsx", "json"])
def test_what_is_shown_can_be_taken_away(client: Any, format: str) -> None:
    answer = client.get(f"{PAGE}?party=KEN&format={format}")
    assert answer.status_code == 200
    assert f'filename="concord-agreements.{format}"' in answer["Content-Disposition"]
    if format == "json":
        told = json.loads(answer.content)
        assert {each["id"] for each in told["agreements"]} == {"agr-002", "agr-047", "agr-058"}
    if format == "csv":
        given = {each["id"]: each for each in rows(client, f"{PAGE}?party=KEN&format=csv")}
        assert given["agr-002"] == repository_read.row_of(repository.agreement("agr-002"))
        assert given["agr-047"]["doubts"] == "existence"


def test_what_this_installation_keeps_stands_beside_the_built_in_register(client: Any, settings: Any) -> None:
    row = {**repository_read.row_of(repository.agreement("agr-002")), "id": "own-1", "title": "An entry of our own"}
    repository_folder.write([row], repository_folder.folder_of(settings.CONCORD.folder))
    assert "66 of 66 entries" in said(client, PAGE)
    assert "An entry of our own" in said(client, "/en/agreements/own-1/")


# --- One agreement ----------------------------------------------------------------------------------------------------
def test_an_entry_says_what_is_known_since_when_and_from_where(client: Any) -> None:
    page = said(client, "/en/agreements/agr-002/")
    for words in ("Kenya", "29 July 2021", "11 November 2021", "Joint committee", "regulation of recruitment",
                  "https://www.gov.uk/government/publications/bilateral-agreement-between-the-uk-and-kenya",
                  "A composite"):  # fmt: skip
        assert words.casefold() in page.casefold(), words
    assert "/en/corridors/GBR/KEN/" in page
    assert "Nepal on the list of 2023" in said(client, "/en/agreements/agr-006/")


def test_doubts_are_named(client: Any) -> None:
    page = said(client, "/en/agreements/agr-007/")
    assert "Partly verified" in page
    assert "Not verified: the year and the status." in page
    assert "date not verified" in page


def test_without_a_source_nothing_is_told_as_fact(client: Any) -> None:
    page = said(client, "/en/agreements/agr-047/")
    assert "Nobody has shown us that this agreement exists" in page
    assert "No source was read" in page
    assert "do not cite it as a fact" in page


def test_no_clause_is_told_absent(client: Any) -> None:
    page = said(client, "/en/agreements/agr-024/")
    assert "No source names a clause" in page
    assert "absent" not in page.replace("it is not absent", "")


def test_what_coders_found_in_the_text_stands_apart_from_the_catalogue(client: Any) -> None:
    page = said(client, "/en/agreements/agr-048/")
    row = repository_labour.labour_agreement("671")
    for code in row.clauses or ():
        assert coded_clauses()[code].name["en"] in page
    assert f"{len(row.clauses or ())} of 35 clauses that the coders" in page


def test_every_entry_has_a_page_and_all_its_files(client: Any) -> None:
    every = repository.agreements()
    chosen_ = {id: every[id] for id in sorted(every)[::6]} | {id: every[id] for id in ("agr-017", "agr-065")}
    for id, each in chosen_.items():
        said(client, f"/en/agreements/{id}/")
        told = json.loads(client.get(f"/en/agreements/{id}/?format=json").content)
        assert (told["id"], told["verification"]) == (id, each.verification)
    assert client.get("/en/agreements/agr-002/?format=bib").content.startswith(b"@misc{concord-agr-002")
    assert rows(client, "/en/agreements/agr-002/?format=csv")[0]["id"] == "agr-002"


def test_no_such_agreement(client: Any) -> None:
    said(client, "/en/agreements/agr-999/", status=404)


# --- Map and clauses --------------------------------------------------------------------------------------------------
def test_the_map_draws_what_is_known_and_its_table_has_the_rest(client: Any) -> None:
    page = said(client, "/en/agreements/map/")
    assert "Kenya → Namibia" not in page
    assert "/en/corridors/KEN/NAM/" in page
    assert page.count("<svg") >= 4


def test_shares_stand_with_their_texts_and_their_interval_and_say_all_sectors(client: Any) -> None:
    page = said(client, "/en/agreements/clauses/")
    last = repository_labour.shares("joint_commit")[-1]
    assert f"{last.found} of {last.texts}" in page
    assert f"{round(100 * last.low)} to {round(100 * last.high)}" in page
    assert "All sectors" in page
    assert "Few of them are about health personnel" in page


def test_clauses_to_draw_are_chosen_in_the_address_and_are_at_most_five(client: Any) -> None:
    many = "&".join(f"clause={code}" for code in list(coded_clauses())[:8])
    shown = client.get(f"/en/agreements/clauses/?{many}").context
    assert len(shown["chosen"]) == 5
    assert len(client.get("/en/agreements/clauses/?clause=wishes").context["chosen"]) == 4
    given = rows(client, "/en/agreements/clauses/?format=csv")
    assert len(given) == len(coded_clauses()) * len(repository_labour.periods())
    share = repository_labour.shares("quota")[0]
    line = next(each for each in given if each["clause"] == "quota" and each["first_year"] == str(share.first))
    assert (line["found"], line["texts"]) == (str(share.found), str(share.texts))


def test_labour_agreements_are_paged_filtered_and_marked(client: Any) -> None:
    page = said(client, "/en/agreements/labour/")
    assert "827 of 827 labour agreements" in page
    assert "All sectors" in page
    assert "page=2" in page
    page = said(client, "/en/agreements/labour/?party=NOR")
    assert "/en/agreements/agr-048/" in page  # the same text stands in the register
    found = rows(client, "/en/agreements/labour/?party=PHL&clause=joint_commit&format=csv")
    assert found
    assert all("PHL" in (each["area_one"], each["area_two"]) for each in found)
    assert all("joint_commit" in each["clauses"].split() for each in found)
    assert "No labour agreement fits" in said(client, "/en/agreements/labour/?party=FJI&clause=perm_resid&from=2015")


@pytest.mark.parametrize("page", ["0", "999", "-1", "x", "9" * 30])
def test_a_page_that_is_not_there_gives_one_that_is(client: Any, page: str) -> None:
    said(client, f"/en/agreements/labour/?page={page}")


# --- Two countries ----------------------------------------------------------------------------------------------------
def test_both_ways_of_a_corridor_stand_on_one_page(client: Any) -> None:
    page = said(client, "/en/corridors/AUS/NZL/")
    for words in ("2,156", "533", "about <", "Trained in New Zealand, in Australia", "Trans-Tasman", "Not listed",
                  "People living in the other country", "No benefit account here", "517,780"):  # fmt: skip
        assert words in page, words
    assert "For each doctor trained in Australia who worked in New Zealand in 2018" in re.sub(r"<[^>]+>", "", page)
    assert client.get("/en/corridors/NZL/AUS/")["Location"] == "/en/corridors/AUS/NZL/"
    assert client.get("/en/corridors/nzl/aus/")["Location"] == "/en/corridors/AUS/NZL/"


def test_what_nobody_publishes_is_not_zero(client: Any) -> None:
    page = said(client, "/en/corridors/GBR/KEN/")
    assert "Bilateral agreement on healthcare workforce collaboration" in page
    page = said(client, "/en/corridors/FJI/KEN/")
    assert "is not known here" in page
    assert "That is not the same as nobody" in page
    assert "No agreement is known for this corridor" in page


def test_two_countries_are_chosen_and_lead_to_their_page(client: Any) -> None:
    assert client.get("/en/corridors/?one=NZL&other=AUS")["Location"] == "/en/corridors/AUS/NZL/"
    assert "Choose two different countries" in said(client, "/en/corridors/?one=NZL&other=NZL")
    assert "Philippines to Canada" in said(client, "/en/corridors/")
    said(client, "/en/corridors/AUS/AUS/", status=404)
    said(client, "/en/corridors/AUS/XXQ/", status=404)


# --- National reports -------------------------------------------------------------------------------------------------
def test_agreements_that_a_published_report_names_stand_beside_entries_and_corridors(client: Any) -> None:
    today = dt.date(2026, 11, 22)
    row = Round.objects.create(
        year="2027", state=Round.State.OPEN, opens_on=today, due_on=today + dt.timedelta(days=60), is_example=True
    )
    named = [{"agreement_title": "Accord généré", "agreement_partners": ["GBR"], "agreement_sharing": "public"}]
    report = Publication.objects.create(
        reference="NR-2027-KEN-1", round=row, area="KEN", instrument="nri-2027", instrument_digest="0" * 64,
        language="fr", answers={"agreements_any": "yes", "agreements": named}, digest="0" * 64, submitted_on=today,
        is_example=True,
    )  # fmt: skip
    for address in ("/en/agreements/agr-002/", "/en/corridors/GBR/KEN/"):
        page = said(client, address)
        assert "Accord généré" in page, address
        assert "Generated, not real" in page
        assert "published/reports/NR-2027-KEN-1/" in page
    assert "Accord généré" not in said(client, "/en/corridors/KEN/NAM/")
    found = notified.newest()
    assert found is not None
    assert (found.year, found.found.with_one, found.found.notified) == ("2027", ("KEN",), 1)
    assert "Those that say the country has an agreement: 1. Agreements they name: 1." in said(client, PAGE)
    report.state = Publication.State.WITHDRAWN
    report.save()
    assert "Accord généré" not in said(client, "/en/agreements/agr-002/")
    assert notified.newest() is None


# --- Found from elsewhere ---------------------------------------------------------------------------------------------
def test_the_search_finds_agreements_and_says_what_was_not_verified() -> None:
    find = suppliers.named("search.entries")["public.agreeing"]
    found = find("trans-tasman", language="en")
    assert [each["href"] for each in found] == ["/en/agreements/agr-052/"]
    assert "Not verified" in found[0]["more"]
    assert find(" ", language="en") == []


def test_agreements_stand_in_the_masthead() -> None:
    assert "/en/agreements/" in [link.href for link in navigation.links("rooms")]


@pytest.mark.parametrize("language", ["ar", "fr", "es", "ru", "zh"])
def test_pages_stand_in_every_language(client: Any, language: str) -> None:
    rest = ("agreements/map/", "agreements/clauses/", "agreements/labour/", "corridors/", "corridors/CAN/PHL/")
    for address in ("agreements/", "agreements/agr-010/", *(rest if language in ("ar", "zh") else ())):
        said(client, f"/{language}/{address}")


def test_the_register_is_read_once_for_many_pages(client: Any) -> None:
    assert held.register() is held.register()


@pytest.mark.parametrize("id", ["agr-001", "agr-002", "agr-005", "agr-006", "agr-010", "agr-020"])
def test_what_facts_show_of_an_agreement_stands_on_its_page_and_prints(client: Any, id: str) -> None:
    facts = one_from_facts(id.replace("-", "").upper())
    for language in ("en", "ar"):
        page = unescape(client.get(f"/{language}/agreements/{id}/").content.decode())
        for fact in facts.facts.values():
            assert fact.says.best(language).language == language
            assert fact.says.best(language).text in page
    answer = client.get(f"/en/agreements/{id}/?format=known-pdf")
    assert answer.content.startswith(b"%PDF-")
    assert client.get("/en/agreements/agr-046/?format=known-pdf").content[:5] != b"%PDF-", "nothing is declared of it"

"""The catalogue of an installation: what is released is listed, cited, fed, described and handed out, or is not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concord.mds.catalogue.entry import Entry, Link
from concord.mds.catalogue.of_release import of_release
from concord.mds.citation import content_digest
from concord.mds.store import Store
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.structures import Table, table
from concord.vocabulary.text import Text
from concord_site.evidence import facts
from concord_site.public import catalogue, catalogue_box
from concord_site.shell import suppliers

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
ROWS = "/en/data/tables/mds-totals/"


def totals(headcount: int, *, file: str = "a.csv", source: str = "oecd-wfmi-totals") -> Table:
    return table(
        "mds-totals",
        area=["NZL", "KEN"], year=[2018, 2019], occupation=["221", "221"], row_kind=["total", "total"],
        headcount=[headcount, None], status=["normal", "suppressed"], source=["oecd-wfmi-totals", source],
        source_file=["a.csv", file], source_row=[2, 3],
    )  # fmt: skip


@pytest.fixture
def released(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Two releases of this installation; pages show the rows of the second."""
    store = Store(settings.CONCORD.folder)
    store.add([totals(100)], as_of="2026-01-10", notes=["The first."])
    store.add([totals(101)], as_of="2026-06-20")
    shown(monkeypatch)
    return store


def shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "_evidence", EVIDENCE)


#: As an installation works it out: once for each release of each folder.
EVIDENCE = lru_cache(maxsize=8)(facts._evidence.__wrapped__)


@pytest.fixture
def offered() -> Iterator[list[Entry]]:
    """What another room adds to the catalogue; empty at first."""
    added: list[Entry] = []
    suppliers.register("catalogue.entries", "a room of the tests", lambda: added)
    yield added
    suppliers.withdraw("catalogue.entries", "a room of the tests")


def country(version: int = 1, **more: Any) -> Entry:
    id = f"KEN-2026.1-v{version}"
    made = Entry(
        id, "KEN-2026.1", str(version), Text({"en": "Kenya <2026>", "ar": "كينيا 2026"}),
        f"http://concord.test/en/data/releases/{id}/", date(2026, 6, 19), date(2026, 6, 1), area="KEN",
        digest="ab" * 32, structures=("mds-totals",),
    )  # fmt: skip
    return replace(made, **more)


def test_every_release_is_listed_in_every_language_the_newest_first(client: Client, released: Store) -> None:
    for language in LANGUAGES:
        page = client.get(f"/{language}/data/catalogue/").content.decode()
        assert page.index(f"/{language}/data/catalogue/2026.2/") < page.index(f"/{language}/data/catalogue/2026.1/")


def test_what_another_room_adds_is_in_the_list_the_feed_and_the_catalogue(
    client: Client, released: Store, offered: list[Entry]
) -> None:
    offered.append(country())
    assert "Kenya &lt;2026&gt;" in client.get("/en/data/catalogue/").content.decode()
    assert "Kenya &lt;2026&gt;" in client.get("/en/data/releases.atom").content.decode()
    assert "KEN-2026.1-v1" in client.get("/catalogue.ttl").content.decode()
    assert "كينيا" in client.get("/ar/data/catalogue/").content.decode()


def test_an_older_release_stays_citable_and_names_what_stands_in_its_place(client: Client, released: Store) -> None:
    page = client.get("/en/data/catalogue/2026.1/").content.decode()
    assert "Release 2026.2 stands in its place" in page
    assert "The first." in page
    assert released.release("2026.1").digest in page
    cited = client.get("/en/data/catalogue/2026.1/cite.txt").content.decode()
    assert "release 2026.1, as of 2026-01-10" in cited
    assert "Release 2026.2 stands in its place." in cited
    newest = client.get("/en/data/catalogue/2026.2/").content.decode()
    assert "stands in its place" not in newest


def test_a_frozen_file_has_the_bytes_whose_digest_is_told(client: Client, released: Store) -> None:
    page = client.get("/en/data/catalogue/2026.1/").content.decode()
    (told,) = re.findall(r'<code class="all-of-it digest" dir="ltr">([0-9a-f]{64})</code>', page)
    answer = client.get("/catalogue/2026.1/mds-totals.parquet")
    content = b"".join(answer.streaming_content)
    assert sha256(content).hexdigest() == told
    assert answer["ETag"] == f'"{told}"'
    assert "mds-totals.parquet" in answer["Content-Disposition"]
    assert client.get("/catalogue/2026.1/mds-totals.parquet", headers={"If-None-Match": f'"{told}"'}).status_code == 304
    found = json.loads(client.get("/catalogue.jsonld").content)["@graph"]
    sums = {each["dcat:downloadURL"][0]["@id"]: each["spdx:checksum"] for each in found if "spdx:checksum" in each}
    assert sums["http://concord.test/catalogue/2026.1/mds-totals.parquet"][0]["spdx:checksumValue"][0]["@value"] == told


@pytest.mark.parametrize(
    "path",
    ["2026.1/release.yaml", "2026.1/population.parquet", "2026.3/mds-totals.parquet", "2026.1/..%2Frelease.yaml",
     "2026.1/.parquet", "..%2F2026.1/mds-totals.parquet"],
)  # fmt: skip
def test_nothing_but_the_files_of_the_catalogue_is_handed_out(client: Client, released: Store, path: str) -> None:
    assert client.get(f"/catalogue/{path}").status_code == 404


@pytest.mark.parametrize(
    ("status", "given"), [("public", True), ("corrected", True), ("withdrawn", False), (None, False)]
)
def test_files_that_hold_withdrawn_or_unknown_figures_are_not_handed_out(
    client: Client, released: Store, offered: list[Entry], status: str | None, given: bool
) -> None:
    released.add([totals(102, file="KEN-2026.1-v1/mds-totals", source="submitted")], as_of="2026-07-01")
    released.add([totals(103)], as_of="2026-08-01")
    if status:
        offered.append(country(status=status))
    answer = client.get("/catalogue/2026.3/mds-totals.parquet")
    assert answer.status_code == (200 if given else 404)
    page = client.get("/en/data/catalogue/2026.3/").content.decode()
    assert ("no longer handed out" in page) is not given
    assert client.get("/en/data/catalogue/2026.3/cite.bib").status_code == 200
    assert client.get("/catalogue/2026.4/mds-totals.parquet").status_code == 200


def test_rows_are_cited_with_their_filter_on_the_page_and_in_every_file(client: Client, released: Store) -> None:
    page = client.get(f"{ROWS}?area=NZL").content.decode()
    frame = released.query("mds-totals", area="NZL")
    assert "Rows: area=NZL." in page
    assert f"Digest {content_digest(frame)[:12]}" in page
    for form, media in (("txt", "text/plain"), ("bib", "bibtex"), ("ris", "ris|research-info"), ("cff", "yaml")):
        assert f"{ROWS}cite.{form}?area=NZL" in page
        answer = client.get(f"{ROWS}cite.{form}?area=NZL")
        assert re.search(media, answer["Content-Type"])
        text = answer.content.decode()
        assert "area=NZL" in text
        assert "2026.2" in text
        assert content_digest(frame)[:12] in text
    assert "Rows:" not in client.get(ROWS).content.decode().partition('id="cite"')[2].partition("</section>")[0]


def test_files_of_a_table_name_their_filter_in_their_citation(client: Client, released: Store) -> None:
    text = client.get(f"{ROWS}?area=NZL&format=csv").content.decode("utf-8-sig")
    assert "Rows: area=NZL." in text
    assert "http://concord.test/en/data/tables/mds-totals/?area=NZL" in text


def test_an_unknown_form_table_or_release_is_not_found(client: Client, released: Store) -> None:
    for path in (f"{ROWS}cite.exe", "/en/data/tables/nothing/cite.bib", "/en/data/catalogue/1999.1/",
                 "/en/data/catalogue/1999.1/cite.bib", "/en/data/catalogue/2026.1/cite.exe"):  # fmt: skip
        assert client.get(path).status_code == 404, path


def test_lines_of_code_check_the_frozen_file_for_a_whole_table_alone(client: Client, released: Store) -> None:
    whole = client.get(ROWS).content.decode()
    assert "http://concord.test/catalogue/2026.2/mds-totals.parquet" in whole
    kept = released.release("2026.2").table("mds-totals")
    assert kept is not None
    assert kept.sha256 in whole.partition('id="use"')[2]
    some = client.get(f"{ROWS}?area=NZL").content.decode().partition('id="use"')[2]
    assert "format=parquet" in some
    assert "sha256" not in some


def test_generated_rows_say_so_in_page_files_and_machine_data(
    client: Client, released: Store, offered: list[Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    released.add([totals(102, file="KEN-2026.1-v1/mds-totals", source="submitted")], as_of="2026-07-01")
    shown(monkeypatch)
    offered.append(country(is_generated=True))
    for path in (ROWS, f"{ROWS}?area=KEN"):
        page = client.get(path).content.decode()
        assert page.count("not real") >= 3, path
        assert "generated data" in page, path
    for form in ("txt", "bib", "ris", "cff"):
        assert "not real" in client.get(f"{ROWS}cite.{form}").content.decode()
    assert "not real" not in client.get(f"{ROWS}?area=NZL").content.decode()
    assert "not real" in client.get("/en/data/catalogue/2026.3/").content.decode()
    assert "not real" in client.get(f"{ROWS}?format=csv").content.decode("utf-8-sig")


def entries(client: Client, language: str = "en") -> list[ElementTree.Element]:
    answer = client.get(f"/{language}/data/releases.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")


def test_the_feed_tells_what_was_published_corrected_and_withdrawn_the_newest_event_first(
    client: Client, released: Store, offered: list[Entry]
) -> None:
    after = Link("KEN-2026.1-v2", "http://concord.test/en/data/releases/KEN-2026.1-v2/")
    late = datetime(2026, 9, 1, 12, tzinfo=UTC)
    offered += [country(status="corrected", changed=late, replaced_by=after),
                country(3, status="withdrawn", changed=late.replace(month=10))]  # fmt: skip
    found = entries(client)
    states = [each.find(f"{ATOM}category").get("term") for each in found]  # type: ignore[union-attr]
    assert states == ["withdrawn", "corrected", "public", "public"]
    assert found[0].findtext(f"{ATOM}updated") == "2026-10-01T12:00:00+00:00"
    assert found[0].findtext(f"{ATOM}published") == "2026-06-19T00:00:00+00:00"
    assert "Withdrawn" in (found[0].findtext(f"{ATOM}title") or "")
    assert "KEN-2026.1-v2 stands in its place" in (found[1].findtext(f"{ATOM}summary") or "")
    assert len({each.findtext(f"{ATOM}id") for each in found}) == 4
    kinds = [each.get("rel") for each in found[2].findall(f"{ATOM}link")]
    assert kinds == ["alternate", "enclosure"]


def test_a_feed_reader_that_has_everything_is_told_so(client: Client, released: Store, offered: list[Entry]) -> None:
    first = client.get("/ar/data/releases.atom")
    assert client.get("/ar/data/releases.atom", headers={"If-None-Match": first["ETag"]}).status_code == 304
    offered.append(country())
    assert client.get("/ar/data/releases.atom", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_catalogue_comes_in_the_form_that_is_asked_for(client: Client, released: Store) -> None:
    for accept, media in (("text/turtle", "text/turtle"), ("application/ld+json", "application/ld+json"),
                          ("*/*;q=0.1, application/json", "application/ld+json")):  # fmt: skip
        answer = client.get("/catalogue", headers={"Accept": accept})
        assert answer["Content-Type"].startswith(media), accept
        assert "Accept" in answer["Vary"]
    browser = client.get("/catalogue", headers={"Accept": "text/html", "Accept-Language": "fr"})
    assert browser["Location"] == "/fr/data/catalogue/"


def test_the_catalogue_is_the_same_in_every_language_of_the_reader(client: Client, released: Store) -> None:
    for path in ("/catalogue.ttl", "/catalogue.jsonld"):
        bodies = {client.get(path, headers={"Accept-Language": code}).content for code in LANGUAGES}
        assert len(bodies) == 1


def test_pages_of_data_carry_schema_org_and_lead_to_feed_and_catalogue(client: Client, released: Store) -> None:
    for path, kind in ((ROWS, "Dataset"), ("/en/data/", "DataCatalog"), ("/en/data/catalogue/2026.1/", "Dataset")):
        page = client.get(path).content.decode()
        (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
        assert json.loads(block)["@type"] == kind
        for address in ("/en/data/releases.atom", "/catalogue.jsonld", "/catalogue.ttl"):
            assert f'href="{address}"' in page


def test_a_title_cannot_leave_its_block_of_data() -> None:
    hostile = country(title=Text({"en": "</script><script>alert(1)</script>"}))
    text = str(catalogue_box.linked(hostile))
    assert text.count("<") == 2
    assert "alert(1)" in text


def test_a_table_comes_as_csvw_and_its_plain_csv_names_its_metadata(client: Client, released: Store) -> None:
    assert f"{ROWS}?area=NZL&amp;format=csvw" in client.get(f"{ROWS}?area=NZL").content.decode()
    archive = client.get(f"{ROWS}?area=NZL&format=csvw")
    assert archive["Content-Type"] == "application/zip"
    assert archive["Content-Disposition"].endswith('"concord-mds-totals.csvw.zip"')
    plain = client.get(f"{ROWS}?area=NZL&format=csv")
    at = re.fullmatch(r'<(.+)>; rel="describedby"; type="application/csvm\+json"', plain["Link"])
    assert at is not None
    described = client.get(at.group(1).removeprefix("http://concord.test"))
    said = json.loads(described.content)
    assert said["url"] == "http://concord.test/en/data/tables/mds-totals/?area=NZL&format=csv"
    assert said["schema:sha256"] == sha256(plain.content).hexdigest()
    lines = plain.content.decode("utf-8-sig").split("\r\n")
    assert lines[said["dialect"]["skipRows"]].startswith("area,year,")


def test_without_a_release_the_bundled_facts_are_cited(client: Client) -> None:
    page = client.get("/en/data/tables/mds-totals/?area=NZL").content.decode()
    assert "Concord, bundled facts." in page
    assert client.get("/en/data/catalogue/").status_code == 200
    assert client.get("/en/data/catalogue/bundled-facts/")["Location"] == "/en/data/"
    assert b"bundled-facts" in client.get("/catalogue.ttl").content


@pytest.mark.parametrize("path", [ROWS, "/en/data/catalogue/", "/en/data/releases.atom", "/catalogue.ttl"])
def test_the_database_is_asked_no_more_for_more_releases(client: Client, released: Store, path: str) -> None:
    few = asked(client, path)
    for month in range(7, 11):
        released.add([totals(200 + month)], as_of=f"2026-{month:02}-01")
    assert asked(client, path) == few <= 4


def asked(client: Client, path: str) -> int:
    """How often the database was asked for a page."""
    with CaptureQueriesContext(connection) as told:
        assert client.get(path).status_code == 200
    return len(told)


def test_an_entry_of_a_release_knows_its_years_areas_files_and_neighbours(released: Store) -> None:
    made = of_release(released.release("2026.1"), address="https://a.test/x", files="https://a.test/f")
    assert made.years == (2018, 2019)
    assert made.areas == ("KEN", "NZL")
    assert made.issued == date(2026, 1, 10)
    (file,) = made.distributions
    path = Path(released.release("2026.1").folder) / "mds-totals.parquet"
    assert (file.address, file.size) == ("https://a.test/f/mds-totals.parquet", path.stat().st_size)
    listed = {each.id: each for each in catalogue.entries()}
    assert listed["2026.1"].replaced_by is not None
    assert listed["2026.1"].replaced_by.id == "2026.2"
    assert listed["2026.2"].replaces is not None
    assert listed["2026.2"].replaced_by is None


def test_a_structure_that_pages_do_not_show_is_not_handed_out(client: Client, released: Store) -> None:
    groups = table("income-history", area=["KEN"], year=[2019], income_group=["LMC"])
    released.add([groups], as_of="2026-07-01")
    assert client.get("/catalogue/2026.3/income-history.parquet").status_code == 404
    assert "income-history" not in client.get("/catalogue.ttl").content.decode()
    assert client.get("/catalogue/2026.3/mds-totals.parquet").status_code == 200


def test_a_table_that_no_indicator_needs_has_its_page_its_citation_and_its_file(
    client: Client, released: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = table("mds-return", area=["KEN"], year=[2019], occupation=["221"], row_kind=["total"], headcount=[7])
    released.add([back], as_of="2026-07-01")
    shown(monkeypatch)
    assert "release 2026.3" in client.get("/en/data/tables/mds-return/").content.decode()
    assert client.get("/en/data/tables/mds-return/cite.ris").status_code == 200
    assert client.get("/catalogue/2026.3/mds-return.parquet").status_code == 200

"""A release from confirmed tables to the public page: protected, embargoed, published, corrected, withdrawn."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord.mds.readers import registry
from concord.mds.store import Store
from concord.mds.writers import ending
from concord_site.mds import national
from concord_site.mds.actions import confirming, publishing, releasing
from concord_site.mds.models import NationalRelease
from concord_site.mds.queries import releases
from concord_site.shell import files

from . import small_files
from .release_ground import STOCK, WHY, brought, figure, prepared, published

pytestmark = pytest.mark.django_db(transaction=True)
State = NationalRelease.State
FORMATS = ("csv", "csvw", "xlsx", "parquet", "sdmx-csv", "sdmx-json", "sdmx-ml", "sdmx-ml-2.1")


# ---- protecting ------------------------------------------------------------------------------------------------------
def test_a_small_number_is_hidden_with_another_and_the_country_sees_both(confirmed: Any, officer: Any) -> None:
    row = prepared(officer, confirmed)
    assert row.state == State.PROTECTED
    assert row.proof["proof"]["holds"]
    assert row.proof["proof"]["recovered"] == 0
    both = releases.before_and_after(row, STOCK)
    assert both is not None
    assert figure(both, "MWI")["headcount"] == 3
    assert figure(both, "MWI")["after"] is None
    assert figure(both, "MWI")["why"] == "primary"
    assert both.filter(pl.col("why") == "secondary").height >= 1


def test_nobody_else_sees_what_a_country_prepares(
    confirmed: Any, officer: Any, stranger: Any, desk: Any, signed_in: Any, client: Any
) -> None:
    row = prepared(officer, confirmed)
    pages = ["release", "release-describe", "release-progress"]
    addresses = [reverse(f"mds:{name}", kwargs={"pk": row.pk}) for name in pages]
    addresses.append(reverse("mds:release-both", kwargs={"pk": row.pk, "structure": STOCK}))
    for by in (stranger, desk):
        mine = signed_in(by)
        assert {mine.get(each).status_code for each in addresses} == {404}
    assert releases.public().count() == 0
    with pytest.raises(NotFound):
        releasing.discard(release_id=row.pk, by=stranger)


def test_why_rows_are_hidden_is_for_the_country_alone_once_it_is_public_too(
    first: Any, officer: Any, stranger: Any, desk: Any, signed_in: Any
) -> None:
    page = reverse("mds:release", kwargs={"pk": first.pk})
    public = reverse("public:release", kwargs={"key": first.key})
    assert "because small" in signed_in(officer).get(page).content.decode()
    for by in (stranger, desk):
        theirs = signed_in(by)
        answer = theirs.get(page)
        assert (answer.status_code, answer["Location"]) == (302, public)
        assert theirs.get(reverse("mds:release-progress", kwargs={"pk": first.pk})).status_code == 404
        assert "because small" not in theirs.get(public).content.decode()


def test_whoever_keeps_the_installation_takes_down_what_endangers_persons(
    first: Any, desk: Any, person: Any, signed_in: Any
) -> None:
    page = reverse("mds:release-withdraw", kwargs={"pk": first.pk})
    assert signed_in(desk).post(page, {"reason": "x"}).status_code in (403, 404, 409)
    keeper = signed_in(person("secretariat-administrator"))
    assert page in keeper.get(reverse("public:release", kwargs={"key": first.key})).content.decode()
    assert keeper.post(page, {"reason": "A person was recognised."}).status_code == 302
    first.refresh_from_db()
    assert first.state == State.WITHDRAWN


def test_an_officer_prepares_and_the_authority_releases(confirmed: Any, officer: Any, authority: Any) -> None:
    row = prepared(officer, confirmed)
    with pytest.raises(NotAllowed):
        published(row, officer)
    assert published(row, authority).state == State.PUBLISHED


def test_nobody_releases_what_they_were_not_shown(confirmed: Any, officer: Any, authority: Any, read: Any) -> None:
    row = prepared(officer, confirmed)
    seen = row.revision
    releasing.describe(
        release_id=row.pk, deliveries=[confirmed.pk], title="Another title", note="", rules="suppress-5", by=officer
    )
    with pytest.raises(Conflict, match=r"moved-on"):
        publishing.release(release_id=row.pk, revision=seen, name="T", office="O", by=authority)
    confirming.withdraw(delivery_id=confirmed.pk, reason="Wrong year.", by=officer)
    row.refresh_from_db()
    with pytest.raises(Conflict, match=r"moved-on"):
        published(row, authority)
    assert not (national.folder() / "releases").exists()


def test_other_rules_or_tables_are_protected_again(confirmed: Any, officer: Any) -> None:
    row = prepared(officer, confirmed)
    releasing.describe(
        release_id=row.pk, deliveries=[confirmed.pk], title="Nurses", note="", rules="suppress-10", by=officer
    )
    row.refresh_from_db()
    assert row.state == State.DRAFT
    assert row.proof == {}


def test_a_register_is_counted_and_protected_and_its_rows_are_gone(
    officer: Any, authority: Any, read: Any, client: Any
) -> None:
    counted = brought(small_files.register(60), officer, read, what="register", year=2023)
    row = prepared(officer, counted)
    assert (row.state, row.rules) == (State.PROTECTED, "register-5"), row.findings
    done = published(row, authority)
    held = national.held(done.key)
    assert {each["rows"] for each in held.about["made_of"]} == {60}
    assert [each["what"] for each in held.about["made_of"]] == ["register"]
    for each in held.tables:
        content = (held.folder / each.file).read_bytes()
        assert b"RN-4711" not in content
        frame = pl.read_parquet(io.BytesIO(content))
        assert frame.filter(pl.col("headcount").is_between(1, 4)).is_empty()
    assert not any(each.file.size and files.place(each.file_id).exists() for each in counted.files.all())


# ---- published -------------------------------------------------------------------------------------------------------
def test_a_release_is_frozen_under_an_identifier_and_public_at_once(first: Any, client: Any) -> None:
    year = timezone.now().year
    assert first.key == f"KEN-{year}.1-v1"
    page = client.get(reverse("public:release", kwargs={"key": first.key}))
    assert page.status_code == 200
    text = page.content.decode()
    held = national.held(first.key)
    assert held.digest == first.digest
    assert held.digest in text
    assert "Wanjiku" not in text
    assert "Tala Maro" not in text


def test_the_file_that_is_given_out_is_the_one_that_was_frozen(first: Any, client: Any) -> None:
    address = reverse("public:release-file", kwargs={"key": first.key, "structure": STOCK, "format": "parquet"})
    content = client.get(address).content
    entry = national.held(first.key).table(STOCK)
    assert entry is not None
    assert sha256(content).hexdigest() == entry.sha256
    frame = pl.read_parquet(io.BytesIO(content))
    assert figure(frame, "MWI")["headcount"] is None
    assert figure(frame, "MWI")["status"] == "suppressed"
    assert "Wanjiku" not in str(frame.to_dicts())
    found = client.get(reverse("public:releases"), {"digest": entry.sha256}).content.decode()
    assert first.key in found
    assert entry.file in found
    other = client.get(reverse("public:releases"), {"digest": "0" * 64}).content.decode()
    assert entry.file not in other


def test_no_format_gives_a_hidden_number(first: Any, client: Any, tmp_path: Path, subtests: pytest.Subtests) -> None:
    for format in FORMATS:
        with subtests.test(format):
            response, content = taken(client, first, format)
            assert response.status_code == 200
            assert f'{first.key}-{STOCK}.{ending(format)}"' in response["Content-Disposition"]
            row = malawi(content, format, tmp_path)
            assert row.get("headcount", row.get("OBS_VALUE")) in ("", None)
            assert row.get("status", row.get("OBS_STATUS")) in ("suppressed", "Q")


def taken(client: Any, row: NationalRelease, format: str) -> tuple[Any, bytes]:
    """A release's file as anybody gets it."""
    response = client.get(reverse("public:release-file", kwargs={"key": row.key, "structure": STOCK, "format": format}))
    return response, b"".join(response.streaming_content) if response.streaming else response.content


def test_every_file_says_under_which_licence_it_may_be_used(first: Any, client: Any, subtests: pytest.Subtests) -> None:
    assert national.held(first.key).licence == "CC-BY-4.0"
    for format in ("csv", "csvw", "xlsx", "parquet"):
        with subtests.test(format):
            assert b"CC-BY-4.0" in inside(taken(client, first, format)[1], format)


def inside(content: bytes, format: str) -> bytes:
    """What a file holds, unpacked."""
    if format == "parquet":
        import pyarrow.parquet as pq

        return b"".join(pq.read_schema(io.BytesIO(content)).metadata.values())
    if format == "csv":
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(each) for each in archive.namelist())


def test_the_whole_release_opens_without_the_site(first: Any, client: Any, tmp_path: Any) -> None:
    content = client.get(reverse("public:release-package", kwargs={"key": first.key})).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    store = Store(tmp_path)
    held = store.release(first.key)
    assert store.verify(held) == ()
    assert held.digest == first.digest
    assert figure(store.query(STOCK, area="KEN").frame, "UGA")["headcount"] in (120, None)


def test_the_rows_stand_in_the_release_of_all_countries_and_lead_back(first: Any) -> None:
    store = Store(settings.CONCORD.folder)
    newest = store.latest(STOCK)
    assert newest is not None
    assert newest.id == first.installation
    assert newest.about["pieces"] == [first.key]
    rows = store.query(STOCK, area="KEN", year=2023).frame
    own = rows.filter(pl.col("source") == "submitted")
    assert own["source_file"].unique().to_list() == [f"{first.key}/{STOCK}"]
    mine = national.store().query(STOCK, release=national.held(first.key)).frame
    for each in own.iter_rows(named=True):
        assert mine.row(each["source_row"] - 1, named=True)["headcount"] == each["headcount"]


def malawi(content: bytes, format: str, folder: Path) -> dict[str, Any]:
    """The row of Malawi, as another program than the writer reads it from the file."""
    return next(each for each in rows_of(content, format, folder) if "MWI" in each.values())


def rows_of(content: bytes, format: str, folder: Path) -> list[dict[str, Any]]:
    if format == "parquet":
        return pl.read_parquet(io.BytesIO(content)).to_dicts()
    if format == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        lines = [list(each) for each in sheet.iter_rows(values_only=True)]
        at = next(n for n, each in enumerate(lines) if "headcount" in each)
        return [dict(zip(map(str, lines[at]), each, strict=True)) for each in lines[at + 1 :]]
    if format in ("sdmx-json", "sdmx-ml", "sdmx-ml-2.1"):
        path = folder / f"table.{ending(format)}"
        path.write_bytes(content)
        columns = registry.read(path).sheets[0].columns
        texts = zip(*(each.texts() for each in columns), strict=True)
        return [dict(zip((each.header for each in columns), row, strict=True)) for row in texts]
    if format == "csvw":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = archive.read(f"{STOCK}.csv")
    return text_rows(content.decode("utf-8-sig"))


def text_rows(text: str) -> list[dict[str, Any]]:
    """The rows of a table as text, whatever comments stand above it."""
    lines = [each for each in text.splitlines() if not each.startswith("#")]
    at = next(n for n, each in enumerate(lines) if each.lower().replace(";", ",").count(",") > 5)
    return list(csv.DictReader(lines[at:], delimiter=";" if ";" in lines[at] else ","))


def test_a_file_that_is_no_longer_what_was_frozen_is_not_given_out(first: Any, client: Any) -> None:
    held = national.held(first.key)
    entry = held.table(STOCK)
    assert entry is not None
    (held.folder / entry.file).write_bytes(b"PAR1 other bytes PAR1")
    given = [
        reverse("public:release-file", kwargs={"key": first.key, "structure": STOCK, "format": "parquet"}),
        reverse("public:release-package", kwargs={"key": first.key}),
    ]
    assert {client.get(each).status_code for each in given} == {503}


# ---- the embargo -----------------------------------------------------------------------------------------------------
def test_what_is_under_embargo_is_nobodys_until_its_moment(
    confirmed: Any, officer: Any, authority: Any, client: Any
) -> None:
    moment = timezone.now() + dt.timedelta(days=2)
    row = published(prepared(officer, confirmed), authority, embargo=moment)
    assert row.state == State.EMBARGOED
    page = reverse("public:release", kwargs={"key": row.key})
    assert client.get(page).status_code == 404
    assert client.get(reverse("public:release-package", kwargs={"key": row.key})).status_code == 404
    assert Store(settings.CONCORD.folder).latest() is None
    assert publishing.tick(now=moment - dt.timedelta(seconds=1)) == {"releases": 0, "laid": 0}
    assert publishing.tick(now=moment) == {"releases": 1, "laid": 0}
    assert client.get(page).status_code == 200
    row.refresh_from_db()
    assert row.state == State.PUBLISHED
    assert row.installation
    assert publishing.tick(now=moment) == {"releases": 0, "laid": 0}


def test_an_embargo_in_the_past_is_refused(confirmed: Any, officer: Any, authority: Any) -> None:
    with pytest.raises(Invalid, match="embargo"):
        published(prepared(officer, confirmed), authority, embargo=timezone.now() - dt.timedelta(minutes=1))


def test_a_release_held_back_was_never_public_and_its_number_is_not_used_again(
    confirmed: Any, officer: Any, authority: Any, client: Any
) -> None:
    row = published(prepared(officer, confirmed), authority, embargo=timezone.now() + dt.timedelta(days=1))
    publishing.withdraw(release_id=row.pk, reason="Not yet.", by=authority)
    row.refresh_from_db()
    assert row.state == State.DISCARDED
    assert not (national.folder() / "releases" / row.key).exists()
    assert client.get(reverse("public:release", kwargs={"key": row.key})).status_code == 404
    later = published(prepared(officer, confirmed), authority)
    assert later.series != row.series


# ---- corrected and withdrawn -----------------------------------------------------------------------------------------
def test_a_correction_is_a_version_of_its_own_and_says_what_changed(first: Any, second: Any, client: Any) -> None:
    first.refresh_from_db()
    assert (second.series, second.number) == (first.series, 2)
    assert first.state == State.CORRECTED
    page = client.get(reverse("public:release", kwargs={"key": second.key})).content.decode()
    assert WHY in page
    assert "Ghana" in page
    counts = second.changes["counts"]
    assert counts.get("changed", 0) + counts.get("hidden", 0) + counts.get("shown", 0) >= 1
    old = client.get(reverse("public:release", kwargs={"key": first.key})).content.decode()
    assert second.key in old
    cited = old[old.index('class="cite') :]
    assert first.key in cited
    assert first.digest[:12] in cited
    newest = client.get(reverse("public:release-newest", kwargs={"series": first.series}))
    assert newest["Location"].endswith(f"/{second.key}/")
    assert Store(settings.CONCORD.folder).latest().about["pieces"] == [second.key]  # type: ignore[union-attr]


def test_what_both_versions_show_together_hides_what_each_hides(first: Any, second: Any) -> None:
    assert second.proof["proof"]["releases"] == 2
    assert second.proof["proof"]["holds"]
    frames = [national.store().query(STOCK, release=national.held(each.key)).frame for each in (first, second)]
    assert all(figure(each, "MWI")["headcount"] is None for each in frames)


def test_only_one_correction_is_prepared_at_a_time(first: Any, confirmed: Any, officer: Any) -> None:
    wish = {"area": "KEN", "deliveries": [confirmed.pk], "title": "T", "by": officer, "corrects": first.pk}
    releasing.begin(**wish, reason=WHY)
    with pytest.raises(Conflict, match="being-corrected"):
        releasing.begin(**wish, reason=WHY)
    with pytest.raises(Invalid, match="reason"):
        releasing.begin(**wish, reason=" ")


def test_a_withdrawn_release_keeps_its_page_and_gives_no_file(first: Any, authority: Any, client: Any) -> None:
    publishing.withdraw(release_id=first.pk, reason="The year was wrong.", by=authority)
    page = client.get(reverse("public:release", kwargs={"key": first.key}))
    assert page.status_code == 200
    text = page.content.decode()
    assert "The year was wrong." in text
    assert first.digest in text
    given = [
        reverse("public:release-package", kwargs={"key": first.key}),
        reverse("public:release-table", kwargs={"key": first.key, "structure": STOCK}),
        reverse("public:release-file", kwargs={"key": first.key, "structure": STOCK, "format": "csv"}),
    ]
    assert {client.get(each).status_code for each in given} == {404}
    rows = Store(settings.CONCORD.folder).query(STOCK, area="KEN", year=2023).frame
    assert rows.filter(pl.col("source") == "submitted").is_empty()


def test_no_interface_gives_an_older_release_that_holds_what_was_withdrawn(
    first: Any, authority: Any, client: Any
) -> None:
    older = first.installation
    asked = [
        f"/api/v1/tables/{STOCK}/rows?area=KEN&release={older}",
        f"/sdmx/v2/data/dataflow/CONCORD/MDS_STOCK_BY_TRAINING?release={older}",
        f"/catalogue/{older}/{STOCK}.parquet",
    ]
    before = [client.get(each).status_code for each in asked]
    assert before == [200, 200, 200]
    publishing.withdraw(release_id=first.pk, reason="Wrong.", by=authority)
    after = [client.get(each) for each in asked]
    assert [each.status_code for each in after] == [404, 404, 404]
    assert client.get(f"/api/v1/tables/{STOCK}/rows?area=KEN").status_code == 200


def test_tables_that_could_not_be_frozen_are_frozen_by_the_clock(
    confirmed: Any, officer: Any, authority: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(now: Any) -> str:
        raise OSError("no space left on device")

    with monkeypatch.context() as without:
        without.setattr(publishing, "stand", fails)
        row = published(prepared(officer, confirmed), authority)
    assert (row.state, row.installation) == (State.PUBLISHED, "")
    assert publishing.tick(now=timezone.now()) == {"releases": 0, "laid": 1}
    assert publishing.tick(now=timezone.now()) == {"releases": 0, "laid": 0}
    newest = Store(settings.CONCORD.folder).latest()
    assert newest is not None
    assert newest.about["pieces"] == [row.key]


def test_what_a_release_had_replaced_stands_again_once_it_is_withdrawn(first: Any, authority: Any) -> None:
    store = Store(settings.CONCORD.folder)
    beneath, with_it = store.releases()
    assert beneath.digest != with_it.digest
    publishing.withdraw(release_id=first.pk, reason="Wrong.", by=authority)
    newest = store.latest()
    assert newest is not None
    assert newest.id not in (beneath.id, with_it.id)
    assert newest.digest == beneath.digest


def test_figures_that_are_generated_never_join_those_of_all_countries(
    confirmed: Any, officer: Any, authority: Any, client: Any
) -> None:
    confirmed.is_example = True
    confirmed.save(update_fields=["is_example"])
    row = published(prepared(officer, confirmed), authority)
    assert row.installation == ""
    assert Store(settings.CONCORD.folder).latest() is None
    page = client.get(reverse("public:release", kwargs={"key": row.key})).content.decode()
    assert "enerated" in page
    address = reverse("public:release-file", kwargs={"key": row.key, "structure": STOCK, "format": "csv"})
    assert "GENERATED" in client.get(address).content.decode()

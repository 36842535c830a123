"""The survey of workers: counted when it comes in; no page, copy or record holds a person's row, nor does a disk."""

from __future__ import annotations

import json
import os
import tempfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from concord_site.agreements.actions import writing
from concord_site.agreements.following import queries

from .inside_files import said

pytestmark = pytest.mark.django_db
KIND = queries.SURVEY
FILES = ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory", "mkstemp", "mkdtemp")
#: One person, in a choice of answers that nobody else gave.
ROW = {"consent": "yes", "equal_pay": "no", "paid_recruiter": "yes", "channel": "self", "papers_withheld": "yes"}
ROWS = [ROW, *({"consent": "yes", "equal_pay": "yes", "paid_recruiter": "no", "channel": "agency"} for _ in range(12))]
KEPT = {
    "year": 2025, "took_part": 13, "declined": 0, "counts": {},
    "shares": {"equal_pay": {"said": 12, "of": 13}, "paid_recruiter": {"said": 1, "of": 13}},
}  # fmt: skip


def at(table: Any, page: str) -> str:
    return f"/en/agreements/dossiers/{table.id}/{page}"


def file(rows: list[dict[str, str]], name: str = "answers.csv") -> SimpleUploadedFile:
    columns = ("name", *ROW)
    lines = [",".join(columns), *(",".join({"name": "Ana zqcanary", **each}.get(c, "") for c in columns)
                                  for each in rows)]  # fmt: skip
    return SimpleUploadedFile(name, "\n".join(lines).encode(), "text/csv")


def kept_before(table: Any) -> None:
    """What an earlier version kept of a file: a row for each person."""
    body = {"year": 2025, "answers": ROWS}
    writing.put(table.origin().shared, KIND, "old", body, by=table.asha, now=timezone.now(), based_on=0)


def test_counts_are_kept_and_nothing_else(table, signed_in) -> None:
    answer = signed_in(table.asha).post(at(table, "follow/monitoring/"), {"year": "2025", "file": file(ROWS)})
    assert answer.status_code == 302
    (record,) = table.origin().shared.records(KIND)
    assert record.body == KEPT


@pytest.mark.parametrize("side", ["origin", "destination"])
def test_no_copy_holds_a_persons_row(table, signed_in, side) -> None:
    """Not of answers that came in today, nor of rows that an earlier version kept, taken away or not."""
    client, ours = signed_in(table.asha), signed_in(table.asha if side == "origin" else table.ben)
    kept_before(table)
    client.post(at(table, "follow/monitoring/"), {"year": "2025", "file": file(ROWS)})
    taken = {"kind": KIND, "key": "old"}
    for act in ("", "follow/shared/take-away/", "journal/shared/bring-back/"):
        if act:
            assert client.post(at(table, act), taken).status_code == 302, act
        copy = json.loads(ours.get(at(table, "journal/copy.json")).content)
        bodies = [each["body"] for each in copy["shared"] if each["kind"] == KIND and not each["removed"]]
        assert bodies == [KEPT] * len(bodies)
        assert len(bodies) == (3 if "back" in act else 2)
        pages = (said(ours.get(at(table, page))) for page in ("journal/", "follow/monitoring/"))
        for text in (json.dumps(copy), *pages):
            assert not [word for word in ("papers_withheld", '"self"', "zqcanary", '"answers"') if word in text]
    assert [each.body for each in table.origin().shared.history(KIND, "old")] == [KEPT, {}, KEPT]


def test_rows_of_earlier_versions_are_still_counted(table, signed_in) -> None:
    kept_before(table)
    assert "92 (67 to 99)" in signed_in(table.ben).get(at(table, "follow/monitoring/")).content.decode()


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="this system has no files in memory")
def test_what_is_sent_and_what_is_taken_away_makes_no_file(table, signed_in, monkeypatch) -> None:
    client = signed_in(table.asha)
    client.get(at(table, "follow/monitoring/"))

    def refuse(*_: object, **_named: object) -> None:
        raise AssertionError("a file was made")

    for name in FILES:
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr("django.core.files.temp.NamedTemporaryFile", refuse)
    draft = SimpleUploadedFile("draft.txt", ("Article 1\n" + "Ours alone. " * 30_000).encode(), "text/plain")
    for page, more in (
        ("follow/monitoring/", {"year": "2025", "file": file(ROWS)}),
        ("text/own/versions/new/", {"title": "Draft", "language": "en", "file": draft}),
    ):
        answer = client.post(at(table, page), more)
        assert answer.status_code == 302, said(answer)[-2000:]
    told = {"source": "Ledger", "by": "both"}
    figures = {
        "setup": {"first": 2026, "years": 5, "price_year": 2025},
        "moved": {"value": 108, "low": 100, "high": 120, **told},
        "training-public": {"value": 5700, "low": 4500, "high": 7500, **told},
    }
    for key, body in figures.items():
        writing.put(table.origin().shared, "account.input", key, body, by=table.asha, now=timezone.now(), based_on=0)
    for page in ("follow/account/shared/file.xlsx", "follow/account/shared/file.csv", "journal/copy.json",
                 "text/own/files/docx"):  # fmt: skip
        assert client.get(at(table, page)).status_code == 200, page


@pytest.mark.parametrize(
    ("page", "kind", "body"),
    [
        ("plan", "plan.action", {"id": "x", "title": {"en": "A"}, "state": "resting"}),
        ("committee", "plan.meeting", {"id": "x"}),
        ("monitoring", "indicator.value", {"indicator": "of-tomorrow", "year": 2026, "by": "origin", "value": 1}),
        ("monitoring", KIND, {"year": 2026, "by_region": {}}),
        ("evaluation", "evaluation", {"id": "x", "kind": "weekly"}),
        ("lessons", "lesson", {"id": "x"}),
    ],
)
def test_a_record_of_a_later_version_is_counted_and_said(table, signed_in, page, kind, body) -> None:
    client = signed_in(table.ben)
    address = at(table, f"follow/{page}/")
    assert "cannot be read" not in client.get(address).content.decode()
    for key in ("a", "b"):
        writing.put(table.origin().shared, kind, key, body, by=table.asha, now=timezone.now(), based_on=0)
    assert "2 records cannot be read" in client.get(address).content.decode()
    assert client.get(at(table, "journal/")).status_code == 200

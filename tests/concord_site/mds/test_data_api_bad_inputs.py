"""Every bad input through the page and through the interface: the same codes at the same places, and nothing saved.

The cases are those of the command line (tests/cases/mds/bad). In CI a sample of each way, drawn by a printed seed; all
of them with ``CONCORD_CAMPAIGN=1``, and those whose name holds a word of ``CONCORD_CASES`` (``one|another``). What the
command line takes for a stock, the site asks about first: the officer says that it is one. Where a page rightly does
otherwise, the case says so, and why (``officer``). In a campaign reading processes are forked from one that is warm,
locks and all, as there; the process around them that can be stopped is tested elsewhere.
"""

from __future__ import annotations

import importlib.util
import json
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from concord.findings import Finding, Place
from concord_site.accounts.api_keys import actions as keys
from concord_site.mds import apart, outcome, reading, tables
from concord_site.mds.actions import profiling
from concord_site.mds.models import Delivery
from concord_site.mds.queries import deliveries
from concord_site.shell import jobs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).parents[3]
CAMPAIGN = bool(os.environ.get("CONCORD_CAMPAIGN"))
SEED = int(os.environ.get("CONCORD_SEED", "20261122"))
EACH_WAY = 6
AREA = "NZL"
#: What is refused at the door of the site, before anything is read, and how the same is called by who reads.
DOOR = {"site.delivery.empty-file": "intake.file.empty", "site.file.too-large": "intake.limit.packed"}
#: Called without a country: on the site it is the sender's own, and there is no such call.
NO_SUCH_CALL = "mds.area.required"


def _loaded(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(f"of_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


corpus = _loaded(ROOT / "tests/concord/mds/bad_inputs.py")


@pytest.fixture(scope="module", autouse=True)
def _forked_readers() -> Iterator[None]:
    if not CAMPAIGN or not hasattr(os, "fork"):
        with mock.patch.object(apart, "read", reading.read):
            yield
        return
    with corpus.load(ROOT / "bench/zygote.py").both(), mock.patch.object(apart, "read", reading.read):
        yield


def chosen(way: str) -> list[Any]:
    """The cases of a way: all in a campaign, else so many over every class, drawn by the seed."""
    every = [case for case in corpus.cases() if case.expect.refusal != NO_SUCH_CALL]
    if wanted := os.environ.get("CONCORD_CASES"):
        return [case for case in every if any(each in case.name for each in wanted.split("|"))]
    if CAMPAIGN:
        return every
    chance = random.Random(f"{SEED} {way}")
    by_class: dict[str, list[Any]] = {}
    for case in every:
        if not case.slow:
            by_class.setdefault(case.class_, []).append(case)
    drawn: list[Any] = []
    for cases in by_class.values():
        chance.shuffle(cases)
    while len(drawn) < EACH_WAY:
        drawn += [cases.pop() for cases in by_class.values() if cases]
    return drawn[:EACH_WAY]


# ---- the two ways ----------------------------------------------------------------------------------------------------
class Page:
    """The officer's own way: forms of pages, files in a form, findings as the file beside them."""

    def __init__(self, officer: Any) -> None:
        self.client = Client()
        self.client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")

    def begun(self, year: Any) -> Delivery:
        given = {"what": "tables", "subject": "", "year": year or ""}
        made = self.client.post(reverse("mds:begin", kwargs={"area": AREA}), given)
        assert made.status_code == 302, made.content
        return Delivery.objects.latest("begun_at")

    def sent(self, row: Delivery, name: str, content: bytes) -> str:
        address = reverse("mds:delivery", kwargs={"pk": row.pk})
        answer = self.client.post(address, {"chosen": SimpleUploadedFile(name, content)})
        if answer.status_code == 302:
            return ""
        assert answer.status_code == 422, answer.status_code
        return "site.delivery.empty-file" if not content else "site.file.too-large"

    def read(self, row: Delivery) -> None:
        assert self.client.post(reverse("mds:read", kwargs={"pk": row.pk})).status_code == 302

    def answered(self, row: Delivery, id: str, choice: str) -> None:
        address = reverse("mds:profile", kwargs={"pk": row.pk})
        assert self.client.post(address, {"version": row.version, f"q:{id}": choice}).status_code == 302

    def found(self, row: Delivery) -> list[dict[str, Any]]:
        answer = self.client.get(reverse("mds:findings-file", kwargs={"pk": row.pk, "format": "json"}))
        assert answer.status_code == 200
        return list(json.loads(answer.content)["findings"])

    def confirmed(self, row: Delivery) -> None:
        given = {"version": row.version, "name": "A", "office": "B", "is_right": "on"}
        assert self.client.post(reverse("mds:confirm", kwargs={"pk": row.pk}), given).status_code in (200, 302, 422)


class Program:
    """The same by a key."""

    def __init__(self, officer: Any) -> None:
        _made, self.secret = keys.make(
            name="p", days=30, by=officer, now=timezone.now(), scope="data:write", area=AREA
        )  # fmt: skip

    def ask(self, method: str, path: str, body: Any = None, kind: str = "application/json") -> Any:
        data = json.dumps(body) if kind == "application/json" and body is not None else body
        call = getattr(Client(HTTP_AUTHORIZATION=f"Bearer {self.secret}"), method)
        return call(f"/api/v1/deliveries{path}", data, content_type=kind)

    def begun(self, year: Any) -> Delivery:
        return Delivery.objects.get(pk=self.ask("post", "", {"year": year}).json()["id"])

    def sent(self, row: Delivery, name: str, content: bytes) -> str:
        answer = self.ask("put", f"/{row.pk}/files/{name}", content, "application/octet-stream")
        if answer.status_code == 200:
            return ""
        assert answer.status_code == 422, answer.content
        return str(answer.json()["code"])

    def read(self, row: Delivery) -> None:
        assert self.ask("post", f"/{row.pk}/reading").status_code == 200

    def answered(self, row: Delivery, id: str, choice: str) -> None:
        body = {"answers": {id: choice}, "version": row.version}
        assert self.ask("post", f"/{row.pk}/answers", body).status_code == 200
        self.read(row)

    def found(self, row: Delivery) -> list[dict[str, Any]]:
        told = self.ask("get", f"/{row.pk}/findings").json()
        assert len(told["findings"]) <= 100
        return list(told["findings"])

    def confirmed(self, row: Delivery) -> None:
        answer = self.ask("post", f"/{row.pk}/confirm", {"name": "A", "office": "B", "version": row.version})
        assert answer.status_code in (200, 409), answer.content


WAYS: dict[str, Any] = {"page": Page, "program": Program}


# ---- what has to happen ----------------------------------------------------------------------------------------------
def faults(case: Any, way: Any, officer: Any) -> list[str]:
    """What is otherwise than the case says; empty where all is right."""
    expect = case.officer or case.site or case.expect
    row = way.begun(case.call.get("year"))
    Delivery.objects.filter(pk=row.pk).update(profile_from=None)  # nothing that was said of another case holds for it
    row.refresh_from_db()
    refused = way.sent(row, case.file, case.data())
    if refused:
        said = [f"refused with {refused}"] if expect.verdict != "refused" else []
        wanted = {each.code for each in expect.findings}
        said += [f"refused with {refused}"] if wanted and DOOR.get(refused) not in wanted else []
        return said + (["kept"] if row.files.exists() else [])
    if "profile" in case.call:
        profiling.save(delivery_id=row.pk, said=case.call["profile"], by=officer)
    way.read(row)
    if failed := _read(row):
        return failed
    if "measure" in (asked := _asked(row)):
        way.answered(row, "measure", "stock")
        if failed := _read(row):
            return failed
        asked = _asked(row)
    said = corpus.wrong(expect, [finding(each) for each in way.found(row)]) + _asks(expect, asked)
    way.confirmed(row)
    row.refresh_from_db()
    return said + _saved(case, expect, row)


def _read(row: Delivery) -> list[str]:
    """Read, once; what went wrong with it."""
    jobs.run_waiting()
    row.refresh_from_db()
    job = deliveries.job(row)
    is_done = job is not None and job.state == "done"
    return [] if is_done else [f"the reading {job and job.state}: {job and job.problem}"]


def _asked(row: Delivery) -> dict[str, Any]:
    """The questions without whose answers nothing is counted."""
    found = deliveries.outcome_of(deliveries.current_reading(row)) or outcome.Outcome()
    return {each["id"]: each for each in found.open}


def _asks(expect: Any, asked: dict[str, Any]) -> list[str]:
    """What is refused may be asked about besides; what is read, or only to be explained, as far as the case says."""
    kinds = {each["kind"] for each in asked.values()}
    wanted = set(expect.asks)
    said = [f"does not ask {sorted(wanted - kinds)}"] if wanted - kinds else []
    return said + ([f"asks {sorted(asked)}"] if kinds - wanted and expect.verdict != "refused" else [])


def finding(said: dict[str, Any]) -> Finding:
    column = said["column"] or {}
    place = Place(said["file"], said["sheet"], said["row"], column.get("header"), column.get("letter"))
    return Finding(said["code"], said["level"], place, value=said["value"])


def _saved(case: Any, expect: Any, row: Delivery) -> list[str]:
    is_there = tables.folder(row.area, row.pk).exists()
    if expect.verdict != "read":
        return ["saved"] if is_there or row.state == Delivery.State.CONFIRMED else []
    if not is_there or row.state != Delivery.State.CONFIRMED:
        found = deliveries.outcome_of(deliveries.current_reading(row)) or outcome.Outcome()
        return [f"not saved: {row.state}, {[each.finding.code for each in found.found]}"]
    got = {id: {"rows": each["rows"], "total": each["total"]} for id, each in row.figures.items()}
    wanted = expect.tables or case.tables
    return [] if got == wanted or not wanted else [f"gives {got}"]


@pytest.mark.parametrize("way", WAYS)
def test_a_bad_input_is_refused_asked_about_or_read_alike(way: str, person: Any, organisation: Any) -> None:
    officer = person("national-authority", organisation("authority", area=AREA), area=AREA)
    found = {}
    sys.stderr.write(f"seed {SEED}, {way}\n")
    walker = WAYS[way](officer)
    for case in chosen(way):
        caches["here"].clear()  # a key asks more often in a minute here than it may
        said = faults(case, walker, officer)
        if said:
            found[f"{case.class_}: {case.name}"] = said
            sys.stderr.write(f"{case.name}: {said}\n")
        Delivery.objects.filter(state=Delivery.State.CONFIRMED).update(state=Delivery.State.WITHDRAWN)
    assert not found, json.dumps(found, indent=1, ensure_ascii=False, default=str)

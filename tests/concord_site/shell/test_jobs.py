"""Jobs: run once, as the person is then; watched, stopped, and honest about how they ended."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.shell import access, jobs, suppliers
from concord_site.shell.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def declared():
    """Declare jobs for one test."""
    yield jobs.job
    for name in [each for each in jobs._declared if each.startswith("tests.")]:
        del jobs._declared[name]


@pytest.fixture
def desk(person):
    return person("secretariat-desk")


def run(row: Job) -> Job:
    jobs.run_job.func(row.pk)
    row.refresh_from_db()
    return row


def test_a_job_runs_and_keeps_its_result(declared, desk) -> None:
    @declared("tests.add", title="Add")
    def add(by, progress, *, numbers):
        for done in range(len(numbers)):
            progress.step(done + 1, len(numbers), f"{done + 1} of {len(numbers)}")
        return {"sum": sum(numbers), "by": by.pk}

    row = jobs.start("tests.add", by=desk, arguments={"numbers": [1, 2, 3]})
    assert DBTaskResult.objects.count() == 1
    run(row)
    assert (row.state, row.result, row.done, row.total) == ("done", {"sum": 6, "by": desk.pk}, 3, 3)
    run(row)
    assert row.state == "done", "a second delivery does nothing"


def test_permission_is_recomputed_when_the_job_runs(declared, desk, now) -> None:
    @declared("tests.read", title="Read")
    def read(by, progress):
        return len(by.seats())

    row = jobs.start("tests.read", by=desk)
    desk.memberships.update(ends_at=now - timedelta(hours=1))
    run(row)
    assert (row.state, row.problem["code"]) == ("failed", "site.access.forbidden")


def test_who_may_not_start_jobs_starts_none(declared, person) -> None:
    declared("tests.read", title="Read")(lambda by, progress: None)
    with pytest.raises(NotAllowed):
        jobs.start("tests.read", by=person())
    with pytest.raises(NotFound):
        jobs.start("tests.nothing", by=person("secretariat-desk"))
    assert (Job.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_a_refusal_keeps_its_code_and_a_bug_gives_a_reference(declared, desk, caplog) -> None:
    @declared("tests.refuse", title="Refuse")
    def refuse(by, progress):
        raise Invalid("tests.thing.wrong", params={"row": 3})

    @declared("tests.break", title="Break")
    def break_(by, progress):
        raise ZeroDivisionError

    refused, broken = run(jobs.start("tests.refuse", by=desk)), run(jobs.start("tests.break", by=desk))
    assert refused.problem["code"] == "tests.thing.wrong"
    assert broken.problem["code"] == "site.bug"
    assert broken.problem["reference"] in caplog.text


def test_a_job_stops_at_its_next_step(declared, desk) -> None:
    reached = []

    @declared("tests.long", title="Long")
    def long(by, progress):
        for done in range(1, 100):
            reached.append(done)
            if done == 3:
                jobs.stop(row.pk, by=by)
                progress._written = 0.0
            progress.step(done, 100)

    row = jobs.start("tests.long", by=desk)
    run(row)
    assert (row.state, reached[-1]) == ("stopped", 3)


def test_a_waiting_job_is_stopped_at_once_and_never_runs(declared, desk) -> None:
    declared("tests.read", title="Read")(lambda by, progress: 1)
    row = jobs.start("tests.read", by=desk)
    jobs.stop(row.pk, by=desk)
    run(row)
    assert (row.state, row.result) == ("stopped", None)
    with pytest.raises(Conflict):
        jobs.stop(row.pk, by=desk)


def test_a_job_is_its_owners(declared, desk, person) -> None:
    declared("tests.read", title="Read")(lambda by, progress: 1)
    row = jobs.start("tests.read", by=desk)
    with pytest.raises(NotFound):
        access.get(Job, row.pk, person("secretariat-administrator"))
    with pytest.raises(NotFound):
        jobs.stop(row.pk, by=person("secretariat-desk"))


def test_what_the_page_shows(declared, desk, now) -> None:
    row = Job(
        name="t",
        title="Compile",
        owner=desk,
        state="running",
        done=25,
        total=100,
        started_at=now - timedelta(seconds=10),
    )
    shown = jobs.state(row, now=now)
    assert (shown["seconds"], shown["seconds_left"], shown["may_stop"]) == (10.0, 30, True)
    row.state = "done"
    assert jobs.state(row, now=now)["seconds_left"] is None


def test_a_job_whose_worker_died_is_said_to_have_failed(desk, now) -> None:
    row = Job.objects.create(name="t", title="t", owner=desk, state="running", beat_at=now - timedelta(hours=1))
    jobs.tick(now=now)
    row.refresh_from_db()
    assert (row.state, row.problem["code"]) == ("failed", "site.job.abandoned")


def test_one_thing_that_fails_does_not_stop_the_clock(now) -> None:
    called = []
    suppliers.register("tick.work", "tests.a", lambda now: 1 / 0)
    suppliers.register("tick.work", "tests.b", lambda now: called.append(now))
    try:
        done = jobs.tick(now=now)
    finally:
        suppliers.withdraw("tick.work", "tests.a")
        suppliers.withdraw("tick.work", "tests.b")
    assert called == [now]
    assert "failed" in done["tests.a"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("file_database")
def test_the_worker_thread_runs_what_waits_and_ends_when_told(declared, person) -> None:
    finished = threading.Event()

    @declared("tests.signal", title="Signal")
    def signal(by, progress):
        finished.set()
        return by.pk

    row = jobs.start("tests.signal", by=person("secretariat-desk"))
    worker = jobs.WorkerThread(tick_every=3600)
    worker.start()
    try:
        assert finished.wait(60)
        for _ in range(600):
            row.refresh_from_db()
            if row.state == "done":
                break
            time.sleep(0.05)
    finally:
        worker.close()
    assert row.state == "done"
    assert not worker.is_alive()

"""Tables, and nothing but tables, go from the officer's own computer to a site by one command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from concord.cli import application
from concord.errors import Invalid, Unavailable
from concord.mds import sending
from concord_site.accounts.api_keys import actions as keys
from concord_site.mds import tables as own_tables
from concord_site.mds.models import Delivery
from concord_site.mds.queries import deliveries
from concord_site.shell import jobs

from . import small_files
from .release_ground import SMALL, STOCK, figure

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A folder of tables, as the officer's own computer wrote them from a file with a small number."""
    path = tmp_path / "nurses.csv"
    path.write_bytes(SMALL)
    call = ["tabulate", str(path), "--area", "KEN", "--out", str(tmp_path / "out"), "--json"]
    done = CliRunner().invoke(application(), call, env={"CONCORD_FOLDER": str(tmp_path / "data")})
    assert done.exit_code == 0, done.output
    return tmp_path / "out"


def secret(officer: Any, scope: str = "data:write") -> str:
    return keys.make(name="program", days=30, by=officer, now=timezone.now(), scope=scope, area="KEN")[1]


def test_tables_arrive_are_read_and_hide_what_was_hidden(
    tables: Path, officer: Any, live_server: Any, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    done = sending.send([tables], to=live_server.url, key=secret(officer), pause=jobs.run_waiting, subject="Nurses")
    row = Delivery.objects.get(pk=done.id)
    assert (row.state, row.subject, done.state) == ("checked", "Nurses", "checked")
    assert set(done.files) == {path.name for path in tables.glob("*.csv")}
    assert done.page.endswith(f"/mds/{row.pk}/")
    assert not [each for each in done.findings if each["level"] == "hard"]
    frame = own_tables.frame(deliveries.table_bytes(deliveries.current_reading(row))[STOCK])
    assert figure(frame, "MWI")["headcount"] is None
    assert figure(frame, "MWI")["status"] == "suppressed"
    assert frame["headcount"].sum() > 5000


def test_a_register_of_persons_is_never_sent(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(small_files.register())
    with pytest.raises(Invalid, match="not-a-table"):
        sending.send([path], to="https://concord.example", key="k", pause=lambda: None)
    (tmp_path / "stock.csv").write_text("area,year,occupation,row_kind,headcount,name\nKEN,2023,2221,total,5,Wanjiku\n")
    assert sending.structure_of(tmp_path / "stock.csv") == ""


@pytest.mark.parametrize("address", ["http://concord.example", "ftp://x", "https://", "https://a:b@concord.example"])
def test_a_key_goes_to_no_address_that_is_not_safe(tables: Path, address: str) -> None:
    with pytest.raises(Invalid, match="address"):
        sending.send([tables], to=address, key="k", pause=lambda: None)


def test_a_key_that_does_not_hold_sends_nothing(tables: Path, officer: Any, live_server: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    for held in ("not a key", secret(officer, "data:read")):
        with pytest.raises(Unavailable, match="refused"):
            sending.send([tables], to=live_server.url, key=held, pause=lambda: None)
    assert not Delivery.objects.exists()


def test_a_site_that_sends_elsewhere_is_not_followed(tables: Path, officer: Any, live_server: Any) -> None:
    with pytest.raises(Unavailable):
        sending.send([tables], to=f"{live_server.url}/en", key=secret(officer), pause=lambda: None)


@contextmanager
def answering(state: dict[str, str] | str) -> Iterator[str]:
    """The address of some other site, which takes everything and says this of the reading."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            said = state if isinstance(state, str) else json.dumps({"id": "1", **state})
            self.send_response(200)
            self.end_headers()
            self.wfile.write(said.encode())

        def do_POST(self) -> None:
            self.do_GET()

        def do_PUT(self) -> None:
            self.do_GET()

        def log_message(self, *_: Any) -> None:
            """Nothing is written."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("state", "code", "said"),
    [
        ({"reading": "failed", "state": "draft", "problem": "Too large."}, "mds.send.not-read", "Too large."),
        ({"reading": "stopped", "state": "draft", "problem": ""}, "mds.send.not-read", "stopped"),
        ("<html>Welcome</html>", "mds.send.unreachable", ""),
    ],
)
def test_what_was_not_read_is_never_called_sent(tables: Path, state: Any, code: str, said: str) -> None:
    with answering(state) as address, pytest.raises(Unavailable) as refused:
        sending.send([tables], to=address, key="k", pause=lambda: None)
    assert refused.value.code == code
    assert refused.value.params.get("said", "") == said


def test_the_command_asks_for_a_key(tables: Path) -> None:
    call = ["send", str(tables), "--to", "https://concord.example", "--json"]
    done = CliRunner().invoke(application(), call, env={"CONCORD_KEY": ""})
    assert done.exit_code != 0
    assert json.loads(done.stdout or "{}").get("delivery") is None

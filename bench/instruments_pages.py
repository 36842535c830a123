"""Pages of the form of 400 questions: drawn and saved through Django, on SQLite with durable commits, no network.

Run by ``instruments.py`` in a process of its own with ``CONCORD_FOLDER`` set to an empty folder; prints JSON.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any
from unittest import mock

ROUNDS = 15


def main() -> None:
    """Begin a trial of the form, open its pages, save an answer; medians and the slowest, in milliseconds."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from instruments import TODAY, instrument_of
    from instruments_form import rows

    from concord.instrument import library
    from concord_site.reporting.actions import trials

    call_command("migrate", verbosity=0)
    instrument = instrument_of(rows())
    real: Callable[[str], Any] = library.load
    mock.patch.object(library, "load", lambda id: instrument if id == instrument.id else real(id)).start()
    trial = trials.begin(instrument, by=None, today=TODAY)
    client, base = Client(headers={"Host": "localhost"}), f"/en/reporting/trials/{trial.pk}/"
    address, name, value = _question(client, base)
    print(json.dumps({
        "task list": _timed(lambda: client.get(base)),
        "page of questions": _timed(lambda: client.get(address)),
        "answer saved": _timed(lambda: client.post(address, {name: value, "go": "on"})),
        "check of all answers": _timed(lambda: client.get(f"{base}check/")),
    }))  # fmt: skip


def _question(client: Any, base: str) -> tuple[str, str, str]:
    """The address of the first page with a radio button, its name and value."""
    for place in range(1, 20):
        address = f"{base}{place}/"
        answer = client.get(address, follow=True)
        address = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        page = answer.content.decode()
        found = re.search(r'type="radio" name="([^"]+)" id="[^"]*" value="([^"]+)"', page)
        if found:
            return address, found[1], found[2]
    raise SystemExit("no page with a question")


def _timed(what: Callable[[], Any]) -> dict[str, float]:
    what()
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        answer = what()
        taken.append((time.perf_counter() - begun) * 1000)
    if answer.status_code >= 400 and answer.status_code != 422:
        raise SystemExit(f"status {answer.status_code}")
    return {"median_ms": round(statistics.median(taken), 1), "slowest_ms": round(max(taken), 1),
            "status": answer.status_code, "kilobytes": round(len(answer.content) / 1000, 1)}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())

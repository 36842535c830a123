"""Instruments: evaluations a second, the whole of a form of 400 questions with repeats, and one answer at a time.

Peers under node, with the same form and answers: ODK's engine of web forms (over the XForm that pyxform makes of the
same rows) and SurveyJS's (over a translation). All must ask the same number of questions and reach the same totals,
at the beginning and after every change; else nothing is recorded. Page times of the same form are Concord's alone: the
peers under node draw no pages.

Before: ``npm install`` in ``bench/instruments_node``. A peer that cannot be run is recorded with the reason.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from harness import ROUNDS, record
from instruments_form import CHANGES, SIMPLE, SIMPLE_VALUES, TOTALS, WIDE, Row, answers, choices, rows, wide
from instruments_surveyjs import data, survey, wide_survey

NODE = Path(__file__).parent / "instruments_node"
TODAY = date(2026, 11, 22)
CHANGES_TIMED = 24


def instrument_of(survey_rows: list[Row]) -> Any:
    """The instrument that Concord reads from the rows."""
    from concord.instrument.sheets import Row as SheetRow
    from concord.instrument.sheets import Sheet, Sheets
    from concord.instrument.xlsform import read_sheets

    def sheet(name: str, many: list[Row]) -> Sheet:
        filled = [SheetRow(0, {key: value for key, value in row.items() if value}) for row in many]
        return Sheet(name).with_rows(filled)

    settings = sheet("settings", [{"form_title": "Bench", "form_id": "bench", "version": "1"}])
    read = read_sheets(Sheets("bench", sheet("survey", survey_rows), sheet("choices", choices()), settings))
    if read.instrument is None:
        raise SystemExit(f"the form is refused: {[finding.code for finding in read.findings]}")
    return read.instrument


def xform_of(survey_rows: list[Row], given: dict[str, Any]) -> str:
    """The XForm that pyxform makes of the rows, with the answers in its primary instance."""
    from pyxform.xls2xform import convert

    columns = ["type", "name", "label", "relevant", "constraint", "calculation"]
    lines = ["| survey |" + " |" * len(columns), "| | " + " | ".join(columns) + " |"]
    lines += ["| | " + " | ".join(row.get(column, "") for column in columns) + " |" for row in survey_rows]
    lines += ["| choices | | | |", "| | list_name | name | label |"]
    lines += [f"| | {c['list_name']} | {c['name']} | {c['label']} |" for c in choices()]
    return _filled(convert("\n".join(lines), validate=False, form_name="data").xform, given)


def _filled(xform: str, given: dict[str, Any]) -> str:
    from lxml import etree

    tree = etree.fromstring(xform.encode())
    root = tree.find(".//{http://www.w3.org/2002/xforms}instance")[0]
    _fill(root, given)
    return str(etree.tostring(tree, encoding="unicode"))


def _fill(parent: Any, given: dict[str, Any]) -> None:
    from copy import deepcopy

    local = "{http://www.w3.org/2002/xforms}"
    for node in list(parent):
        name = node.tag.removeprefix(local)
        value = given.get(name)
        if isinstance(value, list):
            if node.get("{http://openrosa.org/javarosa}template") is None:
                parent.remove(node)
                continue
            for instance in reversed(value):
                made = deepcopy(node)
                made.attrib.clear()
                _fill(made, instance)
                node.addnext(made)
        elif len(node):
            _fill(node, given)
        elif value is not None:
            node.text = str(value)


def typed(text: str) -> int | str:
    """A changed answer as Concord has it."""
    return int(text) if text.lstrip("-").isdigit() else text


def says(state: Any) -> dict[str, Any]:
    """How many questions are asked, and the totals."""
    return {"asked": len(state.asked), "totals": {name: state.calculated.get(name) for name in TOTALS}}


def concord_answers(instrument: Any) -> dict[str, Any]:
    """What Concord says at the beginning and after every change."""
    from concord.instrument import routing

    live = routing.Live(instrument, answers(), today=TODAY)
    found = {"begun": says(live.state)}
    for change in CHANGES:
        found[str(change["name"])] = says(live.set(str(change["address"]), typed(change["to"][0])))
        live.set(str(change["address"]), typed(change["to"][1]))
    return found


def median_ms(work: Callable[[int], object], times: int) -> float:
    """Milliseconds of one call, the median of many."""
    taken = []
    for round_ in range(times + 3):
        begun = time.perf_counter()
        work(round_)
        if round_ > 2:
            taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def concord_figures(instrument: Any, wide_instrument: Any) -> dict[str, Any]:
    """One round of Concord's own figures."""
    from concord.instrument import routing

    given = answers()

    def whole(_: int) -> object:
        state = routing.evaluate(instrument, given, today=TODAY)
        return state.asked, state.calculated

    live = routing.Live(instrument, given, today=TODAY)
    change_ms = {}
    for change in CHANGES:
        address, to = str(change["address"]), [typed(text) for text in change["to"]]

        def one(round_: int, address: str = address, to: list[int | str] = to) -> object:
            return live.set(address, to[round_ % 2])

        change_ms[str(change["name"])] = median_ms(one, CHANGES_TIMED)
    many = routing.Live(wide_instrument, {}, today=TODAY)
    many_ms = median_ms(lambda round_: many.set("a", round_ + 1), 10)
    return {
        "full_ms": median_ms(whole, 15),
        "change_ms": change_ms,
        "many_ms": many_ms,
        "simple_per_s": {str(each["name"]): simple_per_s(str(each["xlsform"])) for each in SIMPLE},
        "checked_ms": median_ms(lambda _: _checked(instrument, given), 5),
    }


def _checked(instrument: Any, given: dict[str, Any]) -> object:
    from concord.instrument import checks

    return checks.check(instrument, given, today=TODAY)


def simple_per_s(source: str) -> int:
    """Evaluations a second of one bound expression."""
    from datetime import UTC, datetime

    from concord.instrument.expressions.shape import Run
    from concord.instrument.expressions.standing import Standing

    values = {key: " ".join(value) if isinstance(value, list) else value for key, value in SIMPLE_VALUES.items()}
    standing = Standing(values)
    fn, frame = standing.bound(source), standing.frame
    run = Run(TODAY, datetime(2026, 11, 22, tzinfo=UTC))
    loops = 50_000

    def work(_: int) -> None:
        for _ in range(loops):
            fn(frame, run)

    return round(loops / median_ms(work, 5) * 1000)


def peer(script: str, work: Path) -> dict[str, Any]:
    """One round of a peer, or the reason why it cannot be run."""
    if shutil.which("node") is None:
        return {"not_run": "node is not installed"}
    if not (NODE / "node_modules").is_dir():
        return {"not_run": "npm install has not been run in bench/instruments_node"}
    done = subprocess.run(
        ["node", script, str(work)], cwd=NODE, capture_output=True, text=True, check=False, timeout=600
    )
    if done.returncode:
        return {"not_run": f"node ended with {done.returncode}: {done.stderr.strip()[-300:]}"}
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def work_for_peers() -> dict[str, Any]:
    """Everything the peers need, as one file."""
    wide_rows = wide()
    return {
        "xform": xform_of(rows(), answers()), "surveyjs": survey(), "surveyjs_data": data(),
        "totals": TOTALS, "changes": CHANGES, "rounds": CHANGES_TIMED,
        "wide_xform": xform_of(list(wide_rows.rows), {}), "wide_surveyjs": wide_survey(), "wide_last": wide_rows.last,
        "simple": SIMPLE, "simple_values": SIMPLE_VALUES,
    }  # fmt: skip


def middle(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    """The median of every figure over the rounds."""
    found: dict[str, Any] = {}
    for key, value in rounds[0].items():
        if isinstance(value, dict) and key != "answers":
            found[key] = {name: statistics.median(each[key][name] for each in rounds) for name in value}
        elif isinstance(value, int | float):
            found[key] = statistics.median(each[key] for each in rounds)
    return found


def page_times() -> dict[str, Any]:
    """Times of the pages that show the same form, drawn and saved through Django on SQLite with durable commits."""
    here = Path(__file__).parent
    with tempfile.TemporaryDirectory() as folder:
        around = {
            **os.environ, "CONCORD_FOLDER": folder, "DJANGO_SETTINGS_MODULE": "concord_site.settings",
            "PYTHONPATH": str(here),
        }  # fmt: skip
        made = subprocess.run(
            [sys.executable, str(here / "instruments_pages.py")], env=around, capture_output=True, text=True, check=True
        )
    found: dict[str, Any] = json.loads(made.stdout)
    return found


def main() -> None:
    """Run Concord and the peers in turn, see that they agree, and write the result."""
    instrument, wide_instrument = instrument_of(rows()), instrument_of(list(wide().rows))
    work = Path(tempfile.mkdtemp()) / "work.json"
    work.write_text(json.dumps(work_for_peers()), encoding="utf-8")
    taken: dict[str, list[dict[str, Any]]] = {"concord": [], "odk web forms": [], "surveyjs": []}
    for _ in range(ROUNDS):
        taken["concord"].append(concord_figures(instrument, wide_instrument))
        taken["odk web forms"].append(peer("odk.mjs", work))
        taken["surveyjs"].append(peer("surveyjs.mjs", work))
    wanted = concord_answers(instrument)
    shutil.rmtree(work.parent)
    figures: dict[str, Any] = {"form": _form(instrument, wanted)}
    for name, rounds in taken.items():
        broken = next((each for each in rounds if "not_run" in each), None)
        if broken is not None:
            figures[name] = broken
            continue
        if name != "concord" and rounds[0]["answers"] != wanted:
            raise SystemExit(f"{name} gives other answers: {json.dumps([rounds[0]['answers'], wanted], indent=1)}")
        figures[name] = _shown(middle(rounds))
    _ratios(figures)
    figures["pages"] = page_times()
    note = "all that ran ask the same questions and reach the same totals, at the beginning and after each change"
    record("instruments", figures, note=note)


def _form(instrument: Any, wanted: dict[str, Any]) -> dict[str, Any]:
    return {"questions": len(instrument.questions), "instances": 30, "asked": wanted["begun"]["asked"]}


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    """Figures as they are recorded: milliseconds with three places, changes in microseconds."""
    made = {
        "full_ms": round(found["full_ms"], 3),
        "change_us": {name: round(value * 1000, 1) for name, value in found["change_ms"].items()},
        "evaluations_per_s": round(WIDE / found["many_ms"] * 1000),
    }
    if "simple_per_s" in found:
        made["simple_expressions_per_s"] = {name: round(value) for name, value in found["simple_per_s"].items()}
    if "checked_ms" in found:
        made["checked_ms"] = round(found["checked_ms"], 3)
    return made


def _ratios(figures: dict[str, Any]) -> None:
    """How many times as long each peer takes as Concord."""
    own = figures["concord"]
    for name in ("odk web forms", "surveyjs"):
        peers = figures[name]
        if "not_run" not in peers:
            peers["times_concord"] = {
                "full": round(peers["full_ms"] / own["full_ms"], 1),
                **{change: round(value / own["change_us"][change], 1) for change, value in peers["change_us"].items()},
                "evaluation": round(own["evaluations_per_s"] / peers["evaluations_per_s"], 1),
            }


if __name__ == "__main__":
    sys.exit(main())

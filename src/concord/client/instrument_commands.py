"""``concord instrument``: convert, answer, list, map and burden."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from concord.client.instruments import Opened
    from concord.findings import Findings
    from concord.instrument.model import Instrument
    from concord.reporting.instrument_trial import Tried

Given = Annotated[
    str,
    typer.Argument(
        metavar="FILE|ID",
        help="An XLSForm workbook, a folder of its sheets, an XForm, a FHIR Questionnaire, or a declared id.",
    ),
]
Language = Annotated[str, typer.Option("--language", help="Language of the words: ar, zh, en, fr, ru, es.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Today = Annotated[str | None, typer.Option("--today", help="The day that conditions see (2026-11-21).")]


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    instrument = typer.Typer(help="Questionnaires: convert, try, compare.", no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(instrument, name="instrument")
    instrument.command("convert")(convert)
    instrument.command("answer")(answer)
    instrument.command("list")(list_declared)
    instrument.command("map")(question_map)
    instrument.command("burden")(burden)


def convert(
    given: Given,
    to: Annotated[str, typer.Option("--to", help="xlsx, xform, fhir, docx or pdf; also html, csv and answers-xlsx.")],
    language: Language = "en",
    out: Annotated[Path, typer.Option("--out", help="Folder for the file.")] = Path(),
    as_json: AsJson = False,
) -> None:
    """An instrument in another form."""
    from concord.client import instruments
    from concord.findings import Findings
    from concord.reporting.instrument_print import FORMS
    from concord.vocabulary.console import emit

    if to not in FORMS:
        from concord.errors import Invalid

        raise Invalid("instrument.form.unknown", params={"form": to, "known": ", ".join(FORMS)})
    found = instruments.opened(given)
    files = []
    if found.instrument is not None and not found.findings.hard:
        files.append(instruments.written(found.instrument, to, language=language, out=out, as_of=dt.date.today()))

    findings = Findings((*found.findings, *(finding for each in files for finding in each.findings)))

    def human() -> None:
        _say(findings, language)
        for each in files:
            pages = f", {each.pages} pages" if each.pages else ""
            typer.echo(f"{each.path}{pages}, sha256 {each.sha256[:16]}")

    data = {"files": [each.as_json() for each in files], "findings": _findings(findings, language)}
    _finish(data, human, as_json=as_json, failed=not files, emit=emit)


def answer(
    given: Given,
    answers: Annotated[Path, typer.Option("--answers", help="JSON file of {name: value}; - for standard input.")],
    language: Language = "en",
    today: Today = None,
    draft: Annotated[bool, typer.Option("--draft", help="Answers may still be missing.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Say why each question is asked.")] = False,
    as_json: AsJson = False,
) -> None:
    """Which questions are asked, and what breaks a rule, given some answers."""
    from concord.client import instruments
    from concord.reporting.instrument_trial import tried
    from concord.vocabulary.console import emit

    values = instruments.answers(answers)
    found = instruments.opened(given)
    if found.instrument is None or found.findings.hard:
        _refuse(found, language, as_json=as_json)
        return
    done = tried(found.instrument, values, today=_day(today), language=language, complete=not draft)
    data = done.as_json(language, why=why)
    kept = {key: data[key] for key in ("asked", "findings", "calculated", "required")} | (
        {"why": data["why"]} if why else {}
    )
    asked = found.instrument
    _finish(kept, lambda: _asked(asked, done, language), as_json=as_json, failed=bool(done.findings.hard), emit=emit)


def list_declared(language: Language = "en", as_json: AsJson = False) -> None:
    """The declared instruments."""
    from concord.instrument import library
    from concord.vocabulary.console import columns, emit

    rows = library.listed()
    data = {
        "instruments": [
            {
                "id": each.id, "version": each.version, "title": each.title.best(language).text, "round": each.round,
                "use": each.use, "previous": each.previous, "provenance": each.provenance,
                "languages": list(each.languages), "questions": each.questions, "digest": each.digest,
            }
            for each in rows
        ]
    }  # fmt: skip

    def human() -> None:
        shown = [(e.id, e.version, e.questions, " ".join(e.languages), e.title.best(language).text) for e in rows]
        typer.echo(columns(shown, header=("id", "version", "questions", "languages", "title")))

    emit(data, as_json=as_json, human=human)


def question_map(
    new: Given,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier instrument, likewise.")],
    language: Language = "en",
    as_json: AsJson = False,
) -> None:
    """How the questions of one instrument come from those of an earlier one."""
    from concord.client import instruments
    from concord.instrument.versions import question_map as mapped
    from concord.vocabulary.console import columns, emit

    both = [instruments.opened(each) for each in (new, old)]
    for each in both:
        if each.instrument is None:
            _refuse(each, language, as_json=as_json)
            return
    found = mapped(*(each.instrument for each in both if each.instrument is not None))

    def human() -> None:
        rows = [(edge.mode, edge.new_id or "–", ", ".join(edge.old_ids) or "–") for edge in found.edges]
        typer.echo(columns(rows, header=("mode", "now", "before")))
        typer.echo(", ".join(f"{mode}: {count}" for mode, count in found.counts().items()))
        _say(found.findings, language)

    data = found.as_json() | {"findings": _findings(found.findings, language)}
    _finish(data, human, as_json=as_json, failed=bool(found.findings.hard), emit=emit)


def burden(given: Given, language: Language = "en", today: Today = None, as_json: AsJson = False) -> None:
    """How much an instrument asks: questions, the share asked, minutes; from declared assumptions."""
    from dataclasses import asdict

    from concord.client import instruments
    from concord.instrument.burden import meter
    from concord.vocabulary.console import columns, emit

    opened = instruments.opened(given)
    if opened.instrument is None:
        _refuse(opened, language, as_json=as_json)
        return
    found = meter(opened.instrument, today=_day(today), language=language)
    parts = (found.whole, *found.sections)

    def human() -> None:
        rows = [
            (each.section or "all", each.questions, f"{each.asked.low:.0f}–{each.asked.high:.0f}",
             f"{each.minutes.low:.0f}–{each.minutes.typical:.0f}–{each.minutes.high:.0f}")
            for each in parts
        ]  # fmt: skip
        typer.echo(columns(rows, header=("section", "questions", "asked", "minutes")))
        typer.echo(found.note)

    data = {
        "whole": asdict(found.whole), "sections": [asdict(each) for each in found.sections], "note": found.note,
        "assumptions": [
            {"id": each.id, "figures": asdict(each.figures), "reason": each.said(language).text}
            for each in found.assumptions
        ],
    }  # fmt: skip
    emit(data, as_json=as_json, human=human)


# --- Words ----------------------------------------------------------------------------------------------------------
def _day(given: str | None) -> dt.date:
    if given is None:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        raise typer.BadParameter(f"{given} is not a day; write it as 2026-11-21.") from None


def _findings(findings: Findings, language: str) -> list[dict[str, Any]]:
    from concord.findings import as_json

    return [as_json(each, language) for each in findings]


def _say(findings: Findings, language: str) -> None:
    from concord.findings import line

    shown, more = findings.capped()
    for each in shown:
        typer.echo(line(each, language))
    if more:
        typer.echo(f"… and {more} more")


def _finish(
    data: dict[str, Any], human: Callable[[], None], *, as_json: bool, failed: bool, emit: Callable[..., None]
) -> None:
    emit(data, as_json=as_json, human=human)
    if failed:
        raise typer.Exit(1)


def _refuse(found: Opened, language: str, *, as_json: bool) -> None:
    """The instrument itself has hard findings: nothing is done with it."""
    from concord.vocabulary.console import emit

    data = {"findings": _findings(found.findings, language)}
    _finish(data, lambda: _say(found.findings, language), as_json=as_json, failed=True, emit=emit)


def _asked(instrument: Instrument, done: Tried, language: str) -> None:
    from concord.reporting.instrument_print import numbers
    from concord.vocabulary.console import columns

    numbered = numbers(instrument)
    by_key = {(node.repeat, node.key): node for node in instrument.questions}
    rows = []
    for address in done.state.asked:
        *blocks, key = address.replace("]", "").split("/")
        node = by_key.get((tuple(block.partition("[")[0] for block in blocks), key))
        number = numbered.get(node.path, "") if node else ""
        mark = "*" if address in done.state.required else ""
        rows.append((number, mark, address, done.state.label(address, language).text if node else ""))
    typer.echo(columns(rows, header=("number", "*", "address", "question")))
    for address, value in done.state.calculated.items():
        typer.echo(f"{address} = {value}")
    _say(done.findings, language)

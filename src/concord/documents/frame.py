"""The words every document needs whatever it is about: figure, table, source, contents, and what each mark means."""

from __future__ import annotations

from concord.documents.model import Phrase, RowsUsed, Run, Status
from concord.documents.sentences import Plain, Saying, joined, say
from concord.vocabulary.provenance import Source, sources

DOMAIN = "documents/frame"
#: The raised or standing mark of each status, the same in every language and format.
MARKS: dict[Status, str] = {
    "normal": "", "estimated": "e", "provisional": "p", "break": "b", "difference": "d",
    "missing": "··", "not-applicable": "–", "suppressed": "▨",
}  # fmt: skip
#: Statuses whose mark stands raised after the figure; the others stand in place of it.
RAISED: frozenset[Status] = frozenset({"estimated", "provisional", "break", "difference"})


def label(key: str, language: str, **values: Saying) -> Phrase:
    """One declared wording of ``data/documents/frame.yaml``."""
    return say(DOMAIN, key, language, **values)


def plain(key: str, language: str, **values: Saying) -> str:
    """The same as text alone."""
    return str(label(key, language, **values))


def numbered_label(kind: str, number: str, language: str) -> str:
    """``Table 5``, ``Figure KEN 1``, in one language."""
    return plain(kind, language, number=Plain(number))


def spans(rows: tuple[int, ...], *, at_most: int = 3) -> str:
    """Row numbers as spans: ``9–14, 20``; beyond ``at_most`` spans the first and the last with how many.

    Example:
        >>> spans((9, 10, 11, 20)), spans((1, 3, 5, 7, 9))
        ('9–11, 20', '1…9 (5)')
    """
    ordered = sorted(set(rows))
    found: list[list[int]] = []
    for row in ordered:
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    if len(found) > at_most:
        return f"{ordered[0]}…{ordered[-1]} ({len(ordered)})"
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in found)


def source_runs(used: RowsUsed, language: str) -> tuple[Run, ...]:
    """A source as it stands under a table: its title, licence, file and rows; or its mark and rows."""
    rows = f": {spans(used.rows)}" if used.rows else ""
    if used.mark:
        return (Run(used.mark, language="en", reference="table-sources"), Run(rows, language="en"))
    declared = sources().get(used.source) or Source(used.source, used.source, "")
    runs = [Run(declared.title, language="en", link=declared.link or None)]
    if declared.licence:
        runs.append(Run(f", {short_licence(declared.licence)}", language="en"))
    if used.file:
        runs.append(Run(f" [{used.file}{rows}]", language="en"))
    return tuple(runs)


def short_licence(licence: str) -> str:
    """A licence's name without remarks; the table of sources has it whole."""
    return licence.split(" (")[0].split(" since")[0].split(";")[0]


def source_line(used: tuple[RowsUsed, ...], language: str) -> Phrase:
    """The line of sources under a table or figure."""
    runs: list[Run] = []
    for position, each in enumerate(used):
        runs.extend((Run("; "), *source_runs(each, language)) if position else source_runs(each, language))
    head = label("sources" if len(used) > 1 else "source", language)
    space = () if head.language.startswith("zh") else (Run(" "),)
    return Phrase((*head.runs, *space, *runs), head.language, head.is_fallback)


def note_line(
    statuses: tuple[Status, ...],
    note: Phrase,
    sources: tuple[RowsUsed, ...],
    language: str,
    *,
    see: Phrase | None = None,
) -> tuple[Phrase, ...]:
    """What stands under a table or figure: marks, note, where its values stand, sources; in reading order."""
    lines: list[Phrase] = []
    if statuses:
        lines.append(marks_line(statuses, language))
    lines += [each for each in (note, see) if each]
    return (*joined(lines), *((source_line(sources, language),) if sources else ()))


def marks_line(statuses: tuple[Status, ...], language: str) -> Phrase:
    """What each mark that occurs means, as one sentence."""
    runs: list[Run] = []
    for position, status in enumerate(statuses):
        said = label(f"mark-{status}", language)
        runs += [Run("; ")] if position else []
        runs += [Run(MARKS[status], status=status if status not in RAISED else "normal"), Run(f" {said}")]
    return Phrase((*runs, Run(_stop(language))), label(f"mark-{statuses[0]}", language).language)


def _stop(language: str) -> str:
    return "。" if language.startswith("zh") else "."

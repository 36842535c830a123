"""What an author may have done wrong: each kind of mistake in its own file."""

from __future__ import annotations

from concord.instrument.model import Instrument
from concord.instrument.sheets import Sheets
from concord.instrument.xlsform.checks import (
    choices,
    circles,
    columns,
    defaults,
    evaluator,
    lists,
    names,
    rows,
    rules,
    settings,
    values,
    wordings,
)
from concord.instrument.xlsform.remarks import Remarks
from concord.instrument.xlsform.tree import Item, Tree

#: What leaves the tree of questions in pieces, so that nothing can be bound to it.
BROKEN = frozenset(
    {"instrument.name.twice", "instrument.name.missing", "instrument.group.wrong-end", "instrument.group.not-ended"}
)


def on_sheets(sheets: Sheets, languages: tuple[str, ...], remarks: Remarks) -> None:
    """What can be told of the sheets alone: columns, settings, translations."""
    columns.check(sheets, remarks)
    settings.check(sheets, remarks)
    wordings.check(sheets, languages, remarks)


def on_items(tree: Tree, sheets: Sheets, remarks: Remarks) -> None:
    """What can be told of the rows as they are written: types, names, what a row lacks, choices."""
    names.check(tree.items, sheets.survey, remarks)
    rows.check(tree, sheets, remarks)
    values.check(tree.walk(), sheets.survey, remarks)
    choices.check(tree, sheets, remarks)


def on_instrument(instrument: Instrument, items: list[Item], tree: Tree, remarks: Remarks) -> None:
    """What can be told of the whole: references, expressions, circles, defaults, lists."""
    lists.check(tree, instrument, remarks)
    defaults.check(instrument, remarks)
    rules.check(instrument, remarks)
    circles.check(instrument, remarks)
    if not any(each.code in BROKEN for each in remarks.findings.hard):
        evaluator.check(instrument, remarks)

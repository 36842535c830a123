"""What KoBo's builder writes in short: ratings, rankings and matrices, written out as KoBo itself does."""

from __future__ import annotations

from types import MappingProxyType

from concord.instrument.model import Choice
from concord.instrument.sheets import Row, Sheet
from concord.instrument.xlsform.columns import in_language
from concord.instrument.xlsform.remarks import Remarks
from concord.instrument.xlsform.tree import Item
from concord.instrument.xlsform.types import typed

#: Container → the column that names its list.
LISTS = {"score": "kobo--score-choices", "rank": "kobo--rank-items", "kobomatrix": "kobo--matrix_list"}
_MESSAGE = "kobo--rank-constraint-message"


def is_kobo(item: Item) -> bool:
    """Whether a container is one of KoBo's own."""
    return item.is_container and item.typed.word in LISTS


def write_out(item: Item, choices: tuple[Choice, ...] | None, languages: tuple[str, ...]) -> None:
    """Change the container into a plain group of questions."""
    word, listed = item.typed.word, item.row[LISTS[item.typed.word]]
    item.typed = typed("begin_group")
    if word == "kobomatrix":
        item.children = [
            _cell(item.name, choice, child, languages) for choice in choices or () for child in item.children
        ]
        return
    for place, child in enumerate(item.children):
        child.typed = typed(f"select_one {listed}")
        if word == "rank":
            before = " and ".join(f". != ${{{each.name}}}" for each in item.children[:place])
            child.row = child.row.with_cells(constraint=before, constraint_message=item.row[_MESSAGE] if before else "")
    if word == "score":
        item.row = item.row.with_cells(appearance=f"table-list {item.row['appearance']}".strip())


def check(item: Item, known: set[str], survey: Sheet, remarks: Remarks) -> bool:
    """Whether the container's list is there; told where it is not."""
    column = LISTS[item.typed.word]
    name = item.row[column]
    if name not in known:
        remarks.add("list.missing", sheet=survey, row=item.row, column=column, value=name, nearest="–")
    return name in known


def _cell(matrix: str, choice: Choice, child: Item, languages: tuple[str, ...]) -> Item:
    name = f"{matrix}_{choice.name}_{child.name}"
    cells = {**child.row.cells, "name": name}
    for code in languages:
        column = in_language("label", "" if code == languages[0] else code)
        if choice.label.get(code) and child.row[column]:
            cells[column] = f"{choice.label[code]} · {child.row[column]}"
    return Item(Row(child.row.number, MappingProxyType(cells)), child.typed, name, made=True)

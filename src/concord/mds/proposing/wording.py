"""Proposals in words: questions, choices, reasons and differences in one language, for a page or a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from concord.declarations.messages import fill
from concord.findings import Place
from concord.mds.proposing.model import Choice, Difference, Question, Reason
from concord.mds.proposing.values import PLACES
from concord.vocabulary import areas
from concord.vocabulary.codelists import codelist


def question(asked: Question, language: str = "en") -> tuple[str, str]:
    """The question as a sentence, and what to know before answering it."""
    said = fill(asked.code, {**_place(asked.about), **_named(asked.params, language)}, language)
    return said.message, said.hint


def choice(offered: Choice, asked: Question, language: str = "en") -> str:
    """A choice in words: a role, a code with its name, a wording of its own."""
    value = offered.value
    if asked.kind in ("role", "area-or-origin", "section"):
        return role(value, language)
    if asked.kind == "which-column":
        return fill("mds.choice.column", {"letter": value, **offered.params}, language).message
    axis, colon, code = value.partition(":")
    if asked.kind == "column-means" and colon:
        meaning = code_name(axis, code, language)
        return fill("mds.choice.means", {"axis": role(axis, language), "code": meaning}, language).message
    return code_name(str(asked.params.get("role", asked.kind)), value, language)


def code_name(kind: str, value: str, language: str = "en") -> str:
    """A code with its name; words of choices that are no codes in their own wording."""
    if value in _WORDED:
        return fill(f"mds.choice.{_WORDED[value]}", {}, language).message
    if kind in PLACES and value in codelist("row-kind"):
        return codelist("row-kind").name(value, language).text
    if kind in PLACES:
        found = areas.resolve(value).area
        return value if found is None else f"{areas.area(found).name(language)} ({found})"
    list_id = {"occupation": "occupation", "sex": "sex", "activity": "activity", "row_kind": "row-kind"}.get(kind)
    list_id = "obs-status" if kind == "flag" else list_id
    if list_id and value in codelist(list_id):
        return f"{codelist(list_id).name(value, language).text} ({value})"
    return value


_WORDED = {
    **{value: value.replace("_", "-") for value in (
        "leave-out", "read", "keep", "value", "unknown", "not-said", "yes", "no", "stock", "inflow", "outflow",
        "training", "birth", "nationality", "headcount", "fte", "persons", "thousands", "per_10k", "counts",
        "isco-88", "isco-08", "national",
    )},
    ".": "point",
    ",": "comma",
}  # fmt: skip


def role(name: str, language: str = "en") -> str:
    """The name of a column's role."""
    return fill(f"mds.role.{name.replace('_', '-')}", {}, language).message


def reason(why: Reason | None, language: str = "en") -> str:
    """Why something is proposed."""
    return "" if why is None else fill(why.code, _named(why.params, language), language).message


def difference(told: Difference, language: str = "en") -> str:
    """What is otherwise than last year."""
    said = fill(told.code, {**_place(told.about), **_named(told.params, language)}, language)
    return " ".join(part for part in (said.message, said.hint) if part)


def _place(about: Place) -> dict[str, object]:
    shown = {"file": about.file, "sheet": about.sheet, "row": about.row, "column": about.header or about.letter}
    return {key: value if value is not None else "–" for key, value in shown.items()}


def _named(params: Mapping[str, object], language: str) -> dict[str, Any]:
    """Roles among the values of a wording in words."""
    return {
        key: role(str(value), language) if key in ("role", "test") and value else value for key, value in params.items()
    }

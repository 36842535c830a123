"""Non-answers in plain forms: a question ``q_status`` beside ``q``, and back again into ``x_status``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from concord.instrument.model import STATUSES, Choice, ChoiceList, Question, Status
from concord.instrument.words.labels import phrase
from concord.instrument.xform.identity import IDENTITY
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.text import Text

Cells = dict[str, str]
COMPANION = "_status"
_ALWAYS = frozenset({"yes", "true", "true()", "1"})
_NEVER = frozenset({"no", "false", "false()"})
_LIST = re.compile(r"select_one (concord_[a-z_]+)")


def folded(rows: Iterable[Cells]) -> list[Cells]:
    """The rows with ``x_status`` in place of companions, and without the form's own identification."""
    listed = [row for row in rows if row["name"] != IDENTITY]
    names = {row["name"] for row in listed}
    companions = {row["name"]: row for row in listed if _is_companion(row, names)}
    kept = [row for row in listed if row["name"] not in companions]
    for row in kept:
        companion = companions.get(f"{row['name']}{COMPANION}")
        if companion is not None and not row["type"].startswith("end_"):
            row["x_status"] = " ".join(_statuses(companion["type"]))
            _without_companion(row)
    return kept


def _is_companion(row: Cells, names: set[str]) -> bool:
    found = _LIST.fullmatch(row["type"])
    return bool(found and _statuses(row["type"]) and row["name"].removesuffix(COMPANION) in names - {row["name"]})


def _statuses(type_: str) -> list[str]:
    said = type_.partition(" concord_")[2]
    return [status for status in STATUSES if status.replace("-", "_") in said]


def _without_companion(row: Cells) -> None:
    """``required`` as it was before it looked at the companion."""
    said = f"${{{row['name']}{COMPANION}}} = ''"
    required = " ".join(row.get("required", "").split())
    if required == said:
        row["required"] = "yes"
    elif required.endswith(f") and {said}"):
        row["required"] = required.removesuffix(f" and {said}")[1:-1].strip()


def list_of(statuses: Iterable[Status]) -> ChoiceList:
    """The list that a companion offers."""
    listed = tuple(statuses)
    name = "concord_" + "_".join(status.replace("-", "_") for status in listed)
    return ChoiceList(name, tuple(Choice(status, _in_all(f"status-{status}", LANGUAGES)) for status in listed))


def companion(question: Question) -> Cells:
    """The row of a question that takes why there is no answer; it must be empty where there is one."""
    row = {
        "type": f"select_one {list_of(question.about.statuses).name}",
        "name": f"{question.name}{COMPANION}",
        "constraint": f". = '' or ${{{question.name}}} = ''",
    }
    return {**row, "relevant": question.rules.relevant} if question.rules.relevant else row


def labels_of_companion(languages: Iterable[str]) -> tuple[Text, Text]:
    """Its label, and what it says where both are filled in."""
    listed = tuple(languages)
    return _in_all("no-answer", listed), _in_all("not-both", listed)


def unless_said(required: str, name: str) -> str:
    """``required`` of a question that may be answered by why there is no answer."""
    said = f"${{{name}{COMPANION}}} = ''"
    bare = required.strip().casefold()
    if bare in _ALWAYS:
        return said
    return required if bare in _NEVER else f"({required}) and {said}"


def _in_all(name: str, languages: Iterable[str]) -> Text:
    return Text({code: phrase(name, code) for code in languages})

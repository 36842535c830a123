"""Single rows: unknown and refused types, what a row lacks, and what has no effect on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from concord.findings import Level
from concord.instrument.sheets import Sheet, Sheets
from concord.instrument.xlsform.build import kind_of
from concord.instrument.xlsform.checks.columns import tell
from concord.instrument.xlsform.checks.nearest import nearest
from concord.instrument.xlsform.checks.words import on_text, styling
from concord.instrument.xlsform.features import by_appearance, declared_parameters, features
from concord.instrument.xlsform.remarks import Remarks
from concord.instrument.xlsform.tree import Item, Tree
from concord.instrument.xlsform.types import known_types
from concord.instrument.xlsform.wording import parameters, switch

_WITHOUT_LABEL = frozenset({"calculate", "hidden", "meta"})
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_SAID_BY_NAME = re.compile(r"\$\{\s*([^}]+?)\s*\}")
_CALLS = re.compile(r"\w[\w:-]*\s*\([^)]*\)")
#: Widths, numbers of columns, other programs, and looks of Enketo's comments.
_FREE = re.compile(r"w\d+$|h\d+$|columns-\d+$|compact-\d+$|quickcompact-\d+$|ex:|intent:|kobo-|bearing")


def check(tree: Tree, sheets: Sheets, remarks: Remarks) -> None:
    """Look at every row by itself."""
    styling(sheets.survey, remarks)
    looks = set[str]()
    for item in tree.walk():
        _type(item, sheets, remarks)
        _looks(item, sheets.survey, remarks, looks)
        on_text(item.row, sheets.survey, remarks)
        if item.is_container:
            _container(item, sheets.survey, remarks)
        elif item.typed.what == "question":
            _question(item, sheets.survey, remarks)


def _type(item: Item, sheets: Sheets, remarks: Remarks) -> None:
    row, survey, typed = item.row, sheets.survey, item.typed
    if typed.what == "refused":
        tell(features()[typed.word], remarks, sheet=survey, row=row.number, column="type")
        return
    if typed.what == "unknown":
        first = row["type"].split()[0]
        if first in ("select_one", "select_multiple", "rank") and len(row["type"].split()) == 1:
            remarks.add("type.no-list", sheet=survey, row=row, column="type", value=row["type"])
        elif first in ("select_one", "select_multiple", "rank") and "." not in row["type"]:
            listed = " ".join(row["type"].split()[1:])
            remarks.add("type.list-space", sheet=survey, row=row, column="type", value=row["type"], list=listed)
        elif first in ("select_one", "select_multiple") and row["type"].endswith((".csv", ".xml", ".geojson")):
            meant = row["type"].replace(first, f"{first}_from_file", 1)
            remarks.add("type.from-file", sheet=survey, row=row, column="type", value=row["type"], meant=meant)
        else:
            near = nearest(row["type"], known_types())
            remarks.add("type.unknown", sheet=survey, row=row, column="type", value=row["type"], nearest=near)
        return
    if any(look.startswith("ex:") for look in row["appearance"].split()):
        tell(features()["intent"], remarks, sheet=survey, row=row.number, column="appearance")
    _appearance(item, survey, remarks)
    for feature in features().values():
        if feature.stand != "supported" and typed.word in feature.types:
            tell(feature, remarks, sheet=survey, row=row.number, column="type")


def _looks(item: Item, survey: Sheet, remarks: Remarks, told: set[str]) -> None:
    """Appearances without effect here, each where it stands first."""
    if item.typed.what in ("refused", "unknown"):
        return
    for look in item.row["appearance"].split():
        feature = by_appearance().get(look)
        if feature is not None and feature.stand != "supported" and look not in told:
            told.add(look)
            tell(feature, remarks, sheet=survey, row=item.row.number, column="appearance")


def _appearance(item: Item, survey: Sheet, remarks: Remarks) -> None:
    """Appearances that no program knows."""
    known = {look for feature in features().values() for look in feature.appearances}
    look = _CALLS.sub("", item.row["appearance"])
    for word in look.split():
        if word not in known and not _FREE.match(word):
            near = nearest(word, known)
            remarks.add(
                "appearance.unknown", "soft", sheet=survey, row=item.row, column="appearance", value=word, nearest=near
            )


def _container(item: Item, survey: Sheet, remarks: Remarks) -> None:
    row = item.row
    if not item.children:
        remarks.add("group.empty", "soft", sheet=survey, row=row, column="name", name=item.name)
    if row["repeat_count"] and item.typed.word != "repeat":
        remarks.add("repeat-count.no-repeat", "soft", sheet=survey, row=row, column="repeat_count", name=item.name)
    if item.typed.word == "loop" and not item.typed.list:
        remarks.add("loop.no-list", sheet=survey, row=row, column="type", name=item.name)
    if switch(row["required"]):
        remarks.add("required.no-answer", "soft", sheet=survey, row=row, column="required", name=item.name)


def _question(item: Item, survey: Sheet, remarks: Remarks) -> None:
    row, kind = item.row, item.typed.kind

    def say(code: str, column: str, level: Level = "soft", **params: Any) -> None:
        remarks.add(code, level, sheet=survey, row=row, column=column, value=row[column] or None, **params)

    if row["repeat_count"]:
        say("repeat-count.no-repeat", "repeat_count", name=item.name)
    seen = any(row[column] for column in ("label", "hint", "image", "audio", "video", "calculation"))
    if not seen and kind not in _WITHOUT_LABEL:
        say("label.missing", "label", name=item.name)
    if kind == "calculate" and not row["calculation"] and not row["default"]:
        say("calculation.missing", "calculation", "hard", name=item.name)
    if kind in ("note", "calculate", "hidden", "meta") and switch(row["required"]):
        say("required.no-answer", "required", name=item.name)
    if row["constraint_message"] and not row["constraint"] and not item.typed.constraint:
        say("constraint.missing", "constraint_message", name=item.name)
    if row["required_message"] and not switch(row["required"]):
        say("required.missing", "required_message", name=item.name)
    if item.name in _SAID_BY_NAME.findall(row["constraint"]):
        say("constraint.by-name", "constraint", name=item.name)
    if row["choice_filter"] and kind not in ("one", "many", "rank"):
        say("choice-filter.no-choices", "choice_filter", name=item.name)
    if row["choice_filter"] and item.typed.other:
        say("choice-filter.or-other", "choice_filter", "hard", name=item.name)
    if row["trigger"] and not row["calculation"] and item.typed.word != "background-geopoint":
        say("trigger.no-calculation", "trigger", name=item.name)
    _parameters(item, survey, remarks)


def _parameters(item: Item, survey: Sheet, remarks: Remarks) -> None:
    row = item.row
    given, rest = parameters(row["parameters"])
    kind = kind_of(item.typed, tuple(row["appearance"].split()), given)

    def say(code: str, level: Level, **params: Any) -> None:
        remarks.add(code, level, sheet=survey, row=row, column="parameters", value=row["parameters"], **params)

    if rest:
        say("parameters.unreadable", "hard", rest=rest)
    known = declared_parameters().get(kind, ())
    for name in given:
        if name not in known and item.typed.meta != "audit" and item.typed.word != "background-audio":
            say("parameters.unknown", "soft", name=name, known=", ".join(sorted(known)) or "–", type=row["type"])
    if kind == "range":
        _range(given, say)
    for name in ("rows", "max-pixels"):
        if name in given and not given[name].isdigit():
            say("parameters.not-a-number", "hard", name=name, found=given[name])
    if "seed" in given and given.get("randomize") != "true":
        say("parameters.seed-alone", "soft")
    if given.get("randomize", "true") not in ("true", "false"):
        say("parameters.randomize", "hard", found=given["randomize"])


def _range(given: Mapping[str, str], say: Callable[..., None]) -> None:
    """Start, end and step are numbers, the end is said, and the step leads from one to the other."""
    for name in ("start", "end", "step"):
        if name in given and not _NUMBER.fullmatch(given[name]):
            say("parameters.not-a-number", "hard", name=name, found=given[name])
            return
    if "end" not in given:
        say("range.no-end", "soft", start=given.get("start", "1"))
        return
    start, end, step = (float(given.get(name, usual)) for name, usual in (("start", "1"), ("end", "10"), ("step", "1")))
    if step == 0 or (end - start) * step < 0:
        say("range.empty", "hard", start=given.get("start", "1"), end=given["end"], step=given.get("step", "1"))

"""What a type cell says: ``select_one yes_no or_other``, ``begin repeat``, ``q geopoint`` → one plain value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from concord.instrument.model import Kind
from concord.instrument.xlsform.words import words

What = Literal["question", "begin", "end", "setting", "instance", "refused", "unknown"]

_CONTROLS: Final[Mapping[str, Kind]] = {
    "trigger": "acknowledge", "select1": "one", "select": "many", "odk:rank": "rank", "range": "range",
}  # fmt: skip
_VALUES: Final[Mapping[str, Kind]] = {
    "string": "text", "int": "integer", "decimal": "decimal", "date": "date", "time": "time", "dateTime": "datetime",
    "geopoint": "point", "geotrace": "line", "geoshape": "shape", "barcode": "barcode",
}  # fmt: skip
_UPLOADS: Final[Mapping[str, Kind]] = {"image/*": "image", "audio/*": "audio", "video/*": "video"}
_SELECTS: Final[Mapping[str, Kind]] = {
    "select one": "one", "select all that apply": "many", "rank": "rank", "select one external": "one",
}  # fmt: skip
#: Types that the machine fills in, with what they are.
_META: Final = frozenset({"audit", "start-geopoint", "background-audio", "background-geopoint"})
#: Types of old that the converter no longer turns into a form, by the feature's name.
_GONE: Final[Mapping[str, str]] = {
    "include": "include", "cascading_select": "cascading-select", "cascading select": "cascading-select",
    "xml-external": "", "csv-external": "", "entity": "",
}  # fmt: skip
_SPACES = re.compile(r"\s+")
_KOBO = re.compile(r"(?P<way>begin|end)[ _](?P<word>score|rank|kobomatrix)")
_INSTANCES: Final = frozenset({"xml-external", "csv-external"})


@dataclass(frozen=True, slots=True)
class Typed:
    """A type cell understood.

    Args:
        what: A question, the begin or end of a container, a setting in the wrong place, a further instance
            (``csv-external``), a feature that is refused, or unknown.
        kind: Of a question.
        word: The type itself, without its list: ``select_one``; of a container ``group``, ``repeat`` or ``loop``; of a
            refused type the feature's name.
        list: The list, the file, or ``${name}`` of a repeat's question.
        from_file: Whether ``list`` is a file's name.
        external: Whether the list stands on the sheet of external choices.
        other: Whether "other" may be specified.
        meta: Of kind ``meta``: what is filled in.
        accept: Of a file: what is accepted.
        constraint: What the type itself asks of the value.
        hint: What the type itself says.
    """

    what: What
    kind: Kind = "text"
    word: str = ""
    list: str = ""
    from_file: bool = False
    external: bool = False
    other: bool = False
    meta: str = ""
    accept: str = ""
    constraint: str = ""
    hint: str = ""

    @property
    def from_repeat(self) -> bool:
        """Whether the choices are the answers given in a repeat."""
        return self.list.startswith("${")


@lru_cache(maxsize=4096)
def typed(cell: str) -> Typed:
    """What a type cell says.

    Example:
        >>> typed("select_multiple areas.csv").what, typed("Begin Group").word, typed("select1 yes_no").kind
        ('unknown', 'group', 'one')
    """
    text = _SPACES.sub(" ", cell.replace("\u00a0", " ")).strip()
    for spelt in (text, _lowered(text)):
        for reader in (_container, _setting, _choosing, _plain):
            found = reader(spelt)
            if found is not None:
                return found
    return Typed("unknown", word=text)


def _lowered(text: str) -> str:
    """The command in small letters; names of lists and files keep theirs."""
    command, _, rest = text.partition(" ")
    if command.lower() in ("select_one", "select_multiple", "rank") or "_from_file" in command.lower():
        return f"{command.lower()} {rest}".strip()
    return text.lower()


@lru_cache(maxsize=1)
def _containers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = "|".join(sorted(map(re.escape, words().containers), key=len, reverse=True))
    begin = re.compile(rf"begin[ _](?P<word>{known})(?: (?:over )?(?P<list>\S+))?")
    return begin, re.compile(rf"end[ _](?P<word>{known})")


def _container(text: str) -> Typed | None:
    begin, end = _containers()
    opened, closed = begin.fullmatch(text), end.fullmatch(text)
    if opened:
        return Typed("begin", word=words().containers[opened["word"]], list=opened["list"] or "")
    if closed:
        return Typed("end", word=words().containers[closed["word"]])
    kobo = _KOBO.fullmatch(text)
    return Typed("begin" if kobo["way"] == "begin" else "end", word=kobo["word"]) if kobo else None


def _setting(text: str) -> Typed | None:
    place = words().settings.get(text)
    if place is None or text == "prefix":
        return None
    return Typed("setting", word={"title": "form_title", "id_string": "form_id"}.get(place[0], place[0]))


@lru_cache(maxsize=1)
def _select() -> re.Pattern[str]:
    known = "|".join(sorted(map(re.escape, words().selects), key=len, reverse=True))
    return re.compile(
        rf"(?P<command>{known}) (?P<list>\$\{{[^}}]+\}}|\S+)(?P<other> (?:or specify other|or_other|or other))?"
    )


def _choosing(text: str) -> Typed | None:
    found = _select().fullmatch(text)
    if not found:
        return None
    command = found["command"]
    base = words().selects[command]
    in_file = command in words().from_file
    if not in_file and _is_file(found["list"]):
        return None
    return Typed(
        "question",
        _SELECTS[base],
        command.replace(" ", "_"),
        found["list"],
        from_file=in_file,
        external=base == "select one external",
        other=bool(found["other"]),
    )


def _is_file(name: str) -> bool:
    return name.endswith((".csv", ".xml", ".geojson"))


def _plain(text: str) -> Typed | None:
    if text.startswith("osm"):
        return Typed("question", "file", "osm", text.partition(" ")[2], accept=".osm")
    if text in ("score__row", "rank__level"):
        return Typed("question", "one", text)
    if text in _INSTANCES:
        return Typed("instance", word=text)
    first = text.split(" ")[0]
    gone = _GONE.get(first) or _GONE.get(" ".join(text.split(" ")[:2]))
    if gone:
        return Typed("refused", word=gone, list=text.rpartition(" ")[2])
    known = words()
    name = known.same_type.get(text, text)
    entry = known.types.get(name)
    return None if entry is None else _question(name, entry)


def _question(name: str, entry: Mapping[str, str]) -> Typed | None:
    control, value = entry.get("control", ""), entry.get("value", "")
    constraint, hint = entry.get("constraint", ""), entry.get("hint", "")
    if "preload" in entry or name in _META or name.startswith("uri:"):
        return Typed("question", "meta", name, meta=entry.get("preload", name))
    if control == "upload":
        mediatype = entry.get("mediatype", "")
        accept = "" if mediatype == "application/*" else mediatype
        return Typed("question", _UPLOADS.get(mediatype, "file"), name, accept=accept, constraint=constraint, hint=hint)
    if entry.get("readonly"):
        return Typed("question", "note", name, constraint=constraint, hint=hint)
    if control in _CONTROLS:
        kind = _CONTROLS[control]
        return (
            None if kind in ("one", "many", "rank") else Typed("question", kind, name, constraint=constraint, hint=hint)
        )
    if not control:
        return Typed("question", "hidden" if name == "hidden" else "calculate", name)
    return Typed("question", _VALUES[value], name, constraint=constraint, hint=hint) if value in _VALUES else None


@lru_cache(maxsize=1)
def known_types() -> tuple[str, ...]:
    """The types people write, for suggestions and for lists in workbooks."""
    usual = (
        "text", "integer", "decimal", "range", "select_one", "select_multiple", "select_one_from_file",
        "select_multiple_from_file", "rank", "date", "time", "dateTime", "file", "image", "audio", "video", "geopoint",
        "geotrace", "geoshape", "barcode", "acknowledge", "note", "calculate", "hidden", "begin_group", "end_group",
        "begin_repeat", "end_repeat", "start", "end", "today", "username", "deviceid", "audit",
    )  # fmt: skip
    return tuple(dict.fromkeys((*usual, *words().types, *words().selects)))


def canonical(cell: str) -> str:
    """A type cell in one spelling, for comparing and for the digest."""
    found = typed(cell)
    match found.what:
        case "begin" | "end":
            return " ".join(part for part in (f"{found.what}_{found.word}", found.list) if part)
        case "question" if found.list and found.word != "osm":
            command = {"one": "select_one", "many": "select_multiple", "rank": "rank"}[found.kind]
            command += "_from_file" if found.from_file else "_external" if found.external else ""
            return " ".join(part for part in (command, found.list, "or_other" if found.other else "") if part)
        case "question" | "instance":
            return found.word if found.kind in ("meta", "hidden", "file") else _usual(found)
        case _:
            return _SPACES.sub(" ", cell).strip()


def _usual(found: Typed) -> str:
    back = {"point": "geopoint", "line": "geotrace", "shape": "geoshape", "datetime": "dateTime"}
    return found.word if found.constraint else back.get(found.kind, found.kind)

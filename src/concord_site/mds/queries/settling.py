"""The page on which an officer says how files are read: questions, tables, columns, words, the whole, last year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from concord.errors import Invalid
from concord.findings import Place
from concord.mds.profile import CODED, LEAVE_OUT, PERSON_ROLES, TABLE_ROLES, Profile
from concord.mds.proposing import ids
from concord.mds.proposing import wording as said_by
from concord.mds.proposing.answering import answer
from concord.vocabulary.areas import areas, resolve
from concord.vocabulary.codelists import codelist
from concord_site.mds import proposing, reading, wording
from concord_site.mds.models import Delivery
from concord_site.mds.outcome import Outcome
from concord_site.mds.queries import settling_breaks
from concord_site.mds.queries.boxes import Box, Option, Sent
from concord_site.shell import problems
from concord_site.shell.i18n import language

FREE = "free"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: why its role is proposed, and the box for it."""

    letter: str
    header: str
    examples: tuple[str, ...]
    reason: str
    box: Box


@dataclass(frozen=True, slots=True)
class Seen:
    """A table that was found."""

    file: str
    name: str
    hidden: str
    range: str
    rows: int
    title: str
    is_read: bool
    box: Box
    columns: tuple[Column, ...]
    aside: tuple[tuple[int, str, str], ...]
    aside_more: int


@dataclass(frozen=True, slots=True)
class Settling:
    """All of the page."""

    questions: tuple[Box, ...]
    optional: tuple[Box, ...]
    tables: tuple[Seen, ...]
    whole: tuple[Box, ...]
    maps: tuple[Box, ...]
    differences: tuple[str, ...]
    breaks: settling_breaks.Breaks


def settling(found: Outcome, *, sent: Sent | None = None, errors: Sent | None = None) -> Settling:
    """The page for a reading; ``sent`` and ``errors`` where it was sent and refused."""
    given, wrong = sent or {}, errors or {}
    asked = [(each["must"], _question(each, given, wrong)) for each in found.questions]
    open_facts = {each["id"].replace("-", "_") for each in found.questions}
    return Settling(
        questions=tuple(box for must, box in asked if must),
        optional=tuple(box for must, box in asked if not must),
        tables=tuple(_table(number, each, given) for number, each in enumerate(found.sheets)),
        whole=tuple(_whole(name, values, found, given) for name, values in wording.WHOLE if name not in open_facts),
        maps=tuple(_maps(found, given, wrong)),
        differences=tuple(said_by.difference(proposing.difference(each), language()) for each in found.differences),
        breaks=settling_breaks.boxes(found, given, wrong),
    )  # fmt: skip


# ---- boxes -----------------------------------------------------------------------------------------------------------
def _question(each: Mapping[str, Any], sent: Sent, wrong: Sent) -> Box:
    asked = proposing.question(each)
    sentence, hint = said_by.question(asked, language())
    name = f"q:{asked.id}"
    value = sent.get(name, "")
    options = tuple(
        Option(
            one.value,
            said_by.choice(one, asked, language()),
            one.value == value,
            said_by.reason(one.reason, language()),
        )
        for one in asked.choices
    )
    box = Box(name, sentence, "radios", options, value, hint, place(asked.about), wrong.get(name, ""), must=asked.must)
    if asked.kind in ("role", "section"):
        typed = sent.get(f"f:{asked.id}", "")
        return replace(box, free="role", typed=typed, others=_roles(typed, empty=_("Choose what it holds")))
    if asked.free == "occupation":
        return replace(box, kind="select", options=_with_occupations(options, value))
    if not options:
        return replace(box, kind="typed" if asked.free == "area" else "text")
    return replace(box, free=asked.free, typed=sent.get(f"f:{asked.id}", ""))


def place(about: Place) -> str:
    """Where something is asked."""
    named = " ".join(part for part in (about.letter, about.header) if part)
    column = _("column %(column)s") % {"column": named} if named else ""
    return " › ".join(part for part in (about.file, about.sheet, column) if part)


def _with_occupations(likely: Iterable[Option], value: str) -> tuple[Option, ...]:
    """Likely ones first, then all of them."""
    listed = codelist("occupation")
    first = [Option("", _("Choose an occupation"), not value), *(each for each in likely if each.value != LEAVE_OUT)]
    there = {each.value for each in first}
    rest = [
        Option(code, f"{listed.name(code, language()).text} ({code})", code == value)
        for code in listed.codes if code not in there
    ]  # fmt: skip
    return (*first, *rest, Option(LEAVE_OUT, _("None of these: leave the rows out"), value == LEAVE_OUT))


def area_names() -> list[str]:
    """Names of areas for boxes in which one types."""
    return sorted(f"{each.name(language())} ({each.code})" for each in areas())


def area_of(text: str) -> str:
    """The code of an area typed by name, by code, or as it is offered: "Kenya (KEN)"; the text itself where unknown."""
    text = text.strip()
    if text.endswith(")") and "(" in text and (found := resolve(text.rpartition("(")[2][:-1])).area:
        return found.area
    return resolve(text).area or text


def _table(number: int, each: Mapping[str, Any], sent: Sent) -> Seen:
    aside = tuple((one["row"], wording.aside(one["reason"]), one["text"]) for one in each["aside"])
    columns = tuple(_column(number, one, sent) for one in each["columns"])
    name = f"read:{number}"
    value = sent.get(name, "read" if each["read"] else LEAVE_OUT)
    options = tuple(Option(one, wording.code("read", one), one == value) for one in ("read", LEAVE_OUT))
    box = Box(name, _("Is this table read?"), "select", options, value)
    return Seen(
        each["file"], each["name"] or "", each["hidden"], each["range"], each["rows"], each["title"], each["read"], box,
        columns, aside, each["aside_more"],
    )  # fmt: skip


def _column(number: int, one: Mapping[str, Any], sent: Sent) -> Column:
    name = f"col:{number}:{one['letter']}"
    value = sent.get(name, one["role"])
    options = _roles(value, empty=_("Not read"))
    label = _("What column %(letter)s holds") % {"letter": one["letter"]}
    why = said_by.reason(proposing.reason(one["reason"]), language())
    return Column(one["letter"], one["header"], tuple(one["examples"]), why, Box(name, label, "select", options, value))


def _roles(chosen: str, *, empty: str) -> tuple[Option, ...]:
    """Every role a column may have, grouped by what a row is; the one that says nothing is read stands last."""
    both = [id for id in TABLE_ROLES if id in PERSON_ROLES]
    counts = [id for id in TABLE_ROLES if id not in PERSON_ROLES and id != "nothing"]
    persons = [id for id in PERSON_ROLES if id not in TABLE_ROLES]
    named = [
        *((id, _("In tables and in registers")) for id in both), *((id, _("A row is a count")) for id in counts),
        *((id, _("A row is a person")) for id in persons), ("nothing", ""),
    ]  # fmt: skip
    listed = tuple(Option(id, wording.role(id), id == chosen, group=group) for id, group in named)
    return (Option("", empty, not chosen), *listed)


def _whole(name: str, values: Iterable[str], found: Outcome, sent: Sent) -> Box:
    value = sent.get(f"s:{name}", str(found.profile.get(name) or ""))
    options = (Option("", _("As the file says"), not value),
               *(Option(one, wording.code(name, one), one == value) for one in values))  # fmt: skip
    return Box(f"s:{name}", wording.key(name), "select", options, value)


def _maps(found: Outcome, sent: Sent, wrong: Sent) -> Iterable[Box]:
    """What was said of single words: occupations, countries, and codes of other columns."""
    said = found.profile
    for text, code in sorted(dict(said.get("occupations") or {}).items()):
        name = f"m:occupation:{text}"
        value = sent.get(name, code)
        yield Box(name, text, "select", _with_occupations((), value), value, error=wrong.get(name, ""))
    for text, code in sorted(dict(said.get("areas") or {}).items()):
        name = f"m:area:{text}"
        value = sent.get(name, wording.code("area", code))
        yield Box(name, text, "typed", value=value, error=wrong.get(name, ""))
    for role, known in sorted(dict(said.get("codes") or {}).items()):
        for text, code in sorted(known.items()):
            name = f"m:{role}:{text}"
            shown = wording.role(role) if role in CODED else role
            yield Box(name, text, "text", value=sent.get(name, code), hint=shown, error=wrong.get(name, ""))


# ---- what was sent ---------------------------------------------------------------------------------------------------
def answered(found: Outcome, sent: Sent) -> tuple[dict[str, Any], dict[str, str]]:
    """What was sent from the page: a profile as plain values, and name of a box → what is wrong with it."""
    wrong: dict[str, str] = {}
    profile = reading.profile(_without_taken(found.profile, sent))
    profile = _mapped(profile, found, sent, wrong)
    profile = settling_breaks.told(profile, sent, wrong)
    for number, table in enumerate(found.sheets):
        profile = _told_of_table(profile, number, table, sent)
    chosen: dict[str, Any] = {name: sent[f"s:{name}"] for name, _values in wording.WHOLE if f"s:{name}" in sent}
    profile = replace(profile, **chosen)
    for each in found.questions:
        choice = _choice(each, sent)
        if choice:
            profile = _try(profile, each["id"], choice, f"q:{each['id']}", wrong)
    return profile.as_dict(), wrong


def _choice(each: Mapping[str, Any], sent: Sent) -> str:
    chosen, typed = sent.get(f"q:{each['id']}", "").strip(), sent.get(f"f:{each['id']}", "").strip()
    given = typed if typed and chosen in ("", FREE) else chosen
    return area_of(given) if each["free"] == "area" and given not in ("unknown", LEAVE_OUT) and given else given


def _try(profile: Profile, id: str, choice: str, name: str, wrong: dict[str, str]) -> Profile:
    try:
        return answer(profile, id, choice)
    except Invalid as refusal:
        wrong[name] = problems.sentence(refusal)
        return profile


def _without_taken(said: Mapping[str, Any], sent: Sent) -> dict[str, Any]:
    """The profile without words whose box was emptied: they are asked again."""

    def kept(kind: str, known: Mapping[str, str]) -> dict[str, str]:
        return {text: code for text, code in known.items() if sent.get(f"m:{kind}:{text}", "-").strip()}

    codes = {role: kept(role, known) for role, known in dict(said.get("codes") or {}).items()}
    changed = {"occupations": kept("occupation", dict(said.get("occupations") or {})),
               "areas": kept("area", dict(said.get("areas") or {})), "codes": codes}  # fmt: skip
    return {**said, **changed}


def _mapped(profile: Profile, found: Outcome, sent: Sent, wrong: dict[str, str]) -> Profile:
    """Words whose code was changed."""
    for box in _maps(found, {}, {}):
        typed = sent.get(box.name, box.value).strip()
        if not typed or typed == box.value:
            continue
        _m, role, text = box.name.split(":", 2)
        code = area_of(typed) if role == "area" else typed
        if role == "occupation" and code == LEAVE_OUT:  # said of the word as of any other
            profile = replace(profile, occupations={k: v for k, v in profile.occupations.items() if k != text})
        profile = _try(profile, ids.made("code", "training" if role == "area" else role, text), code, box.name, wrong)
    return profile


def _told_of_table(profile: Profile, number: int, table: Mapping[str, Any], sent: Sent) -> Profile:
    """Roles of its columns that were changed, and whether it is read."""
    columns = dict(profile.columns)
    for one in table["columns"]:
        chosen = sent.get(f"col:{number}:{one['letter']}")
        if chosen is not None and chosen != one["role"]:
            columns[one["key"]] = chosen or "nothing"
    profile = replace(profile, columns=columns)
    wanted = sent.get(f"read:{number}")
    if wanted in ("read", LEAVE_OUT) and (wanted == "read") != table["read"]:
        profile = answer(profile, ids.made("read", table["id"]), wanted)
    return profile


def differences(now: Mapping[str, Any], before: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What one profile says otherwise than another: what, before, now."""
    flat_now, flat_before = _flat(now), _flat(before)
    return [
        (name, flat_before.get(name, ""), flat_now.get(name, ""))
        for name in sorted({*flat_now, *flat_before})
        if flat_now.get(name) != flat_before.get(name)
    ]


def _flat(body: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in body.items():
        if key == "columns":
            found.update({_("Column %(column)s") % {"column": name}: wording.role(id) for name, id in value.items()})
        elif key in ("occupations", "areas"):
            kind = "occupation" if key == "occupations" else "area"
            found.update({f"“{text}”": wording.code(kind, code) for text, code in value.items()})
        elif key == "codes":
            words = [(role, text, code) for role, known in value.items() for text, code in known.items()]
            found.update({f"“{text}”": wording.code(role, code) for role, text, code in words})
        elif isinstance(value, str) and key not in ("area",):
            found[wording.key(key)] = wording.code(key, value)
    return found


def before_of(row: Delivery) -> Mapping[str, Any]:
    """The profile that was taken over from last time."""
    return row.profile_from.body if row.profile_from is not None else {}

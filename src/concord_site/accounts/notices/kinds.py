"""The declared kinds of notices (``data/notices.yaml``): groups, wordings, defaults; when gathered mails are due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.errors import Invalid, NotFound
from concord.reporting import places
from concord.vocabulary import formats
from concord.vocabulary.text import Wording, wording

DOMAIN = "notices"
DATES = frozenset({"day", "due", "since", "until"})


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind; ``params`` are the names in its title."""

    id: str
    group: str
    how: str
    label: str
    title: str
    mail: str
    params: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """The whole file."""

    groups: Mapping[str, str]
    kinds: Mapping[str, Kind]
    daily_hour: int
    weekly_day: int
    warn_days: int


@lru_cache(maxsize=1)
def declared() -> Declared:
    """What is declared.

    Raises:
        Invalid: ``site.notices.schema`` where the file does not follow its schema or names a group that is none.
    """
    path = packs.find("notices.yaml")
    value = read_yaml(path)
    found = [(each.item, each.problem) for each in problems(value, packs.find("notices.schema.json"), file=path.name)]
    groups = {each["id"]: each["label"] for each in value.get("groups", ())}
    found += [("kinds", each["id"]) for each in value.get("kinds", ()) if each.get("group") not in groups]
    if found:
        raise Invalid("site.notices.schema", params={"file": path.name, "item": found[0][0], "problem": found[0][1]})
    kinds = {each["id"]: Kind(**each, params=_params(each["title"])) for each in value["kinds"]}
    digests = value["digests"]
    return Declared(groups, kinds, digests["daily_hour"], digests["weekly_day"], value["designations"]["warn_days"])


def _params(title: str) -> tuple[str, ...]:
    return tuple(name for _text, name, _spec, _how in Formatter().parse(title) if name)


def kind(id: str) -> Kind:
    """One kind.

    Raises:
        NotFound: ``site.notices.unknown-kind``.
    """
    try:
        return declared().kinds[id]
    except KeyError:
        raise NotFound("site.notices.unknown-kind", params={"kind": id}) from None


def group_label(id: str, language: str) -> str:
    """What a group is called."""
    return wording(DOMAIN, f"group.{id}", declared().groups[id], language).text


def label(id: str, language: str) -> str:
    """What a kind is called on the page of choices."""
    return wording(DOMAIN, f"{id}.label", kind(id).label, language).text


def sentence(id: str, language: str) -> str:
    """What a mail says of a kind: nothing but the kind."""
    return wording(DOMAIN, f"{id}.mail", kind(id).mail, language).text


def title(id: str, params: Mapping[str, Any], language: str) -> Wording:
    """The title of a notice, with its params in the reader's language; the label where a param is missing."""
    found = kind(id)
    if any(name not in params for name in found.params):
        return wording(DOMAIN, f"{id}.label", found.label, language)
    said = wording(DOMAIN, f"{id}.title", found.title, language)
    shown = {name: _shown(name, params[name], said.language) for name in found.params}
    return Wording(said.text.format_map(shown), said.language, said.is_fallback)


def _shown(name: str, value: Any, language: str) -> str:
    if name == "area":
        return places.name(str(value), language)
    return formats.date(str(value), language) if name in DATES and value else str(value)


def due(how: str, at: dt.datetime) -> dt.datetime | None:
    """When a mail that gathers notices of ``how`` is due for one told at ``at``; None where nothing is gathered.

    Example:
        >>> due("daily", dt.datetime(2027, 3, 1, 7, tzinfo=dt.UTC))
        datetime.datetime(2027, 3, 2, 6, 0, tzinfo=datetime.timezone.utc)
    """
    if how not in ("daily", "weekly"):
        return None
    utc = at.astimezone(dt.UTC)
    found = utc.replace(hour=declared().daily_hour, minute=0, second=0, microsecond=0)
    if found <= utc:
        found += dt.timedelta(days=1)
    while how == "weekly" and found.isoweekday() != declared().weekly_day:
        found += dt.timedelta(days=1)
    return found

"""What the components and flows of SDMX messages are, as declared in ``data/readers/sdmx``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_csv, read_yaml
from concord.vocabulary.codelists import codelist
from concord.vocabulary.structures import structures

_ID = re.compile(r"(?:(?P<agency>[^:()]+):)?(?P<id>[^:()]+)(?:\((?P<version>[^()]*)\))?")


@dataclass(frozen=True, slots=True)
class Concept:
    """What a component is: a role, and for a part the code that stands for the whole."""

    role: str
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A declared data flow: its title, and the roles of those of its components that are verified."""

    title: str
    components: Mapping[str, str]


@lru_cache(maxsize=1)
def _concepts() -> Mapping[str, Concept]:
    rows = (row for path in packs.each("readers/sdmx", "concepts.csv") for row in read_csv(path).rows)
    return {row["component"]: Concept(row["role"], row["whole"]) for row in rows}


@lru_cache(maxsize=1)
def _declared() -> Mapping[str, Any]:
    said: dict[str, Any] = read_yaml(packs.find("readers/sdmx/flows.yaml"))
    return said


def concept(component: str, flow: Flow | None) -> Concept | None:
    """What a component is, or None where it is not declared."""
    if flow is not None and component in flow.components:
        return Concept(flow.components[component])
    return _concepts().get(component)


def flow_of(id: str) -> Flow | None:
    """The declared flow of a structure's id such as ``OECD.ELS.HD:DSD_…@DF_…(1.0)``, in any version."""
    found = _ID.fullmatch(id.strip())
    name = f"{found['agency']}:{found['id']}" if found else id
    for each in _declared()["flows"]:
        if each["flow"] == name:
            return Flow(each["title"], each["components"])
    return None


def own_structure(id: str) -> str:
    """Our structure that an id names, such as ``mds-totals`` for ``CONCORD:MDS_TOTALS(1.0)``; else nothing."""
    found = _ID.fullmatch(id.strip())
    name = found["id"].lower().replace("_", "-") if found else ""
    return name if name in structures() else ""


def unit(code: str) -> str:
    """``persons``, ``share``, the code of another declared unit, or nothing for a unit that is not known."""
    for each in codelist("unit").codes.values():
        if code in (each.code, each.extra.get("sdmx")):
            return each.code
    shares = _declared()["shares"]
    return "share" if any(code == each or (each.endswith("_") and code.startswith(each)) for each in shares) else ""


def is_free(code: str) -> bool | None:
    """Whether a confidentiality status lets a value be published; None for a code that is not known."""
    for each in codelist("conf-status").codes.values():
        if code in (each.code, each.extra.get("sdmx")):
            return each.code == "free"
    return None

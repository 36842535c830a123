"""A citation as a Citation File Format file (``CITATION.cff``), version 1.2.0, type ``dataset``.

Source: S. Druskat and others, Citation File Format 1.2.0, https://doi.org/10.5281/zenodo.5171937.
"""

from __future__ import annotations

import json
import re
from typing import Any

from concord.declarations.messages import fill
from concord.mds.catalogue.entry import Licence
from concord.mds.catalogue.reference import Reference, line
from concord.vocabulary.provenance import Source

#: Identifiers of SPDX that the format knows (its list is of May 2021) and our sources use.
SPDX = frozenset({"Apache-2.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "MIT", "ODbL-1.0", "ODC-By-1.0", "OGL-UK-3.0"})
#: What YAML does not let stand in a text as it is, besides what JSON escapes.
_UNPRINTED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def write(said: Reference) -> str:
    """The whole file."""
    return _mapping(_content(said), "")


def _content(said: Reference) -> dict[str, Any]:
    alone = said.licences[0] if len(said.licences) == 1 else Licence("")
    return {
        "cff-version": "1.2.0",
        "message": fill("mds.catalogue.cff", {}, said.language).message,
        "type": "dataset",
        "title": said.title,
        "version": said.version,
        "date-released": said.issued.isoformat(),
        "authors": [{"name": said.publisher}],
        "abstract": " ".join((*said.sentences(digest=False), said.abstract)).strip(),
        "keywords": ["health personnel", "international migration", *(["generated data"] if said.is_generated else [])],
        "url": said.address,
        "identifiers": _identifiers(said),
        **_licence(alone.text, alone.link),
        "references": [_reference(each, said) for each in said.named],
    }


def _identifiers(said: Reference) -> list[dict[str, str]]:
    found = [{"type": "url", "value": said.address}, {"type": "other", "value": said.id, "description": "release"}]
    if said.digest:
        found.append({"type": "other", "value": f"sha256:{said.digest}", "description": "SHA-256 of the content"})
    if said.filter:
        found.append({"type": "other", "value": said.filter, "description": "rows"})
    return found


def _licence(text: str, link: str) -> dict[str, str]:
    """One licence; several are left to the references, since a list of licences means any of them."""
    return {"license": text} if text in SPDX else {"license-url": link if _is_address(link) else ""}


def _is_address(text: str) -> bool:
    return re.fullmatch(r"https?://\S+", text) is not None


def _reference(source: Source, said: Reference) -> dict[str, Any]:
    return {
        "type": "data",
        "title": line(source.title),
        "authors": [{"name": line(source.publisher) or said.publisher}],
        "url": source.link if _is_address(source.link) else "",
        **_licence(source.licence, source.licence_link),
        "version": line(source.vintage),
        "notes": line(source.citation),
    }


# ---- YAML: mappings, lists of mappings or texts, and texts that are always in quotation marks ------------------------
def _mapping(value: dict[str, Any], indent: str) -> str:
    kept = {name: each for name, each in value.items() if each not in ("", [], None)}
    return "".join(_pair(name, each, indent) for name, each in kept.items())


def _pair(name: str, value: Any, indent: str) -> str:
    if isinstance(value, list):
        return f"{indent}{name}:\n" + "".join(_item(each, f"{indent}  ") for each in value)
    return f"{indent}{name}: {quoted(value)}\n"


def _item(value: Any, indent: str) -> str:
    if isinstance(value, dict):
        return f"{indent}- " + _mapping(value, f"{indent}  ").lstrip(" ")
    return f"{indent}- {quoted(value)}\n"


def quoted(text: str) -> str:
    """A text in double quotation marks, the same in YAML 1.1 and 1.2: never a number, a date, a yes or a no."""
    return _UNPRINTED.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False))

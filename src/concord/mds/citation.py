"""How a table is cited: who published its figures, which release they were taken from, and a digest to check it by."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

from concord.declarations.messages import fill
from concord.errors import NotFound
from concord.vocabulary.provenance import Source, source
from concord.vocabulary.structures import Table, structure

#: The id under which figures are kept that a country sent itself.
SUBMITTED = "submitted"
#: The id of the source of figures made from generated data.
GENERATED = "generated"
#: Sources of figures that somebody sent and nobody has published.
SENT = (SUBMITTED, GENERATED)
#: Method of a table of bundled facts.
BUNDLED = "bundled facts"
#: Hexadecimal digits of a digest that are shown; the whole digest stands in the release.
SHORT = 12


def content_digest(table: Table) -> str:
    """SHA-256 over the structure's id, the column names and every value in order (hexadecimal).

    It does not depend on the file format, the release or the day; null, zero and an empty text differ.
    """
    whole = sha256(table.structure.encode())
    for name in table.frame.columns:
        whole.update(json.dumps([name, table.frame[name].to_list()], ensure_ascii=False, allow_nan=False).encode())
    return whole.hexdigest()


def source_ids(table: Table) -> tuple[str, ...]:
    """Ids of the sources that the table's rows name, in alphabetical order."""
    if "source" not in table.frame.columns:
        return ()
    return tuple(sorted(str(id) for id in table.frame["source"].drop_nulls().unique().to_list()))


def known_sources(ids: Iterable[str]) -> tuple[Source, ...]:
    """The declared sources among ``ids``; an id without a declaration is shown as itself."""
    return tuple(_known(id) for id in ids)


def _known(id: str) -> Source:
    if id == SUBMITTED:
        return Source(id, "figures sent by the reporting country", "")
    try:
        return source(id)
    except NotFound:
        return Source(id, id, "")


def licences(ids: Iterable[str]) -> str:
    """The licences of the sources, each once; empty where none is declared."""
    return "; ".join(dict.fromkeys(each.licence for each in known_sources(ids) if each.licence))


def source_line(each: Source) -> str:
    """One source as it is cited."""
    if each.citation:
        return each.citation.rstrip(".")
    lead = f"{each.publisher}, " if each.publisher else ""
    return f"{lead}{each.title}" + (f" ({each.vintage})" if each.vintage else "")


def citation(table: Table, *, release: str = "", digest: str = "", language: str = "en") -> str:
    """One sentence for each of: the table and what it stands on, its sources, its digest.

    Args:
        table: Any table; the sources named are those of its rows.
        release: The release's id; without it the table is cited by what it was made from.
        digest: The content digest to print; computed when not given.
        language: What has no wording in it stays English.
    """
    title = structure(table.structure).title.best(language)
    parts = [_say("titled", title.language, title=title.text), _basis(table, release, language)]
    listed = sources_line(source_ids(table), language)
    parts += [listed] if listed else []
    return " ".join([*parts, digest_line(digest or content_digest(table), language)])


def _basis(table: Table, release: str, language: str) -> str:
    if release:
        return _say("release", language, release=release)
    if table.provenance.method == BUNDLED:
        return _say("bundled", language)
    files = ", ".join(each.id for each in table.provenance.inputs)
    return _say("tabulated", language, files=files or "–")


def sources_line(ids: Iterable[str], language: str = "en") -> str:
    """The sources as one sentence, or nothing where there are none."""
    listed = "; ".join(source_line(each) for each in known_sources(ids))
    return _say("sources", language, sources=listed) if listed else ""


def digest_line(digest: str, language: str = "en") -> str:
    """The shown part of a digest as one sentence."""
    return _say("digest", language, digest=digest[:SHORT])


def _say(key: str, language: str, **params: str) -> str:
    return fill(f"mds.citation.{key}", params, language).message

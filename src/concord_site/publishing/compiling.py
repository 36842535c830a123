"""From facts to files: the same facts give the same bytes, in any language and format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord import __version__
from concord.documents.model import Document
from concord.reporting.facts import Facts
from concord_site.evidence import answers, coded

Report = Callable[[int, int, str], None]


def quiet(done: int, total: int, note: str = "") -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Made:
    """One file of a document."""

    language: str
    format: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Basis:
    """What a document was compiled from."""

    title: dict[str, str]
    inputs: list[dict[str, str]]
    digest: str
    is_demonstration: bool
    version: str = __version__


def gathered(folder: str, as_of: dt.date, round: str) -> Facts:
    """Facts of a round as of a day; kept while the release is the same: several languages are compiled from it."""
    from concord.mds.store import Store

    newest = Store(Path(folder)).latest()
    facts = _gathered(folder, newest.digest if newest else "", as_of, round)
    return coded.with_coded(answers.with_answers(facts))


@lru_cache(maxsize=2)
def _gathered(folder: str, release: str, as_of: dt.date, round: str) -> Facts:
    from concord.client.facts import gather

    return gather(Path(folder), as_of=as_of, round=round)


def basis(facts: Facts) -> Basis:
    """Inputs with their digests, and the title in six languages."""
    from concord.reporting import dg_report
    from concord.vocabulary.languages import LANGUAGES

    return Basis(
        {code: _title(facts, code) for code in LANGUAGES},
        [{"id": each.id, "digest": each.digest, "vintage": each.vintage} for each in facts.provenance.inputs],
        dg_report.digest(facts, "en"),
        facts.basis == "declared" or facts.is_generated,
    )


def _title(facts: Facts, language: str) -> str:
    from concord.documents.sentences import Plain
    from concord.reporting import outline as outlines
    from concord.reporting.dg_report import OUTLINE
    from concord.reporting.voice import Voice

    given = outlines.outline(OUTLINE)
    voice = Voice(given.domain, language, facts.as_of, linked=True, common={"round": Plain(facts.round)})
    return str(voice.say(given.cover["title"]))


def compiled(
    facts: Facts, *, number: str, languages: Iterable[str], formats: Iterable[str], progress: Report = quiet
) -> Iterator[Made]:
    """Files one by one as they are ready; ``progress`` is told after each: how many of how many, and which."""
    from concord.reporting import dg_report

    wanted = [(language, format) for language in languages for format in formats]
    done = 0
    for language in dict.fromkeys(each for each, _format in wanted):
        progress(done, len(wanted), language)
        document = dg_report.compose(facts, language, edition=number)
        mine = [format for each, format in wanted if each == language]
        with ThreadPoolExecutor(max_workers=2) as pool:
            rendered = [(format, pool.submit(_rendered, document, format)) for format in mine]
            for format, waiting in rendered:
                content = waiting.result()
                done += 1
                progress(done, len(wanted), f"{language}.{format}")
                yield Made(language, format, f"{document.id}.{format}", content)


def _rendered(document: Document, format: str) -> bytes:
    from concord.documents.render import docx, html, pdf

    makers: dict[str, Callable[[Document], Any]] = {"pdf": pdf.render, "docx": docx.render, "html": html.fragment}
    content = makers[format](document)
    return content.encode("utf-8") if isinstance(content, str) else bytes(content)

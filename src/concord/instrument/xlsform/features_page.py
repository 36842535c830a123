"""The reference page of XLSForm's features, made of their declaration: ``docs/reference/xlsform-features.md``."""

from __future__ import annotations

from collections.abc import Iterator

from concord.instrument.xlsform.features import Feature, features, groups
from concord.instrument.xlsform.words import words

_STANDS = {"supported": "supported", "carried": "carried", "refused": "**refused**"}


def page() -> str:
    """The page as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    every = list(features().values())
    counted = {stand: sum(each.stand == stand for each in every) for stand in _STANDS}
    yield "# XLSForm features"
    yield ""
    yield "*Generated from `data/instruments/features.yaml`; do not edit.*"
    yield ""
    yield (
        f"What becomes of each feature of XLSForm (as pyxform {words().version} has it): "
        f"{counted['supported']} supported, {counted['carried']} carried, {counted['refused']} refused."
    )
    yield ""
    yield "- **supported**: does here what XLSForm says."
    yield (
        "- **carried**: kept in the sheets and handed on in every form that goes out, without effect on the pages "
        "here. The author is told: `instrument.feature.carried`, a note, or soft where something may be missed."
    )
    yield "- **refused**: the hard finding `instrument.unsupported.<feature>` with sheet, row and column."
    for group, title in groups().items():
        yield from _group(title, [each for each in every if each.group == group])


def _group(title: str, listed: list[Feature]) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    yield "| feature | id | here | what that means |"
    yield "|---|---|---|---|"
    for each in listed:
        yield f"| {_cell(each.title)} | `{each.id}` | {_STANDS[each.stand]} | {_cell(each.why)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")

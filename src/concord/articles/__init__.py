"""The Code: its articles and obligations by version, the resolutions that made it, and where each paragraph lives.

Public face: :func:`load` (a version of the Code), :func:`where` (a paragraph or a resolution, and everything that
serves it), :func:`compare` (two versions), :func:`version_at`, and the lists :func:`versions`, :func:`resolutions`,
:func:`reviews`, :func:`actors`, :func:`stakeholders`, :func:`strengths`. Everything is in our own words and carries
its source and whether anybody has read it there.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concord.articles.comparison import Comparison, compare
    from concord.articles.loading import actors, load, resolution, resolutions, reviews, stakeholders, strengths
    from concord.articles.lookup import Where, where
    from concord.articles.model import (
        Actor,
        Amendment,
        Article,
        Citation,
        Code,
        Obligation,
        Resolution,
        ResolutionParagraph,
        Review,
        Strength,
        Version,
    )
    from concord.articles.version import version_at, versions

_PUBLIC = {
    "comparison": ("Comparison", "compare"),
    "loading": ("actors", "load", "resolution", "resolutions", "reviews", "stakeholders", "strengths"),
    "lookup": ("Where", "where"),
    "model": (
        *("Actor", "Amendment", "Article", "Citation", "Code", "Obligation"),
        *("Resolution", "ResolutionParagraph", "Review", "Strength", "Version"),
    ),
    "version": ("version_at", "versions"),
}
_HOME = {name: module for module, names in _PUBLIC.items() for name in names}


def __getattr__(name: str) -> object:
    """The public face, imported when it is first asked for, so that the command line starts at once."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


__all__ = [
    "Actor",
    "Amendment",
    "Article",
    "Citation",
    "Code",
    "Comparison",
    "Obligation",
    "Resolution",
    "ResolutionParagraph",
    "Review",
    "Strength",
    "Version",
    "Where",
    "actors",
    "compare",
    "load",
    "resolution",
    "resolutions",
    "reviews",
    "stakeholders",
    "strengths",
    "version_at",
    "versions",
    "where",
]

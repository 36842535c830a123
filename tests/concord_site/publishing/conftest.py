"""A small report in place of the whole one: the same blocks and renderers' contract, in milliseconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from concord_site.publishing import compiling

PAGE = """<nav class="contents"><h2 id="contents">Contents</h2></nav>
<h2 id="part-one"><span class="number">1</span> One</h2>
<p>See <a href="#area-ken">Kenya</a>.</p>
<h2 id="part-members"><span class="number">A</span> Member States</h2>
<p>All.</p>
<h3 id="area-ken">Kenya</h3>
<p>{long}</p>
<h3 id="area-nzl">New Zealand</h3>
<h4>More</h4>
<p>See <a href="#part-one">1</a>.</p>
"""


@pytest.fixture(autouse=True)
def small_report(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Replaces gathering and rendering; ``made`` lists what was compiled."""
    seen: dict[str, Any] = {"made": [], "digest": "a" * 64}

    def compiled(
        facts: Any, *, number: str, languages: Iterable[str], formats: Iterable[str], progress: Any = compiling.quiet
    ) -> Iterator[compiling.Made]:
        wanted = [(language, format) for language in languages for format in formats]
        for done, (language, format) in enumerate(wanted, start=1):
            seen["made"].append((number, language, format))
            progress(done, len(wanted), f"{language}.{format}")
            body = PAGE.replace("{long}", "Long. " * 12_000) if format == "html" else f"{number} {language} {format}"
            yield compiling.Made(language, format, f"dg-report-2024-{language}.{format}", body.encode())

    def basis(facts: Any) -> compiling.Basis:
        return compiling.Basis(
            {"en": "A report"}, [{"id": "rounds/2024.yaml", "digest": "b" * 64, "vintage": ""}], seen["digest"], True
        )

    monkeypatch.setattr(compiling, "gathered", lambda folder, as_of, round: None)
    monkeypatch.setattr(compiling, "compiled", compiled)
    monkeypatch.setattr(compiling, "basis", basis)
    return seen

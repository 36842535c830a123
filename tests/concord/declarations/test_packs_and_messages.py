"""Packs add declared files, and every wording is found, filled and complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from concord.declarations import messages, packs
from concord.errors import Conflict, NotFound


def test_a_pack_adds_files_beside_the_built_in_ones(tmp_path: Path) -> None:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "annex.yaml").write_text("annex.rule.broken: {message: 'No {what}.', hint: Do.}\n")
    with packs.using(tmp_path):
        messages._wordings.cache_clear()
        assert messages.fill("annex.rule.broken", {"what": "list"}).message == "No list."
        assert packs.find("messages/annex.yaml").parent.parent == tmp_path
    messages._wordings.cache_clear()
    with pytest.raises(NotFound):
        packs.find("messages/annex.yaml")


def test_a_code_without_wording_still_tells_what_happened() -> None:
    assert "area: KEN" in messages.fill("nothing.known.here", {"area": "KEN"}).message


def test_a_missing_parameter_does_not_hide_the_sentence() -> None:
    assert "{id}" in messages.fill("vocabulary.source.unknown", {}).message


def test_a_hint_given_with_a_refusal_outranks_the_declared_one() -> None:
    refusal = Conflict("vocabulary.source.unknown", params={"id": "x"}, hint="Ask.")
    assert messages.said(refusal).hint == "Ask."


def test_every_wording_says_what_happened() -> None:
    for code in messages.known_codes():
        assert messages._wordings(code.partition(".")[0])[code]["message"].strip(), code

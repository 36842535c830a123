"""A bundle's digest depends on its content alone, and on all of it."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from concord.declarations.bundle import Bundle, bundle_of, digest_of

FILES = st.dictionaries(st.text(max_size=8), st.binary(max_size=16), max_size=5)


@given(FILES)
def test_order_of_files_does_not_matter(files: dict[str, bytes]) -> None:
    assert Bundle("a", files).digest == Bundle("b", dict(reversed(files.items()))).digest


@given(FILES, FILES)
def test_different_content_has_a_different_digest(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert (Bundle("x", one).digest == Bundle("x", other).digest) == (one == other)


def test_a_bundle_of_files_is_frozen_and_its_digest_moves_with_a_byte(tmp_path: Path) -> None:
    (tmp_path / "list").mkdir()
    (tmp_path / "list" / "a.csv").write_bytes(b"1")
    before = bundle_of("list", tmp_path / "list")
    (tmp_path / "list" / "a.csv").write_bytes(b"2")
    assert before.files["list/a.csv"] == b"1"
    assert bundle_of("list", tmp_path / "list").digest != before.digest
    assert digest_of(tmp_path / "list" / "a.csv") == digest_of(b"2")

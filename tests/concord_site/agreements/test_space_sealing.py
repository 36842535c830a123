"""What is sealed opens with its own key in its own place alone, and its length says little."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.errors import Unavailable
from concord_site.agreements import keys, sealing

KEY, OTHER = secrets.token_bytes(32), secrets.token_bytes(32)
json_values = st.dictionaries(
    st.text(max_size=5),
    st.none() | st.booleans() | st.integers() | st.text(max_size=50) | st.lists(st.text(max_size=5)),
    max_size=4,
)


@given(json_values)
def test_what_was_sealed_comes_back(value: dict[str, object]) -> None:
    assert sealing.open_value(KEY, sealing.seal(KEY, value, bound_to="row"), bound_to="row") == value


@given(st.binary(max_size=200_000))
def test_every_length_falls_into_a_size_class_that_grows_slowly(content: bytes) -> None:
    size = sealing.size_class(len(content))
    assert len(sealing.padded(content)) == size
    assert size >= 512
    assert size & (size - 1) == 0 if size <= 1 << 16 else size % (1 << 16) == 0
    assert sealing.unpadded(sealing.padded(content)) == content
    assert len(sealing.seal_bytes(KEY, content, bound_to="r")) == size + sealing.OVERHEAD


def test_two_short_notes_have_one_length() -> None:
    lengths = {len(sealing.seal(KEY, {"text": "x" * n}, bound_to="row")) for n in range(0, 480, 7)}
    assert lengths == {512 + sealing.OVERHEAD}


@given(st.integers(min_value=0, max_value=540), st.integers(min_value=1, max_value=255))
def test_any_changed_byte_is_refused(place: int, change: int) -> None:
    sealed = bytearray(sealing.seal(KEY, {"line": "fall-back"}, bound_to="row"))
    sealed[place] ^= change
    with pytest.raises(Unavailable) as refusal:
        sealing.open_value(KEY, bytes(sealed), bound_to="row")
    assert refusal.value.code == "agreements.space.damaged"
    assert "fall-back" not in str(refusal.value)


def test_another_key_or_another_row_opens_nothing() -> None:
    sealed = sealing.seal(KEY, {"a": 1}, bound_to="row-1")
    for key, row in ((OTHER, "row-1"), (KEY, "row-2"), (KEY, "")):
        with pytest.raises(Unavailable):
            sealing.open_value(key, sealed, bound_to=row)


def test_the_same_words_sealed_twice_look_different() -> None:
    assert len({sealing.seal(KEY, {"a": 1}, bound_to="row") for _ in range(20)}) == 20


@given(st.integers(min_value=0, max_value=10_000), st.integers(min_value=0, max_value=10_000))
def test_names_of_rows_and_places_tell_nothing_of_each_other(one: int, two: int) -> None:
    space, installation = keys.SpaceKey("space", KEY), keys.Installation(b"an installation")
    elsewhere, another = keys.SpaceKey("other", KEY), keys.Installation(b"another")
    names = {
        space.row_token(one), space.part_token("file", one), installation.place_token(one, 0),
        installation.place_token(one, 1), elsewhere.row_token(one), another.place_token(one, 0),
        keys.SpaceKey("space", OTHER).row_token(one),
    }  # fmt: skip
    assert len(names) == 7
    assert (space.row_token(one) == space.row_token(two)) == (one == two)


def test_a_key_is_never_printed() -> None:
    key = keys.SpaceKey.new()
    assert key.text not in repr(key)
    assert repr(key.secret) not in repr(key)


def test_only_two_modules_know_the_cipher() -> None:
    room = Path(sealing.__file__).parent
    named = {path.name for path in room.rglob("*.py") if "cryptography" in path.read_text(encoding="utf-8")}
    assert named == {"keys.py", "sealing.py"}

"""What is sealed opens only with its key and in its place."""

import base64
import stat
from pathlib import Path

import pytest

from bot.seal import Sealer, read_or_make_key_file
from dialogs.errors import StoreError

ANSWER = "my knee locks when I bend it"


def line(name: str, letter: bytes) -> str:
    return f"{name}:{base64.b64encode(letter * 32).decode()}\n"


def test_a_sealed_value_opens_in_its_place() -> None:
    sealer = Sealer.made_up()
    sealed = sealer.seal(ANSWER, "dialogue", "body", 7)
    assert ANSWER.encode() not in sealed
    assert sealer.unseal(sealed, "dialogue", "body", 7).decode() == ANSWER


def test_the_same_text_never_looks_the_same_twice() -> None:
    sealer = Sealer.made_up()
    assert sealer.seal(ANSWER, "dialogue", "body", 7) != sealer.seal(ANSWER, "dialogue", "body", 7)


@pytest.mark.parametrize("place", [("dialogue", "body", 8), ("verdict", "body", 7), ("dialogue", "payload", 7)])
def test_a_value_moved_to_another_place_does_not_open(place: tuple[str, str, int]) -> None:
    sealer = Sealer.made_up()
    with pytest.raises(StoreError, match="does not open"):
        sealer.unseal(sealer.seal(ANSWER, "dialogue", "body", 7), *place)


def test_a_value_changed_in_any_byte_does_not_open() -> None:
    sealer = Sealer.made_up()
    sealed = sealer.seal("hot", "dialogue", "body", 7)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(StoreError):
            sealer.unseal(bytes(changed), "dialogue", "body", 7)


@pytest.mark.parametrize("cut", [b"", b"\x01", b"\x01short"])
def test_a_value_cut_short_does_not_open(cut: bytes) -> None:
    with pytest.raises(StoreError):
        Sealer.made_up().unseal(cut, "dialogue", "body", 7)


def test_another_key_says_so_and_shows_nothing() -> None:
    sealed = Sealer.made_up().seal(ANSWER, "dialogue", "body", 7)
    with pytest.raises(StoreError, match="another key") as caught:
        Sealer.made_up().unseal(sealed, "dialogue", "body", 7)
    assert "knee" not in str(caught.value)


def test_a_new_key_seals_and_the_old_one_still_opens(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_text(line("1", b"a") + line("hash", b"h"))
    old, _ = read_or_make_key_file(path)
    path.write_text(line("2", b"b") + line("1", b"a") + line("hash", b"h"))
    both, _ = read_or_make_key_file(path)
    assert both.unseal(old.seal(ANSWER, "dialogue", "body", 7), "dialogue", "body", 7).decode() == ANSWER
    with pytest.raises(StoreError, match=f"a key that is not in {path}"):
        old.unseal(both.seal(ANSWER, "dialogue", "body", 7), "dialogue", "body", 7)


def test_the_keyed_hash_outlives_a_rotation_and_needs_the_file(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_text(line("1", b"a") + line("hash", b"h"))
    before = read_or_make_key_file(path)[0].keyed_hash("telegram:5")
    path.write_text(line("2", b"b") + line("1", b"a") + line("hash", b"h"))
    assert read_or_make_key_file(path)[0].keyed_hash("telegram:5") == before
    assert Sealer.made_up().keyed_hash("telegram:5") != before
    assert len(before) == 64


def test_a_missing_key_file_is_made_for_its_owner_only_and_then_kept(tmp_path: Path) -> None:
    path = tmp_path / "kneewise.key"
    sealer, made = read_or_make_key_file(path)
    assert made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["kneewise.key"]
    again, made_again = read_or_make_key_file(path)
    assert not made_again
    assert again.unseal(sealer.seal("x", "t", "c", 1), "t", "c", 1) == b"x"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no 'hash' line"),
        (line("1", b"a"), "holds no 'hash' line"),
        (line("hash", b"h"), "holds no key"),
        (line("256", b"a") + line("hash", b"h"), "line 1: this is not a key"),
        (line("01", b"a") + line("hash", b"h"), "line 1: this is not a key"),
        (line("1", b"a") + line("1", b"b") + line("hash", b"h"), "line 2: this is not a key"),
        ("1:c2hvcnQ=\n", "line 1: this is not a key"),
        ("1:not base64\n", "line 1: this is not a key"),
        ("\nsomething else\n", "line 2: this is not a key"),
    ],
)
def test_a_malformed_key_file_is_refused_by_line_and_never_quoted(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "keys"
    path.write_text(text)
    with pytest.raises(StoreError, match=says) as caught:
        read_or_make_key_file(path)
    assert "something else" not in str(caught.value)
    assert path.read_text() == text


def test_a_key_file_that_cannot_be_made_names_the_path_and_the_setting(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "keys"
    with pytest.raises(StoreError, match="KNEEWISE_KEY_FILE") as caught:
        read_or_make_key_file(path)
    assert str(path) in str(caught.value)


def test_a_key_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StoreError, match="can't be read"):
        read_or_make_key_file(path)

"""Whole files, sealed: a line that says what it is, a random name, then pieces that only open in their order.

    kneewise backup 1 NEWLINE
    16 random bytes: the name every piece is bound to
    4 bytes of length (big-endian), then a sealed piece; the first holds the word "kneewise", so that a wrong key shows
    ...

A piece is sealed for its number and for being the last or not, so nothing can be left out, swapped or cut off.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from bot.seal import Sealer
from dialogs.errors import StoreError

MAGIC = b"kneewise backup 1\n"
WORD = b"kneewise"
NAME_BYTES = 16
LENGTH_BYTES = 4
PIECE_BYTES = 1024 * 1024
# What sealing adds: key id, nonce, tag.
LARGEST_PIECE = PIECE_BYTES + 1 + 12 + 16


def seal_file(source: Path, target: Path, sealer: Sealer) -> None:
    """Write a sealed copy of `source`, on the disk when this returns. Raises OSError, also if `target` exists."""
    name = secrets.token_bytes(NAME_BYTES)
    with source.open("rb") as plain, open_new(target) as sealed:
        sealed.write(MAGIC + name)
        for number, (piece, is_last) in enumerate(_pieces(plain)):
            closed = sealer.seal(piece, "backup", _column(name, last=is_last), number)
            sealed.write(len(closed).to_bytes(LENGTH_BYTES, "big") + closed)
        sealed.flush()
        os.fsync(sealed.fileno())


def unseal_file(source: Path, target: Path, sealer: Sealer) -> None:
    """Write what was sealed in `source`. Raises StoreError for another key or a changed file, and OSError.

    After an error `target` holds a part of it and must go.
    """
    with source.open("rb") as sealed, open_new(target) as plain:
        if sealed.read(len(MAGIC)) != MAGIC:
            raise StoreError(f"{source} is no backup of kneewise. Name a file that `kneewise backup` wrote.")
        name = sealed.read(NAME_BYTES)
        for number, (closed, is_last) in enumerate(_closed(source, sealed)):
            try:
                piece = sealer.unseal(closed, "backup", _column(name, last=is_last), number)
            except StoreError:
                says = _other_key(source, closed[0], sealer) if closed and not number else damaged(source)
                raise says from None
            if number:
                plain.write(piece)
        plain.flush()
        os.fsync(plain.fileno())


def key_of_file(path: Path) -> int | None:
    """The id of the key that sealed this file, None if it is none of ours. Raises OSError."""
    with path.open("rb") as sealed:
        head = sealed.read(len(MAGIC) + NAME_BYTES + LENGTH_BYTES + 1)
    return head[-1] if head.startswith(MAGIC) and len(head) == len(MAGIC) + NAME_BYTES + LENGTH_BYTES + 1 else None


def open_new(path: Path) -> BinaryIO:
    """A new file only its owner may read. Raises OSError, also if there is one."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")


def damaged(path: Path) -> StoreError:
    """The same in words somebody can act on."""
    return StoreError(f"{path} is damaged: parts of it were changed or are missing. Use an earlier backup.")


def _other_key(path: Path, key: int, sealer: Sealer) -> StoreError:
    return StoreError(
        f"{path} does not open with {sealer.source}, so it was made with another key (number {key} of its file). "
        "Set KNEEWISE_KEY_FILE to the key file it was made with."
    )


def _pieces(plain: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """The word, then the file piece by piece, each with whether it is the last."""
    piece: bytes = WORD
    while following := plain.read(PIECE_BYTES):
        yield piece, False
        piece = following
    yield piece, True


def _closed(path: Path, sealed: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    length = sealed.read(LENGTH_BYTES)
    if not length:
        raise damaged(path)
    while length:
        size = int.from_bytes(length, "big")
        piece = sealed.read(size) if size <= LARGEST_PIECE else b""
        if len(piece) != size or len(length) != LENGTH_BYTES:
            raise damaged(path)
        length = sealed.read(LENGTH_BYTES)
        yield piece, not length


def _column(name: bytes, *, last: bool) -> str:
    return f"{name.hex()}.{'last' if last else 'more'}"

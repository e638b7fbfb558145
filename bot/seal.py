"""Sealing: what people said about their health is unreadable without the key file.

AES-256-GCM; table, column and row are bound in, so that a value moved to another place no longer opens. A sealed value
is one byte for the key, twelve of nonce, then text and tag. The key file holds one key a line, newest first, and one
line for the keyed hash, which must outlive every rotation:

    2:BASE64
    1:BASE64
    hash:BASE64

The newest key seals, every key in the file opens. Nonces are random, so a key is good for some four billion values.
"""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dialogs.errors import StoreError

KEY_BYTES = 32
NONCE_BYTES = 12
LARGEST_KEY_ID = 255
HASH_LINE = "hash"
_KEY_IDS = frozenset(map(str, range(LARGEST_KEY_ID + 1)))


class Sealer:
    """Seals and opens values, and hashes names nobody may read back."""

    def __init__(self, keys: Mapping[int, bytes], hash_key: bytes, source: str = "the key") -> None:
        """`keys` by id (0 to 255), newest first, 32 bytes each; `source` names them in errors."""
        self.source = source
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self.newest = next(iter(self._ciphers))
        self._hash_key = hash_key

    @classmethod
    def made_up(cls) -> Self:
        """A sealer with new keys that are kept nowhere."""
        return cls({1: secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES))

    def seal(self, plain: bytes | str, table: str, column: str, row: int) -> bytes:
        """`plain` (text as UTF-8), readable only with the key and only in this place."""
        data = plain.encode() if isinstance(plain, str) else plain
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self.newest].encrypt(nonce, data, _place(table, column, row))
        return bytes((self.newest,)) + nonce + sealed

    def unseal(self, sealed: bytes, table: str, column: str, row: int) -> bytes:
        """What `seal` was given. Raises StoreError for a missing key, another place or a changed value."""
        cipher = self._ciphers.get(sealed[0]) if sealed else None
        if cipher is None:
            raise StoreError(
                f"{table}.{column} of row {row} was sealed with a key that is not in {self.source}. "
                "Bring back the key file this database was made with."
            )
        try:
            nonce, data = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
            return cipher.decrypt(nonce, data, _place(table, column, row))
        except (InvalidTag, ValueError):
            raise StoreError(
                f"{table}.{column} of row {row} does not open with {self.source}: another key, or a changed value. "
                "Bring back the key file this database was made with, or restore a backup."
            ) from None

    def keyed_hash(self, text: str) -> str:
        """64 hex digits: the same for the same text for good, worth nothing without the key file."""
        return hmac.new(self._hash_key, text.encode(), hashlib.sha256).hexdigest()


def read_or_make_key_file(path: Path) -> tuple[Sealer, bool]:
    """The sealer of this key file, and whether the file was made just now, readable by its owner only.

    Raises StoreError when it can't be read or made, or a line is malformed.
    """
    try:
        made = not path.exists() and _make(path)
    except OSError as error:
        raise _unreadable(path, error) from error
    keys = read_keys(path)
    hash_key = keys.pop(HASH_LINE)
    return Sealer({int(name): key for name, key in keys.items()}, hash_key, source=str(path)), made


def read_keys(path: Path) -> dict[str, bytes]:
    """What the key file holds by the name of the line, newest key first. Raises StoreError, which quotes no line."""
    try:
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    return _read(text, path)


def write_keys(path: Path, keys: Mapping[str, bytes]) -> None:
    """Replace the key file as a whole, on the disk when this returns; owner, group and rights stay. Raises OSError."""
    # Where the file is only a link to it, as in Kubernetes, the link stays.
    path = path.resolve()
    before, draft = path.stat(), _draft(path, keys)
    try:
        os.chown(draft, before.st_uid, before.st_gid)
        draft.chmod(stat.S_IMODE(before.st_mode))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def _unreadable(path: Path, error: Exception) -> StoreError:
    return StoreError(
        f"The key file {path} can't be read or made ({type(error).__name__}, as user {os.getuid()}). "
        "Check that its folder exists and belongs to this user, or set KNEEWISE_KEY_FILE."
    )


def _place(table: str, column: str, row: int) -> bytes:
    return f"{table}.{column}:{row}".encode()


def _read(text: str, path: Path) -> dict[str, bytes]:
    keys: dict[str, bytes] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        name, _, encoded = line.strip().partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        known = name == HASH_LINE or name in _KEY_IDS
        if len(key) != KEY_BYTES or not known or name in keys:
            raise StoreError(
                f"{path}, line {number}: this is not a key. "
                f"A line is a number from 0 to {LARGEST_KEY_ID} or '{HASH_LINE}', once each, "
                f"a colon and {KEY_BYTES} bytes in base64."
            )
        keys[name] = key
    if HASH_LINE not in keys or len(keys) == 1:
        missing = "key" if HASH_LINE in keys else f"{HASH_LINE!r} line"
        raise StoreError(f"{path} holds no {missing}. Bring back the file as it was made.")
    return keys


def _make(path: Path) -> bool:
    """Write new keys to a file of another name and link it, so that nobody ever reads half a key file."""
    draft = _draft(path, {name: secrets.token_bytes(KEY_BYTES) for name in ("1", HASH_LINE)})
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    sync_folder(path.parent)
    return True


def _draft(path: Path, keys: Mapping[str, bytes]) -> Path:
    """A file beside `path` that holds these keys, for its owner only; on the disk when this returns."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(file, "w", encoding="ascii") as opened:
            opened.writelines(f"{name}:{base64.b64encode(key).decode()}\n" for name, key in keys.items())
            opened.flush()
            os.fsync(opened.fileno())
    except BaseException:
        draft.unlink()
        raise
    return draft


def sync_folder(folder: Path) -> None:
    """Make sure that a new name in this folder survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

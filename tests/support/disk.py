"""A disk that forgets: SQLite as this Python has it, told to go through us whenever it syncs a file.

Once there is a `Watch`, each synced file is copied to a second folder: that is what surely survives a power cut.
`cut_power` then leaves of a dead bot's files what was synced, and of what was not any sectors it likes. A sync fails,
or ends the process, as the files `FAIL` and `DIE` in that folder say.

It shows what the program and SQLite ask of the disk, not that the disk does as it is told. Only SQLite's own files are
watched; that their names reach the folder is taken for granted.
"""

import _sqlite3
import ctypes
import os
import random
import shutil
import signal
import sys
from pathlib import Path

FOLDER = "TEST_DISK"
"""The environment variable that names the second folder."""
FAIL = "fail"
"""While there is a file of this name, no sync succeeds."""
DIE = "die"
"""The name of a file in it: when that is to be synced, the process dies before."""
SECTOR = 512

_OK, _IOERR_FSYNC = 0, 1034
_METHODS, _SYNC = 19, 5  # the words of SQLite's table of a file's methods, and which of them syncs

_Sync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
_Open = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_watching: list["Watch"] = []


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", ctypes.c_void_p),
    )


class Watch:
    """Stands between SQLite and its files for the rest of the process."""

    def __init__(self, kept: Path) -> None:
        self.kept = kept
        self._paths: dict[int, Path] = {}
        self._tables: dict[int, ctypes.Array[ctypes.c_void_p]] = {}
        library = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        vfs = library.sqlite3_vfs_find(None).contents
        self._open, self._new_open = _Open(vfs.open), _Open(self.open)
        vfs.open = ctypes.cast(self._new_open, ctypes.c_void_p)
        # SQLite holds an address only; let go of, what stands there would be gone.
        _watching.append(self)

    def open(self, vfs: int, name: int | None, file: int, flags: int, given: int | None) -> int:
        """SQLite opens a file: from now on we hear of its syncs.

        The name goes on as the address it came by, which SQLite keeps valid; bytes made of it would be gone too soon.
        """
        code = int(self._open(vfs, name, file, flags, given))
        if code == _OK and name:
            self._paths[file] = Path(os.fsdecode(ctypes.string_at(name)))
            methods = ctypes.c_void_p.from_address(file)
            assert methods.value is not None
            methods.value = ctypes.addressof(self._table(methods.value))
        return code

    def _table(self, methods: int) -> "ctypes.Array[ctypes.c_void_p]":
        """The same methods but for the sync; one that is ours already stays."""
        if methods in map(ctypes.addressof, self._tables.values()):
            return next(ours for ours in self._tables.values() if ctypes.addressof(ours) == methods)
        if methods not in self._tables:
            table = (ctypes.c_void_p * _METHODS).from_buffer_copy((ctypes.c_void_p * _METHODS).from_address(methods))
            real = _Sync(table[_SYNC])
            ours = _Sync(lambda file, flags: self.sync(real, file, flags))
            table[_SYNC] = ctypes.cast(ours, ctypes.c_void_p)
            table.kept_alive = (real, ours)  # type: ignore[attr-defined]
            self._tables[methods] = table
        return self._tables[methods]

    def sync(self, real: "ctypes._FuncPointer", file: int, flags: int) -> int:
        """What is in the file now will be there after a power cut; unless the sync fails."""
        path = self._paths[file]
        if (self.kept / FAIL).exists():
            return _IOERR_FSYNC
        if (self.kept / DIE).exists() and (self.kept / DIE).read_text() == path.name:
            (self.kept / DIE).unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        code = int(real(file, flags))
        if code == _OK:
            draft = self.kept / f"{path.name}.draft"
            shutil.copyfile(path, draft)
            draft.replace(self.kept / path.name)
        return code


def cut_power(data: Path, kept: Path, chance: random.Random, shares: tuple[float, ...] = (0.0, 0.5, 1.0)) -> None:
    """Leave in `data` what a power cut leaves: all that was synced, and of the other sectors one of these shares."""
    for path in [path for path in data.iterdir() if path.name.endswith((".db", "-wal", "-shm"))]:
        if path.name.endswith("-shm"):
            path.unlink()
            continue
        synced = kept / path.name
        safe, seen = synced.read_bytes() if synced.exists() else b"", path.read_bytes()
        path.write_bytes(_left(safe, seen, chance.choice(shares), chance))


def _left(safe: bytes, seen: bytes, share: float, chance: random.Random) -> bytes:
    """A sector that was not synced since it changed is the old or the new one; a missing one reads as zeros."""
    safe, left = safe.ljust(len(seen), b"\0"), bytearray()
    for start in range(0, len(safe), SECTOR):
        old, new = safe[start : start + SECTOR], seen[start : start + SECTOR]
        left += new.ljust(len(old), b"\0") if old != new and chance.random() < share else old
    return bytes(left)


if __name__ == "__main__":
    Watch(Path(os.environ[FOLDER]))
    from bot.cli import main

    sys.exit(main())

"""One process to a database: a lock file beside it, held as long as the store is open."""

import fcntl
import os
from pathlib import Path

from dialogs.errors import StoreError


class Lock:
    """Taken when made. Raises StoreError when another process holds it."""

    def __init__(self, database: Path) -> None:
        path = database.with_name(f"{database.name}.lock")
        self._file: int | None = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            raise StoreError(
                f"{database} is in use by another process. Stop that one first: two bots on one database "
                "would answer everybody twice."
            ) from None
        except OSError:
            self.release()
            raise

    def release(self) -> None:
        """Let the next process in; the file stays, since removing it would let two in."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

"""What lies in a folder."""

from pathlib import Path


def bytes_of(folder: Path) -> bytes:
    """Every byte in its files."""
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())

"""Files of local folders, whole or not there."""

from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path` in an existing folder; whoever reads meanwhile finds the old file.

    Raises OSError.
    """
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)

"""Files of local folders, whole or not there."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path` in an existing folder; whoever reads meanwhile finds the old file.

    Raises OSError.
    """
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


def made_once(path: Path, make: Callable[[], bytes]) -> bytes:
    """The file at `path`, made on first use and readable by its owner alone.

    Safe when two processes start at once. Raises OSError.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(make())
        with suppress(FileExistsError):
            os.link(name, path)  # atomic, and fails for whoever comes second
        os.unlink(name)
    return path.read_bytes()

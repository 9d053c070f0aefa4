"""The secret key of an embedded install: made once, kept readable by its owner alone."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def secret_key(path: Path) -> str:
    """Read the key at `path`, making it on first use; safe when two processes start at once."""
    if not path.exists():
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(get_random_secret_key())
        with suppress(FileExistsError):
            os.link(name, path)  # atomic, and fails for whoever comes second
        os.unlink(name)
    return path.read_text().strip()

"""The secret key of an embedded install: made once, kept readable by its owner alone."""

from pathlib import Path

from django.core.management.utils import get_random_secret_key

from imaging.writing import made_once


def secret_key(path: Path) -> str:
    """Read the key at `path`, making it on first use; safe when two processes start at once."""
    return made_once(path, lambda: get_random_secret_key().encode()).decode().strip()

"""The models folder: a file is used only after its fingerprint and licence were checked."""

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from imaging.errors import EngineError
from imaging.weights.registry import MODELS, ModelCard

REPOSITORY = Path(__file__).resolve().parents[2]
SHIPPED = Path(__file__).with_name("shipped")


def folder() -> Path:
    """Where model files live: STUDIO_MODELS_DIR, or var/models beside the code."""
    return Path(os.environ.get("STUDIO_MODELS_DIR") or REPOSITORY / "var" / "models")


def location(card: ModelCard) -> Path:
    """Where the file of `card` is, or would be."""
    return (SHIPPED if card.is_shipped else folder()) / card.filename


def installed(key: str) -> bool:
    """Whether the file of model `key` is in the models folder (its contents are not read)."""
    return location(MODELS[key]).is_file()


def path_of(key: str, *, override: bool = False) -> Path:
    """The checked file of model `key`. `override` opens the licence gate; the caller logs it.

    Raises EngineError: licence_forbids, weights_missing or weights_changed.
    """
    card = MODELS[key]
    if not (card.commercial or override):
        raise EngineError("licence_forbids", model=card.architecture, licence=card.licence)
    path = location(card)
    if not path.is_file():
        command = f"make weights MODEL={key}"
        raise EngineError("weights_missing", model=card.architecture, command=command)
    if not is_genuine(path, card):
        raise EngineError("weights_changed", model=card.architecture)
    return path


def is_genuine(path: Path, card: ModelCard) -> bool:
    """Whether the file at `path` has the fingerprint of `card`."""
    return sha256_of(path) == card.sha256


def sha256_of(path: Path) -> str:
    """The fingerprint of a file; an unchanged one is read once per process."""
    stat = path.stat()
    return _sha256(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=64)
def _sha256(path: Path, mtime_ns: int, size: int) -> str:
    # Time and size are only the cache's key.
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""The nets that screening looks with: each may be absent, and then says so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from imaging.labels import Label
from imaging.ocr import reader
from imaging.ocr.reader import FINDER, READER
from imaging.screening import faces, unsafe, words
from imaging.screening.lettering import TextReader
from imaging.weights import installed


@dataclass(frozen=True)
class Nets:
    """None: it is not installed."""

    reader: TextReader | None = None
    unsafe: Any | None = None
    faces: Any | None = None


def installed_nets() -> Nets:
    """What is installed, loaded once per process. Raises EngineError("weights_changed")."""
    return Nets(
        reader=_where((FINDER, READER), reader),
        unsafe=_where((unsafe.MODEL,), unsafe.net),
        faces=_where((faces.MODEL,), faces.net),
    )


def _where(keys: Iterable[str], load: Callable[[], Any]) -> Any | None:
    return load() if all(map(installed, keys)) else None


def missing(key: str) -> Label:
    """Why a check without its net was not made, and what to do."""
    return words.NO_NET.filled(command=f"make weights MODEL={key}")

"""Brings the font files to this machine, and finds, checks and opens them."""

import subprocess
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.ttLib import TTFont
from PIL import ImageFont
from PIL.ImageFont import Axis

from imaging.adverts.faces import FACES, DebianSource, Face
from imaging.errors import EngineError
from imaging.weights import store
from imaging.weights.fetch import unpacked
from imaging.weights.registry import WheelSource

COMMAND = "make setup"
SHIPPED_LICENCES = Path(__file__).with_name("licences")  # of faces whose wheel forgot it
CACHED_SIZES = 256  # open sizes of faces; one advert needs about ten


def folder() -> Path:
    """Where fetched font files and their licences live: beside the models."""
    return store.folder() / "fonts"


def path_of(key: str) -> Path:
    """The file of the face `key`: fetched, or put into the fonts folder by hand, or Debian's.

    Raises EngineError: font_missing, font_changed.
    """
    face = FACES[key]
    path = folder() / face.file
    if not path.is_file() and isinstance(face.source, DebianSource):
        path = Path(face.source.path)
    if not path.is_file():
        raise EngineError("font_missing", font=face.file, command=COMMAND)
    if not is_genuine(path, face):
        raise EngineError("font_changed", font=face.file, command=COMMAND)
    return path


def is_genuine(path: Path, face: Face) -> bool:
    """Whether the file is the one that was chosen; Debian's own are Debian's to check."""
    return face.sha256 is None or store.sha256_of(path) == face.sha256


@cache
def glyphs(key: str) -> frozenset[int]:
    """The code points that the face `key` can draw."""
    with TTFont(path_of(key), fontNumber=FACES[key].index, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=CACHED_SIZES)
def opened(key: str, size_px: int) -> ImageFont.FreeTypeFont:
    """The face `key` at `size_px`, ready to measure and draw."""
    face = FACES[key]
    font = ImageFont.truetype(path_of(key), size_px, index=face.index)
    if face.axes:
        font.set_variation_by_axes([_position(axis, face) for axis in font.get_variation_axes()])
    return font


def _position(axis: Axis, face: Face) -> float:
    """Where on a variable font's `axis` the face lies."""
    return face.axes.get((axis["name"] or b"").decode(), axis["default"] or 0)


def fetch(key: str) -> Path:
    """The file of a face that comes in a wheel, downloaded with its licence unless it is here.

    Raises EngineError: font_unreachable, or font_changed when what came is another file.
    """
    face = FACES[key]
    path = folder() / face.file
    if isinstance(face.source, WheelSource) and not (path.is_file() and is_genuine(path, face)):
        folder().mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder(), prefix=".fetch-") as temporary:
            _download(face, face.source, Path(temporary))
    return path_of(key)


def _download(face: Face, source: WheelSource, into: Path) -> None:
    try:
        file = unpacked(source, into, face.file)
        licence = face.licence and unpacked(face.licence, into, f"{face.file}.LICENSE")
    except subprocess.CalledProcessError as error:
        raise EngineError("font_unreachable", font=face.file, source=source.requirement) from error
    if not is_genuine(file, face):
        raise EngineError("font_changed", font=face.file, command=COMMAND)
    for each in (licence, file):
        if each:
            each.replace(folder() / each.name)

"""Plates kept as files under a name that says what they show: any product may stand on them."""

import hashlib
import json
import os
import shutil
import uuid
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from imaging.scenery.backend import backend
from imaging.scenery.look import Look
from imaging.scenery.plate import U8, Light, Plate

DRAWING = "4"  # raise it when the same look gives other pixels
REPOSITORY = Path(__file__).resolve().parents[2]
MEGABYTE = 1_000_000
PICTURES = ("image", "surface")


def folder() -> Path:
    """Where plates live: STUDIO_PLATES_DIR, or var/plates beside the code."""
    return Path(os.environ.get("STUDIO_PLATES_DIR") or REPOSITORY / "var" / "plates")


def key_of(look: Look) -> str:
    """The name of the plate of `look` as this process would draw it."""
    told = f"{DRAWING} {_renderer()} {backend()} {look.model_dump_json()}"
    return hashlib.sha256(told.encode()).hexdigest()


def find(look: Look) -> Plate | None:
    """The kept plate of `look`, None where there is none. Raises EngineError("scene_backend")."""
    place = folder() / key_of(look)
    try:
        plate = read(place)
        os.utime(place)  # used now: the last to be removed
    except FileNotFoundError:
        return None
    return plate


def keep(look: Look, plate: Plate) -> None:
    """Keep `plate` for `look`, whole or not at all; the longest unused ones make room."""
    place = folder() / key_of(look)
    part = folder() / f".{uuid.uuid4().hex}"
    try:
        write(part, plate)
        os.replace(part, place)
    except OSError:
        shutil.rmtree(part, ignore_errors=True)
        if not place.is_dir():  # where it is, another process was faster with the same pixels
            raise
    _make_room()


def write(place: Path, plate: Plate) -> None:
    """`plate` as a folder: image.png and surface.png without loss, plate.json for the rest."""
    place.mkdir(parents=True)
    for name in PICTURES:
        pixels = getattr(plate, name)
        ordered = pixels[..., ::-1] if pixels.ndim == 3 else pixels
        (place / f"{name}.png").write_bytes(cv2.imencode(".png", ordered)[1].tobytes())
    (place / "plate.json").write_text(json.dumps(facts_of(plate)))


def read(place: Path) -> Plate:
    """The plate in folder `place`. Raises FileNotFoundError."""
    facts = json.loads((place / "plate.json").read_text())
    return plate_of(facts, place / "image.png", place / "surface.png")


def facts_of(plate: Plate) -> dict[str, Any]:
    """What `plate` is besides its pictures, as JSON."""
    return {name: value for name, value in asdict(plate).items() if name not in PICTURES}


def plate_of(facts: dict[str, Any], image: Path, surface: Path) -> Plate:
    """The plate of `facts` and its two picture files. Raises FileNotFoundError."""
    light = facts["light"]
    known = facts | {
        "light": Light(
            tuple(light["towards"]), light["size"], tuple(light["colour"]), light["fill"]
        ),
        "projection": tuple(tuple(row) for row in facts["projection"]),
    }
    colours = np.ascontiguousarray(_decoded(image, cv2.IMREAD_COLOR)[..., ::-1])
    return Plate(image=colours, surface=_decoded(surface, cv2.IMREAD_GRAYSCALE), **known)


def _decoded(path: Path, flags: int) -> U8:
    pixels = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), flags)
    return np.asarray(pixels, np.uint8)


def _make_room() -> None:
    """Remove the longest unused plates beyond STUDIO_PLATES_MAX_MB."""
    limit = float(os.environ.get("STUDIO_PLATES_MAX_MB") or "2000") * MEGABYTE
    places = [place for place in folder().iterdir() if place.is_dir()]
    total = 0
    for place in sorted(places, key=_used, reverse=True):
        total += sum(path.stat().st_size for path in place.glob("*"))
        if total > limit:
            shutil.rmtree(place, ignore_errors=True)


def _used(place: Path) -> float:
    try:
        return place.stat().st_mtime
    except FileNotFoundError:  # another process made room as well
        return 0.0


@cache
def _renderer() -> str:
    return version("mitsuba")

"""Where the scene engine's plates come from: what is kept, what ships with themes, the renderer."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import cv2
import numpy as np

from imaging.brief import SceneBrief
from imaging.engines.scene import Found, SceneParams
from imaging.errors import EngineError
from imaging.ops.geometry import size_of
from imaging.scenery.look import Look, Quality, decide
from imaging.scenery.plate import Plate
from imaging.themes import load_themes, store, theme

SIDE = 1024  # px of a square as large as a plate: one plate serves every size of its shape
SMALL = 448  # pictures no larger than this have plates of their own size, which are quicker to draw
NOT_SEEN: dict[str, None] = {"text": None, "channel": None, "aspect": None, "variants": None}

Progress = Callable[[float], None]


class Shelf(Protocol):
    """Plates that were drawn before."""

    def find(self, look: Look) -> Plate | None: ...

    def keep(self, look: Look, plate: Plate) -> None: ...


@dataclass(frozen=True)
class StudioPlates:
    """Plates of this machine.

    shipped: the plate that came with a theme (key) for a picture of (width, height), if any.
    """

    shelf: Shelf
    draw: Callable[[Look, Progress], Plate]
    shipped: Callable[[str, tuple[int, int]], Plate | None]

    def find(self, params: SceneParams, on_progress: Progress) -> Found:
        """The plate that `params` ask for. Raises EngineError: unknown_theme, scene_backend."""
        found = self._ready(params) or self._drawn(params, on_progress)
        return replace(found, plate=resized(found.plate, (params.width, params.height)))

    def _ready(self, params: SceneParams) -> Found | None:
        """The best plate that need not be drawn."""
        if params.quality != "best":
            return self._kept(params, params.quality)
        return self._kept(params, "full") or self._shipped(params) or self._kept(params, "preview")

    def _kept(self, params: SceneParams, quality: Quality) -> Found | None:
        try:
            plate = self.shelf.find(look_of(params, quality))
        except EngineError as error:
            # Without a renderer nothing was kept, but what ships with a theme can still be used.
            if error.code != "scene_backend":
                raise
            plate = None
        return Found(plate, "kept") if plate else None

    def _shipped(self, params: SceneParams) -> Found | None:
        key = theme_of(params)
        plate = self.shipped(key, (params.width, params.height)) if key else None
        return Found(plate, "shipped") if plate else None

    def _drawn(self, params: SceneParams, on_progress: Progress) -> Found:
        look = look_of(params, "full" if params.quality == "full" else "preview")
        plate = self.draw(look, on_progress)
        self.shelf.keep(look, plate)
        return Found(plate, "drawn")


def look_of(params: SceneParams, quality: Quality) -> Look:
    """The look that `params` ask for, at the size that plates of its shape are drawn at."""
    side = math.sqrt(params.width * params.height)
    scale = 1.0 if side <= SMALL else SIDE / side
    width, height = (max(16, round(length * scale)) for length in (params.width, params.height))
    return decide(brief_of(params), seed=params.seed, width=width, height=height, quality=quality)


def brief_of(params: SceneParams) -> SceneBrief:
    """What was asked for; a theme's own brief where nothing else was said."""
    if params.brief is not None:
        return params.brief
    return theme(params.theme).brief if params.theme else SceneBrief()


def theme_of(params: SceneParams) -> str | None:
    """The theme whose own set `params` ask for, by name or because brief and seed are the same."""
    asked = brief_of(params).model_copy(update=NOT_SEEN)
    for key, known in load_themes().items():
        if known.seed == params.seed and known.brief.model_copy(update=NOT_SEEN) == asked:
            return key
    return None


def resized(plate: Plate, size: tuple[int, int]) -> Plate:
    """`plate` at `size` (width, height); what it says in shares and units stays true."""
    if size_of(plate.image) == size:
        return plate
    method = cv2.INTER_AREA if size[0] < plate.image.shape[1] else cv2.INTER_CUBIC
    return replace(
        plate,
        image=np.asarray(cv2.resize(plate.image, size, interpolation=method), np.uint8),
        surface=np.asarray(cv2.resize(plate.surface, size), np.uint8),
    )


def studio_plates() -> StudioPlates:
    """Kept under the studio's folder, drawn by its renderer."""
    from imaging.scenery import store as shelf
    from imaging.scenery.render import render

    return StudioPlates(shelf=shelf, draw=render, shipped=shipped)


def shipped(key: str, size: tuple[int, int]) -> Plate | None:
    """The plate that ships with theme `key` for the shape of `size`."""
    shape = store.shape_of(size)
    return store.shipped(key, shape) if shape else None

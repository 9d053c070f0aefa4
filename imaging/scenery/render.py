"""Draws the plate of a look."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.scenery import materials, scene_dict, tone
from imaging.scenery.backend import renderer, version
from imaging.scenery.focus import softened
from imaging.scenery.lights import key_light
from imaging.scenery.look import Look, Projection
from imaging.scenery.plate import Plate
from imaging.scenery.stage import is_loose

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]


class Effort(NamedTuple):
    """side: of a square as large as the picture that is rendered, px. Samples are per pixel."""

    side: int
    passes: int
    samples: int


EFFORT = {"preview": Effort(448, 1, 8), "full": Effort(1024, 5, 8)}
MARGIN = 12  # px
LEVEL_WITHIN = 0.004  # world units that a point of the stand's top may be off y = 0


def render(
    look: Look,
    on_progress: Callable[[float], None] = lambda fraction: None,
    effort: Effort | None = None,
) -> Plate:
    """The plate of `look` at its width and height, drawn with `effort` or that of its quality.

    on_progress hears the done share in [0, 1], and may raise to stop. Raises
    EngineError("scene_backend").
    """
    mi = renderer()
    effort = effort or EFFORT[look.quality]
    built = scene_dict.assembled(mi, look, render_size(look, effort))
    on_progress(0.1)
    layers = _layers(mi, mi.load_dict(built.scene), effort, on_progress)
    light = _denoised(layers)
    exposure = tone.exposure(light, layers[..., 3:6], layers[..., 13], look.brightness)
    if look.camera != "top-down":
        depth = _depth(layers[..., 9:12], built.view.projection)
        light = softened(
            light, depth, float(_depth(np.zeros(3, np.float32), built.view.projection))
        )
    picture = tone.developed(light * exposure)
    reflectivity, roughness = _mirror(look)
    return Plate(
        image=tone.eight_bits(_enlarged(picture, look)),
        surface=_surface(layers, look),
        projection=built.view.projection,
        light=key_light(look),
        reflectivity=reflectivity,
        roughness=roughness,
        camera="flat" if look.camera == "top-down" else "standing",
        engine=version(),
        quality=look.quality,
    )


def render_size(look: Look, effort: Effort) -> tuple[int, int]:
    """Width and height to render at: as many pixels for every shape, never more than asked for."""
    scale = min(1.0, effort.side / math.sqrt(look.width * look.height))
    return max(round(look.width * scale), 16), max(round(look.height * scale), 16)


def _layers(mi: Any, scene: Any, effort: Effort, on_progress: Callable[[float], None]) -> F32:
    """(H, W, 15): light, albedo, normal, place and face of every pixel, the mean of all passes."""
    total: F32 | None = None
    for number in range(effort.passes):
        layers = np.array(mi.render(scene, spp=effort.samples, seed=number), np.float32)
        total = layers if total is None else total + layers
        on_progress(0.1 + 0.8 * (number + 1) / effort.passes)
    assert total is not None
    return total / np.float32(effort.passes)


def _denoised(layers: F32) -> F32:
    import mitsuba_oidn

    # The denoiser knows less at a picture's edge, so it gets a mirrored margin to look at.
    edge = ((MARGIN, MARGIN), (MARGIN, MARGIN), (0, 0))
    light, albedo, normal = (np.pad(layers[..., k : k + 3], edge, "reflect") for k in (0, 3, 6))
    device = mitsuba_oidn.Device(mitsuba_oidn.DeviceType.CPU)
    clean = mitsuba_oidn.denoise(
        light, albedo.clip(0, 1), normal, hdr=True, clean_aux=True, device=device
    )
    return np.maximum(clean[MARGIN:-MARGIN, MARGIN:-MARGIN], 0)


def _depth(places: F32, projection: Projection) -> F32:
    """Distance of world `places` (…, 3) from the camera along its axis."""
    row = np.array(projection[2], np.float32)
    return np.asarray(places @ row[:3] + row[3], np.float32)


def _surface(layers: F32, look: Look) -> U8:
    """(H, W) 255 where the stand's top is seen."""
    level = (np.abs(layers[..., 10]) < LEVEL_WITHIN) & (layers[..., 13] > 0.99)
    mask = cv2.resize(
        level.astype(np.float32), (look.width, look.height), interpolation=cv2.INTER_LINEAR
    )
    return np.rint(mask * 255).astype(np.uint8)


def _enlarged(picture: F32, look: Look) -> F32:
    size = (look.width, look.height)
    if picture.shape[1::-1] == size:
        return picture
    larger = cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC)
    return np.asarray(larger.clip(0, 1), np.float32)


def _mirror(look: Look) -> tuple[float, float]:
    """Reflectivity and roughness of what the product stands on."""
    on_stand = look.stage not in (None, "tabletop") and look.camera != "top-down"
    surface = "stone" if on_stand and is_loose(look) else look.surface
    return materials.MIRROR.get(surface, (0.0, 1.0))

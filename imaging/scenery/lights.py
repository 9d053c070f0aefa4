"""The light of a set: one key light, what stands between it and the set, and light from around."""

import math
from typing import Any

import numpy as np
from numpy.random import Generator

from imaging.scenery.colour import RGB
from imaging.scenery.look import Look
from imaging.scenery.plate import Light, Vector
from imaging.scenery.solids import Solid, grid, joined

AIM = np.array([0.0, 0.35, 0.0])
# Angular radius in radians as seen from the product, and the share of light that shadows keep.
SIZE = {"soft": 0.30, "hard": 0.022, "dappled": 0.012, "window": 0.012}
FILL = {"soft": 0.54, "hard": 0.32, "dappled": 0.38, "window": 0.38}
FILL_IN = {"bright": 1.15, "normal": 1.0, "dark": 0.6}
KEY_COLOUR: dict[str, RGB] = {
    "warm": (1.17, 0.99, 0.84), "neutral": (1.0, 1.0, 1.0), "cool": (0.91, 1.0, 1.09),
}  # fmt: skip
AROUND_COLOUR: dict[str, RGB] = {
    "warm": (1.04, 1.0, 0.96), "neutral": (1.0, 1.0, 1.0), "cool": (0.96, 1.0, 1.04),
}  # fmt: skip
FAR, GOBO_AT = 16.0, 7.0  # of a light behind a gobo, and of the gobo, from the product
NEAR = 7.0


def key_light(look: Look) -> Light:
    """The key light as shadows need it."""
    quality = gobo_of(look)
    return Light(
        towards=towards(look),
        size=SIZE[quality],
        colour=KEY_COLOUR[look.warmth],
        fill=FILL[quality] * FILL_IN[look.brightness],
    )


def gobo_of(look: Look) -> str:
    """The light's quality; a backdrop of window shadows has its window whatever was decided."""
    named = look.backdrop == "window-shadow" and look.light_quality != "dappled"
    return "window" if named else look.light_quality


def towards(look: Look) -> Vector:
    """Unit vector from the product to the key light."""
    azimuth, elevation = math.radians(look.light_azimuth), math.radians(look.light_elevation)
    level = math.cos(elevation)
    return math.sin(azimuth) * level, math.sin(elevation), math.cos(azimuth) * level


def emitters(mi: Any, look: Look) -> dict[str, Any]:
    """The key light, giving a surface that faces it 1 unit of irradiance, and the surroundings."""
    light = key_light(look)
    distance = FAR if gobo_of(look) in ("dappled", "window") else NEAR
    radius = distance * math.tan(light.size)
    radiance = distance**2 / (math.pi * radius**2)
    place = AIM + distance * np.array(light.towards)
    disk = mi.ScalarTransform4f().look_at(
        origin=place.tolist(), target=AIM.tolist(), up=_sideways(light.towards)
    ) @ mi.ScalarTransform4f().scale(radius)
    key = {
        "type": "disk",
        "to_world": disk,
        "emitter": {"type": "area", "radiance": _rgb(light.colour, radiance)},
    }
    return {"key": key, "around": _around(mi, look, light)}


def gobo(look: Look, rng: Generator) -> Solid | None:
    """What stands before the key light: window bars or foliage; None for an open light."""
    quality = gobo_of(look)
    if quality == "window":
        flat = _window(rng)
    elif quality == "dappled":
        flat = _foliage(rng)
    else:
        return None
    forward = np.array(towards(look))
    right = np.cross(_sideways(towards(look)), forward)
    right /= np.linalg.norm(right)
    up = np.cross(forward, right)
    matrix = np.stack([right, up, forward]).astype(np.float32)
    place = AIM + FAR * forward
    middle = (place + (_middle(look) - place) * (1 - GOBO_AT / FAR)).astype(np.float32)
    return flat._replace(vertices=flat.vertices @ matrix + middle, normals=flat.normals @ matrix)


def _falling(sky: Any) -> float:
    """Irradiance that a sky (rows, columns, 3), zenith first, gives to level ground."""
    rows, columns = sky.shape[:2]
    from_zenith = (np.arange(rows) + 0.5) / rows * np.pi
    facing = np.maximum(np.cos(from_zenith), 0) * np.sin(from_zenith)
    patch = (np.pi / rows) * (2 * np.pi / columns)
    return float((sky[..., 1].sum(axis=1) * facing).sum() * patch)


def _middle(look: Look) -> Any:
    """What the pattern is centred on: between the product and the wall behind it."""
    return np.zeros(3) if look.camera == "top-down" else np.array([0.0, 0.75, -0.9])


def _around(mi: Any, look: Look, light: Light) -> dict[str, Any]:
    """Light from everywhere, more from above, with two long softboxes for gloss to mirror."""
    share = light.fill / (1 - light.fill)
    rows, columns = 32, 64
    height = np.cos((np.arange(rows) + 0.5) / rows * np.pi)[:, None, None]
    sky = np.broadcast_to(0.75 + 0.35 * height, (rows, columns, 3)).copy()
    for column in (10, 42):
        sky[5:15, column : column + 5] += 5.0
    wanted = share * max(light.towards[1], 0.35)
    sky *= wanted / _falling(sky) * np.array(AROUND_COLOUR[look.warmth])
    return {"type": "envmap", "bitmap": mi.Bitmap(sky.astype(np.float32)), "scale": 1.0}


def _window(rng: Generator) -> Solid:
    """Bars of a window, and the wall round it, in the x-y plane about the origin."""
    wide, tall = ((2, 3), (3, 3), (2, 4))[int(rng.integers(3))]
    pane = (1.7 / wide, 2.3 / tall)
    bar, reach = 0.075, 4.6
    half = (wide * pane[0] / 2, tall * pane[1] / 2)
    bars = [
        (x * pane[0] - half[0] - bar / 2, -half[1], bar, 2 * half[1]) for x in range(1, wide)
    ] + [(-half[0], y * pane[1] - half[1] - bar / 2, 2 * half[0], bar) for y in range(1, tall)]
    wall = [
        (-reach, -reach, reach - half[0], 2 * reach),
        (half[0], -reach, reach - half[0], 2 * reach),
        (-half[0], half[1], 2 * half[0], reach - half[1]),
        (-half[0], -reach, 2 * half[0], reach - half[1]),
    ]
    return joined(*(_plate(*rectangle) for rectangle in bars + wall))


def _foliage(rng: Generator) -> Solid:
    """A few fronds with pointed leaflets that reach in from the sides, in the x-y plane."""
    parts = []
    start = rng.uniform(0, 360)
    for number in range(9):
        angle = np.radians(start + number * 360 / 9 + rng.uniform(-15, 15))
        root = rng.uniform(2.1, 2.5) * np.array([np.cos(angle), np.sin(angle)])
        parts += _frond(root, angle + np.pi + rng.uniform(-0.5, 0.5), rng)
    return joined(*parts)


def _frond(root: Any, angle: float, rng: Generator) -> list[Solid]:
    """Leaflets in pairs along a stem that bends."""
    length, bend = rng.uniform(1.5, 2.2), rng.uniform(-0.5, 0.5)
    leaves, at, heading = [], np.array(root), angle
    for step in range(11):
        heading += bend / 11
        at = at + length / 11 * np.array([np.cos(heading), np.sin(heading)])
        size = 0.62 * np.sin(np.pi * (step + 1.6) / 13.5) * rng.uniform(0.85, 1.15)
        for side in (-1, 1):
            leaves.append(_leaf(at, heading + side * rng.uniform(0.6, 0.95), size))
    return leaves


def _leaf(root: Any, angle: float, length: float) -> Solid:
    """A pointed leaf from `root`, in the x-y plane."""
    along = np.linspace(0, 1, 7)
    half = 0.13 * length * np.sin(np.pi * along**0.8) * 1.1
    spine = np.stack([along * length, along * 0], 1)
    edges = np.stack([spine - np.c_[half * 0, half], spine + np.c_[half * 0, half]])
    c, s = np.cos(angle), np.sin(angle)
    flat = edges @ np.array([[c, s], [-s, c]]) + root
    return _flat(flat)


def _plate(x: float, y: float, width: float, height: float) -> Solid:
    corners = np.array([[(x, y), (x + width, y)], [(x, y + height), (x + width, y + height)]])
    return _flat(corners.astype(float))


def _flat(points: Any) -> Solid:
    """A net over (R, C, 2) points of the x-y plane."""
    deep = np.concatenate([points, np.zeros((*points.shape[:2], 1))], -1)
    normals = np.broadcast_to([0.0, 0.0, 1.0], deep.shape)
    return grid(deep, normals, points)


def _sideways(direction: Vector) -> list[float]:
    """An up vector that is not parallel to `direction`."""
    return [0.0, 0.0, -1.0] if abs(direction[1]) > 0.99 else [0.0, 1.0, 0.0]


def _rgb(colour: RGB, level: float) -> dict[str, Any]:
    return {"type": "rgb", "value": [level * channel for channel in colour]}

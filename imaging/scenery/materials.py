"""Materials as Mitsuba reads them."""

from typing import Any, NamedTuple

import numpy as np
from numpy.random import Generator

from imaging.scenery.colour import RGB, WHITEST, paint
from imaging.scenery.textures import TEXTURES, Texture

SIDE = {"preview": 1024, "full": 2048}
# What a principled material takes besides colour, roughness and relief.
GLOSS: dict[str, dict[str, float]] = {
    "marble": {"specular": 0.5}, "black-marble": {"specular": 0.5}, "terrazzo": {"specular": 0.45},
    "light-wood": {"specular": 0.4}, "dark-wood": {"specular": 0.45}, "old-wood": {"specular": 0.2},
    "concrete": {"specular": 0.25}, "stone": {"specular": 0.3}, "plaster": {"specular": 0.2},
    "paper": {"specular": 0.15}, "linen": {"specular": 0.1, "sheen": 0.3},
    "velvet": {"specular": 0.05, "sheen": 1.0, "sheen_tint": 0.8}, "sand": {"specular": 0.1},
    "snow": {"specular": 0.25}, "metal": {"metallic": 1.0},
    "acrylic": {"specular": 0.7, "clearcoat": 1.0, "clearcoat_gloss": 0.99},
    "water": {"specular": 0.7, "clearcoat": 1.0, "clearcoat_gloss": 0.98},
}  # fmt: skip
# How a product is mirrored: share at grazing view, and how blurred. The rest mirror nothing.
MIRROR = {
    "marble": (0.35, 0.25), "black-marble": (0.5, 0.18), "terrazzo": (0.25, 0.35),
    "light-wood": (0.12, 0.5), "dark-wood": (0.18, 0.45), "acrylic": (0.6, 0.08),
    "water": (0.6, 0.12), "metal": (0.55, 0.4), "stone": (0.05, 0.7),
}  # fmt: skip


class Material(NamedTuple):
    """A Mitsuba material, and the world units that one turn of its texture covers.

    rises: the texture goes once from the foot of a body to its top instead.
    """

    bsdf: dict[str, Any]
    span: float
    rises: bool = False


def surface(mi: Any, name: str, colour: str, quality: str, rng: Generator) -> Material:
    """The material `name`, in `colour` where it comes in colours."""
    texture = TEXTURES[name](SIDE[quality], paint(colour), rng)
    return Material(_principled(mi, texture, GLOSS[name]), texture.span)


def gradient(mi: Any, low: RGB, high: RGB) -> Material:
    """Paint that changes from `low` at the foot of a wall to `high` at its top."""
    share = np.linspace(0, 1, 256, dtype=np.float32)[:, None, None]
    eased = share * share * (3 - 2 * share)
    colour = np.array(low, np.float32) * (1 - eased) + np.array(high, np.float32) * eased
    picture = np.repeat(colour, 4, axis=1) * WHITEST
    return Material({"type": "diffuse", "reflectance": _bitmap(mi, picture, "clamp")}, 1.0, True)


def plain(colour: RGB) -> dict[str, Any]:
    """Matt paint of an albedo."""
    return {"type": "diffuse", "reflectance": {"type": "rgb", "value": list(colour)}}


def _principled(mi: Any, texture: Texture, gloss: dict[str, float]) -> dict[str, Any]:
    rough = texture.roughness
    bsdf: dict[str, Any] = {
        "type": "principled",
        "base_color": _bitmap(mi, texture.colour),
        "roughness": rough if isinstance(rough, float) else _bitmap(mi, rough[..., None]),
        **gloss,
    }
    if texture.relief is None:
        return bsdf
    relief = texture.relief.astype(np.float32)[..., None]
    return {"type": "bumpmap", "relief": _bitmap(mi, relief), "bsdf": bsdf, "scale": 1.0}


def _bitmap(mi: Any, picture: Any, wrap: str = "repeat") -> dict[str, Any]:
    data = mi.Bitmap(np.ascontiguousarray(picture, np.float32))
    return {"type": "bitmap", "bitmap": data, "raw": True, "wrap_mode": wrap}

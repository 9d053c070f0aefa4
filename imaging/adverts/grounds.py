"""Backdrops that layouts draw when there is no scene: colour, light and large quiet shapes.

All functions give (H, W, 3) float32, sRGB levels 0 to 255, for a canvas and where the product is.
"""

import math
from collections.abc import Callable

import cv2
import numpy as np

from imaging.adverts.field import (
    F32,
    U8,
    Set,
    as_share,
    down,
    filled,
    floor_share,
    from_centre,
    from_middle,
    glow,
    mixed,
    pixels,
    ring,
)
from imaging.adverts.layout import Ground
from imaging.adverts.plan import Rect, mean_side
from imaging.adverts.shapes import polygon_mask, rounded_mask, shape_mask
from imaging.ops.light import rgb

SEED = 7  # of paper grain and dither: the same advert is the same pixels
RAYS = 22
WHITE, WARM_LIGHT, MOONLIGHT, NEON = (
    np.array(rgb(colour), np.float32) for colour in ("#FFFFFF", "#FFD678", "#FFF4D6", "#D6EEFF")
)


def drawn(ground: Ground, around: Set) -> U8:
    """The backdrop, dithered so that its gradients show no steps: (H, W, 3) uint8."""
    picture = GROUNDS[ground](around)
    grain = np.random.default_rng(SEED).random(picture.shape[:2], np.float32)[..., None]
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def flat(around: Set) -> F32:
    """One colour."""
    return filled(around, around.colour("ground"))


def gradient(around: Set) -> F32:
    """A wall that runs into a floor, a little light on the wall behind the product."""
    picture = mixed(around.colour("ground"), around.colour("ground_end"), floor_share(around))
    return mixed(picture, WHITE, 0.45 * glow(around, 0.75))


def spotlight(around: Set) -> F32:
    """Light on the product, dark all round."""
    return mixed(around.colour("ground_end"), around.colour("ground"), glow(around, 1.1) * 1.25)


def rays(around: Set) -> F32:
    """Rays from behind the product."""
    x, y = from_middle(around)
    turns = (np.arctan2(y, x) / math.pi + 1) * RAYS / 2
    wave = np.abs(turns % 1 - 0.5) * 2
    reach = np.hypot(x, y)
    # An edge one pixel soft, however far out.
    edge = np.clip((wave - 0.5) * np.pi * reach / RAYS * 2 + 0.5, 0, 1)[..., None]
    picture = mixed(around.colour("ground"), around.colour("shape"), edge * around.loud)
    away = np.clip(reach / (0.75 * max(around.canvas)), 0, 1)[..., None]
    picture = mixed(picture, around.colour("ground_end"), away**1.5 * 0.9)
    return mixed(picture, WARM_LIGHT, 0.55 * glow(around, 0.62) * around.loud)


def moon(around: Set) -> F32:
    """Light in the middle of a deep colour, and a bright full moon with a ring."""
    picture = mixed(around.colour("ground_end"), around.colour("ground"), glow(around, 1.5) * 1.3)
    full, thin = around.disc(1.22), max(1.5, 0.004 * mean_side(around.canvas))
    for beyond, strength in ((0.16, 0.32), (0.08, 0.44)):
        halo = ring(full.inset(-beyond * full.w), thin, around.canvas)
        picture = mixed(picture, around.colour("shape"), halo * strength * around.loud)
    disc = as_share(shape_mask("circle", full, around.canvas))
    golden = mixed(around.colour("shape"), MOONLIGHT, glow(around, 0.7))
    return mixed(picture, golden, disc * 0.96)


def grid(around: Set) -> F32:
    """A dark room with a floor of lines and a ring of light behind the product."""
    picture = mixed(around.colour("ground_end"), around.colour("ground"), glow(around, 1.4) * 1.2)
    picture = mixed(picture, around.colour("shape"), _floor_lines(around) * 0.5 * around.loud)
    line = ring(around.disc(1.2), 0.006 * mean_side(around.canvas), around.canvas)
    halo = cv2.GaussianBlur(line[..., 0], (0, 0), 0.02 * mean_side(around.canvas))[..., None]
    picture = mixed(picture, around.colour("shape"), np.clip(halo * 2.2, 0, 0.8) * around.loud)
    return mixed(picture, NEON, line * 0.85 * around.loud)


def foliage(around: Set) -> F32:
    """Soft shadows of leaves from two corners."""
    picture = gradient(around)
    shade = np.zeros((around.canvas[1], around.canvas[0]), np.uint8)
    width, height = around.canvas
    side = mean_side(around.canvas)
    for corner, turn in (
        ((width * 1.02, -0.02 * height), 125),
        ((-0.03 * width, height * 0.9), -35),
    ):
        for index in range(9):
            shade = np.maximum(shade, _leaf(around, corner, turn + (index - 4) * 15, index, side))
    soft = cv2.GaussianBlur(shade, (0, 0), 0.009 * side).astype(np.float32) / 255
    return mixed(picture, around.colour("shape"), soft[..., None] * 0.5 * around.loud)


def dots(around: Set) -> F32:
    """Dots on a light colour and a pale scalloped plate behind the product."""
    picture = mixed(around.colour("ground"), around.colour("ground_end"), down(around))
    side = mean_side(around.canvas)
    pitch = 0.075 * side
    rows, columns = pixels(around)
    row = np.floor(rows / pitch)
    x = (columns / pitch + 0.5 * (row % 2)) % 1 - 0.5
    y = rows / pitch % 1 - 0.5
    dot = np.clip((0.15 - np.hypot(x, y)) * pitch + 0.5, 0, 1)[..., None]
    picture = mixed(picture, around.colour("shape"), dot * 0.55 * around.loud)
    plate = as_share(polygon_mask(_scallop(around.disc(1.3)), around.canvas))
    return mixed(picture, around.colour("shape"), plate * 0.9)


def paper(around: Set) -> F32:
    """Old paper: fibres, and edges that darkened."""
    height, width = around.canvas[1], around.canvas[0]
    noise = np.random.default_rng(SEED).standard_normal((height, width)).astype(np.float32)
    fibre = sum(
        cv2.GaussianBlur(noise, (0, 0), sigma) * sigma * weight
        for sigma, weight in ((0.8, 2.4), (5.0, 3.0), (30.0, 3.2))
    )
    x, y = from_centre(around)
    away = np.clip(np.hypot(x, y) - 0.45, 0, 1)[..., None]
    picture = mixed(around.colour("ground"), around.colour("ground_end"), away * 1.1)
    picture = mixed(picture, around.colour("shape"), np.clip(away - 0.22, 0, 1) * 0.9)
    return np.asarray(picture + fibre[..., None], np.float32)  # type: ignore[index]


def arch(around: Set) -> F32:
    """A pale arch in a wall behind the product."""
    picture = mixed(around.colour("ground"), around.colour("ground_end"), down(around))
    product, height = around.product, around.canvas[1]
    wanted = min(max(product.w * 1.24, product.h * 0.74), around.canvas[0] * 0.94)
    left, width = around.across(wanted)
    top = product.y - 0.1 * product.h
    rect = Rect(left, top, width, height * 1.6 - top)
    inside = as_share(rounded_mask(rect, width / 2, around.canvas))
    picture = mixed(picture, around.colour("shape"), inside * 0.85)
    return mixed(picture, around.colour("ground_end"), floor_share(around) * 0.9)


def disc(around: Set) -> F32:
    """A quiet disc behind the product."""
    picture = mixed(around.colour("ground"), around.colour("ground_end"), down(around))
    inside = as_share(shape_mask("circle", around.disc(1.12), around.canvas))
    return mixed(picture, around.colour("shape"), inside)


def blocks(around: Set) -> F32:
    """A bright band across a flat colour, slanted, and rows of small dots that fade."""
    picture = filled(around, around.colour("ground"))
    width, height = around.canvas
    x, _ = around.middle
    lean, thick = 0.34 * height, 0.62 * max(around.product.w, around.product.h)
    band = [(x - thick + lean, 0.0), (x + thick + lean, 0.0), (x + thick - lean, float(height)),
            (x - thick - lean, float(height))]  # fmt: skip
    picture = mixed(
        picture, around.colour("ground_end"), as_share(polygon_mask(band, around.canvas))
    )
    rows, columns = pixels(around)
    pitch = 0.022 * mean_side(around.canvas)
    far = np.clip(1 - (width - columns + height - rows) / (0.5 * (width + height)), 0, 1)
    away = np.hypot(columns / pitch % 1 - 0.5, rows / pitch % 1 - 0.5)
    dot = np.clip((0.42 * far - away) * pitch + 0.5, 0, 1)[..., None]
    return mixed(picture, around.colour("shape"), dot * around.loud)


GROUNDS: dict[Ground, Callable[[Set], F32]] = {
    "flat": flat, "gradient": gradient, "spotlight": spotlight, "rays": rays, "moon": moon,
    "grid": grid, "foliage": foliage, "dots": dots, "paper": paper, "arch": arch, "disc": disc,
    "blocks": blocks,
}  # fmt: skip


def _floor_lines(around: Set) -> F32:
    """Lines of a floor that runs to a horizon at the product's middle."""
    x, y = from_middle(around)
    horizon = 0.2 * around.product.h
    depth = np.clip(y - horizon, 1e-3, None) / around.canvas[1]
    across = x / around.canvas[0] / depth
    along = 0.22 / depth
    width = 0.012 * (1 + 0.5 / depth) / 6
    lines = np.minimum(np.abs(across * 1.6 % 1 - 0.5), np.abs(along % 1 - 0.5))
    line = np.clip(1 - lines / np.maximum(width, 0.02), 0, 1)
    return (line * np.clip(depth * 3.2, 0, 1) * (y > horizon))[..., None].astype(np.float32)


def _leaf(around: Set, corner: tuple[float, float], turn: float, index: int, side: float) -> U8:
    """A slender leaf from a corner inwards, turned by `turn` degrees."""
    length = side * (0.34 + 0.16 * ((index * 37) % 5) / 4)
    angle = math.radians(turn)
    points = []
    for step in range(33):
        along = step / 16 if step <= 16 else 2 - step / 16
        bulge = 0.085 * math.sin(math.pi * along**0.8) * (1 if step <= 16 else -1)
        x, y = length * along, length * bulge
        points.append(
            (
                corner[0] + x * math.cos(angle) - y * math.sin(angle),
                corner[1] + x * math.sin(angle) + y * math.cos(angle),
            )
        )
    return polygon_mask(points, around.canvas)


def _scallop(rect: Rect) -> list[tuple[float, float]]:
    """A disc with a wavy rim."""
    cx, cy, radius = rect.x + rect.w / 2, rect.y + rect.h / 2, rect.w / 2
    turns = [2 * math.pi * step / 360 for step in range(360)]
    reach = [radius * (0.955 + 0.045 * math.cos(16 * turn)) for turn in turns]
    return [
        (cx + r * math.cos(turn), cy + r * math.sin(turn))
        for r, turn in zip(reach, turns, strict=True)
    ]

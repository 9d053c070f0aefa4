"""Masks of the shapes that adverts draw: buttons, badges, frames; and inking them on a picture."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from imaging.adverts.contrast import Colour
from imaging.adverts.plan import Rect

U8 = NDArray[np.uint8]
FINE = 3  # times the canvas's resolution that shapes are drawn at, for smooth edges
BURST_POINTS, BURST_DEPTH = 18, 0.13
Points = Sequence[tuple[float, float]]
Bounds = tuple[float, float, float, float]
Drawing = Callable[[ImageDraw.ImageDraw, Bounds], None]


def inked(image: U8, mask: U8, colour: Colour, keep: U8 | None = None) -> U8:
    """`image` (H, W, 3) with `colour` where `mask` (H, W) uint8 says, but not where `keep` does.

    keep: alpha of the product, under which the shape lies. Returns a new array.
    """
    weight = mask.astype(np.uint32)
    if keep is not None:
        weight = (weight * (255 - keep.astype(np.uint32)) + 127) // 255
    weight = weight[..., None]
    mixed = image * (255 - weight) + np.array(colour, np.uint32) * weight + 127
    return (mixed // 255).astype(np.uint8)


def shape_mask(shape: str, rect: Rect, size: tuple[int, int]) -> U8:
    """(H, W) uint8 mask of `shape` filling `rect` on a canvas of `size` (width, height)."""
    if shape in ("circle", "stamp"):
        return _drawn(size, rect, lambda draw, box: draw.ellipse(box, fill=255))
    if shape == "burst":
        return polygon_mask(_burst(rect), size)
    if shape == "ribbon":
        return polygon_mask(_ribbon(rect), size)
    if shape in ("box", "underline"):
        return rounded_mask(rect, 0.0, size)
    return rounded_mask(rect, rect.h / 2 if shape == "pill" else rect.h * 0.16, size)


def rounded_mask(rect: Rect, radius: float, size: tuple[int, int]) -> U8:
    """A filled rectangle with round corners."""

    def draw_it(draw: ImageDraw.ImageDraw, box: Bounds) -> None:
        draw.rounded_rectangle(box, radius * FINE, fill=255)

    return _drawn(size, rect, draw_it)


def outline_mask(mask_of: str, rect: Rect, thick: float, size: tuple[int, int]) -> U8:
    """The band of `thick` px inside the edge of a shape."""
    outer, inner = shape_mask(mask_of, rect, size), shape_mask(mask_of, rect.inset(thick), size)
    return np.where(outer > inner, outer - inner, np.uint8(0)).astype(np.uint8)


def polygon_mask(points: Points, size: tuple[int, int]) -> U8:
    """A filled polygon of canvas points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    rect = Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))

    def draw_it(draw: ImageDraw.ImageDraw, box: Bounds) -> None:
        left, top = box[0] - rect.x * FINE, box[1] - rect.y * FINE
        draw.polygon([(left + x * FINE, top + y * FINE) for x, y in points], fill=255)

    return _drawn(size, rect, draw_it)


def _drawn(size: tuple[int, int], rect: Rect, draw_it: Drawing) -> U8:
    """What `draw_it(draw, box)` fills, drawn finely about `rect` alone and averaged down."""
    x0, y0 = math.floor(rect.x) - 1, math.floor(rect.y) - 1
    width, height = math.ceil(rect.w) + 3, math.ceil(rect.h) + 3
    out = np.zeros((size[1], size[0]), np.uint8)
    if rect.w <= 0 or rect.h <= 0:
        return out
    fine = Image.new("L", (width * FINE, height * FINE))
    left, top = (rect.x - x0) * FINE, (rect.y - y0) * FINE
    box = (left, top, left + rect.w * FINE - 1, top + rect.h * FINE - 1)
    draw_it(ImageDraw.Draw(fine), box)
    part = np.asarray(fine.resize((width, height), Image.Resampling.BOX))
    left_in, top_in = max(0, x0), max(0, y0)
    right_in, bottom_in = min(size[0], x0 + width), min(size[1], y0 + height)
    if right_in > left_in and bottom_in > top_in:
        out[top_in:bottom_in, left_in:right_in] = part[
            top_in - y0 : bottom_in - y0, left_in - x0 : right_in - x0
        ]
    return out


def _burst(rect: Rect) -> Points:
    """A star of many short points, as on price stickers."""
    cx, cy = rect.x + rect.w / 2, rect.y + rect.h / 2
    points = []
    for index in range(2 * BURST_POINTS):
        radius = rect.w / 2 * (1 if index % 2 == 0 else 1 - BURST_DEPTH)
        turn = math.pi * index / BURST_POINTS
        points.append((cx + radius * math.sin(turn), cy - radius * math.cos(turn)))
    return points


def _ribbon(rect: Rect) -> Points:
    """A band with a swallow's tail at its right end."""
    x, y, right, bottom = rect.x, rect.y, rect.x + rect.w, rect.y + rect.h
    return [
        (x, y),
        (right, y),
        (right - rect.h * 0.35, y + rect.h / 2),
        (right, bottom),
        (x, bottom),
    ]

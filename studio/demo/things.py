"""The demo's products as shapes and surfaces (see tracer for units and arrays)."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from studio.demo.tracer import F32, Distance, Paint, Room, Thing

Colour = tuple[float, float, float]
LIGHT_OAK = Room(table=(0.47, 0.33, 0.2), wall=(0.62, 0.6, 0.56), grain=0.1)
WALNUT = Room(table=(0.2, 0.115, 0.065), wall=(0.5, 0.47, 0.42), grain=0.14)
STONE = Room(table=(0.5, 0.5, 0.49), wall=(0.36, 0.41, 0.43))
LINEN = Room(table=(0.62, 0.57, 0.5), wall=(0.55, 0.5, 0.45))


def lathe(profile: Sequence[tuple[float, float]], wall: float = 0.0) -> Distance:
    """A turned shape from (height, radius) pairs; with `wall` it is an open vessel that thick."""
    heights, radii = np.array(profile, np.float32).T
    fine = np.linspace(heights[0], heights[-1], 400)
    kernel = np.hanning(53) / np.hanning(53).sum()
    smooth = np.convolve(np.pad(np.interp(fine, heights, radii), 26, "edge"), kernel, "valid")
    slope = float(abs(np.gradient(smooth, fine)[27:-27]).max())
    scale = np.float32(1 / np.hypot(1, min(slope, 2.0)))

    def distance(points: F32) -> F32:
        rho, y = np.hypot(points[:, 0], points[:, 2]), points[:, 1]
        side = (rho - np.interp(y, fine, smooth)) * scale
        body = np.maximum(side, np.maximum(heights[0] - y, y - heights[-1]))
        if wall:
            body = np.maximum(body, -np.maximum(side + wall, heights[0] + wall - y))
        return body.astype(np.float32)

    return distance


def box(half: Colour, centre: Colour, rounding: float, turn: float = 0.0) -> Distance:
    """A box with rounded edges, turned by `turn` radians around the upright axis."""

    def distance(points: F32) -> F32:
        local = abs(turned(points - np.array(centre, np.float32), turn))
        local -= np.array(half, np.float32) - rounding
        outside = np.linalg.norm(np.maximum(local, 0), axis=1)
        return np.asarray(outside + np.minimum(local.max(1), 0) - rounding, np.float32)

    return distance


def turned(points: F32, angle: float) -> F32:
    """(N, 3) turned around the upright axis."""
    c, s = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    x, y, z = points.T
    return np.stack([c * x - s * z, y, s * x + c * z], 1)


def ellipsoid(centre: Colour, radii: Colour) -> Distance:
    """An ellipsoid; its distance is a close bound, which is enough for tracing."""

    def distance(points: F32) -> F32:
        local = (points - np.array(centre, np.float32)) / np.array(radii, np.float32)
        length = np.linalg.norm(local, axis=1)
        return np.asarray((length - 1) * min(radii), np.float32)

    return distance


def ring(centre: Colour, radius: float, thickness: float) -> Distance:
    """An upright ring in the plane of x and y: a mug's handle."""

    def distance(points: F32) -> F32:
        x, y, z = (points - np.array(centre, np.float32)).T
        return np.asarray(np.hypot(np.hypot(x, y) - radius, z) - thickness, np.float32)

    return distance


def together(*shapes: Distance) -> Distance:
    """Their union, each with its own edges."""
    return lambda points: np.minimum.reduce([shape(points) for shape in shapes])


def joined(*shapes: Distance, blend: float) -> Distance:
    """Their union, melted together over a length of `blend`."""

    def distance(points: F32) -> F32:
        result = shapes[0](points)
        for shape in shapes[1:]:
            other = shape(points)
            mix = np.clip(0.5 + 0.5 * (other - result) / blend, 0, 1)
            result = other + (result - other) * mix - blend * mix * (1 - mix)
        return result

    return distance


def bands(colours: Sequence[tuple[float, Colour]]) -> Paint:
    """Colours by height: each holds up to its number."""
    limits = np.array([limit for limit, _ in colours[:-1]])
    palette = np.array([colour for _, colour in colours], np.float32)

    def paint(points: F32, normals: F32) -> F32:
        return np.asarray(palette[np.searchsorted(limits, points[:, 1])])

    return paint


def speckled(paint: Paint, strength: float, size: float) -> Paint:
    """Small darker specks, as in stoneware."""

    def specks(points: F32, normals: F32) -> F32:
        cells = np.floor(points / size)
        chance = np.abs(np.sin(cells @ np.array([12.9898, 78.233, 37.719])) * 43758.5453) % 1
        round_ones = np.linalg.norm(points / size - cells - 0.5, axis=1) < chance - 0.5
        dark = (chance > 0.88) & round_ones
        return np.asarray(paint(points, normals) * (1 - strength * dark)[:, None])

    return specks


def woven(paint: Paint) -> Paint:
    """The fine weave of terry cloth."""

    def weave(points: F32, normals: F32) -> F32:
        x, y, z = (points * 95).T
        threads = 0.9 + 0.1 * np.sin(x) * np.sin(y + 0.5 * np.sin(x)) * np.sin(z)
        return np.asarray(paint(points, normals) * threads[:, None])

    return weave


def labelled(paint: Paint, label: F32, *, low: float, high: float, half_width: float) -> Paint:
    """`label` (H, W, 3) linear wrapped on the front between two heights, measured along the arc."""

    def with_label(points: F32, normals: F32) -> F32:
        colour = np.array(paint(points, normals))
        angle = np.arctan2(points[:, 0], points[:, 2])
        across = angle * np.hypot(points[:, 0], points[:, 2]) / half_width
        u, v = (across + 1) / 2, (high - points[:, 1]) / (high - low)
        on = (u > 0) & (u < 1) & (v > 0) & (v < 1)
        rows = (v[on] * label.shape[0]).astype(int)
        colour[on] = label[rows, (u[on] * label.shape[1]).astype(int)]
        return colour

    return with_label


def on_front(
    paint: Paint, label: F32, *, centre: Colour, half: tuple[float, float], turn: float
) -> Paint:
    """`label` on the front face of a box turned by `turn`."""

    def with_label(points: F32, normals: F32) -> F32:
        colour = np.array(paint(points, normals))
        local = turned(points - np.array(centre, np.float32), turn)
        u, v = (local[:, 0] / half[0] + 1) / 2, (1 - local[:, 1] / half[1]) / 2
        front = turned(normals, turn)[:, 2] > 0.9
        on = front & (u > 0) & (u < 1) & (v > 0) & (v < 1)
        rows = (v[on] * label.shape[0]).astype(int)
        colour[on] = label[rows, (u[on] * label.shape[1]).astype(int)]
        return colour

    return with_label


def printed(title: str, line: str, *, paper: str, ink: str, size: tuple[int, int]) -> F32:
    """A label with a title, a line under it and a leaf, (H, W, 3) linear RGB."""
    width, height = size
    image = Image.new("RGB", size, paper)
    draw = ImageDraw.Draw(image)
    draw.rectangle((12, 12, width - 13, height - 13), outline=ink, width=3)
    large, small = ImageFont.load_default(width * 0.19), ImageFont.load_default(width * 0.068)
    middle = width / 2
    leaf = height * 0.13
    draw.ellipse((middle - 1.5 * leaf, leaf, middle, 1.8 * leaf), fill=ink)
    draw.ellipse((middle, 1.15 * leaf, middle + leaf, 1.8 * leaf), fill=ink)
    draw.text((middle, height * 0.52), title, fill=ink, font=large, anchor="mm")
    draw.text((middle, height * 0.74), line, fill=ink, font=small, anchor="mm")
    return np.asarray((np.asarray(image) / 255) ** 2.2, np.float32)


def vase() -> tuple[Thing, Room]:
    shape = lathe(
        [(0, 0.3), (0.06, 0.36), (0.5, 0.56), (0.9, 0.5), (1.3, 0.22), (1.5, 0.2), (1.62, 0.3)],
        wall=0.05,
    )
    glaze = bands([(0.22, (0.52, 0.4, 0.28)), (9, (0.03, 0.19, 0.2))])
    return Thing(shape, speckled(glaze, 0.35, 0.012), gloss=0.9), LIGHT_OAK


def mug() -> tuple[Thing, Room]:
    cup = lathe([(0, 0.38), (0.08, 0.46), (0.3, 0.5), (1.0, 0.5)], wall=0.05)
    handle = ring((0.6, 0.52, 0), 0.24, 0.06)

    def outside(points: F32) -> F32:
        inner = np.maximum(np.hypot(points[:, 0], points[:, 2]) - 0.47, 0.06 - points[:, 1])
        return np.maximum(handle(points), -inner)

    glaze = bands([(0.3, (0.62, 0.2, 0.1)), (9, (0.78, 0.73, 0.64))])
    shape = joined(cup, outside, blend=0.03)

    def facing(points: F32) -> F32:
        return shape(turned(points, 0.5))

    return Thing(facing, speckled(glaze, 0.3, 0.015), gloss=0.7), STONE


def bottle() -> tuple[Thing, Room]:
    shape = lathe([(0, 0.4), (0.05, 0.43), (1.08, 0.43), (1.22, 0.32), (1.3, 0.15), (1.62, 0.19)])
    glass = bands([(1.31, (0.16, 0.055, 0.015)), (9, (0.02, 0.02, 0.022))])
    label = printed("SENNA", "hand wash · 300 ml", paper="#efe6d4", ink="#33402f", size=(480, 420))
    painted = labelled(glass, label, low=0.22, high=0.98, half_width=0.46)
    return Thing(shape, painted, gloss=0.95), LINEN


def tea_box() -> tuple[Thing, Room]:
    half, centre, turn = (0.52, 0.72, 0.3), (0.0, 0.72, 0.0), -0.42
    label = printed(
        "OOLONG", "loose leaf tea · 100 g", paper="#f3ead8", ink="#8c2f1f", size=(520, 720)
    )
    card = bands([(9, (0.42, 0.055, 0.035))])
    painted = on_front(card, label, centre=centre, half=(0.43, 0.6), turn=turn)
    return Thing(box(half, centre, 0.025, turn), painted, gloss=0.25), WALNUT


def towels() -> tuple[Thing, Room]:
    layers = [
        box((0.85 - 0.02 * n, 0.15, 0.55), (0.02 * (-1) ** n, 0.15 + 0.29 * n, 0), 0.14, 0.35)
        for n in range(3)
    ]
    cotton = bands([(0.295, (0.2, 0.32, 0.37)), (0.585, (0.7, 0.64, 0.54)), (9, (0.6, 0.3, 0.22))])
    return Thing(together(*layers), woven(cotton), gloss=0.02), LIGHT_OAK


def duck() -> tuple[Thing, Room]:
    body = ellipsoid((0, 0.42, 0), (0.68, 0.42, 0.46))
    tail = ellipsoid((-0.62, 0.66, 0), (0.2, 0.2, 0.16))
    head = ellipsoid((0.36, 1.02, 0), (0.36, 0.36, 0.36))
    beak = ellipsoid((0.74, 0.95, 0), (0.2, 0.075, 0.16))
    shape = joined(joined(body, tail, head, blend=0.16), beak, blend=0.02)
    rubber, orange, black = (0.86, 0.52, 0.02), (0.8, 0.16, 0.01), (0.01, 0.01, 0.012)

    def painted(points: F32, normals: F32) -> F32:
        colour = np.broadcast_to(np.array(rubber, np.float32), points.shape).copy()
        colour[beak(points) < 0.012] = orange
        eyes = np.stack([points[:, 0] - 0.56, points[:, 1] - 1.13, abs(points[:, 2]) - 0.27], 1)
        colour[np.linalg.norm(eyes, axis=1) < 0.085] = black
        return colour

    def facing(points: F32) -> F32:
        return shape(turned(points, -0.75))

    def paint(points: F32, normals: F32) -> F32:
        return painted(turned(points, -0.75), normals)

    return Thing(facing, paint, gloss=0.6), STONE

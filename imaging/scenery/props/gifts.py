"""Props of a party: gift boxes with a bow, flowing ribbons, candles."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from imaging.scenery.colour import linear
from imaging.scenery.meshes import F32, Mesh, joined
from imaging.scenery.meshes_solid import noise, rounded_box
from imaging.scenery.meshes_swept import band, frames, lathe, smooth, tube
from imaging.scenery.props.parts import Finish, Model, Palette, Part, mixed, picked

LOOP = [
    (0, 0),
    (0.13, 0.1),
    (0.3, 0.2),
    (0.43, 0.16),
    (0.42, 0.05),
    (0.27, 0.015),
    (0.1, 0.02),
    (0, 0),
]
TAIL = [(0, 0.02), (0.1, 0.05), (0.22, 0.01), (0.34, 0.045), (0.46, 0.012)]


def gift_box(rng: np.random.Generator, palette: Palette) -> Model:
    """A box with a lid, a ribbon crossed over it and a bow; about 1 wide."""
    tall = rng.uniform(0.45, 0.95)
    paper = picked(rng, palette)
    satin = palette.metal if rng.random() < 0.6 else mixed(paper, (0.9, 0.87, 0.82), 0.8)
    lid_top, lid_tall = tall + 0.02, max(0.16, tall * 0.24)
    box = rounded_box((0.92, tall, 0.92), 0.012, paper).moved((0, tall / 2, 0))
    lid = rounded_box((1, lid_tall, 1), 0.014, np.multiply(paper, 1.06))
    lid = lid.moved((0, lid_top - lid_tall / 2, 0))
    wraps = _wraps(tall, lid_top, lid_tall, satin)
    bow = _bow(rng, satin).moved((0, lid_top + 0.012, 0))
    heading = rng.uniform(15, 75)
    finishes: tuple[Finish, ...] = ("matt", "satin")
    meshes = (joined([box, lid]), joined([wraps, bow]))
    turned = zip(meshes, finishes, strict=True)
    return tuple(Part(part.turned("y", heading), finish) for part, finish in turned)


def _wraps(tall: float, top: float, lid: float, satin: ArrayLike) -> Mesh:
    """Two crossing bands lying close over the box and over its lid."""
    wide = 0.15
    bands = []
    for turn in (0, 90):
        body = rounded_box((wide, tall, 0.93), 0.005, satin).moved((0, tall / 2, 0))
        over = rounded_box((wide, lid + 0.008, 1.012), 0.005, satin).moved(
            (0, top - lid / 2 + 0.003, 0)
        )
        bands += [body.turned("y", turn), over.turned("y", turn)]
    return joined(bands)


def _bow(rng: np.random.Generator, satin: ArrayLike) -> Mesh:
    """Four loops, two tails and a knot, at the origin."""
    pieces = [rounded_box((0.13, 0.09, 0.15), 0.04, satin).moved((0, 0.05, 0))]
    for heading, size in ((0, 1.0), (180, 1.0), (62, 0.72), (242, 0.72)):
        loop = _curl(LOOP, 0.16, satin).scaled(size * rng.uniform(0.92, 1.06))
        pieces.append(loop.turned("y", heading + rng.uniform(-8, 8)).moved((0, 0.02, 0)))
    for heading in (115, 205):
        pieces.append(_curl(TAIL, 0.13, satin).turned("y", heading + rng.uniform(-12, 12)))
    return joined(pieces)


def _curl(points: ArrayLike, width: float, satin: ArrayLike) -> Mesh:
    """A band along a side view (K, 2), gathered where it meets the knot and slightly hollow."""
    side = smooth(points, 48)
    path = np.stack([side[:, 0], side[:, 1], np.zeros(len(side))], -1)
    away = np.clip(np.hypot(*side.T) / 0.3, 0, 1)
    strip = band(path, (0, 0, 1), width * (0.35 + 0.65 * away), satin)
    hollow = (strip.vertices[:, 2] / width) ** 2 * 0.12
    return replace(
        strip, vertices=strip.vertices + np.stack([0 * hollow, -hollow * 0.4, 0 * hollow], -1)
    )


def curled_ribbon(rng: np.random.Generator, palette: Palette) -> Model:
    """A corkscrew of gift ribbon about 1.3 long on the ground."""
    path, across = _curled(rng)
    strip = band(path, across, 0.17, picked(rng, palette))
    low, high = strip.bounds()
    middle = (low + high) / 2
    strip = strip.moved((-middle[0], 0.002 - low[1], -middle[2]))
    return (Part(strip.turned("y", rng.uniform(-35, 35)), "satin"),)


def flying_ribbon(rng: np.random.Generator, palette: Palette) -> Model:
    """A satin ribbon of length 1 along +x, its face to +y, waving and turning in the air."""
    t = np.linspace(0, 1, 300)
    phase, waves = rng.uniform(0, 6), rng.uniform(1.4, 2.0)
    angle = 2 * np.pi * waves * t + phase
    grows = 0.3 + 0.7 * np.sin(np.pi * t * 0.8)
    up, forth = 0.09 * np.sin(angle * 0.8 + 1) * grows, 0.1 * np.cos(angle) * grows
    path = np.stack([t, forth, up], -1)
    tangent, _, _ = frames(path)
    twist = (0.6 * np.sin(angle + 0.6) + rng.uniform(-0.3, 0.3))[:, None]
    across = np.cos(twist) * np.array([0, 0, 1.0]) + np.sin(twist) * np.array([0, 1.0, 0])
    across = across - tangent * (across * tangent).sum(1, keepdims=True)
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    width = 0.2 * (1 - 0.12 * np.sin(angle) ** 2)
    return (Part(band(path, across, width, picked(rng, palette)), "satin"),)


def _curled(rng: np.random.Generator) -> tuple[F32, F32]:
    """A corkscrew path, wider in its middle, and the directions across its band."""
    t = np.linspace(0, 1, 260)
    turns = rng.uniform(2.6, 3.6)
    radius = 0.1 + 0.06 * np.sin(np.pi * t) ** 2
    angle = 2 * np.pi * turns * t + rng.uniform(0, 6)
    spiral = [1.3 * (t - 0.5), radius * (1 + np.sin(angle)), radius * np.cos(angle)]
    path = np.stack(spiral, -1)
    tangent, _, _ = frames(path)
    across = np.array([1.0, 0, 0]) - tangent * tangent[:, :1]
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    return path.astype(np.float32), across.astype(np.float32)


def candle(rng: np.random.Generator, palette: Palette) -> Model:
    """A pillar candle of height 1, its top melted to a bowl, burning."""
    radius, seed = rng.uniform(0.2, 0.34), int(rng.integers(1 << 30))
    ivory = mixed(linear("#F3E9D8"), picked(rng, palette), rng.choice([0.0, 0.0, 0.7]))
    rim = [(0, 0), (0.95, 0), (1, 0.02), (1, 0.5), (1, 0.95), (0.985, 0.99), (0.93, 1)]
    bowl = [(0.86, 0.985), (0.74, 0.955), (0.5, 0.942), (0.25, 0.94), (0.0, 0.94)]
    profile = np.array(rim + bowl) * (radius, 1)
    warm = np.clip((profile[:, 1] - 0.55) / 0.45, 0, 1)
    body = lathe(profile, 72, mixed(ivory, linear("#FFD9A0"), 0.45 * warm))
    sag = noise(body.vertices, 2.2 / radius / 3, seed) * np.clip(
        (body.vertices[:, 1] - 0.86) / 0.14, 0, 1
    )
    body = replace(body, vertices=body.vertices + np.stack([0 * sag, 0.035 * sag, 0 * sag], -1))
    wick = tube([(0, 0.92, 0), (0.004, 0.97, 0), (0.014, 1.01, 0)], 0.009, 8, (0.02, 0.018, 0.015))
    return Part(body, "wax"), Part(wick, "matt"), Part(_flame(), "flame")


def _flame() -> Mesh:
    outline = [(0, 0), (0.026, 0.02), (0.036, 0.055), (0.03, 0.1), (0.015, 0.145), (0, 0.18)]
    profile = smooth(outline, 24)
    profile[[0, -1], 0] = 0
    heat = np.clip(profile[:, 1] / 0.07, 0, 1)
    return lathe(profile, 20, mixed((0.5, 0.25, 0.2), (1, 0.75, 0.35), heat)).moved(
        (0.014, 0.995, 0)
    )

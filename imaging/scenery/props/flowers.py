"""Petals and flowers: peonies, daisies, blossoms, pampas, and a vase for them."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from imaging.scenery.colour import linear
from imaging.scenery.meshes import Mesh, aimed, joined
from imaging.scenery.meshes_solid import noise
from imaging.scenery.meshes_swept import lathe, sheet, smooth, tube
from imaging.scenery.props.leaves import blade, oval
from imaging.scenery.props.parts import (
    Colour,
    Model,
    Palette,
    Part,
    changed,
    mixed,
    petal_colour,
    picked,
)

STEM = linear("#6B7F45")
LEAF = linear("#4F6B3A")
YOLK = linear("#E3A51E")
STRAW = linear("#E2CFB2")
GOLDEN_ANGLE = 137.508

Shape = tuple[float, float, float]


def petal(shape: Shape, colour: ArrayLike, wave: float, seed: int, rows: int = 9) -> Mesh:
    """One petal from the origin along +x, hollow on its +y side, darker at its base.

    shape: width, cup (how far the sides rise) and curl (how far the tip rises), for length 1.
    wave: how much its edge ruffles.
    """
    width, cup, curl = shape
    t = np.linspace(0, 1, rows)
    side = np.linspace(1, -1, rows)[:, None]
    half = width / 2 * np.sin(np.pi * (0.05 + 0.87 * t**0.9) ** 1.1) ** 0.75
    notch = 0.06 * (1 - np.abs(side)) * t**6
    x, z = t - notch + 0 * side, side * half
    y = cup * (side * half / width * 2) ** 2 * t + curl * t**2
    ruffle = noise(np.stack([x, y, z], -1).reshape(-1, 3) + seed % 97, 3.5, seed).reshape(x.shape)
    y = y + wave * ruffle * t**2
    fair = mixed(colour, (1, 0.96, 0.94), 0.28)
    deep = mixed(np.multiply(fair, (0.95, 0.7, 0.74)), fair, np.clip(t * 2, 0, 1))
    paint = mixed(deep, (1, 0.97, 0.95), 0.2 * t**3)
    return sheet(np.stack([x, y, z], -1), np.broadcast_to(paint, (*x.shape, 3)))


def fallen_petal(rng: np.random.Generator, palette: Palette) -> Model:
    """A single rose petal of length 1 lying as it fell."""
    cup, curl = rng.uniform(0.15, 0.4), rng.uniform(0.1, 0.45)
    shape = (rng.uniform(0.7, 0.95), cup, curl)
    one = petal(shape, petal_colour(rng, palette), 0.12, int(rng.integers(1 << 30)))
    one = one.turned("x", rng.uniform(-25, 25) + (180 if rng.random() < 0.3 else 0))
    one = one.turned("y", rng.uniform(0, 360))
    low, high = one.bounds()
    middle = (low + high) / 2
    return (Part(one.moved((-middle[0], 0.01 - low[1], -middle[2])), "petal"),)


def peony(rng: np.random.Generator, colour: Colour) -> tuple[Part, ...]:
    """A full flower head of diameter 1, opening to +y; its base at the origin."""
    petals = []
    for index in range(46):
        age = index / 45  # 0 the innermost
        rise = np.radians(86 - 78 * age**1.1 + rng.uniform(-7, 7))
        around = np.radians(index * GOLDEN_ANGLE + rng.uniform(-12, 12))
        out = np.array([np.cos(around), 0, np.sin(around)])
        size = (0.3 + 0.24 * age) * rng.uniform(0.9, 1.1)
        shape = (1.0, 0.32, 0.5 - 0.35 * age)
        tint = mixed(colour, (1, 0.93, 0.9), 0.35 * age * rng.random() + 0.1 * age)
        one = petal(shape, tint, 0.16, int(rng.integers(1 << 30))).scaled(size)
        along = np.cos(rise) * out + np.sin(rise) * np.array([0, 1, 0])
        up = np.sin(rise) * -out + np.cos(rise) * np.array([0, 1, 0])
        petals.append(aimed(one, out * 0.03 * age + (0, 0.1 - 0.08 * age, 0), along, up))
    return (Part(joined(petals), "petal"),)


def daisy(rng: np.random.Generator, colour: Colour) -> tuple[Part, ...]:
    """A flower head of diameter 1 with one wreath of petals round a golden middle."""
    petals = []
    for index in range(26):
        around = np.radians(index * 360 / 13 + (14 if index >= 13 else 0) + rng.uniform(-4, 4))
        out = np.array([np.cos(around), 0, np.sin(around)])
        rise = np.radians(rng.uniform(4, 18) + (8 if index < 13 else 0))
        one = petal((0.3, 0.1, -0.2), colour, 0.04, int(rng.integers(1 << 30)), 7).scaled(0.44)
        along = np.cos(rise) * out + np.sin(rise) * np.array([0, 1, 0])
        petals.append(aimed(one, out * 0.07, along, (0, 1, 0)))
    dome = smooth([(0, -0.02), (0.11, 0.0), (0.13, 0.03), (0.08, 0.075), (0, 0.085)], 20)
    dome[[0, -1], 0] = 0
    middle = lathe(dome, 32, YOLK)
    grain = noise(middle.vertices, 70, 3)[:, None]
    middle = replace(middle, vertices=middle.vertices * (1 + 0.06 * grain))
    return Part(joined(petals), "petal"), Part(middle.tinted(YOLK * (1 + 0.3 * grain)), "matt")


def blossom(rng: np.random.Generator, colour: Colour) -> Mesh:
    """A five-petalled blossom of diameter 1, opening to +y, with stamens."""
    petals = []
    for index in range(5):
        around = np.radians(index * 72 + rng.uniform(-5, 5))
        out = np.array([np.cos(around), 0, np.sin(around)])
        one = petal((0.85, 0.3, 0.25), colour, 0.08, int(rng.integers(1 << 30)), 6).scaled(0.48)
        petals.append(
            aimed(one, out * 0.02, out + np.array([0, rng.uniform(0.15, 0.45), 0]), (0, 1, 0))
        )
    for around in np.linspace(0, 2 * np.pi, 7, endpoint=False):
        tip = np.array([0.13 * np.cos(around), 0.2, 0.13 * np.sin(around)])
        petals.append(tube(np.array([tip * 0, tip * 0.6, tip]), [0.01, 0.01, 0.024], 3, YOLK))
    return joined(petals)


def pampas(rng: np.random.Generator, colour: Colour) -> tuple[Part, ...]:
    """A dried plume of length about 1 from the origin to +y: hairs that rise, part and sink."""
    count = 700
    t = np.linspace(0, 1, count)
    around = np.radians(np.arange(count) * GOLDEN_ANGLE)
    out = np.stack([np.cos(around), 0 * t, np.sin(around)], -1) * rng.uniform(0.2, 0.75, (count, 1))
    length = 0.3 * np.sin(np.pi * (0.12 + 0.8 * t)) * rng.uniform(0.5, 1.1, count)
    start = np.array([0, 0.75, 0]) * t[:, None]
    along = np.linspace(0, 1, 4)[None, :, None] * length[:, None, None]
    line = start[:, None] + along * (out[:, None] + np.array([0, 1.1, 0]))
    line[..., 1] -= 2.2 * along[..., 0] ** 2 * rng.uniform(0.4, 1.6, (count, 1))
    wide = np.cross(out, (0, 1, 0)) / np.linalg.norm(out, axis=1, keepdims=True)
    wide = wide[:, None] * np.array([0.004, 0.007, 0.005, 0.001])[None, :, None]
    shades = mixed(np.multiply(colour, 0.75), np.multiply(colour, 1.2), rng.random(count))
    hairs = [
        sheet(np.stack([hair - side, hair + side], 1), shade)
        for hair, side, shade in zip(line, wide, shades, strict=True)
    ]
    return (Part(joined(hairs), "petal"),)


def flower_head(rng: np.random.Generator, palette: Palette) -> Model:
    """A peony or daisy of diameter 1 laid on the ground, looking up and to the camera."""
    head = _head(rng, palette)
    lean, heading = rng.uniform(25, 55), rng.uniform(-60, 60)
    tipped = changed(head, lambda part: part.turned("x", lean).turned("y", heading))
    low = min(float(part.mesh.bounds()[0][1]) for part in tipped)
    return changed(tipped, lambda part: part.moved((0, -low, 0)))


def _head(rng: np.random.Generator, palette: Palette) -> tuple[Part, ...]:
    if rng.random() < 0.6:
        return peony(rng, petal_colour(rng, palette))
    return daisy(rng, linear("#F7F3EA"))


def vase_of_flowers(rng: np.random.Generator, palette: Palette) -> Model:
    """Three stems in a ceramic vase, about 1 high: daisies, or pampas in a dry season."""
    parts = list(vase(rng, palette))
    dry = palette.season in ("autumn", "winter") or rng.random() < 0.35
    for index in range(3):
        heading = index * 120 + rng.uniform(-30, 30)
        parts += _stem(rng, heading, rng.uniform(0.62, 0.86), dry)
    return tuple(parts)


def _stem(rng: np.random.Generator, heading: float, height: float, dry: bool) -> tuple[Part, ...]:
    lean = rng.uniform(0.1, 0.24)
    path = smooth(
        [(0, 0.1, 0), (0.015, 0.34, 0), (lean * 0.45, height * 0.8, 0), (lean, height, 0)], 24
    )
    stem = Part(tube(path, 0.01, 7, STRAW if dry else STEM), "matt")
    head = pampas(rng, STRAW) if dry else daisy(rng, linear("#F7F3EA"))
    size = 0.55 if dry else rng.uniform(0.24, 0.32)
    tip, towards = path[-1], path[-1] - path[-3]
    along = np.cross(towards, (0, 0, 1))
    top = changed(head, lambda part: aimed(part.scaled(size), tip, along, towards))
    leaf = blade(oval(0.2, 0.05), LEAF, 0.3, 0.6)
    leaves = () if dry else (Part(aimed(leaf, path[15], (0.8, 0.6, 0.3), (0, 1, 0)), "leaf"),)
    return changed((stem, *top, *leaves), lambda part: part.turned("y", heading))


def vase(rng: np.random.Generator, palette: Palette) -> tuple[Part, ...]:
    """A slender ceramic vase, 0.4 high, hollow."""
    belly, neck = rng.uniform(0.13, 0.18), rng.uniform(0.05, 0.07)
    outside = [(0.09, 0.0), (belly, 0.1), (belly * 0.95, 0.2), (neck, 0.31), (neck * 1.15, 0.4)]
    profile = smooth(outside, 40)
    inside = smooth([(neck, 0.405), (neck * 0.85, 0.31), (neck * 0.9, 0.2)], 10)
    glaze = mixed(linear("#EFEAE2"), picked(rng, palette), rng.choice([0.0, 0.6]))
    outline = np.concatenate([[(0, 0)], profile, inside, [(0, 0.2)]])
    return (Part(lathe(outline, 56, glaze), "satin"),)

"""Branches: blossoming plum and cherry, olive and eucalyptus, pine, red berries."""

from dataclasses import replace

import numpy as np

from imaging.scenery.colour import linear
from imaging.scenery.meshes import F32, Mesh, aimed, joined
from imaging.scenery.meshes_solid import ball, noise
from imaging.scenery.meshes_swept import frames, smooth, tube
from imaging.scenery.props.flowers import blossom
from imaging.scenery.props.leaves import sprig
from imaging.scenery.props.parts import Colour, Model, Palette, Part, changed, mixed

BARK = linear("#4A372C")
NEEDLE = linear("#2F4F35")
BERRY = linear("#B3121F")
BLOSSOM = {"spring": linear("#F4C6D0"), "festival": linear("#D81E4A")}
GROWS = {"spring": "blossom", "festival": "blossom", "winter": "pine"}


def branch(rng: np.random.Generator, palette: Palette) -> Model:
    """A branch of length 1 from the origin to +x, curving, with what the season hangs on it."""
    kind = GROWS.get(palette.season, "leaves")
    if kind == "leaves":
        return _leafy(rng, palette)
    twigs = [_line(rng)]
    twigs += [_twig(rng, twigs[0], at) for at in (0.34, 0.5, 0.64, 0.78)]
    wood = joined([_wood(line, 0.02 if index == 0 else 0.009) for index, line in enumerate(twigs)])
    if kind == "pine":
        return (Part(wood, "matt"), *_pine(rng, twigs))
    flowers = joined([_blossoms(rng, line, BLOSSOM[palette.season]) for line in twigs])
    return Part(wood, "matt"), Part(flowers, "petal")


def _line(rng: np.random.Generator) -> F32:
    """A crooked line from the origin to about (1, 0, 0)."""
    knots = np.linspace(0, 1, 6)
    crooked = np.cumsum(rng.normal(0, 0.035, (6, 2)), axis=0)
    crooked -= crooked[0]
    return smooth(np.c_[knots, crooked], 60)


def _twig(rng: np.random.Generator, line: F32, where: float) -> F32:
    """A side twig that leaves `line` at a share of its length."""
    at = int(where * (len(line) - 1))
    tangent, normal, binormal = frames(line)
    around = rng.uniform(0, 2 * np.pi)
    away = np.cos(around) * normal[at] + np.sin(around) * binormal[at]
    length = rng.uniform(0.2, 0.38)
    reach = [0, 0.35, 0.7, 1]
    points = [
        line[at] + length * s * ((0.75 + 0.25 * s) * tangent[at] + 0.65 * away) for s in reach
    ]
    return smooth(np.array(points) + np.r_[[[0, 0, 0]], rng.normal(0, 0.012, (3, 3))], 30)


def _wood(line: F32, thick: float) -> Mesh:
    """Knobbly bark round a line, thinner towards its end."""
    radius = np.linspace(thick, thick * 0.3, len(line))
    wood = tube(line, radius, 9)
    grain = noise(wood.vertices + 3, 45, 5)[:, None]
    return replace(wood, vertices=wood.vertices + grain * thick * 0.12).tinted(
        np.multiply(BARK, 1 + 0.4 * grain)
    )


def _blossoms(rng: np.random.Generator, line: F32, colour: Colour) -> Mesh:
    """Flowers and round buds along a line, denser towards its end."""
    tangent, normal, binormal = frames(line)
    made = []
    for at in (np.sqrt(rng.uniform(0.1, 1, 12)) * (len(line) - 1)).astype(int):
        around = rng.uniform(0, 2 * np.pi)
        out = np.cos(around) * normal[at] + np.sin(around) * binormal[at] + 0.3 * tangent[at]
        tint = mixed(colour, (1, 0.95, 0.95), rng.uniform(0, 0.35)).tolist()
        if rng.random() < 0.3:
            size = rng.uniform(0.012, 0.02)
            made.append(ball(size, 12, np.multiply(tint, 0.85)).moved(line[at] + out * size))
            continue
        flower = blossom(rng, tint).scaled(rng.uniform(0.085, 0.12))
        made.append(aimed(flower, line[at] + out * 0.012, tangent[at], out))
    return joined(made)


def _pine(rng: np.random.Generator, twigs: list[F32]) -> tuple[Part, ...]:
    """Needles all round the twigs, and a few red berries."""
    needles = [needle for line in twigs for needle in _needles(rng, line)]
    berries = []
    for line in twigs[1:]:
        at = line[rng.integers(4, len(line))]
        for _ in range(2):
            offset = rng.normal(0, 0.014, 3) + np.array([0, 0, 0.02])
            berries.append(ball(rng.uniform(0.017, 0.022), 20, BERRY).moved(at + offset))
    return Part(joined(needles), "leaf"), Part(joined(berries), "glossy")


def _needles(rng: np.random.Generator, line: F32) -> list[Mesh]:
    tangent, normal, binormal = frames(line)
    made = []
    for index in range(7 * len(line) // 2):
        at = min(index * 2 // 7, len(line) - 1)
        around = rng.uniform(0, 2 * np.pi)
        out = np.cos(around) * normal[at] + np.sin(around) * binormal[at]
        length = rng.uniform(0.07, 0.1)
        tip = line[at] + length * (0.8 * tangent[at] + 0.65 * out)
        shade = mixed(NEEDLE, linear("#5E8055"), rng.random())
        made.append(tube([line[at], (line[at] + tip) / 2, tip], [0.003, 0.0035, 0.001], 3, shade))
    return made


def _leafy(rng: np.random.Generator, palette: Palette) -> Model:
    """Two or three sprigs that start together."""
    kind = "autumn" if palette.season == "autumn" else str(rng.choice(["eucalyptus", "olive"]))
    parts: list[Part] = []
    for lean in (0, rng.uniform(14, 24), rng.uniform(-24, -14))[: rng.choice([2, 3])]:
        side = rng.uniform(-15, 15)
        one = sprig(rng, kind, 1.0 if lean == 0 else rng.uniform(0.6, 0.85))
        parts += changed(one, lambda part, z=lean, y=side: part.turned("z", z).turned("y", y))  # type: ignore[misc]
    return tuple(parts)

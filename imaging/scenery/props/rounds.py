"""Round props: balls, tree baubles, puffy hearts, pebbles and stacks of them, the moon."""

from dataclasses import replace

import numpy as np

from imaging.scenery.colour import linear
from imaging.scenery.meshes import Mesh
from imaging.scenery.meshes_solid import ball, cushion, even_ball, rough
from imaging.scenery.meshes_swept import lathe, smooth, tube
from imaging.scenery.props.parts import Finish, Model, Palette, Part, mixed, picked

BALL_FINISHES: tuple[Finish, ...] = ("matt", "matt", "satin", "glossy", "metal")


def sphere(rng: np.random.Generator, palette: Palette) -> Model:
    """A ball of diameter 1, matt, satin, lacquered or of metal."""
    finish = BALL_FINISHES[rng.integers(len(BALL_FINISHES))]
    colour = palette.metal if finish == "metal" else picked(rng, palette)
    return (Part(ball(0.5, 64, colour).moved((0, 0.5, 0)), finish),)


def bauble(rng: np.random.Generator, palette: Palette) -> Model:
    """A glass tree ornament with a cap and a ring, lying a little on its side."""
    finish: Finish = "metal" if rng.random() < 0.5 else "glossy"
    colour = palette.metal if rng.random() < 0.3 else picked(rng, palette)
    cap = smooth([(0.09, 0.0), (0.085, 0.03), (0.075, 0.075), (0.04, 0.085), (0, 0.085)], 18)
    angle = np.linspace(0, 2 * np.pi, 25)
    ring = np.stack([np.cos(angle), np.sin(angle), 0 * angle], -1) * 0.05
    crown = lathe(cap, 40, palette.metal).moved((0, 0.485, 0))
    hoop = tube(ring, 0.008, 8, palette.metal).moved((0, 0.605, 0))
    lean, heading = rng.uniform(35, 80), rng.uniform(-70, 70)
    meshes = [ball(0.5, 64, colour), crown, hoop]
    leaning = [one.turned("x", lean).turned("y", heading).moved((0, 0.5, 0)) for one in meshes]
    return Part(leaning[0], finish), Part(leaning[1], "metal"), Part(leaning[2], "metal")


def heart(rng: np.random.Generator, palette: Palette) -> Model:
    """A puffy heart standing on its point, leaning back a little."""
    t = np.linspace(0, 2 * np.pi, 121)[:-1]
    across = 16 * np.sin(t) ** 3
    up = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    outline = np.stack([across, up + 3.0], -1)[::-1] / 34
    body = cushion(outline, 0.46, 36, picked(rng, palette))
    body = body.turned("z", rng.uniform(-14, 14)).turned("x", -12).turned("y", rng.uniform(-35, 35))
    finish: Finish = "glossy" if rng.random() < 0.6 else "satin"
    return (Part(_grounded(body), finish),)


def pebble(rng: np.random.Generator, palette: Palette) -> Model:
    """A smooth river stone, about 1 wide, lying flat."""
    return (Part(_stone(rng, rng.uniform(0.4, 0.62)), "matt"),)


def stone_stack(rng: np.random.Generator, palette: Palette) -> Model:
    """Three or five flat stones balanced on each other, the largest below."""
    stones, height, width = [], 0.0, 1.0
    for _ in range(rng.choice([3, 3, 5])):
        stone = _stone(rng, rng.uniform(0.38, 0.5)).scaled(width)
        shift = rng.uniform(-0.04, 0.04, 2)
        stones.append(Part(stone.moved((shift[0], height, shift[1])), "matt"))
        height += float(stone.bounds()[1][1]) * 0.97
        width *= rng.uniform(0.66, 0.8)
    return tuple(stones)


def _stone(rng: np.random.Generator, thick: float) -> Mesh:
    body, seed = even_ball(16), int(rng.integers(1 << 30))
    swell = 1 + 0.16 * rough(body.vertices + 9, 0.9, 2, seed)
    grain = rough(body.vertices + 5, 14, 3, seed + 7)
    pale, dark = linear("#B9B4AB"), linear("#5E5C59")
    base = mixed(pale, dark, rng.uniform(0, 0.9))
    paint = base * (1 + 0.35 * grain[:, None])
    stone = replace(body, vertices=body.vertices * swell[:, None]).tinted(paint)
    return _grounded(stone.scaled((0.5, 0.5 * thick, 0.42)).turned("y", rng.uniform(0, 360)))


def moon(rng: np.random.Generator, palette: Palette) -> Model:
    """A full moon of diameter 1 with pale seas, glowing a little."""
    body, seed = even_ball(28), int(rng.integers(1 << 30))
    seas = np.clip(rough(body.vertices + 4, 1.5, 5, seed) * 2.2 + 0.15, 0, 1)
    paint = mixed(linear("#FFF1CF"), linear("#B9965E"), seas * 0.6)
    return (Part(body.tinted(paint).scaled(0.5).moved((0, 0.5, 0)), "glow"),)


def _grounded(source: Mesh) -> Mesh:
    """Its lowest point on y = 0."""
    return source.moved((0, -source.bounds()[0][1], 0))

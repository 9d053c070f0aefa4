"""Snow: soft drifts and loose flakes on the ground."""

from dataclasses import replace

import numpy as np

from imaging.scenery.meshes import welded
from imaging.scenery.meshes_solid import even_ball, rough
from imaging.scenery.meshes_swept import sheet
from imaging.scenery.props.parts import Model, Palette, Part

SNOW = (0.8, 0.83, 0.88)


def drift(rng: np.random.Generator, palette: Palette) -> Model:
    """A soft bank of snow about 1.2 wide, its edge just under the ground."""
    seed = int(rng.integers(1 << 30))
    out, around = np.linspace(1, 0, 44)[:, None], np.linspace(0, 2 * np.pi, 109)[None, :]
    flat = np.stack([np.cos(around) * out, 0 * out * around, -np.sin(around) * out], -1)
    rim = 0.5 + 0.08 * rough(flat[:1].reshape(-1, 3) + 7, 1.4, 2, seed)
    coarse, fine = (
        rough(flat.reshape(-1, 3) + 2, frequency, 3, seed + 1).reshape(44, 109)
        for frequency in (1.5, 6.0)
    )
    swell = (1 - out**2) ** 1.5
    high = 0.19 * swell * (1 + 0.8 * coarse) + 0.012 * fine * np.sqrt(swell) - 0.004
    long = rng.uniform(1.2, 1.5)
    points = np.stack([flat[..., 0] * rim * long, high, flat[..., 2] * rim * 0.8], -1)
    return (Part(welded(sheet(points, SNOW)).turned("y", rng.uniform(-20, 20)), "snow"),)


def flake(rng: np.random.Generator, palette: Palette) -> Model:
    """A small clump of snow, 1 wide."""
    body = even_ball(8)
    swell = 1 + 0.25 * rough(body.vertices + 5, 1.2, 2, int(rng.integers(1 << 30)))
    clump = replace(body, vertices=body.vertices * swell[:, None]).scaled((0.5, 0.36, 0.5))
    return (Part(clump.moved((0, -clump.bounds()[0][1], 0)).tinted(SNOW), "snow"),)

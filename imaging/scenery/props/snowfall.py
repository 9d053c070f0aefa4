"""Snow: soft drifts and loose flakes on the ground."""

from dataclasses import replace

import numpy as np

from imaging.scenery.meshes_solid import even_ball, rough
from imaging.scenery.meshes_swept import sheet
from imaging.scenery.props.parts import Model, Palette, Part

SNOW = (0.9, 0.92, 0.95)


def drift(rng: np.random.Generator, palette: Palette) -> Model:
    """A soft mound about 1 wide, its edge just under the ground."""
    seed = int(rng.integers(1 << 30))
    x, z = np.meshgrid(np.linspace(-0.6, 0.6, 80), np.linspace(0.6, -0.6, 80))
    flat = np.stack([x.ravel(), np.zeros(x.size), z.ravel()], -1)
    far = np.hypot(x, z) / 0.5 + 0.25 * rough(flat + 7, 2.5, 2, seed).reshape(x.shape)
    swell = np.clip(1 - far, 0, 1)
    swell = swell * swell * (3 - 2 * swell)
    fine = rough(flat + 2, 9, 4, seed + 1).reshape(x.shape)
    y = 0.2 * swell * (1 + 0.12 * fine) + 0.006 * fine * np.sqrt(swell) - 0.01
    return (Part(sheet(np.stack([x, y, z], -1), SNOW), "snow"),)


def flake(rng: np.random.Generator, palette: Palette) -> Model:
    """A small clump of snow, 1 wide."""
    body = even_ball(8)
    swell = 1 + 0.25 * rough(body.vertices + 5, 1.2, 2, int(rng.integers(1 << 30)))
    clump = replace(body, vertices=body.vertices * swell[:, None]).scaled((0.5, 0.36, 0.5))
    return (Part(clump.moved((0, 0.22, 0)).tinted(SNOW), "snow"),)

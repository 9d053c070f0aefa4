"""What a prop is: parts, each a mesh with a finish; and the colours props are made in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from imaging.scenery.colour import linear
from imaging.scenery.meshes import Mesh

Finish = Literal[
    "matt", "satin", "glossy", "metal", "leaf", "petal", "silk", "wax", "snow", "glow", "flame"
]
Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Part:
    """A mesh and how its surface takes light; its colour is in the mesh."""

    mesh: Mesh
    finish: Finish


Model = tuple[Part, ...]


@dataclass(frozen=True)
class Palette:
    """Linear RGB colours of props. accents: at least one; metal: gold, silver or copper."""

    accents: tuple[Colour, ...]
    metal: Colour
    season: str


Maker = Callable[[np.random.Generator, Palette], Model]


def changed(model: Model, change: Callable[[Mesh], Mesh]) -> Model:
    """The same change made to every part."""
    return tuple(replace(part, mesh=change(part.mesh)) for part in model)


def mixed(first: ArrayLike, second: ArrayLike, share: ArrayLike) -> np.ndarray:
    """Between two colours: `share` (…,) of the second, (…, 3)."""
    part = np.asarray(share, np.float64)[..., None]
    return np.asarray(first) * (1 - part) + np.asarray(second) * part


def petal_colour(rng: np.random.Generator, palette: Palette) -> Colour:
    """An accent that a flower may have: no green, nothing dark; blush where there is none."""
    fair = [c for c in palette.accents if max(c) > 0.12 and not c[1] == max(c) > 1.05 * c[0]]
    return picked(rng, replace(palette, accents=tuple(fair) or (linear("#E8B7B0"),)))


def picked(rng: np.random.Generator, palette: Palette) -> Colour:
    """One accent, mostly the first, a little lighter or darker than it is."""
    count = len(palette.accents)
    shares = np.array([2.0] + [1.0] * (count - 1))
    colour = palette.accents[rng.choice(count, p=shares / shares.sum())]
    red, green, blue = np.clip(np.array(colour) * rng.uniform(0.9, 1.1), 0, 0.95).tolist()
    return red, green, blue

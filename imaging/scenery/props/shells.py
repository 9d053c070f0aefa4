"""Things from the beach: spiral shells, scallops, starfish."""

from dataclasses import replace

import numpy as np

from imaging.scenery.colour import linear
from imaging.scenery.meshes import Mesh, joined
from imaging.scenery.meshes_solid import cushion, rough
from imaging.scenery.meshes_swept import sheet
from imaging.scenery.props.parts import Colour, Model, Palette, Part, mixed

PEARL = (linear("#F3E4D3"), linear("#E9C7B0"), linear("#EADCCB"))
BROWN = linear("#A8714B")
CORAL = linear("#E08E6D")


def spiral_shell(rng: np.random.Generator, palette: Palette) -> Model:
    """A turret shell of length 1 lying on its side."""
    turns, rows, columns = 7.5, 300, 30
    t = np.linspace(0, 1, rows)[:, None]
    s = np.linspace(0, 2 * np.pi, columns)[None, :]
    grown = np.exp(2.6 * (t - 1))
    angle = 2 * np.pi * turns * t
    tube_radius = 0.17 * grown * (1 + 0.05 * np.cos(5 * s))
    away = 0.15 * grown + tube_radius * np.cos(s)
    height = -1.0 * grown + 1.05 * tube_radius * np.sin(s)
    grid = np.stack([away * np.cos(angle), height + 0 * angle, away * np.sin(angle)], -1)
    band = 0.5 + 0.5 * np.sin(3 * s + 0.6) * np.sin(angle * 2.5)
    paint = mixed(_pearl(rng), BROWN, np.clip(band - 0.35, 0, 1) * 0.7)
    lying = sheet(grid[:, ::-1], paint[:, ::-1]).turned("x", 82).turned("y", rng.uniform(0, 360))
    return (Part(_settled(lying), "satin"),)


def scallop(rng: np.random.Generator, palette: Palette) -> Model:
    """A ribbed fan of width 1, its hollow side down."""
    out = np.linspace(0, 1, 40)[:, None]
    fan = np.linspace(-1, 1, 181)[None, :]
    rib = np.abs(np.cos(fan * np.pi * 9)) ** 0.7
    reach = (0.86 + 0.14 * np.cos(fan * 1.2)) * (1 + 0.03 * rib * out)
    angle = fan * np.radians(66)
    x = np.sin(angle) * reach * out * 0.62
    z = np.cos(angle) * reach * out * 0.95
    dome = 0.34 * np.sin(np.pi * np.clip(out * 0.86 + 0.1, 0, 1)) * np.cos(fan * 1.25)
    y = dome + 0.028 * rib * out - 0.02
    rings = 0.5 + 0.5 * np.sin(out * 26 + 2 * np.sin(fan * 2))
    paint = mixed(_pearl(rng), CORAL, 0.15 + 0.35 * rings * (1 - 0.5 * rib))
    shell = joined([sheet(np.stack([x, y, z], -1)[:, ::-1], paint[:, ::-1]), *_ears(_pearl(rng))])
    shell = shell.turned("x", rng.uniform(4, 14)).turned("y", rng.uniform(-50, 50))
    return (Part(_settled(shell), "satin"),)


def _ears(colour: Colour) -> list[Mesh]:
    """The two small wings at a scallop's hinge."""
    t, u = np.linspace(-1, 1, 21)[None, :], np.linspace(0, 1, 8)[:, None]
    x = 0.2 * t * (1 - 0.25 * u)
    y = 0.09 + 0.05 * u - 0.03 * t**2 + 0 * x
    return [sheet(np.stack([x, y, 0.02 + 0.17 * u + 0 * x], -1)[::-1], colour)]


def starfish(rng: np.random.Generator, palette: Palette) -> Model:
    """A five-armed starfish of width 1 lying flat."""
    angle = np.linspace(0, 2 * np.pi, 301)[:-1]
    arm = (0.5 + 0.5 * np.cos(5 * angle)) ** 1.4
    radius = 0.15 + 0.35 * arm * (1 + rng.normal(0, 0.03))
    body = cushion(np.stack([np.cos(angle), np.sin(angle)], -1) * radius[:, None], 0.2, 30)
    bumps = rough(body.vertices + 3, 22, 2, int(rng.integers(1 << 30)))[:, None]
    body = replace(body, vertices=body.vertices * (1 + 0.05 * bumps * (1, 1, 3)))
    paint = mixed(CORAL, PEARL[0], np.clip(0.35 + bumps[:, 0], 0, 1) * 0.8)
    return (
        Part(_settled(body.tinted(paint).turned("x", -90).turned("y", rng.uniform(0, 72))), "matt"),
    )


def _pearl(rng: np.random.Generator) -> Colour:
    return PEARL[rng.integers(len(PEARL))]


def _settled(source: Mesh) -> Mesh:
    """Over the origin, its lowest point on y = 0."""
    low, high = source.bounds()
    middle = (low + high) / 2
    return source.moved((-middle[0], -low[1], -middle[2]))

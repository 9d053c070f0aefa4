"""Leaves: tropical ones that enter from the frame's edge, and sprigs of eucalyptus or olive."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from imaging.scenery.colour import linear
from imaging.scenery.meshes import F32, Mesh, aimed, joined
from imaging.scenery.meshes_swept import frames, sheet, smooth, tube
from imaging.scenery.props.parts import Model, Palette, Part, changed, mixed

TROPICAL = linear("#2F5D34")
EUCALYPTUS = linear("#7F9A86")
OLIVE = linear("#5F6F46")
AUTUMN = (linear("#B5531C"), linear("#D08A24"), linear("#8E2F1B"), linear("#C9A227"))


def blade(outline: ArrayLike, colour: ArrayLike, fold: float = 0.25, bend: float = 0.3) -> Mesh:
    """A leaf from the origin along +x, seen from +y. outline: (K, 2), place and half width.

    fold: how steeply both halves rise from the midrib. bend: how far the tip has sunk.
    """
    place, half = np.asarray(outline, np.float64).T
    across = np.linspace(1, -1, len(place) // 2 * 2 - 3)[:, None]
    ribs = 0.5 + 0.5 * np.cos(place * 2 * np.pi * 9 - np.abs(across) * 2.4)
    x = np.broadcast_to(place, ribs.shape) + 0.12 * half * (np.abs(across) - 0.3)
    z = across * half
    y = (
        np.abs(z) * fold * (1 - 0.4 * np.abs(across))
        - bend * place**2 * place[-1]
        + 0.008 * half * ribs
    )
    midrib = np.exp(-((across / 0.07) ** 2)) + 0 * ribs
    tint = mixed(colour, np.multiply(colour, 0.75), ribs * 0.5)
    tint = mixed(tint, mixed(colour, (0.75, 0.8, 0.55), 0.5), midrib * 0.8)
    return sheet(np.stack([x, y, z], -1), tint)


def oval(length: float, width: float, pointed: float = 1.0, rows: int = 10) -> F32:
    """Outline of a plain leaf: (rows, 2), place along it and half width."""
    t = np.linspace(0, 1, rows)
    half = width / 2 * np.sin(np.pi * t**0.85) ** (0.55 + 0.45 * pointed)
    half[[0, -1]] = width * 0.004
    return np.stack([t * length, half], -1).astype(np.float32)


def sprig(rng: np.random.Generator, kind: str, length: float = 1.0) -> tuple[Part, ...]:
    """A stem from the origin along +x with leaves in pairs: "eucalyptus", "olive" or "autumn"."""
    bow = rng.uniform(-0.22, 0.22, 2)
    nodes = [
        (0, 0, 0),
        (0.35, bow[0] * 0.5, bow[1] * 0.5),
        (0.7, bow[0], bow[1]),
        (1, bow[0] * 1.3, bow[1] * 1.6),
    ]
    stem = smooth(np.array(nodes) * length, 40)
    tangent, normal, binormal = frames(stem)
    leaves = []
    count = {"eucalyptus": 11, "olive": 14, "autumn": 7}[kind]
    for index, at in enumerate(np.linspace(4, 39, count).astype(int)):
        size = (1 - 0.5 * index / count) * rng.uniform(0.85, 1.15) * length
        for half in (0, 180):
            round_stem = np.radians(half + 90 * (index % 2) + rng.uniform(-30, 30))
            away = np.cos(round_stem) * normal[at] + np.sin(round_stem) * binormal[at]
            lean = np.radians(rng.uniform(40, 70))
            along = np.cos(lean) * tangent[at] + np.sin(lean) * away
            leaves.append(aimed(_sprig_leaf(rng, kind, size), stem[at], along, tangent[at] - away))
    bark = linear("#8A6B52") if kind != "eucalyptus" else linear("#9C7F66")
    wood = tube(stem, np.linspace(0.012, 0.004, 40) * length, 7, bark)
    return Part(joined(leaves), "leaf"), Part(wood, "matt")


def _sprig_leaf(rng: np.random.Generator, kind: str, size: float) -> Mesh:
    if kind == "eucalyptus":
        tint = mixed(EUCALYPTUS, linear("#A9B8A0"), rng.uniform(0, 0.6))
        return blade(oval(0.2 * size, 0.17 * size, 0.1), tint, rng.uniform(-0.1, 0.3), 0.4)
    if kind == "olive":
        tint = mixed(OLIVE, linear("#93A07C"), rng.uniform(0, 0.6))
        return blade(oval(0.28 * size, 0.07 * size, 0.8), tint, 0.25, rng.uniform(0, 0.6))
    tint = np.multiply(AUTUMN[rng.integers(len(AUTUMN))], rng.uniform(0.85, 1.15))
    return blade(oval(0.24 * size, 0.13 * size, 0.8), tint, 0.35, rng.uniform(0, 1.2))


def monstera(rng: np.random.Generator, palette: Palette) -> Model:
    """A split leaf of length 1 along +x, its face to +y, with the stalk it grows on."""
    tint = np.multiply(TROPICAL, rng.uniform(0.8, 1.25))
    leaf = joined([_split_half(rng, tint, side) for side in (1, -1)])
    root = smooth([(-0.8, -0.3, 0), (-0.4, -0.1, 0), (-0.15, -0.02, 0), (0.02, 0, 0)], 24)
    stalk = tube(root, np.linspace(0.018, 0.011, 24), 8, mixed(tint, (0.35, 0.45, 0.2), 0.5))
    parts = (Part(leaf, "leaf"), Part(stalk, "satin"))
    roll = rng.uniform(-30, 30)
    return changed(parts, lambda part: part.turned("x", roll))


def _split_half(rng: np.random.Generator, tint: ArrayLike, side: int) -> Mesh:
    """One half of the split leaf: veins run outward and forward, the edge is cut between."""
    slits = np.linspace(0.2, 0.8, 6) + rng.uniform(-0.02, 0.02, 6)
    steps = np.array([-0.022, -0.014, -0.009, 0.009, 0.014, 0.022])
    along = np.unique(np.concatenate([np.linspace(0, 1, 40), (slits[:, None] + steps).ravel()]))
    near = np.abs(along[:, None] - slits).min(1)
    depth = 1 - 0.68 * np.clip((0.02 - near) / 0.008, 0, 1)
    wide = 0.5 * np.sin(np.pi * (0.2 + 0.78 * along) ** 0.85) ** 0.6 * depth
    turned = np.radians(128 - 100 * along)
    out = np.linspace(0, 1, 16)[:, None]
    x = 0.8 * along + np.cos(turned) * wide * out
    z = side * np.sin(turned) * wide * out
    y = 0.16 * np.abs(z) * (1 - 1.1 * np.abs(z)) - 0.35 * x**2 - 0.25 * z**2
    y = y + 0.01 * np.cos(along * 40) * out
    vein = np.exp(-(((np.abs(along[:, None] - (slits[:-1] + slits[1:]) / 2).min(1)) / 0.008) ** 2))
    pale = np.clip(vein * (1 - out) + np.exp(-((out / 0.03) ** 2)), 0, 1)
    paint = mixed(np.multiply(tint, 0.9), mixed(tint, (0.5, 0.65, 0.25), 0.55), pale * 0.7)
    return sheet(np.stack([x, y, z], -1)[::-side], paint[::-side])


def palm(rng: np.random.Generator, palette: Palette) -> Model:
    """A frond of length 1 along +x with narrow leaflets, its face to +y, its tip sinking."""
    tint = np.multiply(TROPICAL, rng.uniform(0.9, 1.5))
    bow = rng.uniform(-0.12, 0.12)
    rib = smooth(
        [(-0.6, -0.2, bow), (-0.2, -0.02, 0), (0.4, 0.03, bow / 2), (0.95, -0.12, bow * 2)], 70
    )
    tangent, _, _ = frames(rib)
    leaflets = []
    for index, at in enumerate(np.linspace(24, 69, 28).astype(int)):
        length = 0.46 * np.sin(np.pi * (0.2 + 0.74 * index / 28)) ** 0.8
        for side in (-1, 1):
            lean = np.radians(64 - 40 * index / 28 + rng.uniform(-4, 4))
            along = np.cos(lean) * tangent[at]
            along = along + np.sin(lean) * np.array([0, rng.uniform(-0.3, 0.05), side])
            shade = np.multiply(tint, rng.uniform(0.85, 1.15))
            leaflet = blade(oval(length, 0.05, 1), shade, 0.5, rng.uniform(0.2, 0.7))
            leaflets.append(aimed(leaflet, rib[at], along, (0, 1, 0)))
    stalk = tube(rib, np.linspace(0.015, 0.004, 70), 7, mixed(tint, (0.4, 0.5, 0.2), 0.4))
    parts = (Part(joined(leaflets), "leaf"), Part(stalk, "satin"))
    roll = rng.uniform(-30, 30)
    return changed(parts, lambda part: part.turned("x", roll))


def lying_sprig(rng: np.random.Generator, palette: Palette) -> Model:
    """A sprig of length 1 laid on the ground; kind by season."""
    kind = "autumn" if palette.season == "autumn" else rng.choice(["eucalyptus", "olive"])
    parts = sprig(rng, str(kind))
    low = min(float(part.mesh.bounds()[0][1]) for part in parts)
    turned = rng.uniform(-60, 60)
    return tuple(
        replace(p, mesh=p.mesh.scaled((1, 0.6, 1)).moved((-0.5, -0.6 * low, 0)).turned("y", turned))
        for p in parts
    )

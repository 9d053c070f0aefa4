"""Red palace lanterns: ribbed silk, gold caps, a tassel."""

from dataclasses import replace

import numpy as np

from imaging.scenery.colour import linear
from imaging.scenery.meshes import Mesh, joined
from imaging.scenery.meshes_solid import ball
from imaging.scenery.meshes_swept import lathe, smooth, tube
from imaging.scenery.props.parts import Colour, Model, Palette, Part, mixed

RIBS = 24
SILK = linear("#B80F16")
CORD = 6.0  # long enough to leave any frame at its top


def hanging_lantern(rng: np.random.Generator, palette: Palette) -> Model:
    """A lantern of diameter 1 on its cord, its tassel's tip at y = 0."""
    gold = palette.metal
    tassel, drop = _tassel(rng), 0.78
    metal = joined(
        [_cap(gold).moved((0, 0.38, 0)), _cap(gold).turned("x", 180).moved((0, -0.38, 0))]
    )
    cord = tube([(0, 0.4, 0), (0, 0.9, 0), (0, 0.4 + CORD, 0)], 0.008, 8, linear("#7A0C1C"))
    knot = ball(0.055, 20, gold).moved((0, -0.56, 0))
    lift = drop + 0.5
    parts = (
        Part(_silk(), "silk"),
        Part(_ribs(gold), "metal"),
        Part(joined([metal, knot]), "metal"),
    )
    threads = Part(joined([tassel.moved((0, -0.56, 0)), cord]), "matt")
    return tuple(replace(p, mesh=p.mesh.moved((0, lift, 0))) for p in (*parts, threads))


def standing_lantern(rng: np.random.Generator, palette: Palette) -> Model:
    """A lantern of diameter 1 set down on its lower cap."""
    gold = palette.metal
    caps = joined(
        [_cap(gold).moved((0, 0.38, 0)), _cap(gold).turned("x", 180).moved((0, -0.38, 0))]
    )
    parts = (Part(_silk(), "silk"), Part(_ribs(gold), "metal"), Part(caps, "metal"))
    turned = rng.uniform(0, 360)
    return tuple(replace(p, mesh=p.mesh.turned("y", turned).moved((0, 0.45, 0))) for p in parts)


def _outline(count: int) -> np.ndarray:
    """Side view of the silk (count, 2), from the lower to the upper cap."""
    angle = np.linspace(-1.12, 1.12, count)
    return np.stack([0.5 * np.cos(angle) ** 0.8, 0.42 * np.sin(angle)], -1)


def _silk() -> Mesh:
    """The body, drawn in between its ribs, darker towards the caps as if lit from within."""
    profile = _outline(33)
    lit = np.clip(1 - np.abs(profile[:, 1]) / 0.4, 0, 1)
    body = lathe(profile, RIBS * 6, mixed(np.multiply(SILK, 0.75), np.multiply(SILK, 1.25), lit))
    angle = np.arctan2(body.vertices[:, 0], body.vertices[:, 2])
    draw = 1 - 0.035 * np.abs(np.sin(angle * RIBS / 2)) ** 0.8
    return body.scaled(np.stack([draw, np.ones_like(draw), draw], -1))


def _ribs(gold: Colour) -> Mesh:
    """Fine golden wires over the silk."""
    side = _outline(17)
    wire = tube(np.stack([0 * side[:, 0], side[:, 1], side[:, 0] * 1.002], -1), 0.006, 5, gold)
    return joined([wire.turned("y", 360 * index / RIBS) for index in range(RIBS)])


def _cap(gold: Colour) -> Mesh:
    rim = [(0, -0.03), (0.24, -0.03), (0.255, -0.015), (0.255, 0.025), (0.235, 0.04), (0.2, 0.045)]
    return lathe([*rim, (0.19, 0.065), (0.1, 0.07), (0, 0.07)], 48, gold)


def _tassel(rng: np.random.Generator) -> Mesh:
    """Silk threads hanging from a bound head."""
    dark, bright = np.multiply(SILK, 0.55), np.multiply(SILK, 1.1)
    head = smooth([(0, -0.13), (0.05, -0.12), (0.06, -0.08), (0.045, -0.05), (0, -0.045)], 20)
    head[[0, -1], 0] = 0
    threads = [lathe(head, 20, SILK)]
    for angle in np.linspace(0, 360, 44, endpoint=False):
        top, tip = rng.uniform(0.01, 0.05), rng.uniform(0.03, 0.085)
        length = rng.uniform(0.66, 0.72)
        path = smooth([(top * 0.6, -0.11, 0), (top, -0.3, 0), (tip, -length, 0)], 7)
        shade = mixed(dark, bright, rng.random())
        threads.append(tube(path, 0.009, 4, shade).turned("y", angle + rng.uniform(-4, 4)))
    return joined(threads)

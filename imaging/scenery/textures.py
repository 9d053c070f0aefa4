"""What materials look like up close, computed: colour, roughness and relief of a square patch."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from imaging.scenery.noise import cells, cloud, smooth_noise, warped

F32 = NDArray[np.float32]
RGB = tuple[float, float, float]


@dataclass(frozen=True)
class Texture:
    """A patch that repeats without a seam.

    colour: (S, S, 3) linear RGB in [0, 1]. roughness: (S, S) in [0, 1] or one number. relief:
    (S, S) height in world units, None where flat. span: side of the patch in world units.
    """

    colour: F32
    roughness: F32 | float
    relief: F32 | None
    span: float


def marble(side: int, tint: RGB, rng: Generator) -> Texture:
    """White stone with winding grey veins, finer ones that cross them, and clouds between."""
    veins, fine = _veins(side, rng, 16, (3, 2)), _veins(side, rng, 60, (1, -4))
    shade = _veins(side, rng, 4, (2, 1))
    haze = np.clip(0.5 + 0.6 * cloud(side, (2, 2), rng), 0, 1)
    base = _mix((0.85, 0.845, 0.835), (0.72, 0.725, 0.73), 0.35 * haze + 0.35 * shade)
    depth = np.clip(0.75 * veins + 0.4 * fine, 0, 0.85)
    return Texture(_mix(base, (0.30, 0.305, 0.32), depth), 0.16, None, 1.7)


def black_marble(side: int, tint: RGB, rng: Generator) -> Texture:
    """Near-black stone with thin white and a few golden veins."""
    veins, fine = _veins(side, rng, 70, (2, 1)), _veins(side, rng, 130, (1, -3))
    haze = np.clip(0.5 + 0.6 * cloud(side, (3, 3), rng), 0, 1)
    gold = np.clip(cloud(side, (2, 2), rng) * 2, 0, 1)
    line = _mix((0.72, 0.71, 0.68), (0.62, 0.44, 0.22), gold)
    base = _mix((0.010, 0.011, 0.012), (0.034, 0.035, 0.037), haze)
    return Texture(_blend(base, line, np.clip(veins + 0.5 * fine, 0, 0.85)), 0.1, None, 1.7)


def terrazzo(side: int, tint: RGB, rng: Generator) -> Texture:
    """Chips of stone of three sizes in a binder of the asked colour."""
    colour = np.broadcast_to(np.array(tint, np.float32) * 0.92, (side, side, 3)).copy()
    stones = np.array(
        [
            (0.80, 0.77, 0.72),
            (0.30, 0.29, 0.28),
            (0.62, 0.36, 0.24),
            (0.55, 0.51, 0.44),
            (0.20, 0.27, 0.28),
            (0.72, 0.58, 0.42),
        ],
        np.float32,
    )
    bend = [cloud(side, (24, 24), rng, octaves=2) * 0.004 for _ in range(2)]
    for count, share, edge in ((64, 0.34, 0.34), (34, 0.32, 0.26), (15, 0.30, 0.2)):
        border, owner = cells(side, count, rng)
        border = warped(border, *bend)
        chosen = rng.uniform(size=count**2)[owner] < share
        chip = (np.clip((border - edge) * side / count * 0.06, 0, 1) * chosen).astype(np.float32)
        pick = stones[rng.integers(len(stones), size=count**2)] * rng.uniform(
            0.85, 1.1, (count**2, 1)
        )
        colour = _blend(colour, pick.astype(np.float32)[owner], chip)
    return Texture(np.clip(colour, 0, 1), 0.22, None, 2.0)


def wood(
    side: int, rng: Generator, tones: tuple[RGB, RGB, RGB], boards: int, wear: float
) -> Texture:
    """Boards along x, each with its own cut of rings, fibres and pores; wear opens the joints."""
    row = np.arange(side) * boards // side
    where = (np.arange(side) * boards / side) % 1
    rings = _rings(side, boards, row, where, rng)
    fibres = cloud(side, (256, 4), rng, octaves=3, gain=0.7)
    pores = np.clip(smooth_noise(side, (512, 24), rng) - 0.35, 0, 1) * 1.6
    light, middle, dark = (np.array(tone, np.float32) for tone in tones)
    colour = _mix(tuple(light), tuple(middle), np.clip(0.5 + 0.5 * rings, 0, 1))
    colour = _mix(colour, tuple(dark), np.clip(0.22 * fibres + 0.34 * pores, 0, 0.7))
    shade = rng.uniform(-0.11, 0.11, boards)[row].astype(np.float32) * (1 + 2 * wear)
    blotch = wear * 0.35 * cloud(side, (6, 3), rng)
    joint = np.exp(-((np.minimum(where, 1 - where) * side / boards / (1.4 + 2.5 * wear)) ** 2))
    dim = (1 + shade[:, None] + blotch) * (1 - (0.55 + 0.35 * wear) * joint[:, None])
    relief = 0.0012 * (1 + 3 * wear) * (-0.5 * pores - 0.25 * fibres) - 0.006 * joint[:, None]
    rough = np.clip(0.42 + 0.3 * wear + 0.08 * fibres, 0.2, 1)
    return Texture(
        np.clip(colour * dim[..., None], 0, 1),
        rough.astype(np.float32),
        relief.astype(np.float32),
        2.8,
    )


def light_wood(side: int, tint: RGB, rng: Generator) -> Texture:
    """Oiled oak in wide boards."""
    tones = ((0.60, 0.43, 0.27), (0.48, 0.32, 0.185), (0.30, 0.185, 0.10))
    return wood(side, rng, tones, 4, 0.0)


def dark_wood(side: int, tint: RGB, rng: Generator) -> Texture:
    """Walnut in wide boards."""
    tones = ((0.155, 0.082, 0.046), (0.085, 0.042, 0.023), (0.03, 0.015, 0.009))
    return wood(side, rng, tones, 4, 0.0)


def old_wood(side: int, tint: RGB, rng: Generator) -> Texture:
    """Weathered boards, greyed and worn, with open joints."""
    tones = ((0.33, 0.25, 0.18), (0.20, 0.145, 0.10), (0.07, 0.05, 0.037))
    return wood(side, rng, tones, 6, 1.0)


def concrete(side: int, tint: RGB, rng: Generator) -> Texture:
    """Cast concrete: clouds of grey, fine grain, a few pores."""
    broad, grain = cloud(side, (3, 3), rng), cloud(side, (128, 128), rng, octaves=3)
    pores = _dots(side, 70, 0.12, rng)
    tone = np.clip(0.40 + 0.05 * broad + 0.02 * grain, 0, 1) * (1 - 0.45 * pores)
    colour = tone[..., None] * np.array((1.0, 0.985, 0.96), np.float32)
    return Texture(colour.astype(np.float32), 0.8, 0.0006 * grain - 0.006 * pores, 2.4)


def stone(side: int, tint: RGB, rng: Generator) -> Texture:
    """Limestone: sandy mottling, faint layers, small holes."""
    mottle = cloud(side, (5, 4), rng, octaves=6, gain=0.62)
    layers = warped(cloud(side, (14, 1), rng, octaves=3), mottle * 0.0, mottle * 0.02)
    holes = _dots(side, 80, 0.10, rng)
    share = np.clip(0.5 + 0.38 * mottle + 0.16 * layers, 0, 1)
    colour = _mix((0.70, 0.62, 0.52), (0.50, 0.42, 0.335), share)
    colour = _mix(colour, (0.27, 0.21, 0.155), 0.6 * holes)
    return Texture(colour, 0.7, 0.0012 * mottle - 0.008 * holes, 2.2)


def plaster(side: int, tint: RGB, rng: Generator) -> Texture:
    """A wall finished by hand: broad strokes, hardly seen but in raking light."""
    strokes = cloud(side, (10, 7), rng, octaves=5, gain=0.55)
    tone = 1 + 0.02 * cloud(side, (3, 3), rng) + 0.012 * strokes
    return Texture(_tinted(tint, tone), 0.85, 0.006 * strokes, 3.0)


def paper(side: int, tint: RGB, rng: Generator) -> Texture:
    """Seamless studio paper: an even tint with the slightest tooth."""
    tooth = cloud(side, (200, 200), rng, octaves=2)
    return Texture(_tinted(tint, 1 + 0.006 * tooth), 0.9, 0.0003 * tooth, 2.0)


def linen(side: int, tint: RGB, rng: Generator) -> Texture:
    """Plain weave of uneven threads, with soft creases."""
    threads = 150
    warp, weft = _threads(side, threads, rng), _threads(side, threads, rng).T
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) * (threads / side)
    over = ((np.floor(x) + np.floor(y)) % 2 == 0).astype(np.float32)
    height = over * warp + (1 - over) * weft
    slub = cloud(side, (5, 90), rng, octaves=3) + cloud(side, (90, 5), rng, octaves=3)
    creases = cloud(side, (3, 4), rng, octaves=3, gain=0.4)
    tone = 0.86 + 0.14 * height + 0.03 * slub
    return Texture(_tinted(tint, tone), 0.95, 0.004 * height + 0.03 * creases, 1.6)


def velvet(side: int, tint: RGB, rng: Generator) -> Texture:
    """Short pile, brushed this way and that."""
    brushed, pile = cloud(side, (4, 5), rng, octaves=3), cloud(side, (256, 256), rng, octaves=2)
    return Texture(
        _tinted(tint, 1 + 0.10 * brushed + 0.03 * pile), 1.0, 0.008 * brushed + 0.00015 * pile, 1.8
    )


def sand(side: int, tint: RGB, rng: Generator) -> Texture:
    """Fine sand with wind ripples that fork and fade."""
    y = np.linspace(0, 1, side, endpoint=False, dtype=np.float32)[:, None]
    sway = 0.020 * cloud(side, (2, 3), rng, octaves=3) + 0.003 * cloud(
        side, (9, 12), rng, octaves=2
    )
    phase = 2 * np.pi * 17 * (y + sway)
    ridge = 1 - np.abs(np.sin(phase / 2)) ** 0.8
    ripple = ridge * np.clip(0.55 + 0.5 * cloud(side, (3, 3), rng, octaves=2), 0.1, 1)
    grain = rng.normal(0, 1, (side, side)).astype(np.float32)
    colour = _mix((0.66, 0.54, 0.40), (0.56, 0.44, 0.31), np.clip(0.5 - 0.4 * ripple, 0, 1))
    speckle = 1 + 0.07 * grain[..., None]
    return Texture(np.clip(colour * speckle, 0, 1), 0.95, 0.05 * ripple + 0.0008 * grain, 2.6)


def snow(side: int, tint: RGB, rng: Generator) -> Texture:
    """Fresh snow: soft hollows, a grainy skin, the odd glint."""
    drift, grain = cloud(side, (3, 3), rng, octaves=4), cloud(side, (180, 180), rng, octaves=2)
    glint = (rng.uniform(size=(side, side)) > 0.9985).astype(np.float32)
    tone = 1 + 0.02 * grain
    rough = np.clip(0.85 - 0.7 * glint, 0, 1)
    return Texture(_tinted((0.86, 0.885, 0.92), tone), rough, 0.09 * drift + 0.0016 * grain, 2.4)


def metal(side: int, tint: RGB, rng: Generator) -> Texture:
    """Brushed along x: hair-fine lines."""
    lines = cloud(side, (512, 2), rng, octaves=2)
    rough = np.clip(0.30 + 0.06 * lines, 0.12, 0.6)
    return Texture(_tinted(tint, 1 + 0.03 * lines), rough, 0.00025 * lines, 2.0)


def water(side: int, tint: RGB, rng: Generator) -> Texture:
    """Shallow water: a web of light on its ground, rings from the corner, where the stand is.

    The web is painted: light bent by waves would take hours to find.
    """
    span = 9.0
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) * (span / side)
    away = np.hypot(np.minimum(x, span - x), np.minimum(y, span - y))
    rings = np.sin(2 * np.pi * away / 0.34) * np.exp(-away / 1.6)
    bend = [0.012 * cloud(side, (14, 14), rng, octaves=2) for _ in range(2)]
    webs = [warped(cloud(side, (20, 15), rng, octaves=2, gain=0.3), *bend) for _ in range(2)]
    web = sum(np.clip(1 - np.abs(one) * 1.6, 0, 1) ** 5 for one in webs)
    tone = (0.74 + 0.20 * web + 0.07 * rings).astype(np.float32)
    # Steeper waves would mirror what is below the water.
    relief = (0.004 * rings + 0.002 * webs[0]).astype(np.float32)
    return Texture(_tinted(tint, tone), 0.03, relief, span)


def acrylic(side: int, tint: RGB, rng: Generator) -> Texture:
    """Polished and even."""
    return Texture(_tinted(tint, np.ones((4, 4), np.float32)), 0.06, None, 1.0)


TEXTURES: dict[str, Callable[[int, RGB, Generator], Texture]] = {
    "plaster": plaster, "marble": marble, "black-marble": black_marble, "terrazzo": terrazzo,
    "light-wood": light_wood, "dark-wood": dark_wood, "old-wood": old_wood, "concrete": concrete,
    "stone": stone, "linen": linen, "velvet": velvet, "paper": paper, "sand": sand, "snow": snow,
    "acrylic": acrylic, "water": water, "metal": metal,
}  # fmt: skip


def _veins(side: int, rng: Generator, sharpness: float, slope: tuple[int, int]) -> F32:
    """Lines in [0, 1] that wander, swell and fade across the patch, `slope` of them each way."""
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / side
    wander = 1.3 * cloud(side, (2, 2), rng, octaves=6, gain=0.44)
    line = np.abs(np.sin(np.pi * (slope[0] * x + slope[1] * y + wander + rng.uniform())))
    width = np.exp(0.9 * cloud(side, (5, 5), rng, octaves=3))
    strength = np.clip(0.7 + 1.0 * cloud(side, (3, 3), rng, octaves=3), 0, 1)
    thin: F32 = np.exp(-line * sharpness / width) * strength
    return thin


def _rings(
    side: int, boards: int, row: NDArray[np.int_], where: NDArray[np.float64], rng: Generator
) -> F32:
    """Growth rings of boards cut along the trunk: long flames in the middle, lines at the sides."""
    sway = cloud(side, (boards * 2, 3), rng, octaves=3, gain=0.4)
    wobble = cloud(side, (64, 3), rng, octaves=2)
    heart = rng.uniform(0.2, 0.8, boards)[row]
    depth = rng.uniform(0.15, 0.5, boards)[row]
    away = where - heart
    radius = np.sqrt(away**2 + depth**2)[:, None] + 0.075 * sway + 0.006 * wobble
    rings = (radius * rng.uniform(9, 13, boards)[row][:, None]) % 1
    saw: F32 = (np.abs(rings) ** 2.2 * 2 - 1).astype(np.float32)
    late = np.clip((1 - rings) * 9, 0, 1)  # the dark late wood ends softly, not with a step
    return (saw * late - (1 - late)).astype(np.float32)


def _threads(side: int, count: int, rng: Generator) -> F32:
    """Round threads side by side across x, their thickness uneven along y."""
    x = np.arange(side, dtype=np.float32) * (count / side)
    profile = np.sqrt(np.clip(1 - (2 * (x % 1) - 1) ** 2, 0, 1))
    thickness = rng.uniform(0.7, 1.1, count).astype(np.float32)[x.astype(int)]
    return profile[None] * thickness[None] * (1 + 0.12 * smooth_noise(side, (20, count), rng))


def _dots(side: int, count: int, share: float, rng: Generator) -> F32:
    """Small round pits in [0, 1], in a `share` of count² cells."""
    border, owner = cells(side, count, rng)
    sizes = rng.uniform(0.45, 0.95, count**2).astype(np.float32)
    pitted = rng.uniform(size=count**2) < share
    return np.clip((border - sizes[owner]) * 6, 0, 1) * pitted[owner]


def _tinted(tint: RGB, tone: F32) -> F32:
    return np.clip(tone[..., None] * np.array(tint, np.float32), 0, 1).astype(np.float32)


def _mix(one: F32 | RGB, other: F32 | RGB, share: F32) -> F32:
    """From `one` (share 0) to `other` (share 1), colours or (S, S, 3) pictures."""
    return _blend(np.asarray(one, np.float32), np.asarray(other, np.float32), share)


def _blend(one: F32, other: F32, share: F32) -> F32:
    mixed: F32 = (one + (other - one) * share[..., None]).astype(np.float32)
    return mixed

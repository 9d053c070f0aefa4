"""Which makers stand for each prop of a brief, how they are set out, how large and how many."""

from typing import Literal, NamedTuple

from imaging.brief.model import Prop
from imaging.scenery.props import (
    branches,
    flowers,
    gifts,
    lanterns,
    leaves,
    rounds,
    shells,
    snowfall,
)
from imaging.scenery.props.parts import Maker

# stand: on the ground. scatter: on the ground, loose and everywhere. reach: in from the frame's
# edge. hang: from above. sky: far behind.
Way = Literal["stand", "scatter", "reach", "hang", "sky"]


class Kind(NamedTuple):
    """makers: one is drawn for every piece. sizes: in product sides. counts: few, some, many."""

    makers: tuple[Maker, ...]
    way: Way
    sizes: tuple[float, float]
    counts: tuple[int, int, int]


KINDS: dict[Prop, tuple[Kind, ...]] = {
    "spheres": (Kind((rounds.sphere,), "stand", (0.1, 0.42), (3, 5, 9)),),
    "leaves": (
        Kind((leaves.monstera, leaves.palm), "reach", (0.5, 0.9), (1, 3, 5)),
        Kind((leaves.lying_sprig,), "stand", (0.4, 0.6), (0, 1, 2)),
    ),
    "branches": (Kind((branches.branch,), "reach", (0.8, 1.25), (1, 2, 4)),),
    "petals": (Kind((flowers.fallen_petal,), "scatter", (0.055, 0.12), (13, 27, 55)),),
    "flowers": (
        Kind((flowers.vase_of_flowers,), "stand", (0.7, 0.95), (0, 1, 1)),
        Kind((flowers.flower_head,), "stand", (0.16, 0.34), (3, 3, 7)),
    ),
    "stones": (
        Kind((rounds.stone_stack,), "stand", (0.32, 0.44), (0, 1, 1)),
        Kind((rounds.pebble,), "stand", (0.08, 0.32), (3, 5, 9)),
    ),
    "shells": (
        Kind(
            (shells.spiral_shell, shells.scallop, shells.starfish), "stand", (0.14, 0.36), (3, 5, 9)
        ),
    ),
    "gift-boxes": (Kind((gifts.gift_box,), "stand", (0.22, 0.5), (2, 3, 5)),),
    "ribbons": (
        Kind((gifts.flying_ribbon,), "reach", (0.9, 1.4), (1, 2, 3)),
        Kind((gifts.curled_ribbon,), "stand", (0.3, 0.5), (0, 1, 2)),
    ),
    "lanterns": (
        Kind((lanterns.hanging_lantern,), "hang", (0.3, 0.5), (1, 3, 5)),
        Kind((lanterns.standing_lantern,), "stand", (0.26, 0.36), (0, 0, 1)),
    ),
    "snow": (
        Kind((snowfall.drift,), "stand", (0.45, 1.1), (3, 5, 7)),
        Kind((snowfall.flake,), "scatter", (0.006, 0.03), (31, 61, 121)),
    ),
    "moon": (Kind((rounds.moon,), "sky", (0.75, 1.0), (1, 1, 1)),),
    "baubles": (Kind((rounds.bauble,), "stand", (0.13, 0.32), (3, 5, 9)),),
    "candles": (Kind((gifts.candle,), "stand", (0.24, 0.55), (1, 3, 5)),),
    "hearts": (Kind((rounds.heart,), "stand", (0.14, 0.34), (3, 5, 9)),),
}

# Seen from above nothing hangs, and a vase shows only its mouth.
FLAT: dict[Prop, tuple[Kind, ...]] = {
    **KINDS,
    "flowers": (Kind((flowers.flower_head,), "stand", (0.16, 0.34), (3, 5, 9)),),
    "lanterns": (Kind((lanterns.standing_lantern,), "stand", (0.24, 0.36), (1, 3, 5)),),
    "moon": (Kind((rounds.moon,), "stand", (0.3, 0.45), (1, 1, 1)),),
}

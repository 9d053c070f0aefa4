"""Which fixes the measures of a photo call for, each with the number that made it needed.

Between two thresholds nothing is done, and every fix aims inside them: a good photo needs none, and
one that was just made better needs none either.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from math import log2
from typing import Any, Literal

from imaging.enhance import words
from imaging.enhance.measure import Measures
from imaging.labels import Label

StepName = Literal[
    "restore", "denoise", "white-balance", "tone", "clarity", "colour", "sharpen", "straighten"
]

DARK, DULL, BRIGHT = -0.35, 0.6, 0.9  # stops: too dark, whites that are grey, too bright
DIM, AIRY = 0.35, 1.2  # stops: the least fix; brighter than that is meant
KEPT_DARK, KEPT_ROOM = 0.2, 0.15  # stops left as they are, so that a fix does not overshoot
MOST_STOPS, MOST_DULL, LEAST_STOPS = 2.0, 0.8, -1.0
SHARE = 0.85  # of what is missing: a dark thing in a dark room is dark
GAMMA, L_OF_LEVEL = 2.2, 0.35  # levels for each stop, as a root; L* for each level
SHADOWS, OPENED = 1.5, 0.5  # stops still missing where shadows are opened, and by how much a stop
LEAST_OPENED, MOST_OPENED = 0.1, 0.4
BACKDROP = 0.5  # share of black from where black is what stands behind the product
VEIL, FLAT, LOW = 40.0, 66.0, 50.0  # level of black; L* spans
KEPT_VEIL, LIFTED, MOST_LIFTED = 20.0, 0.6, 30.0
CAST, PAPER_CAST, SURE, KEPT_CAST = 6.0, 4.5, 0.6, 1.2  # ΔE00; sureness
LEAST_STRENGTH = 0.2
NOISE, CHROMA_NOISE, BLOCKS = 2.5, 2.0, 1.45  # levels, levels, times
COLOURLESS = 0.08  # levels of colour noise; what has less is the texture of cloth
NIGHT, NIGHT_NOISE = 1.2, 5.0  # stops given; how much more noise there is then than measured
BLOCK_NOISE = 3.3  # levels of smoothing for each time of blockiness
BLUR, FINE_BLUR, MOST_BLUR = 1.15, 1.6, 3.0  # px; FINE_BLUR where there are many pixels
MANY_PIXELS = 4_000_000
TILT, MOST_TILT = 2.0, 10.0  # degrees


@dataclass(frozen=True)
class Fix:
    """One step that is needed: the engine `step` with `params`, at `strength`, and why."""

    step: StepName
    params: Mapping[str, Any]
    why: Label
    strength: float = 1.0


def plan(measures: Measures, available: Collection[str] = ()) -> list[Fix]:
    """The fixes of a photo, in the order in which they are made.

    `available` names the engines there are beyond those that always are: "restore" takes the place
    of "denoise", "straighten" turns what is tilted.
    """
    found = (rule(measures) for rule in RULES.values())
    fixes = [fix for fix in found if fix is not None]
    if "restore" in available:
        fixes = [learned(fix) if fix.step == "denoise" else fix for fix in fixes]
    return [fix for fix in fixes if fix.step != "straighten" or "straighten" in available]


def learned(fix: Fix) -> Fix:
    """`fix`, a classical denoise, made by the net that restores; light is left to "tone"."""
    return Fix("restore", {"gain": 1.0}, fix.why, fix.strength)


def denoise(m: Measures) -> Fix | None:
    """Noise as it will show once the photo is as bright as it will be, and JPEG's blocks."""
    luma, colour = noise_shown(m)
    noise = luma if m.chroma_noise >= COLOURLESS else 0.0
    if noise < NOISE and colour < CHROMA_NOISE and m.blockiness < BLOCKS:
        return None
    if m.blockiness >= BLOCKS and m.blockiness * BLOCK_NOISE > noise:
        return Fix("denoise", noise_of(m), words.blocks(m.blockiness))
    said = words.hidden_noise if is_night(m) else words.noise
    return Fix("denoise", noise_of(m), said(max(noise, colour)))


def noise_shown(m: Measures) -> tuple[float, float]:
    """Levels of noise in lightness and in colour, once the light is given that is missing."""
    times = NIGHT_NOISE if is_night(m) else 1.0
    return times * m.noise, times * m.chroma_noise


def noise_of(m: Measures) -> dict[str, float]:
    """What to smooth by, in levels: the noise, and JPEG's blocks where they are seen."""
    luma, colour = noise_shown(m)
    blocks = BLOCK_NOISE * m.blockiness if m.blockiness >= BLOCKS else 0.0
    unseen = luma if is_night(m) else 0.0  # by night colour is as noisy as lightness
    sigmas = {"sigma": max(luma, blocks), "chroma_sigma": max(colour, unseen, blocks)}
    return {name: round(sigma, 2) for name, sigma in sigmas.items()}


def is_night(m: Measures) -> bool:
    """Whether so much light is given that noise comes up which was too dark to be measured."""
    return stops(m) >= NIGHT


def white_balance(m: Measures) -> Fix | None:
    """A cast that is seen, and surely the light's; skin limits how far it is taken back."""
    strength = m.skin_share * (1 - KEPT_CAST / max(m.cast, PAPER_CAST))
    if (
        m.cast < (PAPER_CAST if m.by_paper else CAST)
        or m.sureness < SURE
        or strength < LEAST_STRENGTH
    ):
        return None
    params = {"light": [round(channel, 4) for channel in m.light]}
    return Fix("white-balance", params, words.cast(m.cast, m.light, m.by_paper), strength)


def tone(m: Measures) -> Fix | None:
    """Exposure, then shadows where light is still missing, a veil, or a flat picture's contrast."""
    exposure = stops(m)
    values = {
        "exposure": exposure,
        "shadows": shadows(m, exposure),
        "veil": lifted(m, exposure),
        "contrast": contrast(m, exposure),
    }
    params = {name: round(value, 3) for name, value in values.items() if value}
    return (
        Fix("tone", params, words.tone(m.exposure, m.contrast, m.veil, params)) if params else None
    )


def clarity(m: Measures) -> Fix | None:
    """Texture under a veil comes back weak."""
    if not lifted(m, stops(m)):
        return None
    return Fix("clarity", {"amount": 0.3}, words.flat(m.contrast))


def colour(m: Measures) -> Fix | None:
    """Colours under a veil come back pale."""
    if not lifted(m, stops(m)):
        return None
    return Fix("colour", {"vibrance": 0.15}, words.pale(m.veil))


def sharpen(m: Measures) -> Fix | None:
    """Edges wider than a lens in focus leaves them."""
    limit = FINE_BLUR if m.width * m.height >= MANY_PIXELS else BLUR
    if m.blur is None or m.blur < limit:
        return None
    params = {"blur_sigma_px": round(min(m.blur, MOST_BLUR), 2)}
    return Fix("sharpen", params, words.blur(m.blur))


def straighten(m: Measures) -> Fix | None:
    """A horizon, or the edge of a table, that is a little off."""
    if m.tilt is None or not TILT <= abs(m.tilt) <= MOST_TILT:
        return None
    return Fix("straighten", {"degrees": round(-m.tilt, 2)}, words.tilt(m.tilt))


RULES: dict[StepName, Callable[[Measures], Fix | None]] = {
    "denoise": denoise,
    "white-balance": white_balance,
    "tone": tone,
    "clarity": clarity,
    "colour": colour,
    "sharpen": sharpen,
    "straighten": straighten,
}


def stops(m: Measures) -> float:
    """Stops of light to give, below 0 to take; 0 where the exposure does."""
    if m.exposure > BRIGHT and is_veiled(m, 0):  # else it is a white thing on white paper
        return max(LEAST_STOPS, (BRIGHT - m.exposure) / 2 - KEPT_DARK)
    room = m.room + gained_room(m)
    dark = SHARE * min(-m.exposure - KEPT_DARK, room + KEPT_ROOM) if m.exposure < DARK else 0.0
    # Paper is to be white, however much of the photo it is.
    most = MOST_STOPS if m.by_paper else min(MOST_DULL, BRIGHT - m.exposure)
    dull = min(room - KEPT_ROOM, most) if room > DULL else 0.0
    needed = max(dark, dull)
    return min(needed, MOST_STOPS) if needed >= DIM else 0.0


def gained_room(m: Measures) -> float:
    """Stops of room that white balance makes, by taking from the strongest channel of white."""
    fix = white_balance(m)
    return fix.strength * log2(max(m.light)) if fix else 0.0


def shadows(m: Measures, exposure: float) -> float:
    """How far shadows are opened, 0 to MOST_OPENED, once `exposure` was given."""
    opened = OPENED * (-m.exposure - max(exposure, 0) - SHADOWS)
    if opened < LEAST_OPENED or m.black > BACKDROP:
        return 0.0
    return min(MOST_OPENED, opened)


def is_veiled(m: Measures, exposure: float) -> bool:
    """Whether black is grey, once `exposure` was given; light things on white have no black."""
    if m.on_white or m.by_paper or m.exposure > AIRY:
        return False
    return m.veil * 2 ** (max(exposure, 0) / GAMMA) >= VEIL and m.contrast <= FLAT


def lifted(m: Measures, exposure: float) -> float:
    """Levels of veil to take away before `exposure` is given."""
    return min(LIFTED * (m.veil - KEPT_VEIL), MOST_LIFTED) if is_veiled(m, exposure) else 0.0


def contrast(m: Measures, exposure: float) -> float:
    """How much contrast a picture needs that is flat even without its veil."""
    if not is_veiled(m, exposure):
        return 0.0
    span = m.contrast * 2 ** (max(exposure, 0) / 3)  # L* goes with the cube root of light
    span += L_OF_LEVEL * lifted(m, exposure)
    return min(0.4, (LOW + 6 - span) / 30) if span < LOW else 0.0

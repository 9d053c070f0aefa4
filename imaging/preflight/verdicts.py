"""One function per kind of rule: what the file measures, what is wanted, and whether it fits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from imaging.labels import Label
from imaging.ops.light import rgb
from imaging.preflight import words
from imaging.preflight.seen import Seen, distance, ring
from imaging.presets import model

ASPECT_TOLERANCE = 0.01  # relative; 1340 × 1785 counts as 3:4
EXACT_SHARE = 0.75  # of the area around the product; a JPEG's noise next to it takes the rest
RGB_MODES = {"RGB", "RGBA", "P", "PA"}
FORMAT_NAMES = {"webp": "WebP"}


@dataclass(frozen=True)
class Verdict:
    """`fits` is None where nothing could be measured; `odd` fits, but deserves a warning.

    `wanted` is the demand in words; `seen` replaces the rule's usual first half of the sentence.
    """

    measured: str
    required: str
    wanted: Label
    fits: bool | None
    odd: bool = False
    seen: Label | None = None


def px(value: float) -> str:
    """Pixels."""
    return f"{value:,.0f} px"


def percent(value: float) -> str:
    """A share, to a tenth where it is not whole."""
    return f"{100 * value:.1f}".removesuffix(".0") + " %"


def size_of_file(value: float) -> str:
    """Bytes as people write them, 1 KB = 1,000."""
    unit, name = (1_000_000, "MB") if value >= 999_950 else (1000, "KB")
    return f"{value / unit:.1f}".removesuffix(".0") + f" {name}"


def millions(value: float) -> str:
    """Megapixels."""
    return f"{value:.1f}".removesuffix(".0") + " MP"


def same(text: str) -> Label:
    """A text that both languages share."""
    return Label(en=text, zh=text)


def bounded(value: float, rule: model.Bounds, unit: Callable[[float], str]) -> Verdict:
    """`value` against a rule's limits, both included."""
    low, high = rule.min, rule.max
    fits = (low is None or value >= low) and (high is None or value <= high)
    required, wanted = limits(rule, unit)
    return Verdict(measured=unit(value), required=required, wanted=wanted, fits=fits)


def limits(rule: model.Bounds, unit: Callable[[float], str]) -> tuple[str, Label]:
    """A rule's limits in signs and in words."""
    low, high = (None if end is None else unit(end) for end in (rule.min, rule.max))
    if low is None:
        return f"≤ {high}", words.AT_MOST.filled(high=str(high))
    if high is None:
        return f"≥ {low}", words.AT_LEAST.filled(low=low)
    return f"{low} – {high}", words.BETWEEN.filled(low=low, high=high)


def long_side(rule: model.LongSide, seen: Seen) -> Verdict:
    return bounded(max(seen.size), rule, px)


def short_side(rule: model.ShortSide, seen: Seen) -> Verdict:
    return bounded(min(seen.size), rule, px)


def megapixels(rule: model.Megapixels, seen: Seen) -> Verdict:
    return bounded(seen.size[0] * seen.size[1] / 1e6, rule, millions)


def file_bytes(rule: model.FileBytes, seen: Seen) -> Verdict:
    return bounded(seen.bytes, rule, size_of_file)


def fill(rule: model.Fill, seen: Seen) -> Verdict:
    if seen.product is None:
        return unmeasured(rule, seen, percent)
    spans = zip(seen.product[2:], seen.size, strict=True)
    return bounded(max(span / side for span, side in spans), rule, percent)


def subject(rule: model.Subject, seen: Seen) -> Verdict:
    if seen.product is None:
        return unmeasured(rule, seen, px)
    return bounded(max(seen.product[2:]), rule, px)


def unmeasured(rule: model.Bounds, seen: Seen, unit: Callable[[float], str]) -> Verdict:
    """No product box: an empty picture does not fit, a busy background leaves it open."""
    busy = seen.background is None
    why = words.UNKNOWN if busy else words.NOTHING_THERE
    required, wanted = limits(rule, unit)
    return Verdict("?" if busy else unit(0), required, wanted, None if busy else False, seen=why)


def exact_size(rule: model.ExactSize, seen: Seen) -> Verdict:
    wanted = f"{rule.width} × {rule.height} px"
    return Verdict(size(seen), wanted, same(wanted), seen.size == (rule.width, rule.height))


def aspect(rule: model.Aspect, seen: Seen) -> Verdict:
    ratio = seen.size[0] / seen.size[1]
    fits = any(abs(ratio * h / w - 1) <= ASPECT_TOLERANCE for w, h in rule.ratios)
    names = [f"{w}:{h}" for w, h in rule.ratios]
    return Verdict(size(seen), ", ".join(names), words.choice(names), fits)


def size(seen: Seen) -> str:
    """Width and height."""
    return f"{seen.size[0]} × {seen.size[1]} px"


def formats(rule: model.Formats, seen: Seen) -> Verdict:
    names = [format_name(key) for key in rule.allowed]
    measured = format_name(seen.header.format)
    return Verdict(measured, ", ".join(names), words.choice(names), measured in names)


def format_name(key: str) -> str:
    """A format as people write it."""
    return FORMAT_NAMES.get(key, key.upper())


def colour(rule: model.RgbColour, seen: Seen) -> Verdict:
    mode = "RGB" if seen.header.mode in RGB_MODES else seen.header.mode
    standard = seen.profile is None or "srgb" in seen.profile.lower()
    profile = "sRGB" if standard else seen.profile or "ICC ?"
    stored = f"{mode}, {seen.bits} bit"
    measured = f"{stored}, {profile}" if mode == "RGB" else stored
    wanted = "RGB, 8 bit, sRGB"
    return Verdict(measured, wanted, same(wanted), measured == wanted)


def still(rule: model.Still, seen: Seen) -> Verdict:
    frames = seen.header.frames
    return Verdict(str(frames), "1", words.ONE_STILL, frames == 1)


def background(rule: model.PlainBackground, seen: Seen) -> Verdict:
    text = words.OR_TRANSPARENT if rule.transparent else words.EXACT_COLOR
    wanted = text.filled(color=rule.color)
    if seen.shown is not None and not ring(seen.shown).any():
        return Verdict("transparent", rule.color, wanted, rule.transparent)
    border = ring(seen.image)
    apart = distance(border, rgb(rule.color))
    if apart.any():
        return off_colour(rule, border, apart, wanted)
    share = exact_share(seen, rgb(rule.color))
    patchy = words.BACKGROUND_PATCHY.filled(color=rule.color, share=percent(share))
    odd = share < EXACT_SHARE
    return Verdict(rule.color, rule.color, wanted, True, odd, patchy if odd else None)


def off_colour(rule: model.PlainBackground, border: Any, apart: Any, wanted: Label) -> Verdict:
    """The border has other colours: how many pixels, and the furthest of them."""
    worst = "#{:02X}{:02X}{:02X}".format(*border[apart.argmax()])
    count = int(np.count_nonzero(apart))
    sentence = words.BACKGROUND_OFF.filled(
        count=f"{count:,}",
        total=f"{len(border):,}",
        color=rule.color,
        worst=worst,
    )
    return Verdict(f"{worst} ({count:,} px)", rule.color, wanted, False, seen=sentence)


def exact_share(seen: Seen, color: tuple[int, int, int]) -> float:
    """The share of exactly coloured pixels outside the product's box; 1 when that is empty."""
    around = np.ones(seen.image.shape[:2], np.bool_)
    if seen.product is not None:
        x, y, width, height = seen.product
        around[y : y + height, x : x + width] = False
    exact = distance(seen.image, color)[around] == 0
    return float(exact.mean()) if exact.size else 1.0


VERDICTS: dict[str, Callable[[Any, Seen], Verdict]] = {
    "long_side": long_side,
    "short_side": short_side,
    "megapixels": megapixels,
    "bytes": file_bytes,
    "fill": fill,
    "subject": subject,
    "exact_size": exact_size,
    "aspect": aspect,
    "formats": formats,
    "background": background,
    "colour": colour,
    "still": still,
}

"""The watermark: read after what happens to pictures, never read where there is none, not seen.

    python -m imaging.bench.watermark --data DIR

Products are the cut-outs of `products/` and photos of `clothing/validation`, cut out here, each in
three themes' shipped sets, before a gradient, and before its own photo blurred, where it stays as
large as it was taken: SIDE px, as the studio makes them.

- read: the number that was put in comes back; wrong: another one does.
- false alarms: a number is read in the same pictures unmarked, or in photos as they came.
- PSNR: of the changed background alone, over red, green and blue.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image

from imaging import codec
from imaging.bench.measuring import clothing, took
from imaging.bench.scenes import NOT_MEASURED, cut_out, files
from imaging.engines import registry
from imaging.engines.backdrop import BackdropParams
from imaging.engines.base import U8, Context, Work
from imaging.engines.scene import SceneParams
from imaging.provenance.watermark import Marked, background_of, embed
from imaging.provenance.watermark_detect import Found, detect
from imaging.themes import load_themes

SIDE = 1080  # px
THEMES_EACH = 3
PLAIN_PHOTOS = 200
CUT = 0.1
FIRST_NUMBER, STEP = 0x5EED_C0FFEE_11, 0x1234_5678_9ABC - 1


def whole(image: U8) -> U8:
    return image


def halved(image: U8) -> U8:
    return np.asarray(
        cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8
    )


def cropped(image: U8) -> U8:
    """A tenth of each side cut off, more on one side than on the other, at odd offsets."""
    height, width = image.shape[:2]
    top, left = int(height * 0.031) | 1, int(width * 0.067) | 1
    return image[top : top + int(height * (1 - CUT)), left : left + int(width * (1 - CUT))]


def resaved(image: U8, format: str, quality: int) -> U8:
    """`image` as other programs write and read it: JPEG with colours at half size."""
    file = BytesIO()
    Image.fromarray(image).save(file, format, quality=quality)
    return np.asarray(Image.open(file).convert("RGB"))


def jpeg(image: U8) -> U8:
    return resaved(image, "JPEG", 70)


ATTACKS: dict[str, Callable[[U8], U8]] = {
    "none": whole,
    "JPEG 70": jpeg,
    "half": halved,
    "crop by 10 %": cropped,
    "half, JPEG 70": lambda image: jpeg(halved(image)),
    "crop, JPEG 70": lambda image: jpeg(cropped(image)),
    "crop, half, JPEG 70": lambda image: jpeg(halved(cropped(image))),
    "WebP 80": lambda image: resaved(image, "WEBP", 80),
    "to 800 px, JPEG 80": lambda image: resaved(
        np.asarray(cv2.resize(image, (800, 800), interpolation=cv2.INTER_AREA), np.uint8),
        "JPEG",
        80,
    ),
    "turned by 90°": lambda image: np.rot90(image),
    "mirrored": lambda image: image[:, ::-1],
    "mirrored, turned by 270°, crop, half, JPEG 70": lambda image: jpeg(
        halved(cropped(np.ascontiguousarray(np.rot90(image[:, ::-1], 3))))
    ),
}


class Tried(NamedTuple):
    """One picture: PSNR in dB, seconds to mark, to read, to find nothing; outcome by attack."""

    is_marked: bool
    share: float
    psnr: float
    seconds: tuple[float, float, float]
    outcomes: dict[str, str]
    is_false_alarm: bool


def section(data: Path) -> str:
    """The figures as Markdown."""
    if not (data / "products").is_dir():
        return NOT_MEASURED
    tried = [attempt(work, index) for index, work in enumerate(pictures(data))]
    photos = clothing(data, PLAIN_PHOTOS)
    alarms = sum(detect(codec.decode(path).image) is not None for path in photos)
    return f"{summary(tried, len(photos), alarms)}\n\n{table(tried)}"


def pictures(data: Path) -> Iterator[Work]:
    """Every product in its sets, one after the other."""
    themes = list(load_themes())
    for index, path in enumerate(files(data)):
        product = cut_out(path)
        for turn in range(THEMES_EACH):
            theme = themes[(index * THEMES_EACH + turn) % len(themes)]
            params = SceneParams(theme=theme, width=SIDE, height=SIDE)
            yield registry.load("scene").run(product, params, Context())
        for options in (
            {"backdrop": "gradient", "colours": ("#DFE6EE", "#9DB4C8"), "fill": 0.8},
            {"backdrop": "blur", "stays": True},
        ):
            on = BackdropParams.model_validate({**options, "width": SIDE, "height": SIDE})
            yield registry.load("backdrop").run(product, on, Context())


def attempt(work: Work, index: int) -> Tried:
    """`work` marked with a number of its own, attacked, and read."""
    assert work.alpha is not None
    where, number = background_of(work.alpha), (FIRST_NUMBER + index * STEP) % 2**48
    made: list[Marked] = []
    embed_s = took(lambda: made.append(embed(work.image, where, number))).processor
    done = made[0]
    alarm: list[Found | None] = []
    search_s = took(lambda: alarm.append(detect(work.image))).processor
    detect_s = took(lambda: detect(done.image)).processor
    return Tried(
        is_marked=done.is_marked,
        share=done.share,
        psnr=psnr(done.image, work.image, where),
        seconds=(embed_s, detect_s, search_s),
        outcomes={name: outcome(act(done.image), number) for name, act in ATTACKS.items()},
        is_false_alarm=alarm[0] is not None,
    )


def psnr(image: U8, before: U8, where: U8) -> float:
    """dB between `image` and `before` where the mark may be."""
    apart = (image.astype(np.float64) - before)[where == 255]
    error = float(np.mean(apart**2)) if apart.size else 0.0
    return 10 * float(np.log10(255**2 / max(error, 1e-9)))


def outcome(image: U8, number: int) -> str:
    found = detect(image)
    if found is None:
        return "missed"
    return "read" if found.payload == number else "wrong"


def summary(tried: list[Tried], photos: int, alarms: int) -> str:
    """One paragraph."""
    marked = [one for one in tried if one.is_marked]
    timed = [one.seconds for one in marked]
    false = sum(one.is_false_alarm for one in tried)
    left = [one.share for one in tried if not one.is_marked]
    least = f" (background at most {max(left):.0%} of them)" if left else ""
    embed_ms, read_ms, search_ms = (1000 * median(one) for one in zip(*timed, strict=True))
    return (
        f"{len(tried)} pictures of {SIDE} px: {len(marked)} marked, {len(left)} had too little "
        f"background and say so{least}. PSNR in the changed area: mean "
        f"{mean(one.psnr for one in marked):.1f} dB, worst {min(one.psnr for one in marked):.1f} "
        f"dB. Processor time, medians: {embed_ms:.0f} ms to mark, {read_ms:.0f} ms to read, "
        f"{search_ms:.0f} ms to find that there is none. False alarms: {false} in {len(tried)} "
        f"unmarked pictures, {alarms} in {photos} photos."
    )


def table(tried: list[Tried]) -> str:
    """How often the mark was read after each attack."""
    marked = [one for one in tried if one.is_marked]
    lines = ["| after | read | wrong number |", "|---|---|---|"]
    for name in ATTACKS:
        count = Counter(one.outcomes[name] for one in marked)
        share = count["read"] / max(1, len(marked))
        lines.append(
            f"| {name} | {count['read']} of {len(marked)} ({share:.1%}) | {count['wrong']} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    print(section(parser.parse_args().data))


if __name__ == "__main__":
    main()

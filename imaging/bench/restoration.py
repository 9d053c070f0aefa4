"""How near damaged photos come to the clean ones: both U-Nets, OpenCV, and doing nothing.

    python -m imaging.bench.restoration --data DIR [--photos 32] [--json]

Photos of clothing/validation at even steps through the sorted split, made smaller by half so that
their own JPEG damage goes, are damaged by imaging.restoration.damage, which is also what the nets
learnt from, on other photos. Means over photos of PSNR, SSIM of luma, and mean ΔE00.

OpenCV is fastNlMeansDenoisingColored, without or with CLAHE on Lab's lightness, whichever is the
better: strength, colour strength and clip limit are the best by PSNR for each case and level, on
photos of clothing/train. The nets are not told what was done to a photo, and judge its light by
themselves; "light tuned" is the better one with its gain chosen as OpenCV's numbers are, on the
same photos. "mixed, lit" is mixed damage to a well-lit photo: nobody gains by making it lighter.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.bench.fidelity import Fidelity, fidelity, psnr
from imaging.bench.measuring import took
from imaging.engines import restore
from imaging.engines.base import Context, Work
from imaging.restoration.damage import Damage, damaged
from imaging.restoration.examples import shrunk

U8 = NDArray[np.uint8]
Way = Callable[[U8], U8]

SMALLER = 0.5
TUNED_ON = 6  # photos
STRENGTHS = (3, 6, 10, 15, 20)  # h of non-local means
COLOURS = (0.5, 2.0)  # hColor, times h
CLIPS = (1.0, 2.0, 4.0)  # of CLAHE
NETS = ("restore-plain", "restore-deformable")
TUNED = f"{restore.BEST}, light tuned"
GAINS = (1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
SIZES = {"1 MP": (866, 1155), "12 MP": (3000, 4000)}

MIXED = {
    "mild": Damage(0.5, 1.05, 0.5, 6, 2, 0.0, (75,)),
    "medium": Damage(1.2, 1.1, 0.8, 10, 4, 0.4, (70, 50)),
    "strong": Damage(2.2, 1.2, 1.1, 14, 6, 0.5, (50, 30)),
}
CASES: dict[str, dict[str, Damage]] = {
    "noise": {f"{n} levels": Damage(noise=n, blotches=n / 4) for n in (5, 10, 20, 30)},
    "JPEG": {
        **{f"quality {q}": Damage(jpeg=(q,)) for q in (80, 60, 40, 20)},
        "70, then 40": Damage(jpeg=(70, 40)),
    },
    "low light": {
        f"{stops} stops": Damage(stops=stops, gamma=1 + 0.05 * stops, noise=2 + 3 * stops)
        for stops in (1, 2, 3)
    },
    "soft": {f"{sigma} px": Damage(blur_px=sigma) for sigma in (0.6, 1.0, 1.4)},
    "mixed": MIXED,
    "mixed, lit": {
        level: Damage(0, 1, d.blur_px, d.noise * 2, d.blotches, d.grain_px, d.jpeg)
        for level, d in MIXED.items()
    },
    "clean": {"": Damage()},
}


class Tuning(NamedTuple):
    """h, hColor and clip limit of the OpenCV way; gain of ours."""

    strength: float
    colour: float
    clip: float
    gain: float = 1.0


def measure(data: Path, *, photos: int = 32) -> dict[str, Any]:
    """{case: {level: {way: Fidelity as a list, "tuning": …}}}, `photos` and `seconds` by size.

    {"measured": False} when `data` does not hold the pictures.
    """
    clean = photos_of(data, "validation", photos)
    if not clean:
        return {"measured": False}
    tuned_on = photos_of(data, "train", TUNED_ON)
    found: dict[str, Any] = {"measured": True, "photos": len(clean)}
    for case, levels in CASES.items():
        found[case] = {level: of_damage(d, clean, tuned_on) for level, d in levels.items()}
    found["seconds"] = {name: seconds(clean[0], size) for name, size in SIZES.items()}
    return found


def seconds(photo: U8, size: tuple[int, int]) -> tuple[float, float]:
    """By the clock and of processor time, to restore `photo` enlarged to `size` and damaged."""
    large = np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    bad = worse(large, Damage(noise=10, jpeg=(70,)), 0)
    taken = took(lambda: by_net(bad, restore.BEST))
    return round(taken.clock, 2), round(taken.processor, 2)


def photos_of(data: Path, split: str, count: int) -> list[U8]:
    """`count` clean photos of a split, or as many as there are."""
    files = sorted(data.glob(f"clothing/{split}/*/*.jpg"))
    count = min(count, len(files))
    return [shrunk(files[index * len(files) // count], SMALLER) for index in range(count)]


def of_damage(damage: Damage, clean: list[U8], tuned_on: list[U8]) -> dict[str, Any]:
    """Means over photos by way, and how OpenCV was tuned."""
    tuning = tuned_to(damage, tuned_on)
    ways: dict[str, Way] = {
        "nothing": as_it_is,
        "OpenCV": partial(by_opencv, tuning=tuning),
        **our_ways(),
        TUNED: partial(by_net, key=restore.BEST, gain=tuning.gain),
    }
    scores: dict[str, list[Fidelity]] = {name: [] for name in ways}
    for number, photo in enumerate(clean):
        bad = worse(photo, damage, number)
        for name, way in ways.items():
            scores[name].append(fidelity(way(bad), photo))
    means = {name: np.mean(all_, axis=0).round(4).tolist() for name, all_ in scores.items()}
    return {**means, "tuning": tuning._asdict()}


def worse(photo: U8, damage: Damage, number: int) -> U8:
    """`photo` damaged, the same each time."""
    return damaged(photo, damage, np.random.default_rng((7, number)))


def as_it_is(photo: U8) -> U8:
    return photo


def our_ways() -> dict[str, Way]:
    return {key: partial(by_net, key=key) for key in NETS}


def by_net(photo: U8, key: str, gain: float | None = None) -> U8:
    """`photo` restored by the engine with net `key`."""
    params = restore.RestoreParams.model_validate({"model": key, "gain": gain})
    return restore.Restore().run(Work(photo), params, Context()).image


def tuned_to(damage: Damage, clean: list[U8]) -> Tuning:
    """What undoes `damage` best on photos that it was done to."""
    bad = [worse(photo, damage, number) for number, photo in enumerate(clean)]
    return tuned(clean, bad)._replace(gain=tuned_gain(clean, bad))


def tuned_gain(clean: list[U8], bad: list[U8]) -> float:
    """The one of GAINS with which ours makes `bad` most like `clean`."""
    return max(
        GAINS, key=lambda gain: likeness(partial(by_net, key=restore.BEST, gain=gain), clean, bad)
    )


def tuned(clean: list[U8], bad: list[U8]) -> Tuning:
    """What makes `bad` most like `clean` by mean PSNR: strength, then colour, then CLAHE."""
    best = Tuning(0, 0, 0)

    @cache  # the best so far is asked for again with each set of trials
    def score(tuning: Tuning) -> float:
        return likeness(partial(by_opencv, tuning=tuning), clean, bad)

    for trials in (
        lambda best: [Tuning(h, h, 0) for h in STRENGTHS],
        lambda best: [best._replace(colour=best.strength * share) for share in COLOURS],
        lambda best: [best._replace(clip=clip) for clip in CLIPS],
    ):
        best = max([best, *trials(best)], key=score)
    return best


def likeness(way: Way, clean: list[U8], bad: list[U8]) -> float:
    """Mean PSNR of what `way` makes of `bad`, dB."""
    return float(np.mean([psnr(way(one), truth) for one, truth in zip(bad, clean, strict=True)]))


def by_opencv(photo: U8, tuning: Tuning) -> U8:
    """`photo` by non-local means, then CLAHE."""
    if tuning.strength:
        bgr = np.ascontiguousarray(photo[..., ::-1])
        done = cv2.fastNlMeansDenoisingColored(bgr, None, tuning.strength, tuning.colour, 7, 21)
        photo = np.asarray(done, np.uint8)[..., ::-1]
    return equalised(photo, tuning.clip) if tuning.clip else photo


def equalised(photo: U8, clip: float) -> U8:
    """`photo` with CLAHE on Lab's lightness."""
    planes = list(cv2.split(cv2.cvtColor(photo, cv2.COLOR_RGB2LAB)))
    planes[0] = cv2.createCLAHE(clip, (8, 8)).apply(planes[0])
    return np.asarray(cv2.cvtColor(cv2.merge(planes), cv2.COLOR_LAB2RGB), np.uint8)


def main() -> int:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--photos", type=int, default=32)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = measure(arguments.data, photos=arguments.photos)
    print(json.dumps(found) if arguments.json else table(found))
    return 0


def table(found: Mapping[str, Any]) -> str:
    """The figures as Markdown: PSNR, SSIM and ΔE00 of each way."""
    if not found["measured"]:
        return "restoration: not measured (no pictures in --data)"
    ways = ("nothing", "OpenCV", *NETS, TUNED)
    last = f"{restore.BEST} gains | light tuned gains"
    head = f"| {found['photos']} photos: PSNR dB / SSIM / ΔE00 | {' | '.join(ways)} | {last} |"
    times = found["seconds"].items()
    speeds = (f"{name} in {s:.1f} s ({cpu:.1f} s of processor)" for name, (s, cpu) in times)
    quick = f"\n{restore.BEST}, damaged photos: {', '.join(speeds)}."
    return "\n".join([head, "|---" * (len(ways) + 3) + "|", *rows(found, ways), quick])


def rows(found: Mapping[str, Any], ways: tuple[str, ...]) -> Iterator[str]:
    """A line for each damage; the last columns are PSNR over OpenCV's."""
    for case in CASES:
        for level, by_way in found[case].items():
            cells = [f"{p:.2f} / {s:.3f} / {e:.2f}" for p, s, e in (by_way[way] for way in ways)]
            gains = (by_way[way][0] - by_way["OpenCV"][0] for way in (restore.BEST, TUNED))
            cells += [f"{gain:+.2f} dB" for gain in gains]
            yield f"| {case} {level} | {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())

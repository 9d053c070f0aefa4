"""Adverts: seconds, contrast of the words, and the product's own pixels, in every layout and shape.

    python -m imaging.bench.adverts --data DIR

Products are cut-outs of `products/`, every other one lettered in Chinese and in English.

- preview: as large as the editor draws it while one types, from a reduced cut-out.
- full: as large as the studio's sizes are, from the cut-out as it is.
- contrast: of every text on the pixels behind it, as the advert itself tells it.
- lock: the largest difference of any pixel inside the eroded mask, measured by `imaging.lock`.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product as every
from pathlib import Path
from statistics import median

from imaging import lock
from imaging.adverts.layouts import LAYOUTS
from imaging.adverts.plan import ASPECTS
from imaging.adverts.words import Words
from imaging.bench.scenes import NOT_MEASURED, cut_out, smaller
from imaging.engines import registry
from imaging.engines.advert import AdvertParams
from imaging.engines.base import Context, Work
from imaging.errors import EngineError

PRODUCTS = ("apple-drink", "mighty-mug", "dash-force-2", "cushion-blue", "sunnies")
PREVIEW_SIDE, FULL_SIDE = 640, 1250  # px of the square with the advert's area
WORDS = (
    Words(
        headline="秋日新品，温柔上市",
        subline="精选天然材质，陪你走过每一个清晨",
        price="¥99.90",
        old_price="¥129",
        badge="新品首发",
        call_to_action="立即抢购",
    ),
    Words(
        headline="The Autumn Collection",
        subline="Soft on skin, made to last",
        price="$1,249.90",
        old_price="$1,600",
        badge="NEW",
        call_to_action="Shop now",
    ),
)


Ask = tuple[str, str, int]  # layout, aspect, index of the product


@dataclass(frozen=True)
class Made:
    """One advert: how long it took, its least contrast, and what `lock` measured in it."""

    seconds: float
    contrast: float
    difference: int
    pixels: int


@dataclass(frozen=True)
class Refused:
    """One advert that the engine would not make, and the error's code."""

    ask: Ask
    code: str


def section(data: Path) -> str:
    """Counts, seconds, contrast and lock as Markdown."""
    if not (data / "products").is_dir():
        return NOT_MEASURED
    works = products(data)
    small = [smaller(work) for work in works]
    asks = list(every(LAYOUTS, ASPECTS, range(len(works))))
    once = [(*pair, at % len(works)) for at, pair in enumerate(every(LAYOUTS, ASPECTS))]
    made(asks[0], small, PREVIEW_SIDE)  # fonts are read by whichever advert comes first
    return table(
        [made(ask, small, PREVIEW_SIDE) for ask in asks],
        [made(ask, works, FULL_SIDE) for ask in once],
    )


def products(data: Path) -> list[Work]:
    """The cut-outs of PRODUCTS."""
    return [cut_out(data / "products" / f"saleor-{name}.png") for name in PRODUCTS]


def made(ask: Ask, works: Sequence[Work], side: int) -> Made | Refused:
    """One advert on a canvas with the area of a square of `side` px."""
    layout, aspect, at = ask
    params = asked(layout, aspect, WORDS[at % len(WORDS)], side)
    engine = registry.load("advert")
    started = time.perf_counter()
    try:
        done = engine.run(works[at], params, Context())
    except EngineError as error:
        return Refused(ask, error.code)
    seconds = time.perf_counter() - started
    measured = lock.measure(works[at].image, done)
    contrast = float(done.facts["advert"]["contrast"])
    return Made(seconds, contrast, measured["max_difference"], measured["pixels"])


def asked(layout: str, aspect: str, words: Words, side: int) -> AdvertParams:
    """The advert of `words` in a layout and shape, as large as a square of `side` px."""
    root = ASPECTS[aspect] ** 0.5
    size = {"width": round(side * root), "height": round(side / root)}
    return AdvertParams(layout=layout, words=words, **size)


def table(previews: Sequence[Made | Refused], fulls: Sequence[Made | Refused]) -> str:
    """Two rows of seconds, and a sentence each about contrast, lock and what was refused."""
    done = [one for one in (*previews, *fulls) if isinstance(one, Made)]
    refused = [one for one in (*previews, *fulls) if isinstance(one, Refused)]
    return "\n".join(
        [
            "| an advert, cut-out done | made | seconds: median | 95 of 100 | most |",
            "|---|---|---|---|---|",
            row(f"preview, {PREVIEW_SIDE}² px", previews),
            row(f"full, {FULL_SIDE}² px", fulls),
            "",
            f"{len(LAYOUTS)} layouts in {len(ASPECTS)} shapes, {len(PRODUCTS)} products: contrast "
            f"at least {min((one.contrast for one in done), default=0):.2f}:1; "
            f"{sum(one.pixels for one in done) / 1e6:.0f} million product pixels compared, largest "
            f"difference {max((one.difference for one in done), default=0)}. "
            f"Refused: {', '.join(map(named, refused)) or 'none'}.",
        ]
    )


def row(name: str, adverts: Sequence[Made | Refused]) -> str:
    seconds = sorted(one.seconds for one in adverts if isinstance(one, Made))
    late = seconds[int(0.95 * (len(seconds) - 1))]
    figures = f"{median(seconds):.2f} | {late:.2f} | {seconds[-1]:.2f}"
    return f"| {name} | {len(seconds)} of {len(adverts)} | {figures} |"


def named(refused: Refused) -> str:
    layout, aspect, at = refused.ask
    return f"{layout} {aspect} {PRODUCTS[at]} ({refused.code})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    print(section(parser.parse_args().data))


if __name__ == "__main__":
    main()

"""Every layout with several products and words in Chinese and English, for the docs.

    python -m imaging.bench.advert_sheet --data DIR --out docs/adverts.jpg

DIR holds `products/` (cut-outs). A row is a layout, a column a shape with its own product and
language; each cell is an advert as the studio makes it.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np

from imaging.adverts.layouts import LAYOUTS
from imaging.bench.adverts import WORDS, asked, products
from imaging.bench.scenes import smaller
from imaging.bench.theme_sheet import gapped
from imaging.engines import registry
from imaging.engines.base import U8, Context, Work

# Of a column: shape, index of the product in PRODUCTS and of its words in WORDS.
COLUMNS = (("1:1", 0, 0), ("4:5", 3, 1), ("9:16", 1, 0), ("16:9", 2, 1), ("3:1", 4, 0))
HEIGHT, GAP = 240, 6  # px
DRAWN = 3  # times as large as shown, so that its type is smooth
BLOCKS = 2  # layouts stand in so many columns of rows
QUALITY = 84


def sheet(data: Path) -> U8:
    """(H, W, 3) uint8 BGR: a row for each layout, a column for each shape."""
    works = [smaller(work) for work in products(data)]
    rows = [row(works, layout) for layout in LAYOUTS]
    rows += [np.full_like(rows[0], 255)] * (-len(rows) % BLOCKS)
    height = len(rows) // BLOCKS
    blocks = [np.vstack(rows[at : at + height]) for at in range(0, len(rows), height)]
    return np.hstack([gapped(block, 0, 3 * GAP) for block in blocks])


def row(works: list[Work], layout: str) -> U8:
    """The layout in every shape of COLUMNS, each HEIGHT px high."""
    return np.hstack([cell(works[at], layout, aspect, said) for aspect, at, said in COLUMNS])


def cell(work: Work, layout: str, aspect: str, said: int) -> U8:
    """One advert with a white gap below and beside it, BGR."""
    wide, high = map(int, aspect.split(":"))
    side = DRAWN * HEIGHT * (wide / high) ** 0.5
    params = asked(layout, aspect, WORDS[said], round(side))
    done = registry.load("advert").run(work, params, Context())
    size = (round(HEIGHT * wide / high), HEIGHT)
    small = cv2.resize(done.image, size, interpolation=cv2.INTER_AREA)[..., ::-1]
    return gapped(np.asarray(small, np.uint8), GAP, GAP)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    cv2.imwrite(str(given.out), sheet(given.data), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])


if __name__ == "__main__":
    main()

"""One picture of every theme with several products standing in it, for the docs.

    python -m imaging.bench.theme_sheet --data DIR --out docs/themes.jpg

DIR holds `products/` (cut-outs). Each cell is a scene as the studio makes it, on the plate that
ships with the theme.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np

from imaging.bench.scenes import cut_out, smaller
from imaging.engines import registry
from imaging.engines.base import U8, Context, Work
from imaging.engines.scene import SceneParams
from imaging.themes import load_themes

PRODUCTS = ("apple-drink", "mighty-mug", "dash-force-2", "cushion-blue", "sunnies")
CELL, GAP = 200, 6  # px
BLOCKS = 2  # themes stand in so many columns of rows
QUALITY = 84


def sheet(data: Path) -> U8:
    """(H, W, 3) uint8 BGR: a row for each theme, a column for each product."""
    works = [smaller(cut_out(data / "products" / f"saleor-{name}.png")) for name in PRODUCTS]
    rows = [np.hstack([cell(work, key) for work in works]) for key in load_themes()]
    rows += [np.full_like(rows[0], 255)] * (-len(rows) % BLOCKS)
    height = len(rows) // BLOCKS
    blocks = [np.vstack(rows[at : at + height]) for at in range(0, len(rows), height)]
    return np.hstack(
        [np.pad(b, ((0, 0), (0, 3 * GAP), (0, 0)), constant_values=255) for b in blocks]
    )


def cell(work: Work, theme: str) -> U8:
    """One scene, drawn at twice its size here so that it is smooth, with a white gap around."""
    params = SceneParams(theme=theme, width=2 * CELL, height=2 * CELL)
    done = registry.load("scene").run(work, params, Context())
    small = cv2.resize(done.image, (CELL, CELL), interpolation=cv2.INTER_AREA)[..., ::-1]
    return gapped(np.asarray(small, np.uint8), GAP, GAP)


def gapped(picture: U8, below: int, beside: int) -> U8:
    """`picture` with white below it and to its right."""
    return np.pad(picture, ((0, below), (0, beside), (0, 0)), constant_values=255)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    picture = sheet(asked.data)
    cv2.imwrite(str(asked.out), picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])


if __name__ == "__main__":
    main()

"""Photos with a known cut-out: product pictures that have alpha, put on household backgrounds.

The data folder holds `products/*.png` (saleor's product pictures, BSD-3-Clause) and
`clothing/<split>/<class>/*.jpg` (alexeygrigorev/clothing-dataset-small, CC0).

- Background: the top left corner of a clothing photo, 0.28 of its width square, enlarged
  bicubically to cover the frame. Photos are taken at even steps through the sorted split, from
  those whose corner is plain: averaged over an 8×8 grid, its colours deviate by at most 25 levels
  (root mean square). Otherwise it holds a second object, and nobody knows which is the product.
- Photo: the product with its soft shadow over that background, mixed in sRGB, bicubic.
- Truth: the product's alpha without the shadow, which is alpha below 0.5 in the lower half of what
  is visible. The shadow stays in the photo, as it does in real ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

CORNER = 0.28  # of the photo's width
PLAIN = 25  # levels; two corners in three


@dataclass(frozen=True)
class Composite:
    """image: (H, W, 3) uint8 RGB. truth: (H, W) uint8 alpha of the product."""

    name: str
    image: U8
    truth: U8


def is_there(data: Path) -> bool:
    """Whether `data` holds what composites are made of."""
    return any(data.glob("products/*.png")) and any(data.glob("clothing/*/*/*.jpg"))


def composites(
    data: Path, *, size: tuple[int, int], split: str = "validation", per_product: int = 1
) -> Iterator[Composite]:
    """Every product over `per_product` backgrounds of its own; `size` is (width, height) in px."""
    products = sorted(data.glob("products/*.png"))
    photos = [photo for photo in sorted(data.glob(f"clothing/{split}/*/*.jpg")) if is_plain(photo)]
    count = len(products) * per_product
    for index in range(count):
        product, photo = products[index % len(products)], photos[index * len(photos) // count]
        rgba = np.asarray(cv2.imread(str(product), cv2.IMREAD_UNCHANGED), np.uint8)
        yield composed(product.stem, rgba, corner(photo, size), size)


def corner(photo: Path, size: tuple[int, int]) -> U8:
    """The top left corner of a photo, enlarged to cover `size`; BGR."""
    whole = (max(size), max(size))
    grown = cv2.resize(corner_pixels(photo), whole, interpolation=cv2.INTER_CUBIC)
    return np.asarray(grown[: size[1], : size[0]], np.uint8)


def is_plain(photo: Path) -> bool:
    """Whether the photo's corner shows a plain background."""
    grid = cv2.resize(corner_pixels(photo), (8, 8), interpolation=cv2.INTER_AREA).astype(np.float32)
    return float(np.square(grid - grid.mean((0, 1))).mean()) <= PLAIN**2


def corner_pixels(photo: Path) -> U8:
    """The top left corner of a photo as it is; BGR."""
    pixels = np.asarray(cv2.imread(str(photo)), np.uint8)
    side = max(1, round(CORNER * pixels.shape[1]))
    return pixels[:side, :side]


def composed(name: str, rgba: U8, background: U8, size: tuple[int, int]) -> Composite:
    """The product `rgba` (h, w, 4) BGRA in the middle of `background` (H, W, 3) BGR."""
    straight = rgba.astype(np.float32)
    straight[..., :3] *= straight[..., 3:] / 255
    product = centred(straight, size)
    share = np.clip(product[..., 3:] / 255, 0, 1)
    mixed = product[..., :3] + background * (1 - share)
    bgr = np.rint(np.clip(mixed, 0, 255)).astype(np.uint8)
    truth = centred(without_shadow(rgba[..., 3]).astype(np.float32), size)
    alpha = np.rint(np.clip(truth, 0, 255)).astype(np.uint8)
    return Composite(name, np.ascontiguousarray(bgr[..., ::-1]), alpha)


def centred(plane: F32, size: tuple[int, int]) -> F32:
    """A square `plane`, enlarged bicubically to the shorter side of `size`, centred on nothing."""
    side = min(size)
    grown = cv2.resize(plane, (side, side), interpolation=cv2.INTER_CUBIC)
    left, top = (size[0] - side) // 2, (size[1] - side) // 2
    framed = cv2.copyMakeBorder(
        grown, top, size[1] - side - top, left, size[0] - side - left, cv2.BORDER_CONSTANT
    )
    return np.asarray(framed, np.float32)


def without_shadow(alpha: U8) -> U8:
    """`alpha` (H, W) with what is below 0.5 in the lower half of its visible rows set to 0."""
    visible = np.flatnonzero(alpha.max(axis=1))
    bare = alpha.copy()
    low = bare[(visible[0] + visible[-1]) // 2 :]
    low[low < 128] = 0
    return bare

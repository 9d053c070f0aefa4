"""Downloaded files, and what their pixels are held against."""

from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page

from tests.pictures import Picture, bottle_mask


def downloaded(page: Page, link: Locator) -> tuple[str, bytes]:
    """The name and the bytes of the file behind `link`."""
    with page.expect_download() as download:
        link.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def border_is_white(picture: Picture) -> bool:
    """Whether every pixel of the outermost rows and columns is 255, 255, 255."""
    edges = (picture[0], picture[-1], picture[:, 0], picture[:, -1])
    return all(bool((edge == 255).all()) for edge in edges)


def difference_inside(picture: Picture, photo: Picture) -> float:
    """Mean difference, in levels, between the bottle's body in `picture` and in its `photo`.

    Both (H, W, 3) uint8; in `picture` the bottle is what is not white.
    """
    found = body(picture, (picture < 250).any(axis=2))
    wanted = body(photo, bottle_mask(photo.shape[1], photo.shape[0]) > 0.5)
    enlarged = Image.fromarray(wanted).resize(found.shape[1::-1], Image.Resampling.BICUBIC)
    return float(np.abs(found.astype(float) - np.asarray(enlarged, float)).mean())


def body(picture: Picture, where: np.ndarray) -> Picture:
    """`picture` from below the shoulders of the bottle that spans `where`, its outline left out."""
    rows, columns = np.flatnonzero(where.any(axis=1)), np.flatnonzero(where.any(axis=0))
    top, height = rows[0], rows[-1] - rows[0]
    left, width = columns[0], columns[-1] - columns[0]
    down = slice(top + int(0.45 * height), top + int(0.95 * height))
    return picture[down, left + int(0.1 * width) : left + int(0.9 * width)]

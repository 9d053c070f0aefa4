"""The visible label of a machine-made picture, as GB 45438-2025 asks for it.

The words stand at an edge, not lower than a twentieth of the picture's shorter side, on background:
never on the product. Where the product leaves no room, the picture grows a strip for them.
"""

import math

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from imaging.adverts.contrast import ENOUGH, INK, PAPER, Colour, contrast_on
from imaging.adverts.font_files import opened
from imaging.engines.base import U8
from imaging.labels import Label

WORDS = Label(en="AI-generated", zh="人工智能生成")
FACE = "noto-sans-bold"  # has both scripts
LEAST_SHARE = 0.05  # of the shorter side, the standard's
SMALLEST_PX = 10  # below that no letter is one
ROOM = 0.5  # of the letters' height, kept free around them
HEIGHTS = {"en": "A", "zh": "人"}  # whose ink counts as the height of the words

Spot = tuple[int, int]  # row and column of a box's upper left corner
Box = tuple[slice, slice]  # its rows and columns


def labelled(image: U8, product: U8 | None, language: str) -> U8:
    """`image` with the label in `language` ("en", or "zh…").

    image: (H, W, 3) uint8 sRGB, not modified. product: (H, W) uint8, above 0 where the product is;
    None where nobody knows, then nothing of the picture is covered. Returns (H + strip, W, 3): the
    strip is 0 rows where there is room. Raises EngineError: font_missing.
    """
    return labelled_at(image, product, language)[0]


def labelled_at(image: U8, product: U8 | None, language: str) -> tuple[U8, Box]:
    """As `labelled`, and where in it the label is."""
    words = lettering(language, image.shape[:2])
    spot = None if product is None else free_spot(image, product, words.shape)
    if spot is None:
        image, spot = with_strip(image, words.shape)
    rows = slice(spot[0], spot[0] + words.shape[0])
    box = rows, slice(spot[1], spot[1] + words.shape[1])
    done = image.copy()
    done[box] = lettered(image[box], words)
    return done, box


def lettering(language: str, shape: tuple[int, ...]) -> U8:
    """The words with room around, (h, w) uint8 coverage, for a picture of `shape`.

    As high as the standard asks, less only where the picture is narrower than the words.
    """
    key = "zh" if language.startswith("zh") else "en"
    wanted = max(SMALLEST_PX, math.ceil(LEAST_SHARE * min(shape)))
    font = font_of_height(HEIGHTS[key], wanted)
    left, top, right, bottom = font.getbbox(WORDS.in_language(key))
    room = math.ceil(ROOM * wanted)
    size = (math.ceil(right - left) + 2 * room, math.ceil(bottom - top) + 2 * room)
    drawn = Image.new("L", size)
    ImageDraw.Draw(drawn).text((room - left, room - top), WORDS.in_language(key), 255, font)
    words = np.asarray(drawn)
    if size[0] <= shape[1]:
        return words
    return np.asarray(
        cv2.resize(
            words, (shape[1], max(1, size[1] * shape[1] // size[0])), interpolation=cv2.INTER_AREA
        ),
        np.uint8,
    )


def font_of_height(letter: str, height: int) -> ImageFont.FreeTypeFont:
    """The face at the first size where the ink of `letter` is at least `height` px high."""
    size = height
    while True:
        font = opened(FACE, size)
        box = font.getbbox(letter)
        if box[3] - box[1] >= height:
            return font
        size += 1


def free_spot(image: U8, product: U8, shape: tuple[int, ...]) -> Spot | None:
    """The calmest of the corners and edges' middles that the product leaves free.

    Those where letters are readable without a plate come first.
    """
    height, width = shape[:2]
    bottom, right = image.shape[0] - height, image.shape[1] - width
    if bottom < 0:
        return None
    spots = [(row, column) for row in (bottom, 0) for column in (right, 0, right // 2)]

    def part(of: U8, spot: Spot) -> U8:
        return of[spot[0] : spot[0] + height, spot[1] : spot[1] + width]

    def unrest(spot: Spot) -> tuple[bool, float]:
        behind = part(image, spot)
        return best_on(behind)[1] < ENOUGH, float(behind.std())

    return min((spot for spot in spots if not part(product, spot).any()), key=unrest, default=None)


def with_strip(image: U8, shape: tuple[int, ...]) -> tuple[U8, Spot]:
    """`image` with a strip of paper below for words of `shape`, and where they go."""
    strip = np.full((shape[0], *image.shape[1:]), PAPER, np.uint8)
    return np.vstack([image, strip]), (image.shape[0], (image.shape[1] - shape[1]) // 2)


def lettered(behind: U8, words: U8) -> U8:
    """`words` over `behind`: light or dark, on a plate where neither is readable."""
    colour, contrast = best_on(behind)
    if contrast < ENOUGH:
        behind, colour = np.full_like(behind, INK), PAPER
    share = words[..., None].astype(np.float32) / 255
    mixed = behind * (1 - share) + np.array(colour, np.float32) * share
    return np.rint(mixed).astype(np.uint8)


def best_on(behind: U8) -> tuple[Colour, float]:
    """Paper or ink, whichever is more readable on `behind`, and its contrast."""
    tried = [(colour, contrast_on(behind, colour)) for colour in (PAPER, INK)]
    return max(tried, key=lambda pair: pair[1])

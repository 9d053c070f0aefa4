"""Pictures of what is no clothing: pieces of floors, beds and walls, and things drawn on them.

Icons with an alpha channel stand for things; clothes and people among them are left out by their
names. Most icons are of one thing each, and most things in the world are no clothes.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.attributes.sight.pasting import free_squares, pasted
from imaging.attributes.sight.table import GROUNDS, alpha_of, picture_in
from imaging.attributes.sight.views import product_area

U8 = NDArray[np.uint8]

ONE_IN = 12  # photos of clothes that show what lies beside them
GROUND = (0.2, 0.36)  # of the shorter side, a piece of ground
PLAIN = 0.4  # of icons, on paper
QUALITY = (75, 95)  # of JPEG
FEWEST = 30  # px
WORN = re.compile(
    r"shoe|boot|slipper|sandal|heel|sneaker|skate|sock|jacket|coat|vest|uniform|\bhat\b|\bcap\b|crown"
    r"|helmet|kimono|sari\b|skirt|dress|bikini|swimsuit|briefs|shorts|pant|jean|trouser|shirt|cloth"
    r"|tie\b|glove|scarf|towel|purse|bag|pouch|costume|sweater|pullover|lingerie|ballet|doll"
    r"|face|man\b|mans|men\b|woman|womens|human|boy|girl|baby\b|child\b|people|person|family|couple"
    r"|hand|finger|thumb|fist|arm\b|biceps|leg\b|foot|ear\b|nose|mouth|tongue|\bhair|princess|prince"
    r"|santa|angel|elf|fairy|mage|zombie|dancer|guard|police|detective|worker|bust\b|silhouette",
    re.IGNORECASE,
)
DRAWN = re.compile(
    r"squared?\b|symbol|sign\b|arrow|circled?\b|button|heart|triangle|heavy|letter", re.I
)


def draw(data: Path, icons: Sequence[Path], out: Path, seed: int) -> int:
    """Fill the folder `out` with pictures; how many.

    data holds clothing/train; icons are folders of PNG or WebP with alpha, whose file names say
    what they are, in words or as the number of an emoji.
    """
    chance = np.random.default_rng(seed)
    out.mkdir(parents=True, exist_ok=True)
    photos = sorted(data.glob("clothing/train/*/*.jpg"))[::ONE_IN]
    grounds = [ground for photo in photos if (ground := ground_of(photo, chance)) is not None]
    things = [thing for folder in icons for thing in things_in(folder)]
    for index, ground in enumerate(grounds):
        keep(ground, out / f"{GROUNDS}_{index:04d}.jpg", chance)
    for index, thing in enumerate(things):
        is_plain = not grounds or chance.random() < PLAIN
        under = None if is_plain else grounds[int(chance.integers(len(grounds)))]
        keep(pasted(thing, under, chance), out / f"thing_{index:04d}.jpg", chance)
    return len(grounds) + len(things)


def ground_of(file: Path, chance: np.random.Generator) -> U8 | None:
    """A square of the photo in `file` that holds nothing of its product."""
    photo = picture_in(file)
    alpha = alpha_of(photo)
    side = round(min(alpha.shape) * chance.uniform(*GROUND))
    free = free_squares(alpha, side)
    if not len(free):
        return None
    top, left = free[int(chance.integers(len(free)))]
    return photo[top : top + side, left : left + side]


def things_in(folder: Path) -> Iterator[U8]:
    """The icons (H, W, 4) in `folder` that are things, no clothes and no people, cut close.

    Of an emoji's variants only the plain one counts.
    """
    for file in sorted([*folder.glob("*.png"), *folder.glob("*.webp")]):
        name = name_of(file.stem)
        if not name or WORN.search(name) or DRAWN.search(name):
            continue
        icon = cv2.imread(str(file), cv2.IMREAD_UNCHANGED)
        if icon is not None and icon.ndim == 3 and icon.shape[2] == 4:
            rgba = np.asarray(cv2.cvtColor(icon, cv2.COLOR_BGRA2RGBA), np.uint8)
            if (rgba[..., 3] > 127).sum() >= FEWEST:
                yield product_area(rgba.shape, np.ascontiguousarray(rgba[..., 3])).of(rgba)


def name_of(stem: str) -> str:
    """What an icon is: "towel 2" of towel2, "HOT DOG" of 1f32d; "" of an emoji's variants."""
    points = stem.removesuffix("-fe0f")
    if re.fullmatch(r"[123][0-9a-f]{3,4}", points):
        return unicodedata.name(chr(int(points, 16)), "")
    if re.fullmatch(r"[0-9a-f]{2,5}(-[0-9a-f]{2,5})+", points):
        return ""
    return re.sub(r"(?<=[a-z])(?=[A-Z0-9])|_", " ", stem)


def keep(picture: U8, path: Path, chance: np.random.Generator) -> None:
    """`picture` (H, W, 3) as a JPEG as good as phones' are."""
    quality = int(chance.integers(*QUALITY))
    cv2.imwrite(str(path), picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])

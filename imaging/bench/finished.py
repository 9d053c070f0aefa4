"""Finished pictures as the studio makes them, with all that screening is given of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging import codec
from imaging.bench.drawn_tags import FAMILY_KEYS, Card
from imaging.bench.measuring import evenly
from imaging.pipeline import Run
from imaging.recipes import build
from imaging.themes import load_themes

U8 = NDArray[np.uint8]
Rng = np.random.Generator

PRESETS = ("tiktok_shop", "taobao_white", "shopee", "jd_main")
WORDS = ("COTTON", "Studio 54", "Honey 500 g", "纯棉", "SUMMER", "No. 5", "绿茶", "Vanilla", "2024",
         "Handmade", "羊毛衫", "SPORT", "Extra dry", "经典款", "Lemon", "Ocean Air")  # fmt: skip
LABELLED = 2  # of three photos, this many have words printed on the product


@dataclass(frozen=True)
class Finished:
    """A picture as it was made. label: the box (x, y, width, height) in photo px that words were
    printed in, and the words; None where there are none."""

    name: str
    recipe: str
    photo: U8
    picture: U8
    mask: U8
    facts: Mapping[str, Any]
    label: tuple[tuple[int, int, int, int], str] | None

    @property
    def is_main(self) -> bool:
        return self.recipe == "main-image"


def photos(data: Path, count: int) -> list[Path]:
    """`count` photos: all the cut-outs, then clothing spread over its classes."""
    products = sorted(data.glob("products/*.png"))
    clothing = sorted(data.glob("clothing/validation/*/*.jpg"))
    listed = [*products, *evenly(clothing, max(1, count - len(products)))]
    return [listed[index % len(listed)] for index in range(count)]


def finished(path: Path, number: int) -> Finished:
    """What recipe `number`, of those taken in turn, makes of the photo at `path`.

    Raises EngineError where no product is found.
    """
    rng = np.random.default_rng((6, number))
    picture = codec.decode(path.read_bytes())
    photo, alpha = picture.image, picture.alpha
    label = None
    if number % 3 < LABELLED:
        word = WORDS[int(rng.integers(len(WORDS)))]
        photo, box = printed(photo, word, int(rng.integers(1 << 30)))
        label = box, word
    recipe = RECIPES[number % len(RECIPES)]
    data = codec.encode(photo, alpha, format="png").data
    made = Run(made_by(recipe, number)).make({"photo": data})
    return Finished(
        f"{number:03d}-{recipe}-{path.stem[:8]}",
        recipe,
        codec.decode(data).image,
        codec.decode(made.outputs["picture"].data).image,
        codec.decode_grey(made.outputs["mask"].data),
        made.facts,
        label,
    )


RECIPES = ("main-image", "scene", "main-image", "backdrop", "main-image")
BACKDROPS: tuple[dict[str, Any], ...] = (
    {"backdrop": "colour", "colours": ["#E8DCC8"]},
    {"backdrop": "gradient", "colours": ["#F4F4F4", "#B8C8D8"]},
    {"backdrop": "blur"},
)


def made_by(recipe: str, number: int) -> Any:
    """The recipe, its channel or look taken in turn."""
    turn = number // len(RECIPES)
    if recipe == "main-image":
        return build(recipe, preset_key=PRESETS[turn % len(PRESETS)])
    if recipe == "scene":
        themes = list(load_themes())
        return build(recipe, options={"theme": themes[turn % len(themes)], "long_side": 1024})
    return build(recipe, options={**BACKDROPS[turn % len(BACKDROPS)], "long_side": 1000})


def printed(photo: U8, word: str, seed: int) -> tuple[U8, tuple[int, int, int, int]]:
    """`photo` with `word` on a patch in its middle, as on a label, and the patch's box."""
    height, width = photo.shape[:2]
    patch = label_of(word, max(48, round(0.26 * min(height, width))), seed)
    tall, wide = patch.shape[:2]
    left, top = (width - wide) // 2, (height - tall) // 2
    out = photo.copy()
    out[top : top + tall, left : left + wide] = patch
    return out, (left, top, wide, tall)


def label_of(word: str, wide: int, seed: int) -> U8:
    """A patch `wide` px wide with `word` on it; the same seed gives the same face and colours."""
    rng = np.random.default_rng(seed)
    paper = tuple(int(level) for level in rng.integers(190, 255, 3))
    ink = tuple(int(level) for level in rng.integers(0, 90, 3))
    family = FAMILY_KEYS[int(rng.integers(len(FAMILY_KEYS)))]
    card = Card(400, 120, family, (paper, ink, ink))  # type: ignore[arg-type]
    card.put((20, 80), word, card.fitted(word, 64, 360))
    drawn = np.asarray(card.image, np.uint8)
    return np.asarray(
        cv2.resize(drawn, (wide, round(0.3 * wide)), interpolation=cv2.INTER_AREA), np.uint8
    )

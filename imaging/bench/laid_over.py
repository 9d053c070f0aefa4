"""What is laid over finished pictures: words, prices, watermarks, codes, frames, people."""

from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.bench.drawn_tags import Card
from imaging.bench.finished import Finished
from imaging.screening.pair import Pair

U8 = NDArray[np.uint8]
Rng = np.random.Generator
Act = Callable[[Finished, Pair, Rng], U8]

PRICES = ("¥199", "Only $19.99", "特价 59元", "SALE 50% OFF", "€12,90", "到手价 ￥88")
SLOGANS = ("Best seller", "新品上市", "Free shipping", "爆款推荐", "Premium quality", "厂家直销")
MARKS = ("www.myshop.com", "© Foto Studio", "SAMPLE", "图片版权所有", "@best_deals", "盗图必究")


def lettered(words: Sequence[str]) -> Act:
    """Words beside the product."""

    def act(made: Finished, on: Pair, rng: Rng) -> U8:
        side = min(made.picture.shape[:2])
        strip = _strip(words[int(rng.integers(len(words)))], round(rng.uniform(0.04, 0.09) * side))
        ink = np.array(((200, 20, 30), (20, 20, 20), (20, 60, 160))[int(rng.integers(3))])
        return _stamped(made.picture, strip, _room(on, strip.shape[:2], rng), ink, 1.0)

    return act


def marked(made: Finished, on: Pair, rng: Rng) -> U8:
    """A watermark: pale words across the picture, once or all over."""
    side = min(made.picture.shape[:2])
    strip = _strip(MARKS[int(rng.integers(len(MARKS)))], round(rng.uniform(0.05, 0.09) * side))
    strength, grey = rng.uniform(0.3, 0.6), np.array((120, 120, 120))
    high, wide = strip.shape
    tall, broad = made.picture.shape[:2]
    if rng.random() < 0.5:
        return _stamped(
            made.picture, strip, ((tall - high) // 2, max(0, (broad - wide) // 2)), grey, strength
        )
    out = made.picture
    for top in range(round(0.1 * tall), tall - high, round(0.28 * tall)):
        for left in range(0, max(1, broad - wide), max(wide + 40, round(0.4 * broad))):
            out = _stamped(out, strip, (top, left), grey, strength)
    return out


def coded(made: Finished, on: Pair, rng: Rng) -> U8:
    """A QR code in a corner."""
    side = round(rng.uniform(0.12, 0.22) * min(made.picture.shape[:2]))
    drawn = cv2.QRCodeEncoder.create().encode(f"https://example.com/{rng.integers(1 << 30)}")
    framed = cv2.copyMakeBorder(drawn, 2, 2, 2, 2, cv2.BORDER_CONSTANT, value=255)
    code = cv2.resize(framed, (side, side), interpolation=cv2.INTER_NEAREST)
    top, left = _room(on, (side, side), rng)
    out = made.picture.copy()
    out[top : top + side, left : left + side] = code[..., None]
    return out


def framed(made: Finished, on: Pair, rng: Rng) -> U8:
    """A frame about the picture."""
    wide = max(4, round(rng.uniform(0.01, 0.05) * min(made.picture.shape[:2])))
    colour = ((200, 30, 40), (20, 20, 20), (230, 190, 60), (60, 120, 200))[int(rng.integers(4))]
    out = made.picture.copy()
    for part in (out[:wide], out[-wide:], out[:, :wide], out[:, -wide:]):
        part[:] = colour
    return out


def peopled(pictures: Sequence[U8]) -> Act:
    """A person beside the product; `pictures` (h, w, 3) show one."""

    def act(made: Finished, on: Pair, rng: Rng) -> U8:
        person = pictures[int(rng.integers(len(pictures)))]
        tall = round(rng.uniform(0.25, 0.45) * made.picture.shape[0])
        wide = round(tall * person.shape[1] / person.shape[0])
        small = cv2.resize(person, (wide, tall), interpolation=cv2.INTER_AREA)
        top, left = _room(on, (tall, wide), rng)
        out = made.picture.copy()
        out[top : top + tall, left : left + wide] = small[
            : out.shape[0] - top, : out.shape[1] - left
        ]
        return out

    return act


def people_in(folder: Path | None) -> list[U8]:
    """Pictures of people, as large as they are."""
    files = sorted(folder.glob("*")) if folder else []
    read = (cv2.imread(str(path), cv2.IMREAD_COLOR) for path in files)
    return [
        np.asarray(cv2.cvtColor(one, cv2.COLOR_BGR2RGB), np.uint8)
        for one in read
        if one is not None
    ]


def _strip(text: str, tall: int) -> U8:
    """`text` as ink (h, w), 255 where it is lettered."""
    card = Card(1400, 120, "sans", ((0, 0, 0), (255, 255, 255), (255, 255, 255)))
    end = card.put((10, 86), text, 80)
    ink = np.asarray(card.image, np.uint8)[:, : int(end) + 10, 0]
    wide = max(1, round(tall * ink.shape[1] / ink.shape[0]))
    return np.asarray(cv2.resize(ink, (wide, tall), interpolation=cv2.INTER_AREA), np.uint8)


def _stamped(
    image: U8, strip: U8, at: tuple[int, int], ink: NDArray[np.int_], strength: float
) -> U8:
    """`strip` (h, w) in `ink` on `image`, as far as it fits."""
    top, left = at
    out = image.copy()
    part = out[top : top + strip.shape[0], left : left + strip.shape[1]]
    share = strip[: part.shape[0], : part.shape[1], None] / 255 * strength
    part[:] = np.rint(part * (1 - share) + ink * share)
    return out


def _room(on: Pair, size: tuple[int, int], rng: Rng) -> tuple[int, int]:
    """Top and left of a box of `size` (height, width) that covers the least of the product."""
    height, width = on.product.shape
    free = max(1, height - size[0]), max(1, width - size[1])
    spots = [(int(rng.integers(0, free[0])), int(rng.integers(0, free[1]))) for _ in range(40)]
    return min(spots, key=lambda at: _covered(on, at, size))


def _covered(on: Pair, at: tuple[int, int], size: tuple[int, int]) -> int:
    """How many pixels of the product a box there would cover."""
    return int(on.product[at[0] : at[0] + size[0], at[1] : at[1] + size[1]].sum())

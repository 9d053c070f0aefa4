"""Tags, labels and packs as shops have them, drawn with known words and photographed badly."""

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from imaging.adverts.brand import FontKey
from imaging.adverts.faces import FALLBACKS, FAMILIES, Weight
from imaging.adverts.font_files import glyphs, opened
from imaging.bench.tag_words import Language, Money, Words, words_of

U8 = NDArray[np.uint8]
RGB = tuple[int, int, int]

PAPERS: tuple[tuple[RGB, RGB, RGB], ...] = (  # paper, ink, the price's ink
    ((252, 250, 246), (30, 30, 32), (200, 20, 30)),
    ((255, 255, 255), (20, 20, 20), (20, 20, 20)),
    ((250, 221, 70), (30, 25, 20), (190, 20, 30)),
    ((226, 205, 172), (60, 40, 28), (60, 40, 28)),
    ((34, 40, 52), (240, 238, 230), (255, 216, 110)),
    ((205, 60, 60), (255, 250, 240), (255, 240, 150)),
    ((228, 238, 230), (24, 60, 44), (24, 60, 44)),
)
FAMILY_KEYS: tuple[FontKey, ...] = ("sans", "serif", "heavy", "display", "kai", "round")


@dataclass(frozen=True)
class Tag:
    """A photo (H, W, 3) uint8 RGB, and what its lettering says; None where it says nothing."""

    image: U8
    layout: str
    price: str | None
    old: str | None
    size: str | None


@dataclass
class Card:
    """A flat label that words are set on."""

    width: int
    height: int
    family: FontKey
    colours: tuple[RGB, RGB, RGB]
    image: Image.Image = field(init=False)
    draw: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", (self.width, self.height), self.colours[0])
        self.draw = ImageDraw.Draw(self.image)

    def put(
        self,
        at: tuple[float, float],
        text: str,
        px: int,
        weight: Weight = "regular",
        loud: bool = False,
    ) -> float:
        """Set `text` with its baseline's left end at `at`; where it ends."""
        x, y = at
        ink = self.colours[2 if loud else 1]
        for sign in text:
            font = opened(self._face(sign, weight), px)
            self.draw.text((x, y), sign, font=font, fill=ink, anchor="ls")
            x += font.getlength(sign)
        return x

    def fitted(self, text: str, px: int, room: float, weight: Weight = "regular") -> int:
        """`px`, or as much smaller as `text` needs to be in `room` px."""
        wide = sum(opened(self._face(sign, weight), px).getlength(sign) for sign in text)
        return px if wide <= room else max(12, int(px * room / wide))

    def strike(self, start: float, end: float, baseline: float, px: int) -> None:
        """A stroke through figures of size `px`."""
        y = baseline - 0.34 * px
        self.draw.line((start - 3, y, end + 3, y), fill=self.colours[1], width=max(2, px // 16))

    def _face(self, sign: str, weight: Weight) -> str:
        family = FAMILIES[self.family]
        faces = (family.latin[weight], family.cjk[weight], *FALLBACKS[weight])
        return next(face for face in faces if ord(sign) in glyphs(face))


def tag(seed: int, number: int) -> Tag:
    """The tag with that number of a seed: the same each time."""
    rng = np.random.default_rng((seed, number))
    layout = tuple(LAYOUTS)[number % len(LAYOUTS)]
    language: Language = "zh" if rng.random() < 0.5 else "en"
    words = words_of(language, layout, rng)
    card = LAYOUTS[layout](words, rng)
    image = photographed(np.asarray(card.image), rng)
    return Tag(
        image,
        layout,
        words.price.value if words.price else None,
        words.old.value if words.old else None,
        words.size_value,
    )


def new_card(width: int, height: int, rng: np.random.Generator) -> Card:
    """Blank, with a thin frame on some."""
    family = FAMILY_KEYS[int(rng.integers(len(FAMILY_KEYS)))]
    card = Card(width, height, family, PAPERS[int(rng.integers(len(PAPERS)))])
    if rng.random() < 0.4:
        card.draw.rectangle((14, 14, width - 15, height - 15), outline=card.colours[1], width=2)
    return card


def put_money(
    card: Card, at: tuple[float, float], money: Money, px: int, rng: np.random.Generator
) -> None:
    """A price in display type: its mark smaller, its cents as large, small, or small and raised."""
    x, y = at
    style = rng.choice(["level", "small", "raised"], p=[0.6, 0.25, 0.15])
    if money.mark_before:
        x = card.put((x, y), money.mark_before, int(px * rng.uniform(0.5, 1.0)), "bold", loud=True)
    whole, point, cents = money.shown.partition(money.point)
    if style == "level" or not cents:
        x = card.put((x, y), money.shown, px, "bold", loud=True)
    else:
        x = card.put((x, y), whole, px, "bold", loud=True)
        small = px // 2
        rise = 0.34 * px if style == "raised" else 0
        x = card.put((x, y - rise), point + cents, small, "bold", loud=True)
    if money.mark_behind:
        card.put((x + px * 0.06, y), money.mark_behind, int(px * 0.5), "bold")


def put_old(card: Card, at: tuple[float, float], words: Words, px: int) -> None:
    """The price before: named, struck through, or both."""
    if words.old is None:
        return
    start = card.put(at, words.old_label, px) if words.old_label else at[0]
    start += px * 0.25 if words.old_label else 0
    end = card.put((start, at[1]), words.old.text, px)
    if words.is_struck:
        card.strike(start, end, at[1], px)


def price_tag(words: Words, rng: np.random.Generator) -> Card:
    """A card beside the goods: name, price large, the price before."""
    card = new_card(700, 460, rng)
    card.put((50, 90), words.name, card.fitted(words.name, 56, 600, "bold"), "bold")
    card.put((50, 146), words.line, card.fitted(words.line, 30, 600))
    if words.price:
        px = card.fitted("0" + words.price.text, int(rng.integers(110, 160)), 600, "bold")
        start = 50.0
        if words.price_label:
            start = card.put((50, 300), words.price_label, 34) + 12
            px = card.fitted("0" + words.price.text, px, 640 - start, "bold")
        put_money(card, (start, 310), words.price, px, rng)
    put_old(card, (50, 400), words, 44)
    return card


def swing_tag(words: Words, rng: np.random.Generator) -> Card:
    """A paper tag on a string: rows of facts, size among them, price at the foot."""
    card = new_card(480, 760, rng)
    card.draw.ellipse((222, 26, 258, 62), fill=(120, 120, 120))
    card.put((50, 130), words.name, card.fitted(words.name, 48, 380, "bold"), "bold")
    y = 200.0
    apart = bool(rng.random() < 0.4)
    for label, value in words.facts:
        end = card.put((50, y), label, 30)
        start = 430 - 18 * len(value) if apart else end + 14
        card.put((max(start, end + 14), y), value, 32)
        y += 56
    card.draw.line((50, y - 14, 430, y - 14), fill=card.colours[1], width=2)
    if words.price:
        card.put((50, y + 36), words.price_label, 30)
        px = card.fitted("0" + words.price.text, 84, 380, "bold")
        put_money(card, (50, y + 130), words.price, px, rng)
    put_old(card, (50, y + 190), words, 34)
    return card


def shelf_label(words: Words, rng: np.random.Generator) -> Card:
    """A label on a shelf's edge: name and content left, unit price small, price right."""
    card = new_card(900, 380, rng)
    card.put((40, 80), words.name, card.fitted(words.name, 52, 820, "bold"), "bold")
    card.put((40, 150), words.size_text, 40)
    card.put((40, 215), words.unit_text, 30)
    card.put((40, 265), words.line, card.fitted(words.line, 26, 380))
    if words.price:
        px = card.fitted("0" + words.price.text, 140, 410, "bold")
        put_money(card, (450, 270), words.price, px, rng)
    put_old(card, (450, 340), words, 36)
    return card


def packaging(words: Words, rng: np.random.Generator) -> Card:
    """The front of a pack: brand, what it is, a slogan, its content; a price sticker on some."""
    card = new_card(620, 760, rng)
    card.put((60, 130), words.brand, card.fitted(words.brand, 78, 500, "bold"), "bold", loud=True)
    card.put((60, 220), words.name, card.fitted(words.name, 54, 500))
    card.draw.ellipse((170, 270, 450, 520), outline=card.colours[2], width=8)
    card.put((225, 410), words.slogan, card.fitted(words.slogan, 44, 190))
    card.put((60, 640), words.size_text, card.fitted(words.size_text, 44, 500))
    card.put((60, 700), words.line, card.fitted(words.line, 26, 500))
    return card


LAYOUTS: dict[str, Callable[[Words, np.random.Generator], Card]] = {
    "price tag": price_tag,
    "swing tag": swing_tag,
    "shelf label": shelf_label,
    "packaging": packaging,
}

SIDE = 1000  # px of the photo
TURN, QUARTERS = 20, 0.1  # degrees at most; share of photos on their side
LEAN = 0.06  # of the card's sides that its corners are moved


def photographed(card: U8, rng: np.random.Generator) -> U8:
    """`card` (h, w, 3) on a table, seen from an angle, blurred, noisy, saved as JPEG."""
    ground = table(rng)
    corners = seen_corners(card.shape[1], card.shape[0], rng)
    flat = np.array([(0, 0), (card.shape[1], 0), card.shape[1::-1], (0, card.shape[0])], np.float32)
    warp = cv2.getPerspectiveTransform(flat, corners)
    over = cv2.warpPerspective(card, warp, (SIDE, SIDE), flags=cv2.INTER_AREA)
    cover = cv2.warpPerspective(np.full(card.shape[:2], 255, np.uint8), warp, (SIDE, SIDE))
    shadow = cv2.GaussianBlur(np.roll(cover, (8, 6), (0, 1)), (0, 0), 9)[..., None] / 255
    alpha = cover[..., None] / 255
    photo = over * alpha + ground * (1 - 0.45 * shadow) * (1 - alpha)
    soft = np.asarray(cv2.GaussianBlur(photo * light(rng), (0, 0), rng.uniform(0.3, 1.8)))
    noisy = soft + rng.normal(0, rng.uniform(1, 12), soft.shape)
    turned = np.rot90(noisy, int(rng.choice([1, 3])) if rng.random() < QUARTERS else 0)
    return jpeg(np.clip(turned, 0, 255).astype(np.uint8), int(rng.integers(40, 92)))


def seen_corners(width: int, height: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Where a card's corners stand in the photo: turned, leaning, not quite in the middle."""
    scale = rng.uniform(0.45, 0.8) * SIDE / max(width, height)
    angle = np.deg2rad(rng.uniform(-TURN, TURN))
    flat = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * (width / 2, height / 2) * scale
    leaning = flat * (1 + rng.uniform(-LEAN, LEAN, (4, 2)))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    middle = SIDE / 2 + rng.uniform(-0.05, 0.05, 2) * SIDE
    return (leaning @ turn + middle).astype(np.float32)


def table(rng: np.random.Generator) -> NDArray[np.float64]:
    """Cloth or board to lie on, (SIDE, SIDE, 3)."""
    base = rng.uniform(60, 220, 3)
    coarse = cv2.resize(rng.normal(0, 1, (9, 9)), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    weave = rng.normal(0, 6, (SIDE, 1)) + rng.normal(0, 6, (1, SIDE))
    return np.clip(base + 9 * coarse[..., None] + weave[..., None], 0, 255)


def light(rng: np.random.Generator) -> NDArray[np.float64]:
    """Light that falls off to one side, (SIDE, SIDE, 1)."""
    across, down = np.meshgrid(np.linspace(-1, 1, SIDE), np.linspace(-1, 1, SIDE))
    slope = rng.uniform(-0.18, 0.18, 2)
    return (rng.uniform(0.75, 1.08) + slope[0] * across + slope[1] * down)[..., None]


def jpeg(image: U8, quality: int) -> U8:
    """`image` as it comes back from a file of that quality."""
    _, data = cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)[..., ::-1]

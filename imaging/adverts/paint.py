"""Draws items on a picture in colours that can be read on what lies behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from imaging.adverts import font_files
from imaging.adverts.contrast import ENOUGH, Colour, contrast_on, on, readable
from imaging.adverts.items import ROLES, Item, Role, Run
from imaging.adverts.layout import Palette
from imaging.adverts.plan import Plan, Rect
from imaging.adverts.shapes import inked, outline_mask, rounded_mask, shape_mask
from imaging.adverts.type_case import options_of
from imaging.errors import EngineError
from imaging.ops.geometry import size_of
from imaging.ops.light import rgb

U8 = NDArray[np.uint8]
WANTED: dict[Role, tuple[str, ...]] = {
    "headline": ("ink",),
    "subline": ("soft", "ink"),
    "price": ("price", "accent", "ink"),
    "old_price": ("soft", "ink"),
    "call_to_action": ("ink",),
    "badge": ("accent", "ink"),
}
SCRIMS = (0.35, 0.5, 0.65, 0.8, 0.92)  # opacities of the veil under words, until they can be read
LOGO_CONTRAST = 3.0  # WCAG 2.2, 1.4.11, for what is no text
SCRIM_REACH = 0.035  # of the mean side, beyond the words


@dataclass
class Painter:
    """A picture being lettered. keep: the product's alpha, never painted on.

    told: per role the colour and the contrast measured on the pixels behind it.
    """

    image: U8
    keep: U8
    palette: Palette
    told: dict[Role, dict[str, Any]] = field(default_factory=dict)

    def paint(self, items: Sequence[Item], plan: Plan, logo: U8 | None) -> None:
        """All of `items`. Raises EngineError("text_unreadable")."""
        for area in plan.lettered:
            self._veil([item for item in items if area.holds(item.bounds)], plan)
        for item in items:
            self._plate(item)
        for item in items:
            if item.role == "logo" and logo is not None:
                self._logo(item, logo, plan)
            elif item.role == "divider":
                self._rule(item.box, self._legible(item.box, ("accent", "ink")))
        lettering = [(item, self._colour(item)) for item in items if item.runs]
        for item, colour in lettering:
            self._trim(item, colour)
        self._letter(lettering)

    def _size(self) -> tuple[int, int]:
        return size_of(self.image)

    def _plate(self, item: Item) -> None:
        """The filled surface of a badge or a button."""
        if not _is_filled(item) or item.plate is None:
            return
        accent = rgb(self.palette.accent)
        mask = shape_mask(item.shape or "box", item.plate, self._size())
        self.image = inked(self.image, mask, accent, self.keep)
        if item.shape in ("stamp", "circle", "burst"):
            inset = item.plate.inset(item.plate.w * (0.105 if item.shape == "burst" else 0.05))
            ring = outline_mask("circle", inset, max(1.2, item.plate.w * 0.012), self._size())
            self.image = inked(self.image, ring, on(accent), self.keep)

    def _trim(self, item: Item, colour: Colour) -> None:
        """Lines that go with a text: an outline, an underline, a strike."""
        thick = max(1.5, item.size_px * 0.065)
        if item.plate and item.shape == "outline":
            ring = outline_mask("box", item.plate, thick, self._size())
            self.image = inked(self.image, ring, colour, self.keep)
        if item.plate and item.shape == "underline":
            plate = item.plate
            line = Rect(plate.x, plate.y + plate.h - thick, plate.w, thick)
            self._rule(line, colour)
        if item.strike:
            self._rule(item.strike, colour)

    def _rule(self, rect: Rect, colour: Colour) -> None:
        self.image = inked(self.image, rounded_mask(rect, 0, self._size()), colour, self.keep)

    def _colour(self, item: Item) -> Colour:
        """The colour of a text, noted with its contrast. Raises EngineError("text_unreadable")."""
        behind = self._behind(item.box)
        if _is_filled(item):
            colour = on(rgb(self.palette.accent))
            contrast = contrast_on(behind, colour)
        else:
            colour, contrast = readable(behind, self._wanted(WANTED[item.role]))
        if contrast < ENOUGH:
            raise EngineError("text_unreadable", text=ROLES[item.role])
        self.told[item.role] = {
            "colour": "#{:02X}{:02X}{:02X}".format(*colour),
            "contrast": round(contrast, 2),
            "size_px": item.size_px,
            "lines": item.lines,
            "box": [round(side, 1) for side in item.box],
        }
        return colour

    def _wanted(self, roles: tuple[str, ...]) -> tuple[Colour, ...]:
        return tuple(rgb(getattr(self.palette, role)) for role in roles)

    def _legible(self, box: Rect, roles: tuple[str, ...]) -> Colour:
        return readable(self._behind(box.inset(-2)), self._wanted(roles))[0]

    def _behind(self, box: Rect) -> U8:
        """The pixels in `box`."""
        x, y = max(0, int(box.x)), max(0, int(box.y))
        return self.image[y : int(box.y + box.h) + 1, x : int(box.x + box.w) + 1]

    def _veil(self, items: Sequence[Item], plan: Plan) -> None:
        """A soft surface under `items` where one could not be read, as faint as will do."""
        loose = [item for item in items if item.runs and not _is_filled(item)]
        if self._can_read(loose):
            return
        bare, reach = self.image, SCRIM_REACH * plan.unit
        left, top = min(i.bounds.x for i in items), min(i.bounds.y for i in items)
        right = max(i.bounds.x + i.bounds.w for i in items)
        bottom = max(i.bounds.y + i.bounds.h for i in items)
        rect = Rect(left, top, right - left, bottom - top).inset(-reach)
        shape = rounded_mask(rect, reach, self._size())
        for opacity in SCRIMS:
            mask = (shape * opacity).astype(np.uint8)
            self.image = inked(bare, mask, rgb(self.palette.panel), self.keep)
            if self._can_read(loose):
                return

    def _can_read(self, items: Sequence[Item]) -> bool:
        return all(
            readable(self._behind(item.box), self._wanted(WANTED[item.role]))[1] >= ENOUGH
            for item in items
        )

    def _logo(self, item: Item, logo: U8, plan: Plan) -> None:
        """The logo, on a plain plate where it would not stand out."""
        box, plate = item.box, item.bounds
        size = (max(1, round(box.w)), max(1, round(box.h)))
        small = Image.fromarray(logo, "RGBA").resize(size, Image.Resampling.LANCZOS)
        own = _mean_colour(np.asarray(small))
        if contrast_on(self._behind(plate), own) < LOGO_CONTRAST:
            mask = rounded_mask(plate, 0.2 * plate.h, self._size())
            self.image = inked(self.image, mask, on(own), self.keep)
        elif plan.align == "left":
            box = box._replace(x=plate.x)  # without a plate its own edge keeps to the margin
        picture = Image.fromarray(self.image)
        picture.paste(small, (round(box.x), round(box.y)), small)
        self.image = np.asarray(picture)

    def _letter(self, lettering: Sequence[tuple[Item, Colour]]) -> None:
        picture = Image.fromarray(self.image)
        draw = ImageDraw.Draw(picture)
        for item, colour in lettering:
            for run in item.runs:
                _draw(draw, run, colour)
        self.image = np.asarray(picture)


def _mean_colour(rgba: U8) -> Colour:
    """The mean of what is seen of (h, w, 4) pixels."""
    weights = rgba[..., 3].astype(np.float64).ravel() + 1e-6
    red, green, blue = np.average(rgba[..., :3].reshape(-1, 3), axis=0, weights=weights)
    return round(red), round(green), round(blue)


def _is_filled(item: Item) -> bool:
    return item.shape is not None and item.shape not in ("outline", "underline")


def _draw(draw: ImageDraw.ImageDraw, run: Run, colour: Colour) -> None:
    font = font_files.opened(run.face, run.size_px)
    options = options_of(run.face)
    if not run.tracking:
        draw.text((run.x, run.y), run.text, fill=colour, font=font, anchor="ls", **options)
        return
    x = run.x
    for character in run.text:
        draw.text((x, run.y), character, fill=colour, font=font, anchor="ls", **options)
        x += font.getlength(character, **options) + run.tracking * run.size_px

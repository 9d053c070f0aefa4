"""Sets headline, price and the other words of an advert beside the product, never over it."""

from dataclasses import replace
from typing import Annotated, Literal

import numpy as np
from pydantic import AfterValidator, Field

from imaging.adverts.brand import BrandKit
from imaging.adverts.compose import Scene, beside, lettered, planned
from imaging.adverts.layouts import DEFAULT_LAYOUT, LAYOUTS
from imaging.adverts.stack import Copy
from imaging.adverts.tint import adjusted
from imaging.adverts.type_case import TypeCase
from imaging.adverts.words import Adjust, Words
from imaging.engines.advert_set import Look, set_out, slenderness
from imaging.engines.base import U8, Context, Params, Work
from imaging.engines.staging import cut_of
from imaging.errors import EngineError
from imaging.ops.composite import over

MIN_SIDE = 160  # px; below, the smallest legible text leaves no room for a product
MAX_SIDE = 4_096  # px


def _known_layout(key: str) -> str:
    """A key of LAYOUTS. Raises ValueError."""
    if key in LAYOUTS:
        return key
    raise ValueError(f"there is no layout “{key}”")


class AdvertParams(Params):
    """One advert as asked for: texts, look and size, all of it editable later.

    width, height: px of the canvas where the layout draws its own set; a product that already
    stands in a scene keeps the scene's. language: of line breaking and glyph shapes where the
    text alone does not tell.
    """

    layout: Annotated[str, AfterValidator(_known_layout)] = DEFAULT_LAYOUT
    width: int = Field(default=1080, ge=MIN_SIDE, le=MAX_SIDE)
    height: int = Field(default=1080, ge=MIN_SIDE, le=MAX_SIDE)
    words: Words = Words()
    brand: BrandKit = BrandKit()
    adjust: Adjust = Adjust()
    language: Literal["en", "zh"] | None = None


class Advert:
    """Draws the layout about a cut-out, or letters the picture a product already stands in."""

    def run(self, work: Work, params: AdvertParams, context: Context) -> Work:
        """The advert: image (H, W, 3), alpha the product's mask, product pixels untouched.

        A cut-out gets the layout's own set of `params.width` by `params.height`; a picture with a
        background keeps it, adjusted in colour outside the product. Facts: advert = {layout,
        aspect, texts: {role: colour, contrast, size_px, lines, box}, contrast, fallbacks}.
        Raises EngineError: no_product, logo_missing, text_does_not_fit, text_over_product,
        text_unreadable, no_glyph, font_missing, font_changed.
        """
        logo = logo_of(work, params)
        layout = LAYOUTS[params.layout].branded(params.brand)
        aspect = logo.shape[1] / logo.shape[0] if logo is not None else None
        copy = Copy(params.words, layout, TypeCase(params.language), aspect)
        if work.is_backed:
            work = surroundings_adjusted(work, params)
            plans = beside(scene_of(work), copy)
        else:
            cut = cut_of(work, None)
            plans = [planned(copy, (params.width, params.height), slenderness(cut))]
            look = Look(layout, params.adjust, params.brand.primary)
            work = set_out(work, cut, plans[0], look)
        context.progress(0.5)
        image, told = lettered(scene_of(work), copy, plans, logo)
        return replace(work.with_facts(advert=told), image=image)


def load() -> Advert:
    """The engine; it needs fonts, no weights."""
    return Advert()


def logo_of(work: Work, params: AdvertParams) -> U8 | None:
    """The shop's logo, (h, w, 4) RGBA, if it is to be shown. Raises EngineError("logo_missing")."""
    if not params.brand.logo:
        return None
    if "logo" not in work.inputs:
        raise EngineError("logo_missing")
    logo = work.inputs["logo"]
    if logo.shape[2] == 4:
        return logo
    return np.dstack([logo, np.full(logo.shape[:2], 255, np.uint8)])


def scene_of(work: Work) -> Scene:
    """The picture and its product's mask. Raises EngineError("no_product")."""
    if work.alpha is None or not work.alpha.any():
        raise EngineError("no_product")
    return Scene(work.image, work.alpha)


def surroundings_adjusted(work: Work, params: AdvertParams) -> Work:
    """`work` with warmth, brightness and wash everywhere but on the product."""
    changed = adjusted(work.image, params.adjust, params.brand.primary)
    if work.alpha is None or changed is work.image:
        return work
    return replace(work, image=over(work.image, work.alpha, changed))

"""What the studio's templates ask about briefs and their pictures."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from catalog.models import Brief, Photo, Rendition, Shop
from catalog.selectors import backdrops
from catalog.selectors import briefs as selectors
from catalog.selectors.backdrops import backdrop_name, shadow_name
from catalog.selectors.briefs import scene_of
from catalog.selectors.chips import FIELDS
from catalog.selectors.rendition_facts import words
from catalog.selectors.renditions import MOST_WATCHED
from catalog.selectors.studio import variant_shown, variants_of
from catalog.templatetags.renditions import channels_shown
from imaging.models import Job
from imaging.themes import Theme, load_themes, thumbnail_path

register = template.Library()

register.simple_tag(backdrops.colours_offered, name="colours_offered")
register.simple_tag(backdrops.gradients_offered, name="gradients_offered")
register.filter("shadow_name", shadow_name)
register.filter("is_improving", selectors.is_improving)
register.simple_tag(variants_of, name="variants_of")
register.simple_tag(variant_shown, name="cover_of")
register.simple_tag(selectors.sizes_of, name="sizes_of")

STANDS = {"x": 0.0, "y": 0.0, "scale": 1.0}  # where the scene puts the product by itself


@register.filter
def theme_name(key: str) -> str:
    """The theme's name in the reader's language; the key of one that is gone."""
    theme = load_themes().get(key)
    return words(theme.label) if theme else key


@register.filter
def said_of(brief: Brief) -> str:
    """What was asked for, in a line: the words, the theme's or the backdrop's name."""
    if brief.text:
        return brief.text
    if brief.backdrop:
        return backdrop_name(brief.backdrop)
    return theme_name(brief.theme) if brief.theme else _("Your own choices")


@register.filter
def variant_name(variant: Rendition) -> str:
    """What tells a picture from the others of its brief: its shadow, or its number."""
    return shadow_name(variant) or _("Variant %(n)s") % {"n": variant.seed}


@register.filter
def has_thumbnail(theme: Theme) -> bool:
    """Whether the theme's picture was drawn."""
    return thumbnail_path(theme.key).is_file()


@register.filter
def favourites(brief: Brief) -> int:
    """How many of the brief's pictures are favourites."""
    return sum(one.is_favourite for one in variants_of(brief))


@register.filter
def spot_of(variant: Rendition) -> dict[str, float]:
    """Where the product of `variant` was put, as the scene recipe takes it."""
    return {**STANDS, **variant.options.get("spot", {})}


@register.filter
def box_of(job: Job) -> str:
    """The product's box in the picture: "left top width height" in shares; "" when unknown."""
    put = job.facts.get("scene") or job.facts.get("backdrop") or {}
    box = put.get("box") or ()
    return " ".join(str(share) for share in box)


@register.simple_tag
def channels_offered(shop: Shop, brief: Brief | None) -> list[dict[str, Any]]:
    """The shop's channels, its default first; before them the one that the brief names."""
    named = scene_of(brief).channel if brief else None
    return channels_shown([named or "", *shop.presets])


@register.simple_tag
def shadows_offered() -> list[tuple[str, Promise]]:
    """Every shadow with its name."""
    return list(backdrops.SHADOWS.items())


@register.simple_tag
def blurs_offered() -> list[tuple[str, Promise]]:
    """How much the photo can be blurred, with names."""
    return list(backdrops.BLURS.items())


@register.simple_tag
def chip_names() -> list[tuple[str, Promise]]:
    """Every field a chip can be added for, with its name."""
    return list(FIELDS.items())


@register.simple_tag
def studio_watch(*groups: Iterable[Rendition]) -> str:
    """The unfinished jobs of `groups` of pictures, as job_events takes them."""
    ids = [str(one.job_id) for group in groups for one in group if not one.job.is_ended]
    return ",".join(ids[-MOST_WATCHED:])


@register.simple_tag
def mask_url(photo: Photo, shop: Shop) -> str:
    """The address of a mask of the photo's size that a finished picture was made with, or ""."""
    made = selectors.masked_of(photo)
    if made is None:
        return ""
    return reverse("catalog:rendition_file", args=[shop.slug, made.pk, "mask"])

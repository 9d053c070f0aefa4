"""What pages and recipes read of a shop's brand kit."""

from collections.abc import Mapping

from catalog.models import Brand, Shop
from imaging.adverts.brand import BrandKit

COLOURS = ("primary", "accent", "text")
CHOICES = (*COLOURS, "heading_font", "body_font", "tone")


def brand_of(shop: Shop) -> Brand:
    """The shop's brand kit; an empty one, not saved, before the first is made."""
    return Brand.objects.filter(shop=shop).first() or Brand(shop=shop)


def kit_of(brand: Brand) -> BrandKit:
    """The brand as an advert takes it: what is empty is left to the layout."""
    chosen = {name: getattr(brand, name) or None for name in CHOICES}
    return BrandKit(**chosen, logo=bool(brand.logo))


def brand_colours(shop: Shop) -> list[str]:
    """The shop's colours as "#RRGGBB", primary first, each once: offered where a scene's are."""
    brand = brand_of(shop)
    return list(dict.fromkeys(one for one in (brand.primary, brand.accent) if one))


def brand_inputs(brand: Brand) -> dict[str, Mapping[str, str]]:
    """The job inputs that the brand gives: its logo, where it has one."""
    if not brand.logo:
        return {}
    return {"logo": {"file": brand.logo, "sha256": brand.logo_sha256}}

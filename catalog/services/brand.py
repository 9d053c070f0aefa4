"""A shop's brand kit: how its adverts look."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from catalog.errors import CatalogError
from catalog.models import Brand, Shop
from catalog.selectors.brand import CHOICES
from catalog.services.logos import Logo, logo_forget, logo_keep
from imaging.adverts.brand import BrandKit

MOST_WORDS, WORD_LENGTH = 200, 60


@transaction.atomic
def brand_update(*, shop: Shop, **changes: str | None) -> Brand:
    """Change what is given: colours, fonts and tone by the names of CHOICES; None or "" clears one.

    Raises CatalogError for a colour, font or tone that there is not.
    """
    brand = _locked(shop)
    for name, value in changes.items():
        setattr(brand, name, _checked(name, value))
    return _saved(brand)


def brand_words_set(*, shop: Shop, words: Sequence[str]) -> None:
    """Make `words` the brands that the shop's pictures may show, beside its name.

    Raises CatalogError for more than MOST_WORDS, or one longer than WORD_LENGTH.
    """
    if len(words) > MOST_WORDS:
        raise CatalogError(_("List at most %(n)d brands.") % {"n": MOST_WORDS})
    if long := next((word for word in words if len(word) > WORD_LENGTH), None):
        raise CatalogError(_("“%(name)s…” is too long for a brand.") % {"name": long[:20]})
    Shop.objects.filter(pk=shop.pk).update(brand_words=list(words))


def brand_logo_set(*, shop: Shop, data: Any, name: str = "") -> Brand:
    """Put this picture in the place of the logo. Its file is written before the row is locked.

    Raises CatalogError for a drawing (SVG), EngineError of the codec for what is no picture.
    """
    logo = logo_keep(shop=shop, data=data, name=name)
    with transaction.atomic():
        return _logo_changed(_locked(shop), logo)


@transaction.atomic
def brand_logo_remove(*, shop: Shop) -> Brand:
    """Adverts made from now on show no logo; those made with it keep it."""
    return _logo_changed(_locked(shop), Logo())


def _logo_changed(brand: Brand, logo: Logo) -> Brand:
    before = brand.logo
    brand.logo, brand.logo_sha256 = logo.file, logo.sha256
    brand.logo_width, brand.logo_height = logo.width, logo.height
    brand = _saved(brand)
    if before and before != logo.file:
        transaction.on_commit(lambda: logo_forget(shop=brand.shop, file=before))
    return brand


def _locked(shop: Shop) -> Brand:
    """The shop's brand kit, made where there is none; nobody else changes it meanwhile."""
    shop = Shop.objects.select_for_update().get(pk=shop.pk)
    return Brand.objects.get_or_create(shop=shop)[0]


def _saved(brand: Brand) -> Brand:
    brand.updated_at = timezone.now()
    brand.save()
    return brand


def _checked(name: str, value: str | None) -> str:
    """`value` as the brand kit keeps it, "" for nothing. Raises CatalogError."""
    if name not in CHOICES:
        raise TypeError(f"a brand kit has no {name!r}")
    if not value:
        return ""
    try:
        return str(getattr(BrandKit.model_validate({name: value}), name))
    except ValidationError as error:
        words = _("“%(value)s” cannot be part of a brand kit.") % {"value": value[:40]}
        raise CatalogError(words) from error

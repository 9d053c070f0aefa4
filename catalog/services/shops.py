"""Shops and what they choose."""

import re
import secrets

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.exporting.model import FeedSetting
from catalog.models import Membership, Shop, User
from imaging.presets import preset

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")
NAME_LENGTH = 80


@transaction.atomic
def shop_create(*, name: str, owner: User, slug: str | None = None) -> Shop:
    """A new shop with its first owner. Without `slug` one is made from the name.

    Raises CatalogError: no name, a slug that is taken or cannot be part of an address.
    """
    shop = Shop.objects.create(
        name=name_check(name),
        slug=slug_for(name) if slug is None else slug_check(slug),
        keep_deleted_days=settings.KEEP_DELETED_DAYS,
    )
    Membership.objects.create(shop=shop, user=owner, role=Membership.Role.OWNER)
    return shop


def shop_feed_set(*, shop: Shop, setting: FeedSetting) -> None:
    """Keep what the shop says of its products in feeds."""
    shop.feed = setting.model_dump(mode="json")
    shop.save(update_fields=["feed"])


def shop_update(
    *,
    shop: Shop,
    name: str | None = None,
    presets: list[str] | None = None,
    training_consent: bool | None = None,
    keep_deleted_days: int | None = None,
) -> Shop:
    """Change what is given. The day consent was first given stays until it is withdrawn.

    Raises CatalogError without a name, EngineError("unknown_preset") for a channel we do not know.
    """
    if name is not None:
        shop.name = name_check(name)
    if presets is not None:
        shop.presets = [preset(key).key for key in dict.fromkeys(presets)]
    if training_consent is not None:
        shop.training_consent_at = (
            shop.training_consent_at or timezone.now() if training_consent else None
        )
    if keep_deleted_days is not None:
        shop.keep_deleted_days = keep_deleted_days
    shop.save()
    return shop


def photo_reading_switch(*, shop: Shop, is_on: bool) -> None:
    """Have attributes read from every new photo, or not; photos that wait are let go then."""
    shop.are_photos_read = is_on
    shop.save(update_fields=["are_photos_read"])
    if not is_on:
        shop.photos.update(tags_wanted_at=None)


def name_check(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise CatalogError(_("A shop needs a name."))
    if len(name) > NAME_LENGTH:
        raise CatalogError(_("A shop's name has at most %(n)s characters.") % {"n": NAME_LENGTH})
    return name


def slug_check(slug: str) -> str:
    if not SLUG.fullmatch(slug):
        raise CatalogError(_("An address is made of small letters, digits and hyphens."))
    if Shop.objects.filter(slug=slug).exists():
        raise CatalogError(_("Another shop already has the address “%(slug)s”.") % {"slug": slug})
    return slug


def slug_for(name: str) -> str:
    """A free slug: the name's Latin letters, with or instead of them something random."""
    slug = slugify(name)[:40].strip("-")
    if slug and not Shop.objects.filter(slug=slug).exists():
        return slug
    return f"{slug or 'shop'}-{secrets.token_hex(3)}"

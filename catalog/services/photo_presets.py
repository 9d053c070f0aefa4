"""Presets of a shop: options for better photos, kept by name."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import PhotoPreset, Shop, User
from catalog.services.own_looks import look_inputs
from imaging.improving import ONE_TAP
from imaging.recipes import build

MOST_KEPT = 40


def photo_preset_save(
    *, shop: Shop, name: str, options: Mapping[str, Any], by: User
) -> PhotoPreset:
    """Keep `options` as `name`.

    Raises CatalogError for a name that is empty or taken, for a look of the shop's own that is gone
    and when the shop keeps too many, EngineError for options that the recipe refuses.
    """
    build(ONE_TAP, options=options)
    look_inputs(shop=shop, options=options)
    if PhotoPreset.objects.filter(shop=shop).count() >= MOST_KEPT:
        said = _("A shop keeps at most %(most)d presets. Delete one first.")
        raise CatalogError(said % {"most": MOST_KEPT})
    preset = PhotoPreset(shop=shop, name=named(name), options=dict(options), made_by=by)
    return saved(preset)


def photo_preset_rename(*, preset: PhotoPreset, name: str) -> PhotoPreset:
    """Give it another name. Raises CatalogError for one that is empty or taken."""
    preset.name = named(name)
    return saved(preset)


def photo_preset_delete(*, preset: PhotoPreset) -> None:
    """Forget it; pictures that were made with it stay as they are."""
    preset.delete()


def named(name: str) -> str:
    """`name` as it is kept. Raises CatalogError where nothing is left of it."""
    shown = " ".join(name.split())[:60]
    if not shown or not shown.isprintable():
        raise CatalogError(_("Give the preset a name."))
    return shown


def saved(preset: PhotoPreset) -> PhotoPreset:
    try:
        with transaction.atomic():
            preset.save()
    except IntegrityError as error:
        said = _("There is a preset “%(name)s” already. Choose another name.")
        raise CatalogError(said % {"name": preset.name}) from error
    return preset

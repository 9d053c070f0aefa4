"""A shop's own looks, and which of them options for better photos name."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from catalog.models import OwnLook, Shop


def own_looks_of(shop: Shop) -> QuerySet[OwnLook]:
    """The shop's own looks that are not deleted, the latest first."""
    return OwnLook.objects.filter(shop=shop, deleted_at=None)


def own_look_of_shop(*, shop: Shop, look_id: int, deleted: bool = False) -> OwnLook:
    """One of the shop's own looks, deleted or not. Raises Http404, for another shop's too."""
    return get_object_or_404(OwnLook, shop=shop, pk=look_id, deleted_at__isnull=not deleted)


def own_look_with_cube(*, shop: Shop, cube: str, deleted: bool = False) -> OwnLook:
    """The same, by the hash of its file."""
    return get_object_or_404(OwnLook, shop=shop, sha256=cube, deleted_at__isnull=not deleted)


def cube_named(options: Mapping[str, Any]) -> str:
    """The hash of the .cube file that `options` of a better photo name, "" for none."""
    look = options.get("look")
    cube = look.get("cube") if isinstance(look, Mapping) else None
    return cube if isinstance(cube, str) else ""

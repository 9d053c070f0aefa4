"""A shop's own looks, and which of them options for better photos name."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from catalog.models import OwnLook, Shop


def own_looks_of(shop: Shop) -> QuerySet[OwnLook]:
    """The shop's own looks that are not deleted, the latest first."""
    return OwnLook.objects.filter(shop=shop, deleted_at=None)


def own_look_of_shop(*, shop: Shop, look_id: int, deleted: bool = False) -> OwnLook:
    """One of the shop's own looks, deleted or not. Raises Http404, for another shop's too."""
    mine = OwnLook.objects.filter(shop=shop, pk=look_id)
    found = mine.filter(deleted_at__isnull=not deleted).first()
    if found is None:
        raise Http404
    return found


def cube_named(options: Mapping[str, Any]) -> str:
    """The hash of the .cube file that `options` of a better photo name, "" for none."""
    look = options.get("look")
    cube = look.get("cube") if isinstance(look, Mapping) else None
    return cube if isinstance(cube, str) else ""

"""What a shop keeps beside its photos: backgrounds and looks of its own, each content once."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.files.storage import default_storage
from django.db import transaction

from catalog.errors import CatalogError
from catalog.models import Background, OwnLook, Shop
from catalog.services.storage import file_keep

Kept = TypeVar("Kept", Background, OwnLook)


def upload_keep(row: Kept, files: Mapping[str, Any], *, most: int, too_many: str) -> Kept:
    """Store `files` (content by name), then `row`, or the one that has its content already.

    Raises CatalogError(too_many) when the shop keeps `most`, EngineError when the disk is full;
    nothing is stored then.
    """
    written = files_keep(files)
    try:
        with transaction.atomic():
            # As the clean-up locks it; that may have been faster, so the files are kept once more.
            shop = Shop.objects.select_for_update().get(pk=row.shop_id)
            written += files_keep(files)
            return upload_place(row, shop, most=most, too_many=too_many)
    except BaseException:
        if not type(row)._default_manager.filter(file=row.file).exists():
            for name in written:
                default_storage.delete(name)
        raise


def files_keep(files: Mapping[str, Any]) -> list[str]:
    """The names that were not in storage yet."""
    return [name for name, content in files.items() if file_keep(name=name, content=content)]


def upload_place(row: Kept, shop: Shop, *, most: int, too_many: str) -> Kept:
    """The row: the one that has this content already, undeleted, or a new one."""
    kept = type(row)._default_manager.filter(shop=shop)
    found = kept.filter(sha256=row.sha256).first()
    if found is not None:
        upload_restore(found)
        return found
    if kept.filter(deleted_at=None).count() >= most:
        raise CatalogError(too_many)
    row.save()
    return row


def upload_restore(row: Kept) -> None:
    """Undo a deletion."""
    type(row)._default_manager.filter(pk=row.pk).update(deleted_at=None)
    row.deleted_at = None

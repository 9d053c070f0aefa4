"""Pictures that products can stand before: kept once for a shop, as photos are."""

from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import Background, Shop, User
from catalog.services.photos import Checked, clean_name, extension, upload_check
from catalog.services.storage import file_keep
from imaging.errors import EngineError

MOST_KEPT = 40
MIN_SIDE = 400  # px; a picture this small would be enlarged until it blurs


def background_add(*, shop: Shop, name: str, data: bytes | UploadedFile, by: User) -> Background:
    """Keep an upload and its thumbnail; the same content again gives the one already there.

    Raises CatalogError when the shop keeps too many, EngineError for a file that is no picture,
    damaged, too large or too small, and when the disk is full; nothing is stored then.
    """
    upload = upload_check(data)
    header = upload.header
    if min(header.width, header.height) < MIN_SIDE:
        size = {"width": header.width, "height": header.height, "minimum": MIN_SIDE}
        raise EngineError("picture_too_small", **size)
    folder = f"backgrounds/{shop.tenant}/{upload.sha256[:2]}/{upload.sha256}"
    background = Background(
        shop=shop,
        name=clean_name(name),
        file=f"{folder}.{extension(header)}",
        thumbnail=f"{folder}.thumb.webp",
        sha256=upload.sha256,
        uploaded_by=by,
    )
    return background_store(background, upload)


def background_store(background: Background, upload: Checked) -> Background:
    """Files first, then the row; the shop's row is locked as the clean-up does."""
    written = files_keep(background, upload)
    try:
        with transaction.atomic():
            shop = Shop.objects.select_for_update().get(pk=background.shop_id)
            written += files_keep(background, upload)  # the clean-up may have been faster
            return background_place(background, shop)
    except BaseException:
        if not Background.objects.filter(file=background.file).exists():
            for name in written:
                default_storage.delete(name)
        raise


def files_keep(background: Background, upload: Checked) -> list[str]:
    """The names that were not in storage yet."""
    files: dict[str, Any] = {background.file: upload.stream, background.thumbnail: upload.thumbnail}
    return [name for name, content in files.items() if file_keep(name=name, content=content)]


def background_place(background: Background, shop: Shop) -> Background:
    """The row: the one that has this content already, undeleted, or a new one."""
    kept = Background.objects.filter(shop=shop)
    found = kept.filter(sha256=background.sha256).first()
    if found is None and kept.filter(deleted_at=None).count() >= MOST_KEPT:
        raise CatalogError(
            _("A shop keeps at most %(most)d backgrounds. Delete one first.") % {"most": MOST_KEPT}
        )
    if found is not None:
        background_restore(background=found)
        return found
    background.save()
    return background


def background_delete(*, background: Background) -> None:
    """Hide it; pictures that were made with it stay."""
    gone = Background.objects.filter(pk=background.pk, deleted_at=None)
    gone.update(deleted_at=timezone.now())


def background_restore(*, background: Background) -> None:
    """Undo `background_delete`."""
    Background.objects.filter(pk=background.pk).update(deleted_at=None)
    background.deleted_at = None

"""Pictures that products can stand before: kept once for a shop, as photos are."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Background, Shop, User
from catalog.services.kept_uploads import upload_keep, upload_restore
from catalog.services.photos import clean_name, extension, upload_check
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
    files: dict[str, Any] = {background.file: upload.stream, background.thumbnail: upload.thumbnail}
    too_many = _("A shop keeps at most %(most)d backgrounds. Delete one first.")
    return upload_keep(background, files, most=MOST_KEPT, too_many=too_many % {"most": MOST_KEPT})


def background_delete(*, background: Background) -> None:
    """Hide it; pictures that were made with it stay."""
    gone = Background.objects.filter(pk=background.pk, deleted_at=None)
    gone.update(deleted_at=timezone.now())


def background_restore(*, background: Background) -> None:
    """Undo `background_delete`."""
    upload_restore(background)

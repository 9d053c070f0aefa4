"""Looks that a shop brings along: .cube files, checked when they come and kept once."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import OwnLook, Shop, User
from catalog.selectors.own_looks import cube_named, own_looks_of
from catalog.services.kept_uploads import upload_keep, upload_restore
from catalog.services.photos import REDUCING, clean_name
from catalog.services.storage import room_check
from imaging.errors import EngineError
from imaging.looks.cube import MAX_BYTES, parse

MOST_KEPT = 40
LONGEST_NAME = 60


def own_look_add(*, shop: Shop, name: str, data: UploadedFile, by: User) -> OwnLook:
    """Keep a .cube file as `name`, else as it is called; the same content again gives the one
    already there.

    Raises CatalogError when the shop keeps too many, EngineError for a file that is no table of
    colours or too large (cube_unreadable) and when the disk is full; nothing is stored then.
    """
    content = checked(data)
    digest = sha256(content).hexdigest()
    called = shown_name(name) or shown_name(PurePosixPath(clean_name(data.name or "")).stem)
    look = OwnLook(
        shop=shop,
        name=called or _("My look"),
        file=f"looks/{shop.tenant}/{digest[:2]}/{digest}.cube",
        sha256=digest,
        uploaded_by=by,
    )
    too_many = _("A shop keeps at most %(most)d looks of its own. Delete one first.")
    files = {look.file: content}
    return upload_keep(look, files, most=MOST_KEPT, too_many=too_many % {"most": MOST_KEPT})


def checked(data: UploadedFile) -> bytes:
    """The bytes of a file that can be used, read a few at a time in this process."""
    with REDUCING:
        content = data.read(MAX_BYTES + 1)
        parse(content)
    room_check(needed_bytes=len(content))
    return content


def own_look_rename(*, look: OwnLook, name: str) -> OwnLook:
    """Give it another name. Raises CatalogError for an empty one."""
    look.name = shown_name(name)
    if not look.name:
        raise CatalogError(_("Give the look a name."))
    look.save(update_fields=["name"])
    return look


def own_look_delete(*, look: OwnLook) -> None:
    """Hide it; pictures that were made with it stay."""
    OwnLook.objects.filter(pk=look.pk, deleted_at=None).update(deleted_at=timezone.now())


def own_look_restore(*, look: OwnLook) -> None:
    """Undo `own_look_delete`."""
    upload_restore(look)


def shown_name(name: str) -> str:
    """`name` as it is kept, "" where nothing is left of it."""
    shown = "".join(one for one in " ".join(name.split()) if one.isprintable())
    return shown[:LONGEST_NAME].strip()


def look_inputs(*, shop: Shop, options: Mapping[str, Any]) -> dict[str, Mapping[str, str]]:
    """The job inputs that the look in `options` needs: the file of one of the shop's own.

    Raises CatalogError where that is not there any more, EngineError("look_missing") where no look
    is named at all.
    """
    look = options.get("look")
    if isinstance(look, Mapping) and not (look.get("look") or look.get("cube")):
        raise EngineError("look_missing")
    cube = cube_named(options)
    if not cube:
        return {}
    own = own_looks_of(shop).filter(sha256=cube).first()
    if own is None:
        raise CatalogError(_("This look of your own is no longer there. Choose another one."))
    return {"cube": {"file": own.file, "sha256": own.sha256}}

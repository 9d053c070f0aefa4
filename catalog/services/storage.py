"""What lies in storage: written once, checked for room, and cleared away in time."""

import logging
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any, TypeVar

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from catalog.models import Background, OwnLook, Photo, PublishedPicture, Rendition, Shop
from imaging.disk import has_room, is_full
from imaging.errors import EngineError
from imaging.models import Job
from imaging.services import job_delete_files, step_results_delete_unused
from imaging.whole_files import PARTS

logger = logging.getLogger(__name__)
Kept = TypeVar("Kept", Background, OwnLook, Photo)

UPLOAD_FORGOTTEN_S = 24 * 3600  # older than any upload that is still under way


@dataclass(frozen=True)
class Cleared:
    """What one clean-up removed."""

    photos: int
    backgrounds: int
    own_looks: int
    renditions: int
    previews: int
    step_results: int
    uploads: int


def room_check(*, needed_bytes: int = 0) -> None:
    """Raise EngineError("disk_full") when a local folder would be left with too little space."""
    try:
        root = Path(default_storage.path(""))
    except NotImplementedError:
        return  # a bucket: it has no end we could ask for
    root.mkdir(parents=True, exist_ok=True)
    if not has_room(root, needed_bytes=needed_bytes):
        raise EngineError("disk_full")


def file_keep(*, name: str, content: bytes | IO[bytes]) -> bool:
    """Store `content` under `name`, which its hash is part of; False when it lay there already.

    Raises EngineError("disk_full") when the disk runs full while writing.
    """
    if default_storage.exists(name):
        return False
    file: File[Any] = ContentFile(content) if isinstance(content, bytes) else File(content)
    try:
        saved = default_storage.save(name, file)
    except OSError as error:
        if not is_full(error):
            raise
        raise EngineError("disk_full") from error
    if saved != name:  # somebody stored the same content meanwhile
        default_storage.delete(saved)
    return saved == name


def photo_files(photo: Photo) -> tuple[str, str, str]:
    """Storage names of the original, its thumbnail and its display copy."""
    return photo.file, photo.thumbnail, view_name(photo)


def view_name(photo: Photo) -> str:
    """Where the display copy of a photo is kept, once somebody asked for it."""
    return photo.thumbnail.removesuffix(".thumb.webp") + ".view.webp"


def clean_up() -> Cleared:
    """Remove what was deleted long ago, cut-outs nobody used lately and abandoned uploads."""
    cleared = Cleared(
        photos=sum(photo_purge(photo=photo) for photo in overdue(Photo)),
        backgrounds=sum(background_purge(background=one) for one in overdue(Background)),
        own_looks=sum(own_look_purge(look=one) for one in overdue(OwnLook)),
        renditions=sum(rendition_purge(rendition=one) for one in renditions_overdue()),
        previews=sum(preview_purge(rendition=one) for one in previews_overdue()),
        step_results=step_results_delete_unused(
            unused_for=timedelta(days=settings.KEEP_STEP_RESULTS_DAYS)
        ),
        uploads=uploads_forget(),
    )
    logger.info("clean-up removed %s", asdict(cleared))
    return cleared


def overdue(kind: type[Kept]) -> list[Kept]:
    """Rows of `kind` deleted longer ago than their shop keeps them."""
    gone = kind.objects.exclude(deleted_at=None).select_related("shop")
    return [one for one in gone.iterator() if is_overdue(one.shop, one.deleted_at)]


def renditions_overdue() -> list[Rendition]:
    """Renditions deleted longer ago than their shop keeps them, that still hold anything."""
    holding = ~Q(job__outputs={}) | Q(reviews=None)
    gone = Rendition.objects.exclude(deleted_at=None).filter(holding).distinct()
    return [
        one
        for one in gone.select_related("shop", "job", "better_job", "preview_job")
        if all(job.is_ended for job in jobs_of(one)) and is_overdue(one.shop, one.deleted_at)
    ]


def previews_overdue() -> list[Rendition]:
    """Renditions whose preview was replaced longer ago than their shop keeps what is deleted."""
    replaced = Rendition.objects.exclude(preview_job=None)
    return [
        one
        for one in replaced.select_related("shop", "job", "preview_job")
        if is_overdue(one.shop, one.job.finished_at)
    ]


def is_overdue(shop: Shop, deleted_at: datetime | None) -> bool:
    kept = timedelta(days=shop.keep_deleted_days)
    return deleted_at is not None and deleted_at < timezone.now() - kept


@transaction.atomic
def photo_purge(*, photo: Photo) -> bool:
    """Remove a photo's row, and its files unless another row or waiting job needs them.

    False when it was restored meanwhile. The shop's row is locked, as `photo_add` does: no
    upload can come to rely on a file between the check and the removal.
    """
    shop = Shop.objects.select_for_update().get(pk=photo.shop_id)
    waiting = Job.objects.of_tenant(shop.tenant).unfinished().values_list("inputs", flat=True)
    if any(item["file"] == photo.file for inputs in waiting for item in inputs.values()):
        return False
    if not Photo.objects.filter(pk=photo.pk).exclude(deleted_at=None).delete()[0]:
        return False
    if not Photo.objects.filter(file=photo.file).exists():
        for name in photo_files(photo):
            default_storage.delete(name)
    return True


def background_purge(*, background: Background) -> bool:
    """Remove a background's row and files, unless a job was given it: see `given_purge`."""
    return given_purge(background, "background", (background.file, background.thumbnail))


def own_look_purge(*, look: OwnLook) -> bool:
    """Remove a look's row and file, unless a job was given it: see `given_purge`."""
    return given_purge(look, "cube", (look.file,))


@transaction.atomic
def given_purge(row: Background | OwnLook, role: str, files: Iterable[str]) -> bool:
    """Remove `row` and `files`, unless a job was given it as `role`: that may be made again.

    False then, and when it was restored meanwhile. The shop's row is locked, as adding one does.
    """
    shop = Shop.objects.select_for_update().get(pk=row.shop_id)
    given: Any = Job.objects.of_tenant(shop.tenant)
    if given.filter(**{f"inputs__{role}__file": row.file}).exists():
        return False
    if not type(row).objects.filter(pk=row.pk).exclude(deleted_at=None).delete()[0]:
        return False
    for name in files:
        default_storage.delete(name)
    return True


@transaction.atomic
def rendition_purge(*, rendition: Rendition) -> bool:
    """Remove a rendition's files, and its row unless decisions about it are on record, or a photo
    was made from it: that one goes on saying so.

    False when it was restored meanwhile, or when a picture made from it by brush needs its mask.
    """
    still = Rendition.objects.select_for_update().filter(pk=rendition.pk).exclude(deleted_at=None)
    needed = inputs_of_others(rendition)
    made = set().union(*(files_of(job) for job in jobs_of(rendition)))
    if not still.exists() or needed & made:
        return False
    for role in ("strokes", "marked"):
        painted = rendition.job.inputs.get(role)
        if painted and painted["file"] not in needed:
            default_storage.delete(painted["file"])
    published_purge(rendition)
    jobs = jobs_of(rendition)
    for job in jobs:
        job_delete_files(job=job)
    is_kept = rendition.reviews.exists() or Photo.objects.filter(made_from=rendition).exists()
    if not is_kept:
        rendition.delete()
        for job in jobs:
            job.delete()
    return True


def published_purge(rendition: Rendition) -> None:
    """Remove its public address, and the labelled copy that lay there."""
    for picture in PublishedPicture.objects.filter(rendition=rendition):
        if picture.is_labelled and picture.file:
            default_storage.delete(picture.file)
        picture.delete()


def jobs_of(rendition: Rendition) -> list[Job]:
    """The job that made it, those before and after it, and those that looked at it."""
    made = [job for job in (rendition.job, rendition.better_job, rendition.preview_job) if job]
    return [*made, *Job.objects.filter(pk__in=rendition.screenings.values("job"))]


@transaction.atomic
def preview_purge(*, rendition: Rendition) -> bool:
    """Remove the job of a preview that was replaced, and its files.

    False when a picture made from it by brush needs its mask.
    """
    preview = rendition.preview_job
    if preview is None or files_of(preview) & inputs_of_others(rendition):
        return False
    Rendition.objects.filter(pk=rendition.pk).update(preview_job=None)
    job_delete_files(job=preview)
    preview.delete()
    return True


def files_of(job: Job) -> set[str]:
    """Storage names of what a job made."""
    return {item["file"] for item in job.outputs.values()}


def inputs_of_others(rendition: Rendition) -> set[str]:
    """Files that the jobs of the product's other renditions were given."""
    others = Rendition.objects.filter(product=rendition.product_id).exclude(pk=rendition.pk)
    inputs = others.values_list("job__inputs", flat=True)
    return {item["file"] for roles in inputs for item in roles.values()}


def uploads_forget() -> int:
    """Remove temporary files that a broken upload or a killed process left behind."""
    limit = time.time() - UPLOAD_FORGOTTEN_S
    folders = (Path(settings.FILE_UPLOAD_TEMP_DIR), Path(settings.MEDIA_ROOT) / PARTS)
    files = [one for folder in folders for one in folder.glob("*") if one.is_file()]
    stale = [one for one in files if one.stat().st_mtime < limit]
    for one in stale:
        one.unlink(missing_ok=True)
    return len(stale)

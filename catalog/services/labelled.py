"""Machine-made pictures on their way out: with the visible label, or without it on record."""

import threading
from uuid import UUID

import cv2
import numpy as np
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from catalog.errors import CatalogError
from catalog.models import PublishedPicture, Rendition, UnlabelledExport, User
from imaging import codec
from imaging.engines.base import U8
from imaging.labelling import labelled_copy
from imaging.models import Job
from imaging.ops.geometry import warped
from imaging.origin import origin
from imaging.recipe import Export

AT_ONCE = threading.BoundedSemaphore(2)  # copies of 16 MP at a time in one process
LONGEST_REASON = 500


def labelled_file(*, job: Job, language: str) -> codec.Encoded:
    """The finished picture of `job` with the label, drawn anew for each download.

    Raises FileNotFoundError where it is gone, EngineError as `labelled_copy` does.
    """
    picture, by = stored(job, "picture"), origin(UUID(str(job.pk)))
    with AT_ONCE:
        return labelled_copy(picture, product_of(job), language, by, Export(**job.export))


def product_of(job: Job) -> U8 | None:
    """Where the product is in the finished picture, (H, W) uint8; None where nobody knows."""
    moved = job.facts.get("geometry")
    if "mask" not in job.outputs or not moved:
        return None
    mask = codec.decode_grey(stored(job, "mask"))
    width, height = moved["canvas"]
    return warped(mask, np.reshape(moved["matrix"], (3, 3)), (width, height), cv2.INTER_LINEAR)


def stored(job: Job, role: str) -> bytes:
    with default_storage.open(job.outputs[role]["file"]) as file:
        return bytes(file.read())


def unlabelled_export(
    *, rendition: Rendition, reason: str, is_agreed: bool, by: User
) -> UnlabelledExport:
    """Put on record that `by` takes the picture without its label, and answers for that.

    Raises CatalogError without agreement or reason, and for a picture that is not finished.
    """
    picture = rendition.job.outputs.get("picture")
    if picture is None:
        raise CatalogError(_("This picture is not finished."))
    if not is_agreed:
        raise CatalogError(_("Agree to label the picture yourself first."))
    if not reason.strip():
        raise CatalogError(_("Say why you need the picture without its label."))
    # What anybody may fetch follows: whoever agreed sees to the label.
    PublishedPicture.objects.filter(rendition=rendition).update(is_waiting=True)
    return UnlabelledExport.objects.create(
        shop=rendition.shop,
        rendition=rendition,
        by=by,
        job_id=rendition.job_id,
        picture=picture["sha256"],
        reason=reason.strip()[:LONGEST_REASON],
    )

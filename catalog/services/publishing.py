"""Approved pictures made ready for their public address, so that no request has work to do."""

import hashlib
import logging
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from catalog.models import PublishedPicture, Rendition, UnlabelledExport
from catalog.selectors.rendition_facts import is_label_due, source_type
from catalog.services.exports import export_name
from catalog.services.labelled import labelled_file
from catalog.services.storage import file_keep
from imaging import presets
from imaging.errors import EngineError

logger = logging.getLogger(__name__)

TURN = timedelta(seconds=5)  # a labelled copy of 12 megapixels takes about one
AT_ONCE = 200
CHINA = "China"  # the group of channels whose readers want the label in Chinese


def published_prepare_waiting() -> None:
    """Make ready what was approved, the first approved first, until a turn's time is up."""
    until = timezone.now() + TURN
    waiting = PublishedPicture.objects.filter(is_waiting=True, rendition__deleted_at=None)
    of_rendition = ("rendition__job", "rendition__shop", "rendition__product")
    found = waiting.select_related(*of_rendition, "rendition__photo__variant")
    for picture in found.order_by("updated_at")[:AT_ONCE]:
        try:
            published_prepare(picture=picture)
        except Exception:  # one picture must not stop the others; it waits behind them
            logger.exception("rendition %s is tried again", picture.rendition_id)
            PublishedPicture.objects.filter(pk=picture.pk).update(updated_at=timezone.now())
        if timezone.now() >= until:
            return


def published_prepare(*, picture: PublishedPicture) -> None:
    """Set the file that `picture` hands out: the approved one, or its copy with the label.

    A picture that is gone, or cannot be labelled, gets no file, and the log says why.
    """
    try:
        file_set(picture)
    except (FileNotFoundError, EngineError):
        logger.exception("picture of rendition %s cannot be published", picture.rendition_id)
    picture.is_waiting, picture.updated_at = False, timezone.now()
    picture.save()


def file_set(picture: PublishedPicture) -> None:
    rendition, before = picture.rendition, picture.file if picture.is_labelled else ""
    made = rendition.job.outputs.get("picture")
    if made is None:
        raise FileNotFoundError
    picture.name = picture.name or export_name(rendition)
    picture.source = source_type(rendition.job)
    picture.media_type = made["media_type"]
    picture.is_labelled = is_labelled_for_all(rendition)
    if picture.is_labelled:
        labelled_keep(picture)
    else:
        picture.file, picture.sha256, picture.bytes = made["file"], made["sha256"], made["bytes"]
    if before and before != picture.file:
        default_storage.delete(before)


def is_labelled_for_all(rendition: Rendition) -> bool:
    """Whether the label is due and no member agreed to see to it elsewhere."""
    agreed = UnlabelledExport.objects.filter(rendition=rendition, job_id=rendition.job_id)
    return is_label_due(rendition.job) and not agreed.exists()


def labelled_keep(picture: PublishedPicture) -> None:
    """Store the copy with the label under its own hash."""
    rendition = picture.rendition
    data = labelled_file(job=rendition.job, language=language_of(rendition)).data
    picture.sha256, picture.bytes = hashlib.sha256(data).hexdigest(), len(data)
    suffix = picture.name.rsplit(".", 1)[-1]
    picture.file = f"published/{rendition.shop.tenant}/{picture.pk}/{picture.sha256}.{suffix}"
    file_keep(name=picture.file, content=data)


def language_of(rendition: Rendition) -> str:
    """The language of the label: that of the channel's buyers."""
    channel = presets.load_presets().get(rendition.preset)
    return "zh" if channel and channel.group.en == CHINA else "en"

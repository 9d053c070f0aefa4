"""Reading the look of a picture that a seller likes. It is looked at and not kept."""

from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from catalog.services.photos import reduced
from imaging import codec
from imaging.brief import SceneBrief
from imaging.brief.reference import brief_from_picture

SIDE = 400  # px of the copy that is looked at


def reference_read(data: UploadedFile) -> SceneBrief:
    """What can be told of the picture: colours, warmth, brightness and light.

    Raises EngineError for a file that is no picture, damaged, too large or too small.
    """
    stream = cast(BinaryIO, data.file)
    codec.probe(stream, max_bytes=settings.MAX_UPLOAD_MB * 1_000_000)
    return brief_from_picture(codec.decode(reduced(stream, SIDE)).image)


def like_reference(scene: SceneBrief, reference: SceneBrief) -> SceneBrief:
    """`scene` with everything that `reference` says; what it leaves open stays."""
    return scene.model_copy(update={name: getattr(reference, name) for name in said(reference)})


def said(scene: SceneBrief) -> set[str]:
    return set(scene.model_dump(exclude_defaults=True))

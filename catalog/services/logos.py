"""A logo as it is kept: decoded, trimmed to what shows, and written anew under its hash."""

import hashlib
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO, cast

import cv2
import numpy as np
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from catalog.errors import CatalogError
from catalog.models import Shop
from catalog.services.storage import file_keep, room_check
from imaging import codec
from imaging.engines.base import U8
from imaging.models import Job

MAX_BYTES = 5_000_000
MAX_PIXELS = 16_000_000
MIN_SIDE = 32  # px
LONG_SIDE = 1024  # px; in the largest advert a logo is about 800 px wide
FAINT = 8  # of 255; a haze this weak around a logo is left out when it is trimmed
DRAWING = re.compile(rb"^(\xef\xbb\xbf)?\s*(<\?xml|<!DOCTYPE svg|<!--|<svg)", re.IGNORECASE)
FORMATS = ("png", "webp", "jpeg")


@dataclass(frozen=True)
class Logo:
    """A stored logo; all empty for none."""

    file: str = ""
    sha256: str = ""
    width: int = 0
    height: int = 0


def logo_keep(*, shop: Shop, data: bytes | UploadedFile, name: str = "") -> Logo:
    """Store an uploaded logo as PNG; the same content again is the same file.

    Raises CatalogError for an SVG or a format that logos cannot have, EngineError of the codec.
    """
    stream = BytesIO(data) if isinstance(data, bytes) else cast(BinaryIO, data.file)
    image, alpha = logo_tidy(logo_read(stream, name))
    encoded = codec.encode(image, alpha, format="png")
    digest = hashlib.sha256(encoded.data).hexdigest()
    room_check(needed_bytes=len(encoded.data))
    stored = f"brand/{shop.tenant}/{digest[:2]}/{digest}.png"
    file_keep(name=stored, content=encoded.data)
    return Logo(stored, digest, encoded.width, encoded.height)


def logo_read(stream: BinaryIO, name: str) -> codec.Picture:
    """The pixels of an upload. Raises CatalogError, EngineError."""
    stream.seek(0)
    if DRAWING.match(stream.read(256)) or name.lower().endswith((".svg", ".svgz")):
        raise CatalogError(
            _(
                "An SVG logo cannot be used. Export it as a PNG with a transparent background,"
                " about 1,000 pixels wide."
            )
        )
    header = codec.probe(stream, max_bytes=MAX_BYTES, max_pixels=MAX_PIXELS, min_side=MIN_SIDE)
    if header.format not in FORMATS:
        raise CatalogError(_("A logo is a PNG or WebP file, best with a transparent background."))
    return codec.decode(stream, max_pixels=MAX_PIXELS)


def logo_tidy(picture: codec.Picture) -> tuple[U8, U8 | None]:
    """`picture` without empty margins, at most LONG_SIDE px a side: (H, W, 3), (H, W) or None.

    Raises CatalogError when nothing of it shows.
    """
    image, alpha = picture.image, picture.alpha
    if alpha is not None:
        if alpha.max() <= FAINT:
            raise CatalogError(_("This logo is transparent throughout: nothing of it would show."))
        rows, columns = (np.flatnonzero((alpha > FAINT).any(axis)) for axis in (1, 0))
        shown = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        image, alpha = image[shown], alpha[shown]
    scale = LONG_SIDE / max(image.shape[:2])
    return (image, alpha) if scale >= 1 else logo_reduced(image, alpha, scale)


def logo_reduced(image: U8, alpha: U8 | None, scale: float) -> tuple[U8, U8 | None]:
    """Both smaller by `scale`; colours weigh as much as they show, so no hidden colour comes in."""
    height, width = (max(1, round(side * scale)) for side in image.shape[:2])
    if alpha is None:
        return eight_bit(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)), None
    weighed = np.dstack([image * (alpha[..., None] / np.float32(255)), alpha]).astype(np.float32)
    small = cv2.resize(weighed, (width, height), interpolation=cv2.INTER_AREA)
    faded = small[..., 3]
    colours = small[..., :3] * 255 / np.maximum(faded, 1e-3)[..., None]
    return eight_bit(colours), eight_bit(faded)


def eight_bit(pixels: NDArray[Any]) -> U8:
    return np.rint(pixels).clip(0, 255).astype(np.uint8)


def logo_forget(*, shop: Shop, file: str) -> None:
    """Remove a logo's file, unless a job was given it: it may run, or be tried again, later."""
    given: Any = Job.objects.of_tenant(shop.tenant).filter(inputs__logo__file=file)
    if not given.exists():
        default_storage.delete(file)

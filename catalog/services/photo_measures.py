"""What a photo measures at full size: found out once for its content, then remembered."""

from dataclasses import asdict

from django.core.cache import cache
from django.core.files.storage import default_storage

from catalog.models import Photo
from catalog.services.photos import REDUCING
from imaging import codec
from imaging.engines.enhance import available
from imaging.engines.registry import ENGINES
from imaging.enhance import Fix, Measures, measure, plan

KEPT_S = 30 * 24 * 3600


def photo_measured(*, photo: Photo) -> Measures:
    """The measures that a job of the one tap will find in `photo`.

    Raises EngineError of the codec, FileNotFoundError when the file is gone.
    """
    key = f"photo-measures:{ENGINES['enhance'].version}:{photo.sha256}"
    known = cache.get(key)
    if known is not None:
        return Measures(**known)
    measures = measured(photo)
    cache.set(key, asdict(measures), KEPT_S)
    return measures


def photo_planned(*, photo: Photo) -> list[Fix]:
    """The fixes that a job of the one tap will make of `photo`. Raises as `photo_measured`."""
    return plan(photo_measured(photo=photo), available())


def measured(photo: Photo) -> Measures:
    """Decoded and measured now, a few at a time in this process: a photo may be very large."""
    with REDUCING, default_storage.open(photo.file) as file:
        decoded = codec.decode(file.read())
        return measure(decoded.image, decoded.alpha)

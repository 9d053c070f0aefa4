"""What erasing the marks would leave, at once: the job's engine on the photo's reduced copy."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

import numpy as np
from django.core.cache import cache

from catalog.models import Photo, User
from catalog.selectors.before_picture import stored
from catalog.services.advert_previews import DRAWING, QUALITY
from catalog.services.improving import marks_of
from catalog.services.photos import photo_view_file
from imaging import codec
from imaging.engines import registry
from imaging.engines.base import Context, Work
from imaging.ops.spread import shrunk

LONGEST = 1280  # px of the longer side, as large as the brush's own picture of the photo
ASKED_S = 60  # longer than any preview takes


def erase_preview(*, photo: Photo, strokes: bytes, by: User) -> bytes:
    """The pixels of `photo` that change where `strokes` mark it, reduced: a WebP to lie over it,
    transparent elsewhere.

    Ends what the same person asked before of the same photo. Raises as `photo_erase` does, and
    EngineError("cancelled") when the next is asked meanwhile.
    """
    is_cancelled = asked_anew(f"erase-preview:{by.pk}:{photo.pk}")
    given = {"marked": marks_of(strokes, photo)}
    with DRAWING:
        context = Context(is_cancelled=is_cancelled)
        context.progress(0)  # others may have been at it for a while
        before = shrunk(codec.decode(stored(photo_view_file(photo=photo))).image, LONGEST)
        work, params = Work(image=before, inputs=given), registry.checked("erase", {})
        after = registry.load("erase").run(work, params, context).image
        changed = (after != before).any(axis=2).astype(np.uint8) * 255
        return codec.encode(after, changed, format="webp", quality=QUALITY).data


def asked_anew(key: str) -> Callable[[], bool]:
    """Whether `key` was asked again since."""
    mine = uuid4().hex
    cache.set(key, mine, ASKED_S)
    return partial(is_overtaken, key, mine)


def is_overtaken(key: str, mine: str) -> bool:
    return cache.get(key) not in (mine, None)

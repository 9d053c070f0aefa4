"""The photo under its picture, where a step turned or cropped it."""

import cv2
import numpy as np

from catalog.selectors.before_picture import turned
from imaging.engines import compose, straighten
from imaging.engines.base import Context, Work
from imaging.engines.compose import ComposeParams
from imaging.engines.straighten import StraightenParams


def smooth_photo():
    """(120, 160, 3): blobs, so that half a px of shift shows as little and five as much."""
    noise = np.random.default_rng(6).integers(0, 256, (120, 160, 3)).astype(np.float32)
    blurred = cv2.GaussianBlur(noise, (0, 0), 4)
    return cv2.normalize(blurred, None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8)


def apart(one, other):
    return float(np.abs(one.astype(int) - other).mean())


def test_a_turned_photo_lies_under_its_picture():
    photo = smooth_photo()
    made = straighten.load().run(Work(photo), StraightenParams(degrees=8), Context())
    under = turned(photo, made.facts["geometry"])
    assert under.shape == made.image.shape
    assert apart(under, made.image) < 2


def test_a_reduced_photo_lies_under_a_crop_of_a_turn():
    photo = smooth_photo()
    work = Work(photo, inputs={"photo": photo})
    work = straighten.load().run(work, StraightenParams(degrees=-5), Context())
    params = ComposeParams(subject="frame", aspect="1:1", long_side=60)
    made = compose.load().run(work, params, Context())
    half = cv2.resize(photo, (80, 60), interpolation=cv2.INTER_AREA)
    assert apart(turned(half, made.facts["geometry"]), made.image) < 4

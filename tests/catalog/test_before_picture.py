"""The photo under its picture, where a step turned or cropped it."""

import cv2
import numpy as np

from catalog.selectors.before_picture import turned
from imaging.engines import compose, place, straighten
from imaging.engines.base import Context, Work
from imaging.engines.compose import ComposeParams
from imaging.engines.place import PlaceParams
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


def test_a_photo_lies_under_a_product_that_was_turned_and_then_placed():
    photo = smooth_photo()
    alpha = np.zeros(photo.shape[:2], np.uint8)
    alpha[30:100, 40:130] = 255
    work = Work(photo, alpha, inputs={"photo": photo})
    work = straighten.load().run(work, StraightenParams(degrees=9), Context())
    made = place.load().run(work, PlaceParams(width=200, height=180), Context())

    under = turned(photo, made.facts["geometry"])

    product = cv2.erode(made.alpha, np.ones((7, 7), np.uint8)) == 255
    assert under.shape == made.image.shape
    assert apart(under[product], made.image[product]) < 2

"""The visible label: high enough, readable, and never on the product."""

import numpy as np
import pytest

from imaging.adverts.contrast import ENOUGH, contrast_on
from imaging.provenance.label import LEAST_SHARE, labelled


def flat(height: int = 400, width: int = 600, grey: int = 200) -> np.ndarray:
    return np.full((height, width, 3), grey, np.uint8)


def nothing(image: np.ndarray) -> np.ndarray:
    return np.zeros(image.shape[:2], np.uint8)


def changed(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    return (before != after).any(axis=-1)


def rows_of(where: np.ndarray) -> int:
    rows = np.flatnonzero(where.any(axis=1))
    return int(rows[-1] - rows[0] + 1)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("shape", [(400, 600), (1350, 1080), (200, 900)])
def test_the_words_are_a_twentieth_of_the_shorter_side_high_and_at_the_edge(language, shape):
    image = flat(*shape)
    done = labelled(image, nothing(image), language)
    where = changed(image, done)

    assert done.shape == image.shape
    assert rows_of(where) >= LEAST_SHARE * min(shape)
    assert where[-shape[0] // 6 :].sum() == where.sum() > 0
    assert not where[:, : shape[1] // 8].any()


def test_the_product_is_never_covered_wherever_it_stands():
    image = flat()
    for corner in (np.s_[200:, 300:], np.s_[200:, :300], np.s_[:200, 300:], np.s_[200:, :]):
        product = nothing(image)
        product[corner] = 255
        done = labelled(image, product, "zh")
        assert done.shape == image.shape
        assert not changed(image, done)[product > 0].any()


@pytest.mark.parametrize("product", [None, np.full((400, 600), 255, np.uint8)])
def test_without_room_the_picture_grows_a_strip_and_stays_as_it_was(product):
    image = flat()
    done = labelled(image, product, "en")
    assert done.shape[0] > 420
    np.testing.assert_array_equal(done[:400], image)
    assert (done[400:] < 100).any()


@pytest.mark.parametrize("grey", [0, 118, 255])
def test_the_words_are_readable_on_any_ground(grey):
    image = flat(grey=grey)
    done = labelled(image, nothing(image), "zh")
    where = changed(image, done)
    ink = done[where][np.argmax(np.abs(done[where].astype(int) - grey).sum(axis=-1))]
    assert contrast_on(image, tuple(int(part) for part in ink)) >= ENOUGH


def test_on_a_restless_ground_the_words_stand_on_a_plate():
    image = np.random.default_rng(1).integers(0, 255, (400, 600, 3), np.uint8)
    done = labelled(image, nothing(image), "zh")
    where = changed(image, done)
    assert np.median(done[where]) < 20
    assert (done[where] == 255).all(axis=-1).any()


def test_the_calmest_free_corner_is_taken():
    image = flat()
    image[200:] = np.random.default_rng(1).integers(0, 255, (200, 600, 3), np.uint8)
    assert changed(image, labelled(image, nothing(image), "en"))[:200].any()


@pytest.mark.parametrize("shape", [(40, 40), (16, 300), (300, 16)])
def test_the_smallest_pictures_are_labelled_too(shape):
    image = flat(*shape)
    before = image.copy()
    done = labelled(image, nothing(image), "zh")
    assert done.shape[1] == shape[1]
    assert done.shape[0] >= shape[0]
    np.testing.assert_array_equal(image, before)

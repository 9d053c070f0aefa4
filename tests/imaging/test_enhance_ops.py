"""The operations on light, colour and detail, with numbers worked out by hand."""

import cv2
import numpy as np
import pytest

from imaging.ops import curves
from imaging.ops.clarity import MOST, clarified
from imaging.ops.delta_e import lab
from imaging.ops.denoise import denoised
from imaging.ops.guided import by_bands
from imaging.ops.local_light import lit
from imaging.ops.luma import luma, with_luma
from imaging.ops.lut import looked_up
from imaging.ops.sharpen import OVERSHOOT, sharpened
from imaging.ops.skin import plausible_share, skin
from imaging.ops.vibrance import chroma_table
from tests.imaging.drawn_photos import blurred, noisy, set_table

SHAPES = [(1, 1), (1, 9), (300, 2), (37, 53)]


def levels(curve, *of):
    return [round(float(curve[level, 0]), 1) for level in of]


def test_a_stop_doubles_light_and_keeps_black_and_white():
    # Level 89 is 0.0999 of the light, twice that is level 123.5.
    assert levels(curves.gained((2, 2, 2)), 0, 89, 255) == [0, 123.5, 255]
    assert (np.diff(curves.gained((6, 2, 0.3)), axis=0) >= 0).all()


def test_one_gain_changes_nothing_and_no_gain_clips():
    assert curves.gained((1, 1, 1)) == pytest.approx(curves.same(), abs=1e-3)
    assert curves.gained((3, 3, 3))[254, 0] < 255


def test_a_veil_is_stretched_away():
    # (153 - 51) · 255 / 204 = 127.5
    assert levels(curves.levelled(51), 0, 51, 153, 255) == [0, 0, 127.5, 255]


def test_contrast_keeps_black_white_and_the_middle_and_undoes_itself_roughly():
    more, less = curves.contrasted(0.5), curves.contrasted(-0.5)
    middle = round(255 * curves.MIDDLE)
    assert levels(more, 0, 255) == levels(less, 0, 255) == [0, 255]
    assert more[middle, 0] == pytest.approx(middle, abs=1)
    assert more[60, 0] < 60 < less[60, 0]
    assert more[200, 0] > 200 > less[200, 0]


def test_joined_curves_are_rounded_once():
    image = np.arange(256, dtype=np.uint8).repeat(3).reshape(1, 256, 3)
    down_and_up = curves.joined(curves.gained((0.1,) * 3), curves.gained((10,) * 3))
    twice = curves.applied(
        curves.applied(image, curves.gained((0.1,) * 3)), curves.gained((10,) * 3)
    )
    once = curves.applied(image, down_and_up)
    apart = np.abs(once.astype(int) - image)[:, :128]
    assert apart.max() <= 3 < np.abs(twice.astype(int) - image)[:, :128].max()


def test_gains_make_the_light_white_and_keep_its_luminance():
    light = (1.2, 1.0, 0.6)
    gains = curves.gains_against(light, (0, 0, 0), 1)
    white = np.array(light) * gains
    assert white == pytest.approx([0.2126 * 1.2 + 0.7152 + 0.0722 * 0.6] * 3)
    assert curves.gains_against(light, (0, 0, 0), 0) == (1, 1, 1)


def test_shadows_are_opened_by_the_factor_of_their_level():
    # 40 of 150: 1 - smoothstep = 0.8246, so 40 · (1 + 0.5 · 1.2 · 0.8246) = 59.8.
    dark = np.full((30, 40, 3), 40, np.uint8)
    assert (lit(dark, shadows=0.5) == 60).all()
    bright = np.full((30, 40, 3), 200, np.uint8)
    assert (lit(bright, shadows=0.5) == 200).all()
    # 200 - 0.35 · (200 - 150) = 182.5
    assert abs(int(lit(bright, highlights=1)[0, 0, 0]) - 182.5) <= 0.5


def test_opened_shadows_keep_black_and_hue():
    image = np.full((40, 60, 3), (40, 20, 10), np.uint8)
    image[:, 30:] = 0
    made = lit(image, shadows=1)
    assert (made[:, 50:] == 0).all()
    red, green, blue = made[20, 10].tolist()
    assert red / green == pytest.approx(2, rel=0.03)
    assert green / blue == pytest.approx(2, rel=0.05)


def test_clarity_strengthens_texture_and_leaves_flat_parts_and_edges():
    plane = np.full((120, 160), 90, np.uint8)
    plane[:, 80:] = 200
    weave = plane.copy()
    weave[::2, :70] += 6
    made = clarified(weave, 1.0)
    assert np.ptp(made[60:62, 30].astype(int)) > 1.5 * 6
    assert np.abs(made.astype(int) - weave).max() <= MOST
    halo = clarified(plane, 1.0).astype(int) - plane
    assert np.abs(halo).max() <= 5


def test_sharpening_makes_an_edge_steeper_and_leaves_no_halo():
    plane = np.full((60, 100), 60, np.uint8)
    plane[:, 50:] = 180
    soft = blurred(plane, 2)
    sharp = sharpened(soft, 2.0, 1.0, rounds=3)
    assert np.diff(sharp[30].astype(int)).max() > 1.25 * np.diff(soft[30].astype(int)).max()
    assert sharp.max() <= 180 + OVERSHOOT
    assert sharp.min() >= 60 - OVERSHOOT


def test_sharpening_takes_back_blur_and_adds_no_grain():
    photo = luma(set_table(160, 200))
    soft = blurred(photo, 1.5)
    sharp = sharpened(soft, 1.5, 0.8, rounds=3)
    assert error(sharp, photo) < 0.85 * error(soft, photo)
    card = noisy(np.full((80, 80), 128, np.uint8), 1)
    assert sharpened(card, 1.0, 1.0).std() < 1.35 * card.std()


def test_bands_leave_no_seam():
    photo = luma(noisy(set_table(700, 120), 4))
    whole = sharpened(photo, 1.2, 0.8)
    parts = [sharpened(photo[:400], 1.2, 0.8)[:300], sharpened(photo[200:], 1.2, 0.8)[100:]]
    assert (whole == np.vstack(parts)).all()
    assert (by_bands(photo, lambda part, area: part) == photo).all()


def test_denoising_takes_away_most_of_the_noise_and_keeps_edges():
    clean = set_table(120, 160)
    noise = noisy(clean, 10)
    made = denoised(noise, 6.7, 6)
    assert error(made, clean) < 0.4 * error(noise, clean)
    edge = luma(made)[60].astype(int)
    assert np.abs(np.diff(edge)).max() > 0.8 * np.abs(np.diff(luma(clean)[60].astype(int))).max()


def test_denoising_by_nothing_changes_next_to_nothing():
    photo = noisy(set_table(60, 80), 5)
    assert np.abs(denoised(photo, 0, 0).astype(int) - photo).max() <= 2  # Y'CbCr and back


def test_vibrance_keeps_greys_hue_and_lightness_and_spares_skin():
    colours = np.array([[[128, 128, 128], [110, 130, 160], [200, 160, 135]]], np.uint8)
    before, after = (lab(c)[0] for c in (colours, looked_up(colours, chroma_table(0.5, 0))))
    assert np.abs(after[0] - before[0]).max() < 0.6
    assert np.abs(after[:, 0] - before[:, 0]).max() < 1
    gain = np.hypot(*after[1:, 1:].T) / np.hypot(*before[1:, 1:].T)
    assert gain[0] > 1.2 > gain[1] > 1
    hue = [np.degrees(np.arctan2(c[1:, 2], c[1:, 1])) for c in (before, after)]
    assert hue[0] == pytest.approx(hue[1], abs=3)


def test_no_saturation_is_grey():
    made = looked_up(set_table(20, 30), chroma_table(0, -1)).astype(int)
    assert np.ptp(made, axis=2).max() <= 2


def test_skin_limits_how_far_light_is_corrected():
    face = np.full((20, 20, 3), (205, 150, 125), np.uint8)
    assert skin(face).all()
    assert plausible_share(face, (1.05, 1.0, 0.95)) == 1
    assert plausible_share(face, (0.6, 1.0, 1.7)) < 0.8
    assert plausible_share(np.full((20, 20, 3), 90, np.uint8), (0.6, 1.0, 1.7)) == 1


def test_a_change_of_lightness_leaves_other_pixels_to_the_bit():
    image = noisy(set_table(20, 30), 20)
    before = luma(image)
    after = before.copy()
    after[3, 4] = before[3, 4] + 5
    made = with_luma(image, before, after)
    assert (made[3, 4].astype(int) - image[3, 4] == 5).all()
    made[3, 4] = image[3, 4]
    assert (made == image).all()


@pytest.mark.parametrize("shape", SHAPES)
def test_every_operation_takes_any_shape_and_leaves_its_input(shape):
    image = np.random.default_rng(1).integers(0, 256, (*shape, 3), dtype=np.uint8)
    kept, grey = image.copy(), luma(image)
    for made in (lit(image, 0.5, 0.5), denoised(image, 8, 8)):
        assert made.shape == image.shape
        assert made.dtype == np.uint8
    for plane in (clarified(grey, 0.5), sharpened(grey, 1.0, 0.8, rounds=3)):
        assert plane.shape == shape
    assert (image == kept).all()
    assert (grey == luma(image)).all()


def test_white_black_and_grey_stay_what_they_are():
    for level in (0, 128, 255):
        flat = np.full((40, 50), level, np.uint8)
        assert (clarified(flat, 1.0) == flat).all()
        assert (sharpened(flat, 2.0, 1.0, rounds=3) == flat).all()
        grey = cv2.merge([flat] * 3)
        assert np.ptp(lit(grey, 0.5, 0.5), axis=2).max() == 0


def error(one, other):
    """Root of the mean square."""
    return float(np.sqrt(np.mean((one.astype(float) - other) ** 2)))

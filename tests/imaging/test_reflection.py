"""Mirror images in a glossy ground."""

import numpy as np
import pytest

from imaging.ops.reflection import FACING, mirrored_share, reflection
from tests.imaging.test_shadow import stood


def shown(product, **glossy) -> np.ndarray:
    light = np.zeros((*product.alpha.shape, 3), np.float32)
    light[:40, :, 0] = 1  # red above
    light[40:, :, 2] = 1  # blue below
    area, part = reflection(product, light, **{"reflectivity": 1.0, "roughness": 0.0} | glossy)
    whole = np.zeros((400, 400, 4), np.float32)
    whole[area] = part
    return whole


def test_grazing_views_mirror_all_and_views_from_above_little():
    assert mirrored_share(0.0, 0.6) == pytest.approx(0.6)
    assert mirrored_share(1.0, 0.6) == pytest.approx(0.6 * FACING)
    # (1 - 0.5)^5 = 1/32: 0.04 + 0.96 / 32 = 0.07.
    assert mirrored_share(0.5, 1.0) == pytest.approx(0.07)


def test_the_image_is_upside_down_below_the_foot():
    whole = shown(stood())
    assert not whole[:299].any()
    assert whole[305, 200, 2] > 0
    assert whole[305, 200, 0] == 0
    assert whole[375, 200, 0] > 0
    assert whole[375, 200, 2] == 0
    assert not whole[383:].any()
    assert not whole[305, 175:178].any()


def test_its_strength_is_what_the_view_mirrors():
    # The camera sees the foot at a cosine of 0.2425 (see test_ground): (1 - 0.2425)^5 = 0.2494.
    assert shown(stood())[320, 200, 3] == pytest.approx(0.04 + 0.96 * 0.2494, abs=0.002)


def test_roughness_blurs_the_top_more_than_the_foot():
    whole = shown(stood(), roughness=0.5)[..., 3]

    def soft(row: int) -> int:
        values = whole[row] / whole[row].max()
        return int(((values > 0.1) & (values < 0.9)).sum())

    assert soft(370) > 2 * soft(303)
    assert whole[370, 200] < whole[310, 200]


def test_a_matt_ground_mirrors_nothing():
    light = np.ones((80, 40, 3), np.float32)
    assert reflection(stood(), light, 0.0, 0.2) is None


def test_an_image_beyond_the_frame_is_none():
    low = stood(canvas=(400, 290))
    far = reflection(low, np.ones((80, 40, 3), np.float32), 1.0, 0.0)
    assert far is None or not far[1].any()

"""Colours and light of a picture that a seller likes, told from drawn ones."""

import numpy as np
import pytest

from imaging.brief import SceneBrief
from imaging.brief.reference import brief_from_picture
from tests.pictures import product_picture


def flat(colour, width=120, height=90):
    return np.full((height, width, 3), colour, np.uint8)


def lit(colour, factors):
    """A wall of one colour, lighter and darker by `factors`."""
    return np.clip(flat(colour) * factors[..., None], 0, 255).astype(np.uint8)


def across(first, last):
    return np.broadcast_to(np.linspace(first, last, 120), (90, 120))


@pytest.mark.parametrize(
    ("colour", "said"),
    [
        ((246, 232, 205), ("#F6E8CD", "warm", "bright")),
        ((128, 128, 128), ("#808080", "neutral", "normal")),
        ((12, 24, 60), ("#0C183C", "cool", "dark")),
    ],
)
def test_a_plain_wall_is_its_one_colour_and_lit_softly_from_nowhere(colour, said):
    assert brief_from_picture(flat(colour)) == SceneBrief(
        colours=(said[0],), warmth=said[1], brightness=said[2], light_quality="soft"
    )


def test_the_largest_colour_comes_first_and_the_middle_does_not_count():
    picture = flat((240, 240, 240))
    picture[70:] = (120, 20, 30)
    picture[30:60, 40:80] = (0, 255, 0)

    assert brief_from_picture(picture).colours == ("#F0F0F0", "#78141E")


@pytest.mark.parametrize(
    ("factors", "side"),
    [
        (across(1.15, 0.7), "left"),
        (across(0.7, 1.15), "right"),
        (across(1.15, 0.7).T[:90, :90].repeat(2, axis=1)[:, :120], "top"),
        (across(1.0, 1.02), None),
    ],
)
def test_light_comes_from_where_the_wall_is_lighter(factors, side):
    told = brief_from_picture(lit((180, 180, 180), factors))

    assert told.light_direction == side
    assert told.light_quality == "soft"


def test_a_shadow_with_a_sharp_edge_is_hard_light():
    factors = np.ones((90, 120))
    factors[:, 70:] = 0.55

    told = brief_from_picture(lit((220, 220, 220), factors))

    assert (told.light_quality, told.light_direction) == ("hard", "left")


def test_a_product_on_a_warm_table_gives_the_table():
    told = brief_from_picture(product_picture())

    red, green, blue = (int(told.colours[0][at : at + 2], 16) for at in (1, 3, 5))
    assert abs(np.array([red, green, blue]) - (200, 187, 168)).max() < 16
    assert told.warmth == "warm"


def test_the_same_picture_has_one_palette_whatever_its_size():
    noise = np.random.default_rng(3).integers(0, 256, (90, 120, 3)).astype(np.uint8)
    assert brief_from_picture(noise) == brief_from_picture(noise.copy())
    assert brief_from_picture(flat((10, 200, 90), 3, 1)).colours == ("#0AC85A",)

"""Colours of drawn things whose names everybody would agree on."""

import numpy as np
import pytest

from imaging.attributes import terms
from imaging.attributes.colour import colours, fine_names
from imaging.attributes.colour.clusters import clusters
from imaging.attributes.colour.names import METALS, likeliest, word_odds
from imaging.bench import colours as bench
from imaging.ops.delta_e import lab
from imaging.ops.light import rgb

SIZE = 240
PAPER = (246, 246, 244)
INSIDE = slice(40, 200)


def photo(paint, ground=PAPER):
    """A square of `paint`, a colour or (160, 160, 3), on paper with a grain; its alpha."""
    image = np.empty((SIZE, SIZE, 3), np.uint8)
    image[:] = ground
    image[::2, ::2] -= 1
    image[INSIDE, INSIDE] = paint
    alpha = np.zeros((SIZE, SIZE), np.uint8)
    alpha[INSIDE, INSIDE] = 255
    return image, alpha


def stripes(*paints):
    """Equal stripes of `paints`, (160, 160, 3)."""
    across = np.arange(160) * len(paints) // 160
    return np.broadcast_to(np.array(paints, np.uint8)[across], (160, 160, 3))


def shaded(paint, shade):
    """`paint` times `shade` (160,) in levels, across the square."""
    levels = np.clip(np.array(paint) * np.asarray(shade)[:, None], 0, 255)
    return np.broadcast_to(levels.astype(np.uint8), (160, 160, 3))


@pytest.mark.parametrize(
    "paint, word, fine",
    [
        ((205, 31, 43), "red", "red"),
        ((29, 37, 66), "navy", "navy"),
        ((107, 27, 45), "red", "burgundy"),
        ((28, 63, 51), "green", "dark-green"),
        ((184, 163, 200), "purple", "taro"),
        ((117, 73, 43), "brown", "brown"),
        ((23, 23, 26), "black", "black"),
        ((221, 207, 180), "beige", "beige"),
    ],
)
def test_a_plain_thing_has_its_colours_name(paint, word, fine):
    found = colours(*photo(paint))
    assert found.value == word
    assert found.confidence > 0.8
    assert found.details["google"] == word
    (only,) = found.details["colours"]
    assert (only["key"], only["fine"], only["share"]) == (word, fine, 1.0)
    assert np.abs(np.array(rgb(only["hex"])) - paint).max() <= 8


def test_the_evidence_is_the_box_of_the_product_and_what_was_seen_there():
    found = colours(*photo((205, 31, 43)))
    assert found.evidence.box == pytest.approx((1 / 6, 1 / 6, 2 / 3, 2 / 3), abs=0.005)
    assert found.evidence.hexes == tuple(one["hex"] for one in found.details["colours"])


def test_stripes_are_two_colours_with_their_shares():
    wide = [(29, 37, 66)] * 3 + [(245, 245, 243)] * 2
    found = colours(*photo(stripes(*wide)))
    assert found.value == "navy"
    assert found.details["google"] == "navy/white"
    shares = {one["key"]: one["share"] for one in found.details["colours"]}
    assert shares == {"navy": pytest.approx(0.6, abs=0.05), "white": pytest.approx(0.4, abs=0.05)}
    assert "white" in [other.value for other in found.others]


def test_folds_are_not_further_colours():
    folds = 0.85 + 0.15 * np.sin(np.arange(160) / 7)
    found = colours(*photo(shaded((70, 120, 210), folds)))
    assert found.value == "blue"
    assert found.details["google"] == "blue"


def test_a_sheen_on_black_is_no_gray():
    sheen = 1 + 1.3 * np.exp(-(((np.arange(160) - 80) / 12) ** 2))
    assert colours(*photo(shaded((26, 26, 29), sheen))).details["google"] == "black"


def test_grey_between_black_and_white_does_not_make_them_one():
    found = clusters(stripes((15, 15, 16), (90, 91, 92), (170, 171, 172), (250, 250, 249))[0])
    assert len(found) > 1


def test_many_colours_of_which_none_dominates_are_multicolor():
    paints = [(205, 31, 43), (242, 210, 43), (44, 145, 72), (34, 96, 189), (120, 62, 157)]
    found = colours(*photo(stripes(*paints)))
    assert found.value == "multicolor"
    assert found.details["google"].count("/") == 2
    assert "multicolor" not in found.details["google"]


def test_warm_light_on_white_paper_is_taken_back():
    image, alpha = photo((125, 125, 126))
    warm = (image * (1.0, 0.94, 0.85)).astype(np.uint8)
    assert colours(warm, alpha).value == "gray"


@pytest.mark.parametrize(
    "paint, word",
    [((221, 207, 180), "beige"), ((240, 164, 186), "pink"), ((29, 37, 66), "navy")],
)
def test_a_coloured_thing_that_fills_the_photo_keeps_its_colour(paint, word):
    image = np.full((60, 80, 3), paint, np.uint8)
    image[::3] -= 2
    assert colours(image, np.full((60, 80), 255, np.uint8)).value == word


def test_a_dark_thing_that_came_cut_out_is_not_brightened():
    image, alpha = photo((29, 37, 66), ground=(0, 0, 0))
    image[alpha == 0] = 0
    assert colours(image, alpha).details["colours"][0]["hex"] == "#1d2542"


def test_a_soft_shadow_of_a_cut_out_is_not_the_product():
    image, alpha = photo((240, 122, 28))
    image[200:230, 40:200], alpha[200:230, 40:200] = 0, 70
    assert colours(image, alpha).details["google"] == "orange"


def test_what_alpha_shows_through_is_clear_and_not_sure():
    image, alpha = photo((205, 214, 214))
    alpha[60:180, 60:180] = 110
    found = colours(image, alpha)
    assert found.value == "clear"
    assert found.details["google"] == "clear"
    assert found.confidence <= 0.5


def test_a_coloured_ground_that_goes_on_inside_with_sparkles_may_be_glass():
    image, alpha = photo((96, 140, 92), ground=(97, 141, 93))
    image[60:90, 60:90] = 255
    found = colours(image, alpha)
    assert "clear" in [found.value, *(other.value for other in found.others)]


def metal_bar(paint):
    """`paint` as a polished bar mirrors a room: from nearly black to sparkles, smoothly."""
    around = 0.5 - 0.5 * np.cos(np.arange(160) / 160 * 6 * np.pi)
    light = np.array(paint) * (0.12 + 0.98 * around[:, None] ** 0.8)
    sparkle = 190 * np.clip(around[:, None] - 0.93, 0, 1) / 0.07
    return np.broadcast_to(np.clip(light + sparkle, 0, 255).astype(np.uint8), (160, 160, 3))


def test_gold_is_told_by_its_shine_and_yellow_cloth_is_not_gold():
    shiny = colours(*photo(metal_bar((198, 159, 72))))
    assert shiny.value == "gold"
    assert shiny.confidence <= 0.5
    matt = colours(*photo((198, 159, 72)))
    assert matt.value not in METALS


def test_black_and_white_checks_are_no_silver():
    checks = stripes(*[(20, 20, 22), (90, 90, 92), (248, 248, 247)] * 6)
    assert colours(*photo(checks)).value != "silver"


@pytest.mark.parametrize("side", [1, 3, 40])
def test_where_nothing_is_to_be_seen_no_colour_is_told(side):
    image = np.zeros((side, side, 3), np.uint8)
    for picture in (image, image + 255):
        for alpha in (0, 255):
            found = colours(picture, np.full((side, side), alpha, np.uint8))
            assert (found.value, found.confidence) == (None, 0)


def test_a_black_and_white_photo_tells_no_colour():
    image, alpha = photo((120, 120, 120), ground=(240, 240, 240))
    assert colours(image, alpha).value is None


def test_the_same_photo_has_the_same_colours_and_is_left_as_it_is():
    image, alpha = photo(stripes((205, 31, 43), (34, 96, 189), (250, 250, 250)))
    before = image.copy()
    assert colours(image, alpha) == colours(image, alpha)
    assert np.array_equal(image, before)


def test_every_fine_name_is_a_colour_of_the_channels_in_both_languages():
    listed = list(fine_names().values())
    assert len(listed) >= 80
    assert {name.word for name in listed} == terms("colour").keys() - {"clear", "multicolor"}
    for language in ("en", "zh"):
        labels = [name.label.in_language(language) for name in listed]
        assert len(set(labels)) == len(labels)


def test_every_paint_is_called_by_its_own_word_and_odds_sum_to_one():
    for name in fine_names().values():
        if name.word not in METALS:
            assert likeliest(name.lab) == name.word
        assert sum(word_odds(name.lab).values()) == pytest.approx(1)


def test_labels_are_words_of_the_vocabulary_and_enough_only_measure():
    for name in bench.SETS:
        for label in [*bench.labels(name, "build"), *bench.labels(name, "measure")]:
            assert (label.words - {""}) <= terms("colour").keys()
    assert len(bench.labels("clothing", "build")) == 480
    assert len(bench.labels("clothing", "measure")) == 160
    assert len(bench.labels("products", "measure")) == 25


def test_calibration_error_by_hand():
    assert bench.calibration_error([0.95, 0.95], [True, False]) == pytest.approx(0.45)
    assert bench.calibration_error([0.75, 0.75, 0.75, 0.75], [True] * 3 + [False]) == 0
    assert bench.calibration_error([1.0, 0.05], [True, False]) == pytest.approx(0.025)


def test_agreement_counts_second_words_and_further_colours():
    navy = bench.Labelled("a", "measure", "black", "navy", frozenset({"white"}))
    red = bench.Labelled("b", "measure", "red", "", frozenset())
    found = colours(*photo(stripes(*[(29, 37, 66)] * 3, (245, 245, 243))))
    figures = bench.agreement([bench.Named(navy, found), bench.Named(red, found)])
    assert (figures["main"], figures["accepted"]) == (0, 0.5)
    assert (figures["secondary_recall"], figures["secondary_precision"]) == (1, 0.5)
    assert figures["recall"] == {"black": [1, 1], "red": [0, 1]}


def test_without_pictures_the_bench_says_so(tmp_path):
    assert bench.section(tmp_path) == bench.NOT_MEASURED


def test_lab_of_a_fine_name_is_that_of_its_hex():
    assert np.allclose(fine_names()["red"].lab, lab(np.array((205, 31, 43), np.uint8)))


def test_what_came_cut_out_is_taken_as_lit_as_it_is_whatever_its_edge_left_behind():
    image = np.zeros((80, 80, 3), np.uint8)
    image[18:62, 18:62] = (150, 156, 156)  # grey cloth, its edge's colour beyond its alpha
    image[20:60, 20:60:2] -= np.uint8(4)
    alpha = np.zeros((80, 80), np.uint8)
    alpha[20:60, 20:60] = 255

    found = colours(image, alpha)

    assert found.value == "gray"
    assert found.details["colours"][0]["hex"] < "#a0"

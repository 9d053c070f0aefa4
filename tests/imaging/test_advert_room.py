"""Adverts by the product's own shape and shade: where words go, how large both are, what is lit."""

import numpy as np
import pytest

from imaging.adverts.backlight import APART, backlit
from imaging.adverts.compose import planned
from imaging.adverts.contrast import luminance
from imaging.adverts.field import Set
from imaging.adverts.items import Setting, set_text
from imaging.adverts.layouts import LAYOUTS
from imaging.adverts.plan import ASPECTS, Arranged, Rect, plan, product_size
from imaging.adverts.stack import Copy, stacked
from imaging.adverts.type_case import TypeCase, TypeStyle
from imaging.adverts.words import Words
from imaging.engines.advert import AdvertParams, load
from imaging.engines.backdrop import BackdropParams
from imaging.engines.backdrop import load as backdrop
from imaging.engines.base import Context, Work
from imaging.recipes import MAKES_ROOM

SAID = Words(
    headline="秋日新品，温柔上市",
    subline="精选天然材质，陪你走过每一个清晨",
    price="¥99.90",
    old_price="¥129",
    call_to_action="立即抢购",
)
UPRIGHT, FLAT = 0.4, 2.5  # width over height


def copy_of(layout, words=SAID):
    return Copy(words, LAYOUTS[layout], TypeCase())


def canvas(aspect, side=600):
    return round(side * ASPECTS[aspect] ** 0.5), round(side / ASPECTS[aspect] ** 0.5)


def set_of(layout, product=(330, 60, 180, 480), words=((40, 40, 240, 520),)):
    """A canvas of 600 px with a product and words beside it."""
    areas = tuple(Rect(*area) for area in words)
    return Set((600, 600), Rect(*product), areas, LAYOUTS[layout].palette)


@pytest.mark.parametrize("layout", ["vintage", "sale", "big-type", "frame"])
def test_an_upright_product_in_a_square_has_its_words_beside_it(layout):
    unknown, upright = (planned(copy_of(layout), (600, 600), shape) for shape in (None, UPRIGHT))

    assert unknown.words.y < unknown.product.y  # as the layout has it: above
    assert upright.words.x + upright.words.w < upright.product.x
    assert product_size(upright, UPRIGHT) > 1.7 * product_size(unknown, UPRIGHT)


@pytest.mark.parametrize("layout", ["minimal", "luxury", "editorial", "side-panel"])
def test_a_flat_product_in_a_square_has_its_words_above_or_below_it(layout):
    unknown, flat = (planned(copy_of(layout), (600, 600), shape) for shape in (None, FLAT))

    assert unknown.product.w < 330
    assert flat.product.w > 470
    assert product_size(flat, FLAT) > 1.7 * product_size(unknown, FLAT)


def test_an_upright_product_over_a_wide_band_gets_a_panel_at_its_side():
    upright = planned(copy_of("bottom-band"), canvas("16:9"), UPRIGHT)

    assert upright.panel.h == canvas("16:9")[1]


def test_words_have_what_a_flat_product_leaves_idle():
    story = canvas("9:16")
    unknown, flat = (planned(copy_of("sale"), story, shape) for shape in (None, FLAT))

    assert flat.words.h > 1.2 * unknown.words.h
    assert product_size(flat, FLAT) == pytest.approx(product_size(unknown, FLAT))


def test_words_too_wide_for_a_column_stay_above_even_an_upright_product():
    long = SAID.model_copy(update={"headline": "Donaudampfschifffahrtskapitaen"})

    stays = planned(copy_of("vintage", long), (600, 600), UPRIGHT)

    assert stays.words.y + stays.words.h <= stays.product.y
    assert stacked(copy_of("vintage", long), stays, tagged=True)


def test_a_tall_band_has_price_and_button_on_one_line_under_the_words():
    made = planned(copy_of("side-panel"), canvas("9:16"))
    boxes = {item.role: item.bounds for item in stacked(copy_of("side-panel"), made, tagged=True)}

    assert boxes["price"].y > boxes["subline"].y + boxes["subline"].h
    assert boxes["call_to_action"].x > boxes["price"].x + boxes["price"].w
    assert boxes["call_to_action"].y < boxes["price"].y + boxes["price"].h


def test_price_and_button_of_a_banner_share_a_middle():
    words = SAID.model_copy(update={"old_price": ""})
    copy = copy_of("minimal", words)
    items = stacked(copy, planned(copy, canvas("3:1")), tagged=True)
    middles = {item.role: item.bounds.x + item.bounds.w / 2 for item in items}

    assert middles["price"] == pytest.approx(middles["call_to_action"], abs=1)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_smallest_text_of_a_story_can_be_read_on_a_phone(layout):
    items = stacked(copy_of(layout), planned(copy_of(layout), canvas("9:16")), tagged=True)
    size = next(item.size_px for item in items if item.role == "subline")

    # 3.1 % of the mean side, which is 4/3 of the width: 16 px on a phone 390 px wide.
    assert size * 390 / canvas("9:16")[0] >= 15.5


@pytest.mark.parametrize("layout", ["vintage", "luxury", "frame"])
def test_words_and_product_keep_away_from_a_frame(layout):
    made = planned(copy_of(layout), (600, 600))
    framed = made.safe.inset(0.02 * 600)

    assert all(framed.holds(each) for each in (made.words, made.product, made.offer or made.words))


def test_a_closing_mark_hangs_out_of_centred_lines():
    setting = Setting(TypeStyle("sans", "bold"), 40, 40, 2, 1.2, "centre")
    item = set_text("headline", "秋日新品，温柔上市", setting, 200, TypeCase())
    starts: dict[float, float] = {}
    for run in item.runs:
        starts[run.y] = min(run.x, starts.get(run.y, run.x))

    assert list(starts.values()) == pytest.approx([0, 0], abs=1)  # four characters over four
    assert 0 < item.hang < 40


def test_a_disc_moves_away_from_words_beside_it_and_never_reaches_them():
    around = set_of("festive")
    disc = around.disc(1.2)

    assert disc.x >= 280  # where the words end
    assert disc.x + disc.w / 2 > around.middle[0]
    assert disc.w > around.product.w
    assert disc.x < around.middle[0] < disc.x + disc.w


def test_a_dark_product_on_a_dark_ground_is_lit_from_behind_and_the_words_are_not():
    around = set_of("luxury")
    dark = np.full((600, 600, 3), 20, np.uint8)

    lit = backlit(dark, around, product=0.01)

    behind = luminance(lit[60:540, 330:510]).mean()
    assert (behind + 0.05) / (0.01 + 0.05) >= APART
    assert luminance(lit[40:560, 40:200]).max() < 0.25 * behind
    assert (dark == 20).all()


@pytest.mark.parametrize("ground, product", [(20, 0.8), (240, 0.01), (240, 0.9)])
def test_where_a_product_is_seen_nothing_is_lit(ground, product):
    plain = np.full((600, 600, 3), ground, np.uint8)

    assert backlit(plain, set_of("luxury"), product) is plain


def test_a_black_bottle_on_black_and_gold_can_be_seen():
    alpha = np.zeros((150, 60), np.uint8)
    alpha[5:145, 5:55] = 255
    bottle = Work(image=np.full((150, 60, 3), 12, np.uint8), alpha=alpha)
    asked = AdvertParams(words=SAID, layout="luxury", width=300, height=300)

    done = load().run(bottle, asked, Context())

    rows, columns = np.nonzero(done.alpha == 255)
    beside = done.image[rows.min() + 20 : rows.max() - 40, columns.max() + 4 : columns.max() + 10]
    assert (luminance(beside).mean() + 0.05) / 0.054 > 1.8
    assert done.facts["advert"]["contrast"] >= 4.5


def standing(box, side=360):
    """A product in a plain picture: a rectangle (x, y, width, height)."""
    image = np.full((side, side, 3), 225, np.uint8)
    alpha = np.zeros((side, side), np.uint8)
    x, y, w, h = box
    alpha[y : y + h, x : x + w] = 255
    image[alpha > 0] = (20, 60, 160)
    return Work(image=image, alpha=alpha, is_backed=True)


def texts_on(work, layout, words=SAID):
    asked = AdvertParams(words=words, layout=layout, width=360, height=360)
    told = load().run(work, asked, Context()).facts["advert"]["texts"]
    return {role: Rect(*text["box"]) for role, text in told.items()}


@pytest.mark.parametrize("layout", ["vintage", "festive", "cute", "sale", "frame", "big-type"])
def test_a_product_in_the_middle_of_a_picture_has_words_above_and_the_price_below(layout):
    said = texts_on(standing((110, 110, 140, 170)), layout)

    assert said["headline"].y + said["headline"].h <= 110
    assert said["price"].y >= 280
    assert said["call_to_action"].y >= 280


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_product_low_in_a_picture_leaves_every_layout_room_above_it(layout):
    words = SAID.model_copy(update={"badge": "新品首发"})

    said = texts_on(standing((80, 168, 180, 150)), layout, words)

    assert set(said) == {*Words.model_fields}


def test_a_backdrop_with_words_below_shows_the_whole_product():
    alpha = np.zeros((300, 120), np.uint8)
    alpha[5:295, 5:115] = 255
    tall = Work(image=np.full((300, 120, 3), 90, np.uint8), alpha=alpha)
    asked = BackdropParams(width=300, height=300, **MAKES_ROOM["bottom"])

    shown = backdrop().run(tall, asked, Context()).alpha > 127

    assert not shown[0].any()
    assert np.flatnonzero(shown.any(axis=1)).size == pytest.approx(150, abs=2)  # half the canvas


def test_an_arrangement_is_stacked_or_beside():
    stack = [Arranged(how=how, share=0.4).is_stacked for how in ("top", "bottom", "band")]
    beside = [Arranged(how=how, share=0.4).is_stacked for how in ("left", "right", "panel")]

    assert stack == [True] * 3
    assert beside == [False] * 3


def test_the_size_of_a_product_is_that_of_the_largest_that_fits():
    made = plan((600, 600), Arranged(how="left", share=0.5), offer=False)
    area = made.product

    assert product_size(made, 2.0) == pytest.approx(area.w * area.w / 2)
    assert product_size(made, 0.1) == pytest.approx(area.h * area.h / 10)

"""Adverts: words beside the product, readable, inside the safe area, the product untouched."""

from functools import cache
from itertools import combinations
from itertools import product as every

import numpy as np
import pytest

from imaging import lock
from imaging.adverts import contrast
from imaging.adverts.brand import BrandKit
from imaging.adverts.compose import planned
from imaging.adverts.layouts import LAYOUTS
from imaging.adverts.plan import ASPECTS, Rect, safe_area
from imaging.adverts.stack import Copy, stacked
from imaging.adverts.tint import adjusted
from imaging.adverts.type_case import TypeCase
from imaging.adverts.words import Adjust, Words
from imaging.engines.advert import AdvertParams, load
from imaging.engines.base import Context, Work
from imaging.engines.registry import checked
from imaging.errors import EngineError, sentence
from imaging.management import asking

CHINESE = Words(
    headline="秋日新品，温柔上市",
    subline="精选天然材质，陪你走过每一个清晨",
    price="¥99.90",
    old_price="¥129",
    badge="新品首发",
    call_to_action="立即抢购",
)
ENGLISH = Words(
    headline="The Autumn Collection",
    subline="Soft on skin, made to last",
    price="$1,249.90",
    old_price="$1,600",
    badge="NEW",
    call_to_action="Shop now",
)
SHAPES = {"tall": (60, 150), "wide": (150, 60)}


def cut_out(shape="tall"):
    """A product cut out of its photo: an ellipse of stripes, one colour row by row."""
    width, height = SHAPES[shape]
    rows, columns = np.mgrid[:height, :width] + 0.5
    inside = np.hypot((columns / width - 0.5) * 2, (rows / height - 0.5) * 2) < 0.94
    image = np.zeros((height, width, 3), np.uint8)
    image[..., 0] = np.arange(height)[:, None] % 200 + 40
    image[..., 2] = np.arange(width)[None] % 90
    return Work(image=image, alpha=np.where(inside, 255, 0).astype(np.uint8))


def in_scene(width=360, height=360, ground=(120, 90, 60), box=(200, 120, 120, 200)):
    """A product that already stands somewhere: a rectangle in a picture of one colour."""
    image = np.full((height, width, 3), ground, np.uint8)
    alpha = np.zeros((height, width), np.uint8)
    x, y, w, h = box
    alpha[y : y + h, x : x + w] = 255
    image[alpha > 0] = (10, 200, 30)
    return Work(image=image, alpha=alpha, is_backed=True)


def canvas(aspect, side=360):
    """A canvas of an aspect, of side × side px in all."""
    return round(side * ASPECTS[aspect] ** 0.5), round(side / ASPECTS[aspect] ** 0.5)


def advert(work, words=CHINESE, size=(300, 300), **params):
    asked = AdvertParams(words=words, width=size[0], height=size[1], **params)
    return load().run(work, asked, Context())


def boxes(done):
    return [Rect(*text["box"]) for text in done.facts["advert"]["texts"].values()]


@cache
def made(layout, aspect):
    """The photo and its advert in one layout and aspect: made once for the tests that look."""
    photo = cut_out("wide" if aspect == "3:1" else "tall")
    words = ENGLISH if aspect == "4:5" else CHINESE
    return photo, advert(photo, words, canvas(aspect), layout=layout)


every_advert = pytest.mark.parametrize("layout, aspect", list(every(LAYOUTS, ASPECTS)))


@every_advert
def test_every_layout_sets_all_words_readable_and_inside_the_safe_area(layout, aspect):
    _, done = made(layout, aspect)
    size, said = canvas(aspect), done.facts["advert"]["texts"]

    assert done.image.shape == (size[1], size[0], 3)
    assert done.facts["advert"]["aspect"] == aspect
    assert set(said) == {"headline", "subline", "price", "old_price", "badge", "call_to_action"}
    assert all(text["contrast"] >= contrast.ENOUGH for text in said.values())
    assert all(safe_area(*size).holds(box) for box in boxes(done))


@every_advert
def test_every_layout_leaves_the_product_untouched_and_uncovered(layout, aspect):
    photo, done = made(layout, aspect)

    for box in boxes(done):
        top, left = int(box.y), int(box.x)
        under = done.alpha[top : int(box.y + box.h) + 1, left : int(box.x + box.w) + 1]
        assert not (under >= 13).any()
    measured = lock.measure(photo.image, done)
    assert (measured["max_difference"], measured["locked"]) == (0, True)
    assert (photo.image == cut_out("wide" if aspect == "3:1" else "tall").image).all()


@every_advert
def test_words_never_lie_over_each_other(layout, aspect):
    found = boxes(made(layout, aspect)[1])

    assert not any(one.inset(1).meets(other) for one, other in combinations(found, 2))


@every_advert
def test_larger_words_weigh_more(layout, aspect):
    said = made(layout, aspect)[1].facts["advert"]["texts"]

    assert said["headline"]["size_px"] > said["subline"]["size_px"]
    assert said["price"]["size_px"] > said["old_price"]["size_px"]


@pytest.mark.parametrize(
    "one, other, expected",
    [
        ((0, 0, 0), (255, 255, 255), 21.0),
        ((255, 255, 255), (255, 255, 255), 1.0),
        # #777777 on white is the textbook near miss.
        ((119, 119, 119), (255, 255, 255), 4.48),
        # Luminance of pure red is 0.2126: (1 + 0.05) / (0.2126 + 0.05).
        ((255, 0, 0), (255, 255, 255), 1.05 / 0.2626),
    ],
)
def test_contrast_is_the_ratio_that_wcag_defines(one, other, expected):
    assert contrast.ratio(one, other) == pytest.approx(expected, abs=0.005)


def test_contrast_is_that_of_the_worst_pixels_but_for_a_few():
    behind = np.full((10, 100, 3), 255, np.uint8)
    behind[0, :15] = 119  # 1.5 % of the pixels

    assert contrast.contrast_on(behind, (0, 0, 0)) == pytest.approx(21)

    behind[0, :30] = 119  # 3 %
    assert contrast.contrast_on(behind, (0, 0, 0)) == pytest.approx(21 / 4.48, abs=0.01)


def test_white_or_ink_can_be_read_on_any_colour():
    levels = np.linspace(0, 255, 9).astype(int).tolist()

    for fill in every(levels, repeat=3):
        assert contrast.ratio(contrast.on(fill), fill) >= contrast.ENOUGH


def test_words_in_a_scene_stand_where_the_product_is_not():
    left = boxes(advert(in_scene(box=(210, 100, 120, 220))))
    right = boxes(advert(in_scene(box=(30, 100, 120, 220))))

    assert max(box.x + box.w for box in left) < 210
    assert min(box.x for box in right) > 150


def test_words_on_a_restless_scene_get_a_veil_just_strong_enough():
    scene = in_scene()
    stripes = np.where(np.arange(360) // 4 % 2, 255, 0).astype(np.uint8)
    restless = np.where(scene.alpha[..., None] > 0, scene.image, stripes[None, :, None])

    done = advert(Work(image=restless, alpha=scene.alpha, is_backed=True))

    assert done.facts["advert"]["contrast"] >= contrast.ENOUGH
    inside = scene.alpha > 0
    assert (done.image[inside] == restless[inside]).all()


def test_a_product_that_leaves_no_room_is_an_error_not_a_covered_product():
    with pytest.raises(EngineError) as caught:
        advert(in_scene(box=(10, 10, 340, 340)))

    assert caught.value.code in ("text_over_product", "text_does_not_fit")


def test_long_words_shrink_and_longer_ones_are_refused_by_name():
    short = advert(cut_out(), Words(headline="秋日新品"))
    longer = advert(cut_out(), Words(headline="秋日新品限时上架欢迎进店选购好物"))
    sizes = [done.facts["advert"]["texts"]["headline"]["size_px"] for done in (short, longer)]

    assert sizes[0] > sizes[1] >= 0.04 * 300

    with pytest.raises(EngineError) as caught:
        advert(cut_out(), Words(headline="Donaudampfschifffahrtsgesellschaftskapitaen" * 1))

    assert caught.value.code == "text_does_not_fit"
    told = caught.value.arguments
    assert sentence("text_does_not_fit", told, "zh").startswith("标题太长，放不进版式“简约留白”")
    assert "The headline is too long for the layout “Minimal”" in str(caught.value)


def test_numerals_of_a_price_are_larger_than_its_currency_and_decimals():
    copy = Copy(Words(price="¥99.90", old_price="¥129"), LAYOUTS["minimal"], TypeCase())
    items = stacked(copy, planned(copy, (600, 600)), tagged=False)
    sizes = {run.text: run.size_px for item in items for run in item.runs}

    assert sizes["¥"] == sizes[".90"] == pytest.approx(sizes["99"] / 2, abs=1)
    struck = [item for item in items if item.strike]
    assert [item.role for item in struck] == ["old_price"]
    assert struck[0].size_px < sizes["¥"]


def test_a_brand_sets_colours_and_faces():
    brand = BrandKit(primary="#004B8D", accent="#FF7A00", text="#101820", heading_font="serif")
    branded = LAYOUTS["side-panel"].branded(brand)

    assert branded.palette.panel == "#004B8D"
    assert branded.palette.accent == branded.palette.price == "#FF7A00"
    assert branded.heading == "serif"
    done = advert(cut_out(), layout="side-panel", brand=brand)
    assert (done.image[2, 2] == (0, 0x4B, 0x8D)).all()


def test_a_calm_brand_does_not_burst():
    assert LAYOUTS["sale"].badge == "burst"
    assert LAYOUTS["sale"].branded(BrandKit(tone="calm")).badge == "circle"


def test_a_logo_is_shown_in_its_own_colours_and_asked_for_when_absent():
    logo = np.zeros((20, 60, 4), np.uint8)
    logo[..., 1] = logo[..., 3] = 255
    work, brand = cut_out(), BrandKit(logo=True)

    with pytest.raises(EngineError, match="no logo"):
        advert(work, brand=brand)

    with_logo = Work(image=work.image, alpha=work.alpha, inputs={"logo": logo})
    green = (advert(with_logo, brand=brand).image == (0, 255, 0)).all(axis=2)
    rows, columns = np.flatnonzero(green.any(axis=1)), np.flatnonzero(green.any(axis=0))
    assert len(columns) == pytest.approx(3 * len(rows), abs=3)
    assert safe_area(300, 300).holds(Rect(columns[0], rows[0], len(columns), len(rows)))


def test_a_logo_as_dark_as_its_ground_stands_on_a_light_plate():
    logo = np.zeros((20, 60, 4), np.uint8)
    logo[..., :3], logo[..., 3] = (20, 60, 60), 255
    work, brand = cut_out(), BrandKit(logo=True, primary="#1A4A4A")
    with_logo = Work(image=work.image, alpha=work.alpha, inputs={"logo": logo})

    done = advert(with_logo, Words(headline="新品"), layout="side-panel", brand=brand)

    rows, columns = np.nonzero((done.image == (20, 60, 60)).all(axis=2))
    beside = done.image[rows.min() - 2, columns.min() : columns.max()]
    assert (beside == 255).all()


def test_warmth_turns_a_grey_ground_towards_red_and_brightness_lifts_it():
    grey = np.full((2, 2, 3), 128, np.uint8)

    warm = adjusted(grey, Adjust(warmth=1), None)[0, 0]
    bright = adjusted(grey, Adjust(brightness=1), None)[0, 0]

    # Red gains 28 % in linear light: 0.2159 · 1.28 = 0.2763, level 143; blue loses as much.
    assert warm.tolist() == [143, 128, 114]
    # 0.7 stops: 0.2159 · 1.6245 = 0.3507, level 160.
    assert bright.tolist() == [160, 160, 160]
    assert adjusted(grey, Adjust(), "#FF0000") is grey


def test_a_wash_keeps_luminance_and_takes_the_brands_hue():
    ground = np.random.default_rng(0).integers(0, 256, (8, 8, 3), dtype=np.uint8)

    washed = adjusted(ground, Adjust(brand_wash=1), "#204080")

    difference = contrast.luminance(washed) - contrast.luminance(ground)
    assert np.abs(difference).max() < 0.01
    assert (washed[..., 2] >= washed[..., 0]).all()


def test_colours_change_about_the_product_and_never_on_it():
    scene = in_scene()

    done = advert(scene, Words(headline="新品"), adjust=Adjust(warmth=1, brightness=0.5))

    inside = scene.alpha > 0
    assert (done.image[inside] == scene.image[inside]).all()
    assert (done.image[350, 350] != scene.image[350, 350]).any()


def test_the_same_advert_is_the_same_pixels():
    first, second = (advert(cut_out(), layout="vintage") for _ in range(2))

    assert (first.image == second.image).all()


def test_an_advert_without_words_or_without_a_product_says_what_it_can():
    assert advert(cut_out(), Words()).facts["advert"]["texts"] == {}

    with pytest.raises(EngineError) as caught:
        advert(Work(image=np.zeros((50, 50, 3), np.uint8)))
    assert caught.value.code == "no_product"


@pytest.mark.parametrize(
    "params",
    [
        {"layout": "nonsense"},
        {"words": {"headline": "a" * 61}},
        {"words": {"headline": "bell\x07"}},
        {"brand": {"primary": "red"}},
        {"adjust": {"warmth": 2}},
        {"width": 100},
    ],
)
def test_what_cannot_be_set_is_refused_when_it_is_asked_for(params):
    with pytest.raises(EngineError) as caught:
        checked("advert", params)

    assert caught.value.code == "bad_parameters"


def test_the_command_takes_words_in_their_order_and_leaves_out_the_empty():
    said = asking.words_of("秋日新品| |¥99|¥129")

    assert said == {"headline": "秋日新品", "price": "¥99", "old_price": "¥129"}
    with pytest.raises(EngineError, match="7 parts"):
        asking.words_of("1|2|3|4|5|6|7")

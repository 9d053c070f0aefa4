"""The engine that reads price and size from a photo's lettering."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from imaging.bench.drawn_tags import tag
from imaging.engines import read, registry
from imaging.engines.base import Context, Work
from imaging.engines.read import Read, ReadParams, on_product, share
from imaging.errors import MESSAGES
from imaging.ocr import Box, Reading
from imaging.ocr.figures import has_small_cents, is_struck, without_stroke
from imaging.ocr.upright import AS_IT_IS, Way, upright

SIZE = 200  # px a side of drawn photos


def box(left, top, width, height):
    right, bottom = left + width, top + height
    return Box(((left, top), (right, top), (right, bottom), (left, bottom)))


class Told:
    """A reader that knows what stands in which box; anything else it reads poorly."""

    def __init__(self, *lines, at_quarters=0, mirrored=False):
        self.lines = lines
        way = Way(at_quarters, mirrored)
        self.known = {way.box(place, SIZE, SIZE): text for place, text in lines}

    def boxes(self, image):
        return [place for place, _ in self.lines]

    def reading(self, image, place):
        return Reading(self.known[place], 0.96) if place in self.known else Reading("?%", 0.4)


def photo():
    return np.full((SIZE, SIZE, 3), 200, np.uint8)


def ran(reader, work=None):
    return Read(reader).run(work or Work(photo()), ReadParams(), Context())


PRICE, SIZE_ROW = (box(20, 20, 80, 30), "¥199"), (box(20, 100, 80, 20), "尺码 XL")


def test_price_and_size_become_attributes_with_their_boxes():
    done = ran(Told(PRICE, SIZE_ROW))
    price, size = (done.facts["attributes"][name] for name in ("price", "size"))
    assert (price["value"], price["source"], price["model"]) == ("199.00 CNY", "text", "ppocr-read")
    assert price["evidence"]["box"] == [0.1, 0.1, 0.4, 0.15]
    assert size["value"] == "XL"
    assert size["details"] == {"kind": "letter"}


def test_the_photo_itself_stays_as_it_is():
    work = Work(photo())
    before = work.image.copy()
    done = ran(Told(PRICE), work)
    assert done.image is work.image
    assert np.array_equal(work.image, before)


def test_what_was_read_is_told():
    told = ran(Told(PRICE)).facts["read"]
    assert told["model"] == "ppocr-read"
    assert told["lines"] == [{"text": "¥199", "confidence": 0.96, "box": [0.1, 0.1, 0.4, 0.15]}]
    assert (told["left_out"], told["warnings"]) == (0, [])


def test_no_lettering_is_looked_for_and_not_visible():
    attributes = ran(Told()).facts["attributes"]
    assert attributes["price"]["value"] is None
    assert attributes["size"]["confidence"] == read.NOTHING


def test_lettering_without_a_price_is_an_answer_too():
    attributes = ran(Told((box(20, 20, 80, 30), "100% cotton"))).facts["attributes"]
    assert (attributes["price"]["value"], attributes["price"]["confidence"]) == (
        None,
        read.NOT_SAID,
    )


def test_attributes_that_were_known_stay_and_prices_that_differ_stand_beside():
    known = {
        "colour": {"value": "red"},
        "price": {"value": "89.00 CNY", "confidence": 0.9, "source": "title", "model": "words-1"},
    }
    attributes = ran(Told(PRICE), Work(photo(), facts={"attributes": known})).facts["attributes"]
    assert attributes["colour"] == {"value": "red"}
    prices = [attributes["price"], *attributes["price"]["others"]]
    assert {one["value"] for one in prices} == {"199.00 CNY", "89.00 CNY"}
    assert sum(one["confidence"] for one in prices) == pytest.approx(1, abs=0.001)


def test_several_prices_are_all_told():
    price = ran(Told(PRICE, (box(20, 100, 80, 30), "¥259"))).facts["attributes"]["price"]
    assert (price["value"], [one["value"] for one in price["others"]]) == (
        "199.00 CNY",
        ["259.00 CNY"],
    )


def test_a_price_beside_the_product_says_so_and_counts_less():
    alpha = np.zeros((SIZE, SIZE), np.uint8)
    alpha[90:] = 255  # the size stands on the product, the price does not
    attributes = ran(Told(PRICE, SIZE_ROW), Work(photo(), alpha)).facts["attributes"]
    assert attributes["price"]["details"]["where"] == "background"
    assert attributes["price"]["confidence"] < 0.5
    assert "where" not in attributes["size"]["details"]


def test_without_a_product_nothing_is_background():
    nothing = np.zeros((SIZE, SIZE), np.uint8)
    price = ran(Told(PRICE), Work(photo(), nothing)).facts["attributes"]["price"]
    assert "where" not in price["details"]


def test_mirrored_lettering_is_told_and_no_price_is_taken_from_it():
    facts = ran(Told(PRICE, SIZE_ROW, mirrored=True)).facts
    assert facts["read"]["warnings"] == ["mirrored_text"]
    assert facts["attributes"]["price"]["details"] == {"why": "mirrored_text"}
    assert "mirrored_text" in MESSAGES
    price = facts["attributes"]["price"]
    assert (price["value"], price["confidence"]) == (None, read.UNREAD)


@pytest.mark.parametrize("quarters", [1, 3])
def test_a_photo_on_its_side_is_read_and_boxes_are_of_the_photo(quarters):
    tall = (box(20, 30, 30, 80), "¥199")
    price = ran(Told(tall, at_quarters=quarters)).facts["attributes"]["price"]
    assert (price["value"], price["evidence"]["box"]) == ("199.00 CNY", [0.1, 0.15, 0.15, 0.4])


def test_a_photo_on_its_head_is_read():
    assert ran(Told(PRICE, at_quarters=2)).facts["attributes"]["price"]["value"] == "199.00 CNY"


def test_lines_beyond_the_most_are_counted_not_hidden(monkeypatch):
    monkeypatch.setattr(read, "MOST_LINES", 1)
    facts = ran(Told(PRICE, SIZE_ROW)).facts
    assert (len(facts["read"]["lines"]), facts["read"]["left_out"]) == (1, 1)
    assert facts["attributes"]["price"]["value"] == "199.00 CNY"  # the larger line is read first


def test_lines_are_looked_for_in_a_reduced_copy_and_found_in_the_photos_px():
    class Looks(Told):
        def boxes(self, image):
            assert image.shape == (640, 1280, 3)
            return [box(128, 64, 320, 64)]

    (found,) = read.boxes_in(np.zeros((2000, 4000, 3), np.uint8), Looks())
    assert share(found, (2000, 4000, 3)) == (0.1, 0.1, 0.25, 0.1)


def test_shares_stay_inside_the_photo():
    assert share(box(-20, 180, 100, 60), (SIZE, SIZE, 3)) == (0, 0.9, 0.4, 0.1)


def test_how_much_of_a_box_is_product():
    alpha = np.zeros((10, 10), np.uint8)
    alpha[:, 5:] = 255
    assert on_product((0.4, 0.0, 0.4, 1.0), alpha) == pytest.approx(0.75)
    assert on_product((0.0, 0.0, 0.0, 0.0), alpha) == 0


@pytest.mark.parametrize("way", [Way(1), Way(2), Way(3), Way(0, True), Way(1, True)])
def test_a_box_goes_where_its_pixels_go(way):
    image = np.zeros((60, 100, 3), np.uint8)
    image[10:20, 30:70] = 255
    turned = way.turned(image)
    corners = np.array(way.box(box(30, 10, 40, 10), 100, 60).corners)
    (left, top), (right, bottom) = corners.min(axis=0).astype(int), corners.max(axis=0).astype(int)
    assert turned[top:bottom, left:right].min() == 255
    assert turned.sum() == turned[top:bottom, left:right].sum()


def test_a_picture_that_reads_well_is_never_turned():
    page = upright(photo(), [PRICE[0]], Told(PRICE))
    assert page.way == AS_IT_IS
    assert upright(photo(), [], Told()).way == AS_IT_IS


def figures(text, *, struck=False):
    """Digits of OpenCV's plain face, (60, w, 3)."""
    line = np.full((60, 40 * len(text), 3), 255, np.uint8)
    cv2.putText(line, text, (6, 46), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (30, 30, 30), 3)
    if struck:
        cv2.line(line, (0, 30), (line.shape[1], 31), (30, 30, 30), 3)
    return line


def test_a_stroke_through_figures_is_seen_and_can_be_taken_out():
    assert is_struck(figures("1299", struck=True))
    assert not is_struck(figures("1299"))
    assert not is_struck(255 - figures("1299"))
    line = figures("1299", struck=True)
    before = line.copy()
    assert not is_struck(without_stroke(line))
    assert np.array_equal(line, before)


@pytest.mark.parametrize("shape", [(1, 1, 3), (5, 40, 3), (40, 5, 3), (20, 60, 3)])
def test_lines_without_figures_are_neither_struck_nor_in_small_type(shape):
    flat = np.full(shape, 90, np.uint8)
    assert not is_struck(flat)
    assert not has_small_cents(flat)
    assert np.array_equal(without_stroke(flat), flat)


def test_cents_in_smaller_type_are_seen():
    line = np.full((60, 130, 3), 255, np.uint8)
    for left, height in ((5, 50), (35, 50), (65, 25), (95, 25)):
        line[5 : 5 + height, left : left + 18] = 0
    assert has_small_cents(line)
    line[5:55, 95:113] = 0
    assert not has_small_cents(line)


def test_a_point_that_the_net_missed_is_put_before_small_cents():
    image = photo()
    for left, height in ((20, 50), (50, 50), (80, 25), (110, 25)):
        image[20 : 20 + height, left : left + 18] = 0
    reader = Told((box(15, 15, 120, 60), "$1999"))
    assert ran(reader, Work(image)).facts["attributes"]["price"]["value"] == "19.99 USD"


def test_the_studio_knows_the_engine_and_its_model():
    spec = registry.ENGINES["read"]
    assert spec.locked
    assert registry.model_of("read", ReadParams()) == "ppocr-read"


@pytest.mark.weights
def test_a_real_tag_is_read():
    from imaging.adverts.font_files import opened

    picture = Image.new("RGB", (480, 320), (250, 246, 238))
    draw = ImageDraw.Draw(picture)
    draw.text((40, 30), "尺码 SIZE: XL", font=opened("noto-sans", 36), fill=(30, 30, 30))
    draw.text((40, 110), "¥129.90", font=opened("manrope:bold", 84), fill=(190, 20, 30))
    draw.text((40, 240), "原价 ¥199", font=opened("noto-sans", 34), fill=(90, 90, 90))
    attributes = (
        registry.load("read")
        .run(Work(np.asarray(picture)), ReadParams(), Context())
        .facts["attributes"]
    )
    assert attributes["price"]["value"] == "129.90 CNY"
    assert attributes["price"]["details"] == {"old": "199.00 CNY"}
    assert attributes["size"]["value"] == "XL"
    left, top, width, height = attributes["price"]["evidence"]["box"]
    assert left < 0.12 < left + width
    assert top < 0.45 < top + height


@pytest.mark.weights
def test_a_drawn_tag_is_the_same_each_time_and_another_with_another_seed():
    one, again, other = tag(5, 1), tag(5, 1), tag(6, 1)
    assert np.array_equal(one.image, again.image)
    assert (one.price, one.old, one.size) == (again.price, again.old, again.size)
    assert not np.array_equal(one.image, other.image)
    assert one.image.shape == (1000, 1000, 3)
    assert one.layout == "swing tag"

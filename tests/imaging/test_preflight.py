"""Preflight: the finished file's own pixels against a channel's rules."""

from io import BytesIO

import cv2
import numpy as np
import pytest
from PIL import Image

from imaging import codec, preflight
from imaging.engines import background, place
from imaging.engines.background import BackgroundParams
from imaging.engines.base import Context, Work
from imaging.engines.place import PlaceParams
from imaging.errors import EngineError
from imaging.preflight import Finding, Report
from imaging.presets import Preset, load_presets, preset

WHITE = (255, 255, 255)


def picture(width=1000, height=1000, box=(100, 50, 800, 900), color=WHITE) -> np.ndarray:
    """A dark rectangle (x, y, width, height) on one colour."""
    image = np.full((height, width, 3), color, np.uint8)
    x, y, w, h = box
    image[y : y + h, x : x + w] = (40, 70, 90)
    return image


def saved(image, format="PNG", **options) -> bytes:
    file = BytesIO()
    made = image if isinstance(image, Image.Image) else Image.fromarray(image)
    made.save(file, format, **options)
    return file.getvalue()


def found(report: Report, rule: str) -> Finding:
    """The worst finding on `rule`: a channel may both require and advise."""
    ranks = ["fail", "warn", "unknown", "pass"]
    return min((f for f in report.findings if f.rule == rule), key=lambda f: ranks.index(f.status))


def check(image, key="amazon_main", **known) -> Report:
    data = image if isinstance(image, bytes) else saved(image)
    return preflight.check(data, preset(key), **known)


@pytest.fixture(scope="module")
def product() -> Work:
    """A cut-out bottle with a soft edge, photographed with some texture."""
    mask = np.zeros((300, 240), np.uint8)
    cv2.ellipse(mask, (120, 170), (60, 110), 0, 0, 360, 255, -1)
    cv2.rectangle(mask, (100, 20), (140, 90), 255, -1)
    slope = np.linspace(20, 180, 240, dtype=np.uint8)
    image = np.dstack([np.tile(slope + shift, (300, 1)) for shift in (0, 20, 40)])
    return Work(image.astype(np.uint8), cv2.GaussianBlur(mask, (5, 5), 0))


def made_for(product: Work, channel: Preset) -> tuple[bytes, Work]:
    make = channel.make
    placed = place.load().run(product, PlaceParams(**make.place_params()), Context())
    work = background.load().run(placed, BackgroundParams(**make.background_params()), Context())
    limits = {"max_bytes": make.max_bytes, "min_bytes": make.min_bytes}
    file = codec.encode(work.image, format=make.format, quality=make.quality, **limits)
    return file.data, work


@pytest.mark.parametrize("channel", load_presets().values(), ids=lambda channel: channel.key)
def test_what_is_made_for_a_channel_passes_without_a_warning(product, channel):
    data, _ = made_for(product, channel)
    report = preflight.check(data, channel)
    assert report.passed
    assert [f.says.en for f in report.findings if f.status != "pass"] == []


def test_a_good_picture_passes_and_says_so_in_numbers():
    report = check(picture())
    assert report.passed
    fill = found(report, "fill")
    assert (fill.measured, fill.required, fill.status) == ("90 %", "≥ 85 %", "pass")
    assert fill.fix is None
    assert fill.fix_action is None
    assert (report.width, report.height, report.format) == (1000, 1000, "png")


def test_a_small_product_fails_with_a_sentence_and_a_way_out():
    fill = found(check(picture(box=(190, 200, 500, 620))), "fill")
    assert fill.status == "fail"
    assert fill.says.en == (
        "The product fills 62 % of the picture; Amazon main image wants 85 % or more."
    )
    assert fill.says.zh == "商品占画面的 62 %；亚马逊主图要求：至少 85 %。"
    assert fill.fix_action == "remake"
    assert "Amazon main image" in fill.fix.en
    assert fill.source.startswith("https://")
    assert (fill.read, fill.sure) == ("2026-11", "second-hand")


def test_just_under_the_limit_is_not_rounded_up_to_it():
    fill = found(check(picture(box=(100, 50, 800, 849))), "fill")
    assert (fill.status, fill.measured) == ("fail", "84.9 %")


@pytest.mark.parametrize("where", [(0, 0), (0, 500), (999, 999), (500, 0), (500, 999)])
def test_one_border_pixel_off_by_one_level_fails(where):
    image = picture()
    image[where] = (255, 254, 255)
    finding = found(check(image), "background")
    assert finding.status == "fail"
    assert finding.measured == "#FFFEFF (1 px)"
    assert finding.says.en.startswith("1 of 3,996 border pixels are not #FFFFFF")


def test_white_only_at_the_border_is_a_warning():
    image = picture(color=(253, 253, 253))
    image[0], image[-1], image[:, 0], image[:, -1] = WHITE, WHITE, WHITE, WHITE
    finding = found(check(image), "background")
    assert finding.status == "warn"
    assert "around the product" in finding.says.en


WRONG = {
    "too small": ((400, 400), (20, 20, 360, 360), "amazon_main", "long_side", "400 px"),
    "not 800": ((801, 800), (50, 50, 700, 700), "taobao_white", "exact_size", "801 × 800 px"),
    "not square": ((1600, 1500), (50, 50, 1400, 1400), "walmart", "aspect", "1600 × 1500 px"),
    "too large": ((2001, 2001), (50, 50, 1900, 1900), "lazada", "long_side", "2,001 px"),
    "subject small": ((800, 800), (99, 99, 299, 200), "taobao_white", "subject", "299 px"),
    "png": ((800, 800), (50, 50, 700, 700), "taobao_white", "formats", "PNG"),
}


@pytest.mark.parametrize(("size", "box", "key", "rule", "measured"), WRONG.values(), ids=WRONG)
def test_a_broken_rule_fails_with_what_was_measured(size, box, key, rule, measured):
    report = check(picture(*size, box), key)
    assert not report.passed
    finding = found(report, rule)
    assert (finding.status, finding.measured) == ("fail", measured)
    assert finding.fix


def test_webp_is_not_for_amazon_and_can_be_saved_again():
    finding = found(check(saved(picture(), "WEBP", lossless=True)), "formats")
    assert (finding.status, finding.measured) == ("fail", "WebP")
    assert finding.required == "JPEG, PNG, TIFF, GIF"
    assert finding.says.en.endswith("wants JPEG, PNG, TIFF or GIF.")
    assert finding.says.zh.endswith("要求：JPEG、PNG、TIFF 或 GIF。")
    assert finding.fix_action == "reencode"


def test_bytes_are_held_against_both_limits():
    noise = np.random.default_rng(1).integers(0, 256, (352, 750, 3), dtype=np.uint8)
    heavy = found(check(noise, "pdd_hd"), "bytes")
    assert (heavy.status, heavy.required) == ("fail", "≤ 100 KB")
    assert heavy.fix_action == "reencode"
    light = found(check(saved(picture(800, 800), "JPEG", quality=50), "taobao_white"), "bytes")
    assert light.status == "fail"
    assert light.required == "38.9 KB – 300 KB"


def test_advice_that_is_not_followed_only_warns():
    report = check(picture(700, 700, (20, 20, 650, 650)))
    assert found(report, "long_side").status == "warn"
    assert report.passed


def test_a_busy_background_leaves_the_fill_open_instead_of_guessing():
    noise = np.random.default_rng(1).integers(0, 256, (1000, 1000, 3), dtype=np.uint8)
    report = check(noise)
    fill = found(report, "fill")
    assert (fill.status, fill.measured) == ("unknown", "?")
    assert fill.says.en.startswith("The background has no single colour")
    assert fill.fix_action == "remake"
    assert found(report, "background").status == "fail"


def test_an_empty_picture_has_no_product():
    fill = found(check(np.full((1000, 1000, 3), 255, np.uint8)), "fill")
    assert (fill.status, fill.measured) == ("fail", "0 %")


def test_a_known_mask_finds_a_white_product_on_white():
    mask = np.zeros((1000, 1000), np.uint8)
    mask[50:950, 300:700] = 255
    white = np.full((1000, 1000, 3), 255, np.uint8)
    assert found(check(white, alpha=mask), "fill").measured == "90 %"


@pytest.mark.parametrize(("key", "status"), [("google_merchant", "pass"), ("walmart", "fail")])
def test_transparency_is_for_those_who_take_it(key, status):
    alpha = np.zeros((1600, 1600), np.uint8)
    alpha[200:1400, 200:1400] = 255
    finding = found(check(np.dstack([picture(1600, 1600), alpha]), key), "background")
    assert (finding.measured, finding.status) == ("transparent", status)


def test_transparent_pixels_are_measured_as_white_and_as_no_product():
    alpha = np.zeros((1000, 1000), np.uint8)
    alpha[100:850, 100:850] = 255
    assert found(check(np.dstack([picture(), alpha]), "google_merchant"), "fill").measured == "75 %"


def test_print_colours_are_named():
    cmyk = Image.fromarray(picture(1600, 1600)).convert("CMYK")
    finding = found(check(saved(cmyk, "JPEG"), "walmart"), "colour")
    assert (finding.status, finding.measured) == ("fail", "CMYK, 8 bit")


def test_a_palette_of_few_colours_is_still_eight_bit_rgb():
    few = Image.fromarray(picture(1600, 1600)).quantize(2)
    finding = found(check(saved(few, bits=1), "walmart"), "colour")
    assert (finding.status, finding.measured) == ("pass", "RGB, 8 bit, sRGB")


def test_sixteen_bits_are_seen_although_the_decoder_gives_eight():
    deep = cv2.imencode(".png", picture(1600, 1600).astype(np.uint16) * 257)[1].tobytes()
    assert found(check(deep, "walmart"), "colour").measured == "RGB, 16 bit, sRGB"


def test_an_animation_is_not_a_still_picture():
    frames = [Image.fromarray(picture(box=(100, top, 800, 900))) for top in (50, 60)]
    moving = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    finding = found(check(moving), "still")
    assert (finding.status, finding.measured) == ("fail", "2")


def test_only_those_who_placed_the_product_know_of_enlargement():
    place_facts = {"scale": 1.5, "enlarged": True, "fill": 0.9, "touches_border": ["top"]}
    report = check(picture(), facts={"place": place_facts})
    assert found(report, "enlarged").measured == "150 %"
    assert found(report, "enlarged").status == "warn"
    assert found(report, "enlarged").fix_action == "retake"
    assert (found(report, "whole").status, found(report, "whole").measured) == ("warn", "↑")
    assert len(check(picture()).not_checked) == len(report.not_checked) + 1


def test_what_was_not_looked_at_is_listed():
    assert any("props" in label.en for label in check(picture()).not_checked)


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (1, 9)])
def test_tiny_pictures_are_measured_not_crashed_on(size):
    for channel in load_presets().values():
        data = saved(np.full((size[1], size[0], 3), 255, np.uint8))
        assert len(preflight.check(data, channel).findings) == len(channel.rules)


def test_a_file_that_is_no_picture_is_a_sentence():
    with pytest.raises(EngineError):
        check(b"hello, I am a text")


def test_a_report_survives_json():
    report = check(picture(box=(190, 200, 500, 620)))
    as_json = report.model_dump(mode="json")
    assert as_json["passed"] is False
    assert as_json["findings"][0]["says"]["zh"]
    del as_json["passed"]
    assert Report.model_validate(as_json) == report

"""Thumbnails: upright, sRGB, on white, small."""

import numpy as np
import pytest
from PIL import Image

from imaging.codec import thumbnail
from imaging.errors import EngineError
from tests.imaging.codec_samples import (
    icc_with_primaries,
    noise,
    quadrants,
    reopened,
    saved,
    srgb_icc,
)

ALL = ["jpeg", "png", "webp", "tiff", "gif", "bmp", "avif", "heif"]


def shown(data, **options):
    return np.asarray(reopened(thumbnail(data, **options)).convert("RGB")).astype(int)


@pytest.mark.parametrize("format", ALL)
def test_every_format_gets_a_thumbnail_that_fits_the_box(format):
    small = shown(saved(quadrants(480, 640), format), side=100)

    assert small.shape == (75, 100, 3)
    assert np.abs(small[10, 10] - (200, 30, 30)).max() < 12
    assert np.abs(small[60, 90] - 255).max() < 12


def test_the_default_box_is_of_400_px():
    assert shown(saved(quadrants(900, 450), "JPEG")).shape == (400, 200, 3)


def test_a_small_picture_is_not_enlarged():
    assert shown(saved(quadrants(48, 64), "PNG")).shape == (48, 64, 3)


def test_a_very_long_picture_keeps_one_pixel():
    assert shown(saved(noise(4, 3000), "PNG"), side=100).shape == (1, 100, 3)


def test_a_thumbnail_is_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = np.ascontiguousarray(np.rot90(quadrants(480, 640)))

    small = shown(saved(stored, "JPEG", exif=exif), side=100)

    assert small.shape == (75, 100, 3)
    assert np.abs(small[10, 90] - (30, 200, 30)).max() < 12


@pytest.mark.parametrize("mode", ["RGB", "P", "CMYK"])
def test_colours_follow_the_profile(mode):
    red, green = (0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971)
    swapped = icc_with_primaries(rXYZ=green, gXYZ=red)
    source = Image.new("RGB", (64, 64), (220, 20, 60)).convert(mode)
    format = "JPEG" if mode == "CMYK" else "PNG"
    icc = srgb_icc() if mode == "CMYK" else swapped  # an RGB profile on CMYK: ignored
    expected = (220, 20, 60) if mode == "CMYK" else (20, 220, 60)

    data = saved(source, format, icc_profile=icc)
    assert np.abs(shown(data)[32, 32] - expected).max() < 20  # the web palette is coarse


def test_sixteen_bit_grey_does_not_turn_white():
    data = saved(Image.fromarray(np.full((64, 64), 30_000, np.uint16)), "PNG")

    assert np.abs(shown(data) - 117).max() <= 3


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_is_shown_on_white(mode):
    source = Image.new("RGBA", (64, 64), (0, 0, 0, 255))
    source.paste((0, 0, 0, 0), (0, 0, 32, 64))

    small = shown(saved(source.convert(mode), "PNG"))

    assert small[:, :28].min() >= 250
    assert small[:, 36:].max() <= 5


def test_a_transparent_colour_of_plain_rgb_is_shown_on_white():
    source = Image.new("RGB", (64, 64), (9, 9, 9))

    assert shown(saved(source, "PNG", transparency=(9, 9, 9))).min() >= 250


def test_a_thumbnail_carries_no_metadata():
    data = thumbnail(saved(quadrants(), "JPEG", icc_profile=srgb_icc(), comment=b"SECRET"))

    image = reopened(data)
    assert image.format == "WEBP"
    assert not {"icc_profile", "exif", "xmp"} & set(image.info)
    assert b"SECRET" not in data


@pytest.mark.parametrize("format", ["jpeg", "png", "webp"])
def test_a_file_cut_short_has_no_thumbnail(format):
    data = saved(noise(600, 800), format)

    with pytest.raises(EngineError) as error:
        thumbnail(data[: len(data) // 2], side=100)
    assert error.value.code == "picture_damaged"

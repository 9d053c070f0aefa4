"""Decoding: upright, sRGB, 8 bits, whole, or a clear refusal."""

import struct

import numpy as np
import pytest
from PIL import Image

from imaging.codec import decode, decode_grey
from imaging.errors import EngineError
from tests.imaging.codec_samples import (
    cmyk_icc,
    icc_with_primaries,
    noise,
    png_of,
    quadrants,
    reopened,
    saved,
    srgb_icc,
)

LOSSLESS = {"png": {}, "webp": {"lossless": True}, "tiff": {}, "bmp": {}}
CLOSE = {
    "jpeg": {"quality": 100, "subsampling": 0},
    "avif": {"quality": 100, "subsampling": "4:4:4"},
    "heif": {"quality": 100, "chroma": 444},
}

# How each EXIF orientation stores an upright picture (EXIF 2.32, 4.6.4).
STORED = {
    1: lambda upright: upright,
    2: lambda upright: upright[:, ::-1],
    3: lambda upright: upright[::-1, ::-1],
    4: lambda upright: upright[::-1],
    5: lambda upright: upright.transpose(1, 0, 2),
    6: lambda upright: np.rot90(upright, 1),
    7: lambda upright: upright[::-1, ::-1].transpose(1, 0, 2),
    8: lambda upright: np.rot90(upright, -1),
}
DISPLAY_P3 = icc_with_primaries(
    rXYZ=(0.51512, 0.24120, -0.00105),
    gXYZ=(0.29198, 0.69225, 0.04189),
    bXYZ=(0.15710, 0.06657, 0.78407),
)


def code_of(data, read=decode):
    with pytest.raises(EngineError) as error:
        read(data)
    return error.value.code


def outcome(data):
    try:
        decode(data, max_pixels=10_000)
    except EngineError as error:
        return error.code
    return "decoded"


def distance(picture, expected):
    return int(np.abs(picture.astype(int) - expected).max())


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("format", ["jpeg", "png", "webp", "tiff", "avif", "heif"])
def test_every_orientation_of_every_format_comes_out_upright(format, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = np.ascontiguousarray(STORED[orientation](quadrants()))
    options = (LOSSLESS | CLOSE)[format]

    picture = decode(saved(stored, format, exif=exif.tobytes(), **options))

    assert (picture.header.width, picture.header.height) == (64, 48)
    assert distance(picture.image, quadrants()) <= (8 if format in CLOSE else 0)


@pytest.mark.parametrize("format", LOSSLESS)
def test_lossless_files_keep_every_pixel(format):
    assert np.array_equal(decode(saved(noise(), format, **LOSSLESS[format])).image, noise())


@pytest.mark.parametrize("icc", [None, b"", b"not a profile at all", srgb_icc()])
def test_a_plain_jpeg_has_the_pixels_that_pillow_gives(icc):
    data = saved(noise(121, 161), "JPEG", quality=90, icc_profile=icc)

    picture = decode(data)

    assert np.array_equal(picture.image, np.asarray(reopened(data)))


@pytest.mark.parametrize("orientation", [0, 9, 4711])
def test_an_orientation_that_makes_no_sense_is_ignored(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation

    assert np.array_equal(decode(saved(quadrants(), "PNG", exif=exif)).image, quadrants())


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize("format", ["jpeg", "png", "webp"])
def test_garbage_where_the_exif_should_be_is_ignored(format):
    garbage = b"Exif\0\0II*\0\xff\xff\xff\xff\xff\xff"
    options = (LOSSLESS | CLOSE)[format]

    data = saved(quadrants(), format, exif=garbage, **options)

    assert distance(decode(data).image, quadrants()) <= 8


def test_display_p3_becomes_srgb():
    colour = (200, 100, 50)

    image = decode(saved(Image.new("RGB", (32, 32), colour), "PNG", icc_profile=DISPLAY_P3)).image

    linear = np.array(
        [v / 12.92 if v < 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in np.array(colour) / 255]
    )
    p3_to_srgb = np.array([[1.2249, -0.2247, 0], [-0.0420, 1.0419, 0], [-0.0197, -0.0786, 1.0979]])
    expected = 255 * (1.055 * (p3_to_srgb @ linear) ** (1 / 2.4) - 0.055)
    assert distance(image[0, 0], expected) <= 1
    assert distance(image[0, 0], colour) > 10


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_a_profile_counts_for_every_kind_of_rgb(mode):
    red, green = (0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971)
    swapped = icc_with_primaries(rXYZ=green, gXYZ=red)
    source = Image.new("RGBA", (32, 32), (220, 20, 60, 90)).convert(mode)

    picture = decode(saved(source, "PNG", icc_profile=swapped))

    assert distance(picture.image[0, 0], (20, 220, 60)) <= 3
    assert mode != "RGBA" or (picture.alpha == 90).all()


def test_a_jpeg_with_a_wide_profile_is_converted_too():
    plain, wide = (saved(quadrants(), "JPEG", icc_profile=icc) for icc in (None, DISPLAY_P3))

    assert decode(wide).image[4, 4, 0] > decode(plain).image[4, 4, 0] + 5


@pytest.mark.parametrize("format", ["png", "jpeg", "webp", "tiff"])
def test_a_garbage_profile_is_taken_for_srgb(format):
    options = (LOSSLESS | CLOSE)[format]

    picture = decode(saved(quadrants(), format, icc_profile=b"rubbish" * 40, **options))

    assert distance(picture.image, quadrants()) <= 8


def test_grey_with_the_profile_of_an_rgb_space_stays_grey():
    data = saved(Image.new("L", (32, 32), 90), "JPEG", icc_profile=srgb_icc())

    assert distance(decode(data).image, 90) <= 1


@pytest.mark.parametrize("format", ["JPEG", "TIFF"])
def test_cmyk_without_a_profile_has_white_paper_and_cyan_ink(format):
    paper = decode(saved(Image.new("CMYK", (32, 32), (0, 0, 0, 0)), format)).image
    cyan = decode(saved(Image.new("CMYK", (32, 32), (255, 0, 0, 0)), format)).image

    assert distance(paper, 255) <= 1
    assert distance(cyan[0, 0], (0, 255, 255)) <= 2


@pytest.mark.parametrize("format", ["JPEG", "TIFF"])
def test_cmyk_looks_as_its_profile_says(format):
    grey_cyan = cmyk_icc((50, 0, 0))  # CIE L* 50 is sRGB 119

    def shown(*ink):
        data = saved(Image.new("CMYK", (32, 32), ink), format, icc_profile=grey_cyan)
        return decode(data).image[5, 5]

    assert distance(shown(0, 0, 0, 0), 255) <= 1
    assert distance(shown(255, 0, 0, 0), 119) <= 3
    assert distance(shown(0, 0, 0, 255), 0) <= 3


@pytest.mark.parametrize(
    "value, expected", [(0, 0), (255, 0), (256, 1), (32_768, 128), (65_535, 255)]
)
@pytest.mark.parametrize("format", ["PNG", "TIFF"])
def test_sixteen_bit_grey_is_scaled_and_not_clipped_to_white(format, value, expected):
    data = saved(Image.fromarray(np.full((32, 32), value, np.uint16)), format)

    assert (decode(data).image == expected).all()
    assert (decode_grey(data) == expected).all()


def test_a_16_bit_scan_in_which_0_is_white_is_not_a_negative():
    scan = Image.fromarray(np.full((32, 32), 60_000, np.uint16))

    data = saved(scan, "TIFF", tiffinfo={262: 0})

    assert (decode(data).image == 255 - 60_000 // 256).all()


def test_sixteen_bit_rgb_is_scaled():
    pixel = struct.pack(">HHH", 65_535, 32_768, 300)
    data = png_of((20, 20), 16, 2, (b"\0" + pixel * 20) * 20)

    assert (decode(data).image == (255, 128, 1)).all()


def test_float_and_32_bit_pixels_are_refused_rather_than_guessed():
    assert code_of(saved(Image.new("F", (32, 32), 0.5), "TIFF")) == "not_a_picture"
    assert code_of(saved(Image.new("I", (32, 32), 70_000), "TIFF")) == "not_a_picture"


def test_a_transparent_palette_colour_becomes_alpha():
    source = Image.new("P", (32, 32), 0)
    source.putpalette([10, 20, 30, 200, 100, 50])
    source.paste(1, (0, 0, 16, 32))

    picture = decode(saved(source, "PNG", transparency=0))

    assert (picture.image[:, :16] == (200, 100, 50)).all()
    assert (picture.alpha[:, :16] == 255).all()
    assert (picture.alpha[:, 16:] == 0).all()
    assert picture.header.has_alpha


def test_grey_with_alpha_keeps_both():
    picture = decode(saved(Image.new("LA", (32, 32), (70, 40)), "PNG"))

    assert (picture.image == 70).all()
    assert (picture.alpha == 40).all()


def test_alpha_that_hides_nothing_is_no_alpha():
    picture = decode(saved(Image.new("RGBA", (32, 32), (1, 2, 3, 255)), "PNG"))

    assert picture.alpha is None
    assert picture.header.has_alpha


@pytest.mark.parametrize("format", ["avif", "heif", "webp"])
def test_alpha_of_modern_formats_arrives(format):
    source = Image.new("RGBA", (64, 64), (90, 90, 90, 255))
    source.paste((90, 90, 90, 0), (0, 0, 32, 64))

    picture = decode(saved(source, format, quality=95))

    assert distance(picture.alpha[:, 40:], 255) <= 3
    assert distance(picture.alpha[:, :24], 0) <= 3


@pytest.mark.parametrize("format", ["GIF", "TIFF", "WEBP"])
def test_the_first_frame_of_several_is_the_picture(format):
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "lime", "blue")]
    options = {"lossless": True} if format == "WEBP" else {}

    data = saved(frames[0], format, save_all=True, append_images=frames[1:], **options)

    assert (decode(data).image == (255, 0, 0)).all()


@pytest.mark.parametrize("format", ["jpeg", "png", "webp", "tiff", "bmp", "avif", "heif", "gif"])
@pytest.mark.parametrize("kept", [0.5, 0.9])
def test_a_file_cut_short_is_damaged(format, kept):
    data = saved(noise(), format)

    assert code_of(data[: int(len(data) * kept)]) == "picture_damaged"


def test_a_cut_jpeg_is_not_saved_by_the_end_of_its_exif_thumbnail():
    data = saved(noise(), "JPEG", exif=b"Exif\0\0" + saved(quadrants(), "JPEG"))
    assert data.count(b"\xff\xd9") == 2

    assert code_of(data[:-400]) == "picture_damaged"


def test_what_trails_a_picture_does_not_matter():
    for format in ("jpeg", "png"):
        data = saved(quadrants(), format)
        assert np.array_equal(decode(data + b"PK\x03\x04<html>").image, decode(data).image)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("format", ["jpeg", "png", "webp", "tiff", "gif", "bmp", "avif", "heif"])
def test_scrambled_files_decode_or_are_refused_but_never_crash(format):
    data, random = saved(quadrants(), format), np.random.default_rng(3)

    for _ in range(12):
        bad = np.frombuffer(data, np.uint8).copy()
        bad[random.integers(0, len(bad), 12)] = random.integers(0, 256, 12)
        assert outcome(bad.tobytes()) in {
            "decoded",
            "picture_damaged",
            "not_a_picture",
            "picture_too_large",
        }


def test_a_mask_is_grey_upright_and_takes_transparent_for_nothing():
    exif = Image.Exif()
    exif[0x0112] = 3
    source = Image.new("RGBA", (32, 32), (255, 255, 255, 255))
    source.paste((255, 255, 255, 0), (0, 0, 32, 16))
    source.paste((255, 255, 255, 128), (0, 0, 16, 16))

    mask = decode_grey(saved(source, "PNG", exif=exif))

    assert (mask[:16] == 255).all()
    assert (mask[16:, 16:] == 128).all()
    assert (mask[16:, :16] == 0).all()


def test_values_of_a_mask_are_not_colour_managed():
    data = saved(Image.new("L", (32, 32), 77), "PNG", icc_profile=DISPLAY_P3)

    assert (decode_grey(data) == 77).all()


def test_a_mask_in_colour_becomes_its_luma():
    assert (decode_grey(saved(Image.new("RGB", (32, 32), (255, 0, 0)), "PNG")) == 76).all()


def test_a_damaged_mask_is_refused():
    assert code_of(saved(noise(), "PNG")[:2000], decode_grey) == "picture_damaged"

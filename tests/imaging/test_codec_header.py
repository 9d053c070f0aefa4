"""Reading headers: what is refused, and before which cost."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from imaging.codec import Header, decode, probe
from imaging.errors import EngineError
from tests.imaging.codec_samples import noise, png_of, quadrants, saved


def refusal(data, **limits):
    with pytest.raises(EngineError) as error:
        probe(data, **limits)
    return error.value.code, error.value.arguments


@pytest.mark.parametrize(
    "format, media_type",
    [
        ("jpeg", "image/jpeg"),
        ("png", "image/png"),
        ("webp", "image/webp"),
        ("tiff", "image/tiff"),
        ("gif", "image/gif"),
        ("bmp", "image/bmp"),
        ("avif", "image/avif"),
        ("heif", "image/heic"),
    ],
)
def test_every_accepted_format_is_named_with_its_size(format, media_type):
    header = probe(saved(quadrants(), format))

    assert (header.format, header.media_type) == (format, media_type)
    assert (header.width, header.height, header.frames) == (64, 48, 1)
    assert not header.has_alpha


def test_a_header_holds_all_that_was_asked():
    data = saved(Image.new("RGBA", (40, 20), (1, 2, 3, 4)), "PNG")

    assert probe(data) == Header("png", "image/png", 40, 20, "RGBA", True, 1)


def test_the_size_is_that_of_the_upright_picture():
    exif = Image.Exif()
    exif[0x0112] = 6

    header = probe(saved(quadrants(48, 64), "JPEG", exif=exif))

    assert (header.width, header.height) == (48, 64)


def test_the_content_counts_not_the_name_of_the_file(tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_bytes(saved(quadrants(), "PNG"))

    assert probe(path).format == "png"


def test_a_stream_is_read_from_its_start_and_rewound():
    stream = BytesIO(saved(quadrants(), "PNG"))
    stream.seek(5)

    assert probe(stream).format == "png"
    assert stream.tell() == 0
    stream.seek(9)
    assert refusal(stream, min_side=99)[0] == "picture_too_small"
    assert refusal(stream, max_bytes=9)[0] == "file_too_large"
    assert stream.tell() == 0


def test_a_phone_jpeg_with_a_second_picture_inside_is_a_jpeg_of_one_frame():
    pictures = [Image.fromarray(quadrants()), Image.fromarray(quadrants()[::2])]
    data = saved(pictures[0], "MPO", save_all=True, append_images=pictures[1:])

    header = probe(data)

    assert (header.format, header.frames) == ("jpeg", 1)
    assert decode(data).image.shape == (48, 64, 3)


def test_frames_of_an_animation_are_counted():
    frames = [Image.fromarray(np.roll(noise(), step, 0)) for step in range(3)]

    assert probe(saved(frames[0], "GIF", save_all=True, append_images=frames[1:])).frames == 3


@pytest.mark.parametrize(
    "data",
    [
        b"<!doctype html><html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>',
        b"%PDF-1.7 and so on",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 64 64\n",
        b"PK\x03\x04 a zip file",
        b"\x00",
        saved(quadrants(), "PPM"),
        saved(quadrants(), "ICO"),
    ],
)
def test_what_is_no_accepted_picture_is_refused(data):
    assert refusal(data) == ("not_a_picture", {})


def test_an_empty_file_is_called_empty():
    assert refusal(b"") == ("file_empty", {})


@pytest.mark.parametrize("format", ["jpeg", "png", "webp", "avif", "heif"])
def test_a_picture_cut_off_in_its_header_is_damaged(format):
    assert refusal(saved(quadrants(), format)[:30]) == ("picture_damaged", {})


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side, megapixels", [(8_000, 64.0), (12_000, 144.0), (20_000, 400.0)])
def test_a_pixel_bomb_is_refused_before_its_pixels_are_looked_at(side, megapixels):
    bomb = png_of((side, side), 8, 2, b"no pixels at all")

    expected = ("picture_too_large", {"megapixels": megapixels, "limit": 60.0})
    assert refusal(bomb) == expected
    with pytest.raises(EngineError, match="at most"):
        decode(bomb)


def test_limits_are_those_of_the_caller():
    data = saved(quadrants(48, 64), "PNG")

    assert refusal(data, max_pixels=3_000)[0] == "picture_too_large"
    assert refusal(data, max_bytes=100)[0] == "file_too_large"
    assert refusal(data, min_side=49) == (
        "picture_too_small",
        {"width": 64, "height": 48, "minimum": 49},
    )
    assert probe(data, max_pixels=64 * 48, max_bytes=len(data), min_side=48).width == 64


def test_a_file_too_large_is_told_in_megabytes():
    assert refusal(bytes(41_500_000)) == ("file_too_large", {"megabytes": 41.5, "limit": 40.0})


def test_a_picture_of_a_few_pixels_is_too_small():
    assert refusal(saved(quadrants(8, 64), "PNG"))[0] == "picture_too_small"

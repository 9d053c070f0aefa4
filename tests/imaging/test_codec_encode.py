"""Writing files: what is in them, what is not, and how large they are."""

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from imaging.codec import decode, encode, probe, thumbnail
from imaging.codec.fit import highest, quality_fitted
from imaging.errors import EngineError
from tests.imaging.codec_samples import noise, reopened, saved

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF/></x:xmpmeta>'
FORMATS = ["jpeg", "png", "webp", "avif", "tiff"]


def smooth(side=240):
    """A lit surface with an edge: compresses like a product, unlike noise."""
    y, x = np.mgrid[:side, :side]
    picture = np.stack((x * 255 // side, y * 255 // side, (x + y) * 127 // side), -1)
    picture[side // 4 : side // 2, side // 4 : side // 2] = (220, 20, 60)
    return picture.astype(np.uint8)


def half_clear(image):
    alpha = np.full(image.shape[:2], 255, np.uint8)
    alpha[:, : image.shape[1] // 2] = 0
    return alpha


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_says_what_it_is_and_shows_the_picture(format):
    encoded = encode(smooth(), format=format)

    header = probe(encoded.data)
    assert (header.format, header.media_type) == (format, encoded.media_type)
    assert (header.width, header.height) == (encoded.width, encoded.height) == (240, 240)
    assert encoded.quality == (None if format in ("png", "tiff") else 92)
    assert np.abs(decode(encoded.data).image.astype(int) - smooth()).mean() < 2


@pytest.mark.parametrize("format", ["png", "tiff"])
def test_lossless_files_keep_every_pixel_and_alpha(format):
    image, alpha = noise(), np.arange(120 * 160, dtype=np.uint32).reshape(120, 160) % 256
    alpha = alpha.astype(np.uint8)

    picture = decode(encode(image, alpha, format=format).data)

    assert np.array_equal(picture.alpha, alpha)
    assert np.array_equal(picture.image[alpha > 0], image[alpha > 0])


@pytest.mark.parametrize("format", ["png", "tiff", "webp", "avif"])
def test_alpha_travels_where_the_format_has_it(format):
    alpha = half_clear(smooth())

    picture = decode(encode(smooth(), alpha, format=format).data)

    assert np.abs(picture.alpha.astype(int) - alpha).max() <= 3


@pytest.mark.parametrize("format", ["png", "tiff"])
def test_colour_hidden_by_alpha_is_gone(format):
    picture = decode(encode(noise(), half_clear(noise()), format=format).data)

    assert not picture.image[:, :80].any()
    assert np.array_equal(picture.image[:, 80:], noise()[:, 80:])


@pytest.mark.parametrize("format", ["webp", "avif"])
def test_a_lossy_file_holds_nothing_of_the_room_behind_a_product(format):
    hidden = decode(encode(noise(), half_clear(noise()), format=format).data).image[:, :64]

    assert hidden.std() < 5 < noise()[:, :64].std()


def test_a_jpeg_lays_transparency_on_exact_white():
    alpha = half_clear(smooth())

    image = decode(encode(smooth(), alpha, format="jpeg", quality=100).data).image

    assert (image[:, :110] == 255).all()


def test_a_jpeg_mixes_half_transparency_with_white():
    expected = (200 * 128 + 255 * 127) / 255
    flat = np.full((32, 32, 3), 200, np.uint8)
    mixed = decode(encode(flat, np.full((32, 32), 128, np.uint8), format="jpeg").data).image
    assert np.abs(mixed - expected).max() <= 2


@pytest.mark.parametrize("format", FORMATS)
def test_inputs_are_left_as_they_were(format):
    image, alpha = noise(), half_clear(noise())
    image.flags.writeable = alpha.flags.writeable = False

    encode(image, alpha, format=format, max_bytes=10**6)

    assert np.array_equal(image, noise())
    assert np.array_equal(alpha, half_clear(noise()))


@pytest.mark.parametrize("format", FORMATS)
def test_a_view_of_a_larger_picture_can_be_written(format):
    view = smooth()[10:200:2, 5:100]

    assert decode(encode(view, format=format).data).image.shape == view.shape


@pytest.mark.parametrize("format", FORMATS)
def test_equal_pixels_make_equal_files(format):
    assert encode(noise(), format=format).data == encode(noise(), format=format).data


@pytest.mark.parametrize("format", FORMATS)
def test_xmp_can_be_read_back(format):
    image = reopened(encode(smooth(), half_clear(smooth()), format=format, xmp=XMP).data)
    image.load()

    found = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp", "").encode()
    assert found == XMP


@pytest.mark.parametrize("format", ["jpeg", "webp", "tiff"])
def test_files_carry_an_srgb_profile(format):
    icc = reopened(encode(smooth(), format=format).data).info["icc_profile"]

    profile = ImageCms.ImageCmsProfile(BytesIO(icc))
    assert "sRGB" in ImageCms.getProfileDescription(profile)
    assert len(icc) < 1000


def test_a_png_is_marked_as_srgb():
    assert reopened(encode(smooth(), format="png").data).info["srgb"] == 1


def test_edges_of_a_jpeg_keep_their_colour_resolution():
    assert reopened(encode(smooth(), format="jpeg").data).layer[0][1:3] == (1, 1)


def test_nothing_of_the_source_but_its_pixels_leaves():
    exif = Image.Exif()
    exif[0x013B] = "SECRET artist"
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 14.0, 4.0), 27: b"SECRET place"})
    photo = saved(smooth(), "JPEG", exif=exif, comment=b"<script>SECRET</script>", xmp=b"SECRET")
    photo += b"PK\x03\x04SECRET"
    assert photo.count(b"SECRET") == 5
    picture = decode(photo)

    files = [encode(picture.image, format=format).data for format in FORMATS]

    for data in [*files, thumbnail(photo)]:
        assert b"SECRET" not in data
        assert b"<script" not in data
        assert b"PK\x03\x04" not in data
        assert 0x8825 not in reopened(data).getexif()


@pytest.mark.parametrize("format", ["jpeg", "webp", "avif"])
def test_the_best_quality_below_the_limit_is_found(format):
    limit = int(len(encode(noise(), format=format).data) * 0.8)

    encoded = encode(noise(), format=format, max_bytes=limit)

    assert len(encoded.data) <= limit
    assert 60 <= encoded.quality < 92
    assert len(encode(noise(), format=format, quality=encoded.quality + 1).data) > limit


def test_a_file_that_fits_keeps_the_quality_asked_for():
    assert encode(smooth(), format="jpeg", quality=85, max_bytes=10**6).quality == 85


@pytest.mark.parametrize("format", FORMATS)
def test_a_limit_that_needs_visible_damage_is_refused(format):
    with pytest.raises(EngineError) as error:
        encode(noise(), format=format, max_bytes=3_000)

    assert error.value.code == "bytes_do_not_fit"
    assert error.value.arguments == {"format": format.upper(), "limit": 3}


def test_a_quality_below_the_floor_is_used_when_asked_for():
    assert encode(smooth(), format="jpeg", quality=40).quality == 40
    with pytest.raises(EngineError):
        encode(noise(), format="jpeg", quality=40, max_bytes=3_000)


def test_a_png_a_little_too_large_is_packed_harder():
    picture = np.tile(noise(24, 24), (10, 10, 1))  # repeats, which run-length coding misses
    fast = len(encode(picture, format="png").data)

    packed = encode(picture, format="png", max_bytes=fast * 2 // 3)

    assert len(packed.data) <= fast * 2 // 3
    assert np.array_equal(decode(packed.data).image, picture)


def test_a_file_too_small_gets_a_better_quality_first():
    smallest = len(encode(noise(), format="jpeg").data) + 500

    encoded = encode(noise(), format="jpeg", min_bytes=smallest)

    assert 92 < encoded.quality <= 100
    assert len(encoded.data) >= smallest
    assert len(encode(noise(), format="jpeg", quality=encoded.quality - 1).data) < smallest
    assert "comment" not in reopened(encoded.data).info


@pytest.mark.parametrize("format, smallest", [("jpeg", 38_001), ("jpeg", 200_000), ("png", 38_001)])
def test_a_plain_picture_is_padded_to_the_least_size_of_taobao(format, smallest):
    picture = np.full((800, 800, 3), 255, np.uint8)
    picture[300:500, 300:500] = 90

    encoded = encode(picture, format=format, min_bytes=smallest, max_bytes=300_000)

    assert smallest <= len(encoded.data) <= smallest + 32
    assert np.abs(decode(encoded.data).image.astype(int) - picture).max() <= 3
    assert probe(encoded.data).format == format


@pytest.mark.parametrize("missing", [1, 65_532, 65_533, 65_534])
def test_padding_of_any_length_makes_a_readable_jpeg(missing):
    plain = encode(smooth(), format="jpeg", quality=100)

    padded = encode(
        smooth(), format="jpeg", quality=100, min_bytes=len(plain.data) + missing, xmp=None
    )

    assert len(plain.data) + missing <= len(padded.data) <= len(plain.data) + missing + 12
    assert np.array_equal(decode(padded.data).image, decode(plain.data).image)
    assert reopened(padded.data).info["icc_profile"]


@pytest.mark.parametrize(
    "image, alpha, options",
    [
        (noise()[..., :2], None, {"format": "png"}),
        (noise().astype(float), None, {"format": "png"}),
        (noise(), np.zeros((3, 3), np.uint8), {"format": "png"}),
        (noise(), half_clear(noise()) > 0, {"format": "png"}),
        (noise(), None, {"format": "gif"}),
        (noise(), None, {"format": "webp", "min_bytes": 10}),
    ],
)
def test_wrong_arrays_and_formats_are_the_programmer_s_mistake(image, alpha, options):
    with pytest.raises(ValueError):
        encode(image, alpha, **options)


@given(st.integers(0, 100), st.integers(0, 100), st.integers(-5, 105))
def test_the_search_finds_the_last_value_that_holds(low, high, last):
    expected = min(high, last) if low <= high and last >= low else None

    assert highest(low, high, lambda value: value <= last) == expected


@given(
    st.lists(st.integers(1, 50), min_size=101, max_size=101),
    st.integers(60, 100),
    st.integers(0, 4_000),
    st.integers(0, 2_000),
)
def test_the_fitted_quality_is_the_nearest_within_the_bounds(steps, wanted, smallest, room):
    sizes = np.cumsum(steps).tolist()
    bounds = (smallest, smallest + room)

    found = quality_fitted(sizes.__getitem__, wanted, 60, bounds)

    fitting = [q for q in range(60, 101) if bounds[0] <= sizes[q] <= bounds[1]]
    padded = [q for q in range(60, 101) if sizes[q] <= bounds[1]]
    if fitting:
        assert found == min(fitting, key=lambda quality: abs(quality - wanted))
    else:
        assert found == (padded[-1] if padded else None)


def test_pure_noise_which_outgrows_one_byte_a_pixel_can_be_written():
    noise = np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8)
    made = encode(noise, format="jpeg", quality=92)
    assert len(made.data) > 65_536 > 200 * 200
    assert decode(made.data).image.shape == noise.shape


def test_bytes_kept_for_later_marks_count_against_the_limit():
    noise = np.random.default_rng(1).integers(0, 255, (150, 150, 3), np.uint8)
    free = encode(noise, format="jpeg", max_bytes=60_000)
    reserved = encode(noise, format="jpeg", max_bytes=60_000, reserve=30_000)
    assert len(reserved.data) <= 30_000 < len(free.data) <= 60_000
    with pytest.raises(EngineError) as caught:
        encode(noise, format="jpeg", max_bytes=60_000, reserve=59_000)
    assert caught.value.arguments["limit"] == 60

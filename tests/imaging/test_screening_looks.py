"""What screening sees without the photo: words, codes, borders, faces, unsafe content, brands."""

import cv2
import numpy as np
import pytest

from imaging.ocr import Reading
from imaging.screening.border import border
from imaging.screening.brands import brands, known_in
from imaging.screening.codes import codes
from imaging.screening.faces import faces
from imaging.screening.findings import of_face, of_overlays, of_preflight, of_unsafe
from imaging.screening.lettering import Read
from imaging.screening.looks import LOOK_BYTES, look, looks_apart
from imaging.screening.phash import distance, phash
from imaging.screening.unsafe import unsafe
from tests.imaging.screened import FakeNet, finished, photo


def line(text: str, on_product: float = 0.0, height: float = 0.05, sure: float = 0.9) -> Read:
    return Read((0.1, 0.1, 0.3, height), Reading(text, sure), on_product)


def checks_of(*read: Read) -> list[str]:
    return [finding.check for finding in of_overlays(read)]


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("Best seller", "text"),
        ("新品上市", "text"),
        ("¥199", "price"),
        ("Only $19.99", "price"),
        ("SALE 50% OFF", "price"),
        ("到手价 ￥88", "price"),
        ("满200减30", "price"),
        ("www.myshop.com", "watermark"),
        ("© Foto Studio", "watermark"),
        ("图片版权所有", "watermark"),
    ],
)
def test_words_beside_the_product_are_told_by_what_they_say(text, check):
    assert checks_of(line(text)) == [check]


def test_words_on_the_product_are_its_own():
    assert checks_of(line("¥199", on_product=0.95)) == []


def test_what_was_hardly_read_and_single_signs_are_left_out():
    assert checks_of(line("Best seller", sure=0.5), line("-I")) == []


def test_words_across_the_outline_and_words_all_over_are_a_watermark():
    assert checks_of(line("Foto", on_product=0.3)) == ["watermark"]
    assert checks_of(*[line("Foto")] * 3) == ["watermark"]


def test_the_same_words_are_told_once_with_how_often_they_stand():
    [found] = of_overlays([line("Foto"), line("Foto")])

    assert (found.check, found.evidence.values) == ("text", {"times": 2})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("NIKE AIR", ["Nike"]),
        ("just do it", ["Just Do It"]),
        ("LOREAL PARIS", ["L'Oréal"]),
        ("L'Oreal Paris", ["L'Oréal"]),
        ("正品耐克运动鞋", ["耐克"]),
        ("snikers", []),
        ("H&M", ["H&M"]),
    ],
)
def test_known_names_are_found_as_whole_words_without_accents(text, names):
    assert list(known_in(text)) == names


def test_a_large_word_on_the_product_may_be_a_name_and_a_common_one_is_not():
    found = list(brands([line("ZORVIX", 0.9, 0.2), line("COTTON", 0.9, 0.2), line("Zill", 0.9)]))

    assert [(one.word, one.is_known) for one in found] == [("ZORVIX", False)]
    assert found[0].confidence < 0.5


def test_a_registered_sign_makes_any_word_a_name():
    assert [one.word for one in brands([line("new Zorvix® tea")])] == ["Zorvix"]


def test_a_frame_is_measured_and_its_absence_is_zero():
    framed = finished()
    framed[:6], framed[-6:], framed[:, :6], framed[:, -6:] = [(200, 30, 40)] * 4

    assert border(framed) == pytest.approx(6 / 240)
    assert border(finished()) == 0


def test_a_product_that_touches_two_sides_is_no_frame():
    cropped = finished()[:, 60:180]

    assert border(cropped) == 0


def test_a_drawn_qr_code_is_read_where_it_stands():
    drawn = cv2.QRCodeEncoder.create().encode("https://example.com/7")
    code = cv2.resize(drawn, (90, 90), interpolation=cv2.INTER_NEAREST)
    picture = np.full((300, 400, 3), 255, np.uint8)
    picture[20:110, 290:380] = code[..., None]

    [(box, text, sure)] = codes(picture)

    assert text == "https://example.com/7"
    assert sure > 0.9
    assert box[:2] == pytest.approx((290 / 400, 20 / 300), abs=0.06)


def test_stripes_are_no_barcode():
    assert list(codes(photo())) == []


def test_the_hash_outlives_shrinking_and_jpeg_and_tells_pictures_apart():
    rng = np.random.default_rng(0)
    coarse = [rng.integers(0, 255, (8, 8, 3), np.uint8) for _ in range(2)]
    one, other = (cv2.resize(image, (400, 400), interpolation=cv2.INTER_CUBIC) for image in coarse)
    small = cv2.resize(one, (150, 150), interpolation=cv2.INTER_AREA)
    again = cv2.imdecode(cv2.imencode(".jpg", small)[1], cv2.IMREAD_COLOR)

    assert distance(phash(one), phash(again)) <= 4
    assert distance(phash(one), phash(other)) > 16


def test_a_flat_picture_has_no_hash():
    assert phash(np.full((50, 60, 3), 240, np.uint8)) is None


def test_looks_are_apart_by_the_colours_of_what_is_not_white():
    white = np.full((64, 64, 3), 255, np.uint8)
    grey, black = white.copy(), white.copy()
    grey[16:48, 16:48], black[16:48, 16:48] = 119, 0  # L* 50.03 and 0
    assert looks_apart(look(white), look(white)) == 0
    assert looks_apart(look(grey), look(black)) == pytest.approx(50.0, abs=0.3)
    assert looks_apart(look(grey), look(white)) == pytest.approx(50.0, abs=0.3)


def test_a_look_is_768_bytes():
    assert len(look(np.zeros((33, 20, 3), np.uint8))) == LOOK_BYTES == 768


def test_hashes_differ_by_their_bits():
    assert distance("000000000000000f", "0000000000000008") == 3


def test_the_unsafe_net_is_shown_levels_less_the_mean_in_bgr():
    net = FakeNet([np.array([[0.1, 0.9]], np.float32)])

    assert unsafe(np.full((40, 30, 3), (10, 20, 30), np.uint8), net) == pytest.approx(0.9)
    assert net.shown[0].shape == (1, 224, 224, 3)
    assert net.shown[0][0, 0, 0] == pytest.approx([30 - 104, 20 - 117, 10 - 123], abs=3)


def test_scores_that_its_makers_call_safe_are_no_finding():
    assert list(of_unsafe(0.19)) == []
    assert [finding.code for finding in of_unsafe(0.85)] == ["unsafe"]


def face_net(size: tuple[int, int], rows: list[int]) -> FakeNet:
    """Answers faces of 40 × 32 px with their middles in these rows of maps of `size`."""
    sure, scale, offset = (np.zeros((1, depth, *size), np.float32) for depth in (1, 2, 2))
    for row in rows:
        sure[0, 0, row, 12] = 0.9
        scale[0, :, row, 12] = np.log([10, 8])
    return FakeNet([sure, scale, offset, np.zeros((1, 10, *size), np.float32)])


def test_a_face_is_boxed_about_its_middle_in_shares():
    image = np.zeros((96, 128, 3), np.uint8)

    [(box, sure)] = faces(image, face_net((24, 32), [10]))

    # Middle (12.5, 10.5) · 4 px; 32 wide, 40 high.
    assert box == pytest.approx((34 / 128, 22 / 96, 32 / 128, 40 / 96), abs=1e-3)
    assert sure == pytest.approx(0.9)


def test_two_boxes_on_one_face_are_one():
    assert len(faces(np.zeros((96, 128, 3), np.uint8), face_net((24, 32), [10, 11]))) == 1


def test_without_a_face_there_is_none():
    assert faces(np.zeros((96, 128, 3), np.uint8), face_net((24, 32), [])) == []


def test_a_face_is_never_said_to_have_an_age_and_counts_less_on_a_print():
    beside, on = (of_face((0, 0, 0.2, 0.2), 0.9, on_product=is_on) for is_on in (False, True))

    assert beside.code == "person_shown"
    assert "Age is not estimated" in beside.says.en
    assert on.confidence < beside.confidence


def test_a_channels_failures_and_warnings_are_findings_with_its_own_sentence():
    said = {"en": "Too small.", "zh": "太小。"}
    rules = [
        {"rule": rule, "measured": "1", "required": "2", "says": said, "status": status}
        for rule, status in (("bytes", "fail"), ("fill", "warn"), ("still", "pass"))
    ]

    found = list(of_preflight({"findings": rules}))

    assert [(one.evidence.values["rule"], one.confidence) for one in found] == [
        ("bytes", 0.95),
        ("fill", 0.4),
    ]
    assert found[0].says.zh == "太小。"

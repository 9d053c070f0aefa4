"""Prices and sizes in what sellers write and tags say."""

import json
import random
import subprocess
import sys
import time
from decimal import Decimal

import pytest

from imaging.attributes.model import Finding
from imaging.attributes.words import Seen, found_in, merged, of_lines, prices_in, sizes_in
from imaging.attributes.words.amounts import han_number, number
from imaging.attributes.words.misread import righted
from imaging.bench.tag_reading import TEXTS, calibration_error, is_read, texts_right


@pytest.mark.parametrize(
    "said, value",
    [
        ("19.90", "19.90"),
        ("19,9", "19.9"),
        ("19。9", "19.9"),
        ("1,299", "1299"),
        ("1.299,00", "1299.00"),
        ("1,299.00", "1299.00"),
        ("12,345,678", "12345678"),
        (".99", "0.99"),
    ],
)
def test_three_digits_behind_the_only_mark_are_thousands(said, value):
    assert number(said) == Decimal(value)


@pytest.mark.parametrize(
    "yuan, jiao, value",
    [("九", "九", "9.9"), ("二十五", None, "25"), ("十", None, "10"), ("一百二十", "半", "120.5")],
)
def test_chinese_numbers(yuan, jiao, value):
    assert han_number(yuan, jiao) == Decimal(value)


def priced(text):
    """Value, role, unit and end of range of every price."""
    return [(one.value, one.role, one.amount.per, one.upto) for one in prices_in(text)]


@pytest.mark.parametrize(
    "text, prices",
    [
        ("¥99", [("99.00 CNY", "plain", "", None)]),
        ("￥１９９", [("199.00 CNY", "plain", "", None)]),
        ("RMB 88.5", [("88.50 CNY", "plain", "", None)]),
        ("HK$388", [("388.00 HKD", "plain", "", None)]),
        ("US$1,299.00", [("1299.00 USD", "plain", "", None)]),
        ("12,99 €", [("12.99 EUR", "plain", "", None)]),
        ("1380-€", [("1380.00 EUR", "plain", "", None)]),
        ("£3.50 each", [("3.50 GBP", "plain", "", None)]),
        ("1980円", [("1980 JPY", "plain", "", None)]),
        ("19.9元起", [("19.90 CNY", "plain", "", None)]),
        ("99-199元", [("99.00 CNY", "plain", "", "199.00 CNY")]),
        ("九块九", [("9.90 CNY", "plain", "", None)]),
        ("9块9", [("9.90 CNY", "plain", "", None)]),
        ("1.2万 二手钢琴", [("12000.00 CNY", "plain", "", None)]),
        ("9.9包邮", [("9.90 CNY", "plain", "", None)]),
        ("券后价59", [("59.00 CNY", "current", "", None)]),
        ("吊牌价(元): 399", [("399.00 CNY", "old", "", None)]),
        ("was $39.99", [("39.99 USD", "old", "", None)]),
        ("Reg. price$84", [("84.00 USD", "old", "", None)]),
        ("5.8元/斤", [("5.80 CNY", "unit", "500 g", None)]),
        ("每100g ¥2.56", [("2.56 CNY", "unit", "100 g", None)]),
        ("€30.00 per kg", [("30.00 EUR", "unit", "kg", None)]),
        ("29.9元/箱", [("29.90 CNY", "plain", "", None)]),
    ],
)
def test_a_price_its_part_its_unit_and_its_range(text, prices):
    assert priced(text) == prices


@pytest.mark.parametrize(
    "text",
    [
        "iPhone 15",
        "5折清仓",
        "满200元减30元",
        "立减20元",
        "save $10",
        "$5 off",
        "运费6元",
        "€5 voucher",
        "0元试用",
        "满99包邮",
        "押金：100元",
        "orders over £30 ship free",
        "13812345678",
        "2024年5月",
        "百元店",
        "EUR 42 UK 8",
    ],
)
def test_money_that_is_saved_posted_or_deposited_and_other_numbers_are_no_price(text):
    assert prices_in(text) == []


@pytest.mark.parametrize(
    "text, sizes",
    [
        ("XXL", ["2XL"]),
        ("尺码：L", ["L"]),
        ("size M", ["M"]),
        ("S-3XL", ["S–3XL"]),
        ("S/M/L/XL", ["S", "M", "L", "XL"]),
        ("M(80-100斤) L(100-120斤)", ["M", "L"]),
        ("165/88A L", ["165/88A", "L"]),
        ("T-shirt (M)", ["M"]),
        ("Hoodie - L", ["L"]),
        ("均码", ["one size"]),
        ("Free Size", ["one size"]),
        ("42码", ["EU 42"]),
        ("36-41码", ["EU 36–41"]),
        ("28码", ["28"]),
        ("110码", ["110 cm"]),
        ("35 36 37码", ["EU 35", "EU 36", "EU 37"]),
        ("EU 42 / US 9.5 / UK 8", ["EU 42", "US 9.5", "UK 8"]),
        ("UK size 12", ["UK 12"]),
        ("170/92A", ["170/92A"]),
        ("W32 L34", ["W32 L34"]),
        ("文胸 75B", ["75B"]),
        ("30CM*40CM", ["30×40 cm"]),
        ("20x10x5 cm", ["20×10×5 cm"]),
        ('12"', ["12 in"]),
        ("12寸", ["12 in"]),
        ("250毫升", ["250 ml"]),
        ("2斤装", ["1 kg"]),
        ("500ml×2瓶", ["2×500 ml"]),
        ("6x330ml", ["6×330 ml"]),
        ("5双装", ["5 pairs"]),
        ("三件套", ["3 pcs"]),
        ("set of 2", ["2 pcs"]),
    ],
)
def test_sizes_as_tags_say_them(text, sizes):
    assert [size.value for size in sizes_in(text)] == sizes


@pytest.mark.parametrize(
    "text",
    [
        "XS Max",
        "3.5mm耳机孔",
        "16GB+512GB",
        "256G 国行",
        "Redmi 12 5G 8GB",
        "1/4 inch bit",
        "全棉60支",
        "两件到手价158元",
        "size matters",
        "M&M's",
        "L'Oréal",
        "L-shaped desk",
        "S925银",
        "SKU: AB-1042-XL",
        "模特身高170cm 穿M码",
        "适合90-120斤",
        "买3送1",
        "第2件半价",
        "已售1000件",
        "99元3件",
        "3 in 1",
        "2024-05-01",
        "order one size down",
    ],
)
def test_what_looks_like_a_size_and_is_none(text):
    assert sizes_in(text) == []


def test_a_measure_says_what_of_the_product_it_is_of():
    (length,) = sizes_in("衣长70cm")
    assert (length.value, length.kind, length.of) == ("70 cm", "length", "衣长")
    assert length.span == (2, 6)


def test_a_text_becomes_findings_with_what_stands_there_as_evidence():
    found = found_in("女鞋 原价￥１２９ 现价￥79 42码", "title")
    (price,) = found["price"]
    assert (price.value, price.details) == ("79.00 CNY", {"old": "129.00 CNY"})
    assert (price.source, price.evidence.text, price.evidence.box) == ("title", "￥79", None)
    assert [size.value for size in found["size"]] == ["EU 42"]
    assert found["size"][0].details == {"kind": "shoe"}


def test_unit_price_and_range_are_details_of_the_price():
    (price,) = found_in("€7.50 (€30.00/kg)", "description")["price"]
    assert (price.value, price.details) == ("7.50 EUR", {"unit_price": "30.00 EUR/kg"})
    (ranged,) = found_in("99-199元", "title")["price"]
    assert ranged.details == {"upto": "199.00 CNY"}


def finding(value, confidence, source="title", **details):
    return Finding(value=value, confidence=confidence, source=source, model="m", details=details)


def test_a_figure_in_the_boxes_of_mark_and_number_counts_once():
    lines = [seen("RMB1", 100, 110, 70, 60), seen("1283", 155, 100, 150, 80)]
    assert only(of_lines(lines, "m")["price"]).value == "1283.00 CNY"


def test_a_large_number_whose_mark_was_not_read_has_the_currency_of_the_old_price():
    old = seen("原价 ¥299", 100, 300, 120, 30)
    price = only(of_lines([seen("199.90", 100, 100, 200, 100), old], "m")["price"])
    assert (price.value, price.details) == ("199.90 CNY", {"old": "299.00 CNY"})
    assert (
        only(of_lines([seen("2026", 100, 100, 200, 100), old], "m")["price"]).value == "299.00 CNY"
    )
    assert of_lines([seen("199.90", 100, 100, 200, 100)], "m")["price"] == []


def test_prices_that_differ_stand_beside_each_other_and_share_what_is_likely():
    price = merged([finding("79.00 CNY", 0.9), finding("89.00 CNY", 0.6, "text")])
    assert (price.value, price.confidence) == ("79.00 CNY", 0.6)  # 0.9 / 1.5
    assert [(one.value, one.confidence) for one in price.others] == [("89.00 CNY", 0.4)]
    again = merged([Finding(**price.model_dump(exclude={"others"})), *price.others])
    assert again == price


def test_sources_that_agree_make_a_value_likelier_and_add_their_details():
    price = merged([finding("79.00 CNY", 0.8, old="99.00 CNY"), finding("79.00 CNY", 0.5, "text")])
    assert (price.confidence, price.details) == (0.9, {"old": "99.00 CNY"})  # 1 - 0.2 · 0.5
    assert price.others == ()


def test_sizes_of_different_kinds_do_not_exclude_each_other():
    size = merged([finding("L", 0.9, kind="letter"), finding("70 cm", 0.8, kind="length")])
    assert (size.value, size.confidence) == ("L", 0.9)
    assert [(one.value, one.confidence) for one in size.others] == [("70 cm", 0.8)]


def test_nothing_found_is_an_answer_and_nothing_looked_for_is_none():
    assert merged([]) is None
    unseen = merged([finding(None, 0.7), finding(None, 0.9)])
    assert (unseen.value, unseen.confidence) == (None, 0.9)
    assert merged([finding(None, 0.9), finding("L", 0.2)]).value == "L"


def seen(text, left, top, width, height, *, struck=False, confidence=0.9):
    """A level line on a photo of 1000 × 1000 px."""
    right, bottom = left + width, top + height
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    box = (left / 1000, top / 1000, width / 1000, height / 1000)
    return Seen(text, confidence, corners, box, struck)


def only(findings):
    (one,) = findings
    return one


def test_a_large_number_its_mark_and_its_small_cents_are_one_price():
    parts = [seen("¥", 100, 140, 30, 60), seen("199", 140, 100, 150, 100)]
    price = only(of_lines([*parts, seen(".90", 295, 100, 60, 40)], "m")["price"])
    assert (price.value, price.evidence.box) == ("199.90 CNY", (0.1, 0.1, 0.255, 0.1))
    raised = only(of_lines([*parts, seen("90", 295, 100, 60, 40)], "m")["price"])
    assert raised.value == "199.90 CNY"


@pytest.mark.parametrize(
    "read, said",
    [
        ("夫199", "¥199"),
        ("夫", "¥"),
        ("Y199.90", "¥199.90"),
        ("$1O.99", "$10.99"),
        ("¥199t", "¥1991"),
        ("943,99 c", "943,99 €"),
        ("199 . 90", "199.90"),
        ("s984", "$984"),
        ("RRP27€", "RRP 27€"),
        ("S925", "S925"),
        ("夫妻", "夫妻"),
        ("Y2K", "Y2K"),
        ("$lol", "$lol"),
    ],
)
def test_what_nets_misread_is_put_right_where_only_one_reading_makes_sense(read, said):
    assert righted(read) == said


def test_a_label_goes_with_what_stands_under_it_or_far_to_its_right():
    lines = [
        seen("原价", 100, 100, 60, 30), seen("¥199", 100, 140, 90, 30),
        seen("零售价", 100, 300, 90, 30), seen("129.00", 380, 300, 90, 30),
        seen("尺码", 100, 400, 60, 30), seen("L", 400, 400, 20, 30),
    ]  # fmt: skip
    found = of_lines(lines, "m")
    price = only(found["price"])
    assert (price.value, price.details["old"]) == ("129.00 CNY", "199.00 CNY")
    assert only(found["size"]).value == "L"


def test_of_prices_without_a_name_the_larger_lettering_is_asked_now():
    lines = [seen("$29", 100, 100, 200, 100), seen("$49", 100, 300, 60, 30)]
    price = only(of_lines(lines, "m")["price"])
    assert (price.value, price.details) == ("29.00 USD", {"old": "49.00 USD"})


def test_a_price_that_is_struck_through_was_asked_before():
    lines = [seen("$49", 100, 100, 60, 30, struck=True), seen("$29", 200, 100, 60, 30)]
    price = only(of_lines(lines, "m")["price"])
    assert (price.value, price.details) == ("29.00 USD", {"old": "49.00 USD"})


def test_two_prices_alike_are_both_told():
    lines = [seen("$49", 100, 100, 60, 30), seen("$29", 100, 300, 60, 30)]
    assert [one.value for one in of_lines(lines, "m")["price"]] == ["29.00 USD", "49.00 USD"]


def test_lines_stay_together_when_the_tag_is_turned():
    """By 15°: "SIZE" and "XL" on one row, "$9" under them."""
    import math

    def turned(line):
        sin, cos = math.sin(math.radians(15)), math.cos(math.radians(15))
        corners = tuple((x * cos - y * sin + 300, x * sin + y * cos) for x, y in line.corners)
        return Seen(line.text, line.confidence, corners, line.box)

    lines = [
        seen("SIZE", 100, 100, 90, 30),
        seen("S", 420, 100, 20, 30),
        seen("$9", 100, 200, 60, 30),
    ]
    found = of_lines([turned(line) for line in lines], "m")
    assert only(found["size"]).value == "S"
    assert only(found["price"]).value == "9.00 USD"


def test_confidence_is_that_of_the_least_sure_part_times_the_grammars_calibrated():
    lines = [seen("¥", 100, 140, 30, 60, confidence=0.5), seen("199", 140, 100, 150, 100)]
    # 0.5 · 0.95 that it is a price: odds of 0.475 to 0.525, times 2.2
    assert only(of_lines(lines, "m")["price"]).confidence == pytest.approx(0.6656, abs=0.0005)


def test_lettering_that_nobody_could_read_says_nothing():
    assert of_lines([seen("¥99", 0, 0, 60, 30, confidence=0.2)], "m") == {"price": [], "size": []}
    assert of_lines([], "m") == {"price": [], "size": []}


def test_labelled_texts_are_in_two_halves_that_share_nothing():
    build, measure = (
        [json.loads(line) for line in (TEXTS / f"{half}.jsonl").read_text("utf-8").splitlines()]
        for half in ("build", "measure")
    )
    assert len(build) + len(measure) >= 120
    assert not {row["text"] for row in build} & {row["text"] for row in measure}


def test_the_build_half_is_read_without_a_slip():
    right, texts = texts_right("build")
    assert right == texts


def test_a_text_is_read_only_when_all_of_it_is_right():
    row = {"text": "¥79 L码", "price": "79.00 CNY", "old_price": None, "unit_price": None}
    assert is_read({**row, "sizes": ["L"]})
    assert not is_read({**row, "sizes": []})
    assert not is_read({**row, "sizes": ["L"], "old_price": "99.00 CNY"})


def test_calibration_error_is_the_mean_gap_between_sure_and_right():
    """Two bins: said 0.9 and right half the time (two answers), said 0.2 and never right (two)."""
    sure = [(0.9, True), (0.9, False), (0.2, False), (0.2, False)]
    assert calibration_error(sure) == pytest.approx((2 * 0.4 + 2 * 0.2) / 4)


def test_nothing_that_is_written_makes_it_stumble():
    """Texts by chance, of the signs that the grammar looks at, and a long description."""
    chance = random.Random(5)
    signs = [
        *"0123456789.,-/:()× xXLSMmlgkc¥$€元块码件斤万每",
        "原价",
        "was ",
        "size ",
        "EU",
        "\n",
        "½",
        "。",
    ]
    for _ in range(1500):
        text = "".join(chance.choices(signs, k=chance.randrange(1, 24)))
        for found in found_in(text, "title").values():
            assert all(0 <= one.confidence <= 1 and one.value for one in found)
            merged(found)
    began = time.perf_counter()
    found_in("现价199元 XL码 500ml " * 400 + "a" * 5000 + "1" * 5000, "description")
    assert time.perf_counter() - began < 5


def test_words_need_neither_pictures_nor_nets():
    code = (
        "import sys, imaging.attributes.words as words\n"
        "assert words.prices_in('¥9')\n"
        "print({'cv2', 'numpy', 'onnxruntime', 'torch', 'django'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"

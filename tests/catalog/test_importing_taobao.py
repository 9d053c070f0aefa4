"""Variants of a 淘宝 package: they stand in one cell, under numbers."""

# ruff: noqa: E501  (heads as they come)

import pytest

from catalog.importing.plans import SkuProp, sku_props
from catalog.models import Product
from tests.pictures import flat_picture, jpeg_of
from tests.sheets import checked, done, numbers, reasons, zip_of

HEADS = (
    "title\tcid\tprice\tnum\tdescription\tpicture\tskuProps\tpropAlias\tinputCustomCpv\touter_id"
)
CHINESE = "宝贝名称\t宝贝类目\t宝贝价格\t宝贝数量\t宝贝描述\t新图片\t销售属性组合\t销售属性别名\t自定义属性值\t商家编码"
TWO = "39.00:5:SH-R-S:1627207:28326;20509:28314;41.00:2::1627207:-1001;20509:28315;"


def package(sku_props: str, alias: str = "", custom: str = "", outer: str = "SHIRT") -> bytes:
    row = f"亚麻衬衫\t50\t39.00\t7\t\tpic:1:0:|;\t{sku_props}\t{alias}\t{custom}\t{outer}"
    return "\r\n".join(["version 1.00", HEADS, CHINESE, row, ""]).encode("utf-16")


PHOTOS = zip_of({"pic.tbi": jpeg_of(flat_picture())})


def variants() -> list[tuple[str, str, dict[str, str]]]:
    product = Product.objects.get()
    return [(one.sku, str(one.price), one.options) for one in product.variants.all()]


def test_every_variant_has_its_price_its_sku_and_what_it_is_called(shop):
    source = done(shop, package(TWO, custom="1627207:-1001:酒红;"), PHOTOS)

    assert reasons(source) == {}
    assert numbers(source) == (1, 1, 1, 0, 0, 0)
    assert Product.objects.get().group_key == "SHIRT"
    assert variants() == [
        ("SH-R-S", "39.00", {"颜色": "红色", "尺码": "S"}),
        ("SHIRT-酒红-M", "41.00", {"颜色": "酒红", "尺码": "M"}),
    ]
    assert {one.currency for one in Product.objects.get().variants.all()} == {"CNY"}


def test_the_sellers_name_of_a_value_goes_before_taobaos(shop):
    done(shop, package(TWO, alias="1627207:28326:番茄红;"), PHOTOS)

    assert variants()[0][2] == {"颜色": "番茄红", "尺码": "S"}
    assert variants()[1][2] == {"颜色": "-1001", "尺码": "M"}


def test_the_same_package_again_changes_nothing_and_a_new_price_its_variant_alone(shop):
    done(shop, package(TWO), PHOTOS)

    assert numbers(checked(shop, package(TWO), PHOTOS))[2:] == (0, 0, 1, 0)
    dearer = done(shop, package(TWO.replace("39.00", "49.00")), PHOTOS)

    assert numbers(dearer)[2:] == (0, 1, 0, 0)
    assert [price for _, price, _ in variants()] == ["49.00", "41.00"]


def test_a_further_variant_joins_its_product(shop):
    done(shop, package(TWO), PHOTOS)
    more = TWO + "41.00:1:SH-B-L:1627207:28338;20509:28316;"

    assert numbers(done(shop, package(more), PHOTOS))[1:3] == (1, 1)
    assert [sku for sku, _, _ in variants()] == ["SH-R-S", "SHIRT--1001-M", "SH-B-L"]


@pytest.mark.parametrize("cell", ["oops", "1:2", "1:2:3:4", "39:1:A:1:2;stray:a:b;"])
def test_what_nobody_can_read_is_noted_and_the_product_imported(shop, cell):
    source = done(shop, package(cell), PHOTOS)

    assert reasons(source) == {}
    assert [note["code"] for note in source.rows.get().notes] == ["variants_left_out"]
    assert [sku for sku, _, _ in variants()] == ["SHIRT"]


def test_a_price_that_cannot_be_read_refuses_the_row(shop):
    assert reasons(checked(shop, package(TWO.replace("39.00", "3,9")), PHOTOS)) == {
        4: ["price_ambiguous"]
    }


def test_one_sku_twice_in_a_package_is_a_problem(shop):
    twice = TWO.replace("41.00:2::", "41.00:2:SH-R-S:")

    assert reasons(checked(shop, package(twice), PHOTOS)) == {4: ["sku_twice"]}


def test_sku_props_are_read_by_hand():
    assert sku_props(TWO) == [
        SkuProp("39.00", "SH-R-S", ["1627207:28326", "20509:28314"]),
        SkuProp("41.00", "", ["1627207:-1001", "20509:28315"]),
    ]

"""Packages: a ZIP or a folder with a sheet and photos, or with photos named by SKU."""

import io
import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command

from catalog.importing.archive import photos_by_sku
from catalog.importing.package import folder_packed, is_package
from catalog.importing.problems import UnreadableFile
from catalog.models import Product, Variant
from tests.sheets import BLUE, GREEN, RED, csv_of, done, numbers, reasons, received, zip_of
from tests.shop_files import taobao, workbook


@pytest.mark.parametrize(
    ("paths", "by_sku"),
    [
        (["CUP-01.jpg", "CUP-01_2.png"], {"CUP-01": ["CUP-01.jpg", "CUP-01_2.png"]}),
        (["CUP.jpg", "CUP (2).jpg"], {"CUP": ["CUP (2).jpg", "CUP.jpg"]}),
        (["all/CUP.jpg", "all/POT.jpg"], {"CUP": ["all/CUP.jpg"], "POT": ["all/POT.jpg"]}),
        (["CUP/front.jpg", "POT/1.jpg"], {"CUP": ["CUP/front.jpg"], "POT": ["POT/1.jpg"]}),
        (["CUP/1.jpg", "CUP/2.jpg"], {"CUP": ["CUP/1.jpg", "CUP/2.jpg"]}),
        (["x/CUP/a.jpg", "x/POT/a.jpg"], {"CUP": ["x/CUP/a.jpg"], "POT": ["x/POT/a.jpg"]}),
        (["notes.pdf"], {}),
    ],
)
def test_photos_are_named_after_skus(paths, by_sku):
    assert photos_by_sku(paths) == by_sku


def test_photos_alone_become_products_and_again_change_nothing(shop):
    photos = zip_of({"CUP-01.jpg": RED, "CUP-01_2.jpg": GREEN, "POT/a.jpg": BLUE})

    source = done(shop, photos)

    assert (source.format, reasons(source)) == ("photos", {})
    assert numbers(source) == (2, 2, 2, 0, 0, 0)
    cup = Variant.objects.get(sku="CUP-01").product
    assert (cup.title, cup.photos.count()) == ("CUP-01", 2)
    Product.objects.filter(pk=cup.pk).update(title="Cup, thrown by hand")
    assert numbers(done(shop, photos)) == (2, 2, 0, 0, 2, 0)
    cup.refresh_from_db()
    assert cup.title == "Cup, thrown by hand"


def test_a_zip_with_a_sheet_is_both(shop):
    package = zip_of({"goods.csv": taobao(), "goods/0a1b.tbi": RED, "goods/2c3d.tbi": GREEN})

    source = done(shop, package)

    assert source.format == "taobao"
    assert reasons(source) == {5: ["photo_missing"]}
    assert Variant.objects.get(sku="CUP-01").product.photos.count() == 2


def test_a_sheet_that_names_no_photos_means_those_named_after_its_skus(shop):
    sheet = b"sku,title\nA,Bottle\nB,Pot\n"

    source = done(shop, sheet, zip_of({"A.jpg": RED, "A_2.jpg": GREEN}))

    assert reasons(source) == {}
    assert Variant.objects.get(sku="A").product.photos.count() == 2
    assert Variant.objects.get(sku="B").product.photos.count() == 0


def test_a_workbook_is_a_sheet_and_no_package():
    assert not is_package(io.BytesIO(workbook("<row/>")))
    assert is_package(io.BytesIO(zip_of({"a.jpg": RED})))


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"a.csv": b"sku", "b.xlsx": b""}, "package_sheets"),
        ({"readme.md": b"hello"}, "package_empty"),
        ({"../a.csv": b"sku,title\n"}, "zip_unsafe_name"),
    ],
)
def test_a_package_that_says_too_little_or_too_much_is_refused(shop, files, code):
    with pytest.raises(UnreadableFile) as caught:
        received(shop, zip_of(files))
    assert caught.value.problem.code == code


def test_a_folder_is_a_package_and_links_in_it_lead_nowhere(shop, tmp_path: Path):
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(BLUE)
    folder = tmp_path / "goods"
    (folder / "pictures").mkdir(parents=True)
    (folder / "pictures" / "a.jpg").write_bytes(RED)
    (folder / "pictures" / "b.jpg").symlink_to(secret)
    (folder / "rows.csv").write_bytes(
        csv_of(
            {"sku": "A", "title": "Bottle", "photos": "a.jpg"},
            {"sku": "B", "title": "Pot", "photos": "b.jpg"},
        )
    )
    out, err = io.StringIO(), io.StringIO()

    call_command("catalog_import", str(folder), "--shop", shop.slug, stdout=out, stderr=err)

    assert json.loads(out.getvalue())["errors"] == 1
    assert "The photo “b.jpg” is not in the ZIP." in err.getvalue()
    assert Variant.objects.get(sku="A").product.photos.count() == 1


def test_a_file_older_than_zip_archives_can_say_is_packed_all_the_same(tmp_path):
    (tmp_path / "CUP.jpg").write_bytes(RED)
    os.utime(tmp_path / "CUP.jpg", (0, 0))

    assert is_package(folder_packed(tmp_path))

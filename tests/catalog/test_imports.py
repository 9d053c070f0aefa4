"""Imports: what rows do, what is wrong with them, and what is left behind."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from catalog.errors import CatalogError
from catalog.importing.problems import UnreadableFile, problem_of
from catalog.models import Import, Photo, Product, Variant
from catalog.selectors.imports import (
    import_errors_csv,
)
from catalog.services import import_rows
from catalog.services.import_advance import imports_advance
from catalog.services.imports import (
    FILES_KEPT,
    ImportFiles,
    import_files_forget,
    import_receive,
    import_retry,
    import_start,
)
from imaging.errors import EngineError
from tests.pictures import flat_picture, jpeg_of
from tests.sheets import (
    BOTTLE,
    GREEN,
    PHOTOS,
    RED,
    SHEET,
    checked,
    csv_of,
    done,
    numbers,
    reasons,
    received,
    zip_of,
)


def files_stored() -> list[str]:
    """Every file in storage."""
    root = Path(default_storage.path(""))
    return [str(path) for path in root.rglob("*") if path.is_file()]


def test_an_import_is_checked_before_anything_is_written(shop):
    source = checked(shop, SHEET, PHOTOS)

    assert source.status == Import.Status.CHECKED
    assert numbers(source) == (2, 2, 2, 0, 0, 0)
    assert not Product.objects.exists()
    assert ["photos", "photos"] in source.columns


def test_a_started_import_writes_products_variants_and_photos(shop):
    source = done(shop, SHEET, PHOTOS)

    assert source.status == Import.Status.DONE
    assert numbers(source) == (2, 2, 2, 0, 0, 0)
    bottle = Variant.objects.get(sku="A")
    assert (str(bottle.price), bottle.currency, bottle.product.title) == ("12.50", "EUR", "Bottle")
    pot = Variant.objects.get(sku="B").product
    assert [photo.name for photo in pot.photos.all()] == ["b.jpg", "c.jpg"]
    assert default_storage.open(pot.photos.all()[0].file).read() == GREEN


def test_the_same_import_again_changes_nothing(shop):
    done(shop, SHEET, PHOTOS)
    before = list(Photo.objects.values()), list(Product.objects.values())

    again = checked(shop, SHEET, PHOTOS)

    assert numbers(again) == (2, 2, 0, 0, 2, 0)
    import_start(source=again)
    imports_advance()
    assert numbers(again) == (2, 2, 0, 0, 2, 0)
    assert (list(Photo.objects.values()), list(Product.objects.values())) == before


@pytest.mark.parametrize(
    "difference",
    [
        {"title": "Blue bottle"},
        {"price": "13"},
        {"currency": "USD"},
        {"category": "Glass"},
        {"photos": "a.jpg|b.jpg"},
    ],
)
def test_what_differs_is_changed_and_foreseen_as_changed(shop, difference):
    done(shop, csv_of(BOTTLE), PHOTOS)

    source = checked(shop, csv_of(BOTTLE | difference), PHOTOS)

    assert numbers(source) == (1, 1, 0, 1, 0, 0)
    import_start(source=source)
    imports_advance()
    assert numbers(source) == (1, 1, 0, 1, 0, 0)
    assert Product.objects.count() == 1


def test_empty_cells_and_other_variants_stay_as_they_are(shop):
    done(shop, csv_of(BOTTLE | {"description": "Of glass"}), PHOTOS)
    product = Product.objects.get()
    Variant.objects.create(shop=shop, product=product, sku="A-2", price="9", currency="EUR")

    done(shop, csv_of({"sku": "A", "title": "New title"}))

    product.refresh_from_db()
    assert (product.title, product.description) == ("New title", "Of glass")
    kept = list(product.variants.values_list("sku", "currency"))
    assert kept == [("A", "EUR"), ("A-2", "EUR")]
    assert str(product.variants.get(sku="A").price) == "12.50"


def test_another_shop_with_the_same_sku_is_never_touched(shop, stranger):
    elsewhere = stranger.memberships.get().shop
    done(elsewhere, csv_of(BOTTLE | {"title": "Theirs"}), PHOTOS)

    source = done(shop, csv_of(BOTTLE), PHOTOS)

    assert numbers(source) == (1, 1, 1, 0, 0, 0)
    assert Product.objects.get(shop=elsewhere).title == "Theirs"


def test_what_is_wrong_with_a_row_stops_that_row_only(shop):
    bad = jpeg_of(flat_picture())[:-300]
    photos = zip_of({"a.jpg": RED, "bad.jpg": bad, "x/two.jpg": RED, "y/two.jpg": RED})
    sheet = csv_of(
        BOTTLE,
        {"sku": "B", "title": "Pot", "photos": "a.jpg|missing.jpg"},
        {"sku": "C", "title": "Cup", "photos": "bad.jpg"},
        {"sku": "D", "title": "Jug", "photos": "two.jpg"},
        {"sku": "A", "title": "Bottle again"},
        {"sku": "", "title": "", "price": "x"},
        {"sku": "E", "title": "Jar"},
    )

    source = done(shop, sheet, photos)

    assert reasons(source) == {
        3: ["photo_missing"],
        4: ["picture_damaged"],
        5: ["photo_ambiguous"],
        6: ["sku_twice"],
        7: ["sku_missing", "title_missing", "price_unreadable"],
    }
    assert numbers(source) == (7, 2, 2, 0, 0, 5)
    assert set(Variant.objects.values_list("sku", flat=True)) == {"A", "E"}
    assert Photo.objects.count() == 1
    row = source.rows.get(number=6)
    assert problem_of(row.problems[0]).in_language("en") == (
        "The SKU “A” was already used in row 2."
    )


def test_photos_without_a_zip_are_an_error_of_the_row(shop):
    assert reasons(checked(shop, csv_of(BOTTLE))) == {2: ["photos_without_zip"]}


def test_a_file_that_cannot_be_read_leaves_nothing_behind(shop):
    for sheet, photos in ((b"\x00", None), (SHEET, b"no zip"), (b"a,b\n", PHOTOS)):
        with pytest.raises(UnreadableFile):
            received(shop, sheet, photos)

    assert not Import.objects.exists()
    assert files_stored() == []


def test_a_table_that_breaks_off_is_unreadable_and_leaves_no_rows(shop):
    source = checked(shop, SHEET + b'C,"no end', PHOTOS)

    assert source.status == Import.Status.UNREADABLE
    assert problem_of(source.problem).code == "table_broken"
    assert not source.rows.exists()
    assert files_stored() == []


def test_a_full_disk_leaves_nothing_behind(shop, monkeypatch):
    def full(**_):
        raise EngineError("disk_full")

    monkeypatch.setattr("catalog.services.imports.room_check", full)
    with pytest.raises(EngineError):
        received(shop, SHEET)

    assert not Import.objects.exists()


def test_retry_writes_failed_rows_again_but_not_those_that_were_wrong(shop, monkeypatch):
    def full(*_, **__):
        raise EngineError("disk_full")

    with monkeypatch.context() as patch:
        patch.setattr(import_rows, "photo_add", full)
        source = done(shop, csv_of(BOTTLE, {"sku": "", "title": "No SKU"}), PHOTOS)
    assert reasons(source) == {2: ["disk_full"], 3: ["sku_missing"]}

    import_retry(source=source)
    imports_advance()

    assert reasons(source) == {3: ["sku_missing"]}
    assert numbers(source) == (2, 1, 1, 0, 0, 1)
    with pytest.raises(CatalogError):
        import_retry(source=source)


def test_only_a_checked_import_starts_and_only_once(shop):
    source = received(shop, SHEET, PHOTOS)
    with pytest.raises(CatalogError):
        import_start(source=source)
    imports_advance()
    import_start(source=source)
    with pytest.raises(CatalogError):
        import_start(source=source)


def test_a_checked_import_cannot_slip_past_its_start_by_a_retry(shop):
    source = checked(shop, SHEET, PHOTOS)

    with pytest.raises(CatalogError):
        import_retry(source=source)


def test_files_are_cleared_away_in_time_and_a_late_retry_says_so(shop):
    source = done(shop, csv_of(BOTTLE), PHOTOS)
    import_files_forget()
    assert default_storage.exists(source.file)

    Import.objects.update(finished_at=timezone.now() - FILES_KEPT - timedelta(days=1))
    assert import_files_forget() == 1

    assert not default_storage.exists(source.file)
    assert not default_storage.exists(source.photos)
    with pytest.raises(CatalogError, match="Upload the file once more"):
        import_retry(source=source)


def test_the_errors_csv_can_be_mended_and_imported_again(shop):
    sheet = csv_of({"sku": "A", "title": "=cmd|' /C calc'!A0"}, {"sku": "@B", "title": ""})
    source = done(shop, sheet + b'C,"-1+2;=3",,1.299,EUR\n')

    text = b"".join(import_errors_csv(source, "en")).decode()

    lines = text.splitlines()
    assert lines[0].startswith('\ufeff"row","sku","title"')
    assert lines[1].startswith('"3","\'@B",""')
    assert lines[1].endswith('"The row has no title."')
    assert lines[2].startswith('"4","C","\'-1+2;=3"')
    assert "该行缺少标题。" in b"".join(import_errors_csv(source, "zh-hans")).decode()
    mended = text.replace("1.299", "1.29").replace('\'@B",""', '\'@B","Mended"')
    again = done(shop, mended.encode())
    assert numbers(again) == (2, 2, 2, 0, 0, 0)
    titles = set(Variant.objects.values_list("sku", "product__title"))
    assert titles >= {("C", "-1+2;=3"), ("@B", "Mended")}


def test_an_import_is_received_without_reading_its_rows_into_memory(shop):
    class Counted(io.BytesIO):
        longest = 0

        def read(self, size: int | None = -1) -> bytes:
            data = super().read(size)
            self.longest = max(self.longest, len(data))
            return data

    sheet = Counted(csv_of(*({"sku": f"{n}", "title": "T" * 150} for n in range(20_000))))
    import_receive(shop=shop, by=None, files=ImportFiles("big.csv", sheet))

    assert sheet.longest <= 1 << 20 < len(sheet.getvalue())

"""Shop files written: variants and photos of a product together, again without a change."""

import pytest

from catalog.importing.problems import problem_of
from catalog.models import Photo, Product, Variant
from catalog.services.import_advance import imports_advance
from catalog.services.imports import import_start
from tests import shop_files
from tests.pictures import flat_picture, jpeg_of
from tests.sheets import checked, csv_of, done, numbers, reasons, zip_of

NAMES = ("shirt.jpg", "red.jpg", "back.jpg", "label.jpg", "tin.jpg", "small.jpg")
PICTURES = {name: jpeg_of(flat_picture(colour=(20 * n, 90, 9))) for n, name in enumerate(NAMES)}
PHOTOS = zip_of(PICTURES)
# With those that the files name by address alone.
ALL_PHOTOS = zip_of(PICTURES | dict.fromkeys(("tin-2.jpg", "a,b.jpg"), PICTURES["tin.jpg"]))


@pytest.fixture
def euros(shop):
    """The shop sells in euros already."""
    done(shop, csv_of({"sku": "OLD", "title": "Old", "price": "1", "currency": "EUR"}))
    return shop


def test_a_shopify_file_becomes_products_with_variants_and_their_photos(euros):
    source = done(euros, shop_files.HANDLES.encode(), PHOTOS)

    assert reasons(source) == {}
    assert numbers(source) == (4, 2, 4, 0, 0, 0)
    shirt = Product.objects.get(group_key="linen-shirt")
    assert [(one.sku, str(one.price), one.options) for one in shirt.variants.all()] == [
        ("LS-R-S", "39.00", {"Colour": "Red", "Size": "S"}),
        ("LS-R-M", "39.00", {"Colour": "Red", "Size": "M"}),
        ("linen-shirt-Blue-S", "41.00", {"Colour": "Blue", "Size": "S"}),
    ]
    photos = [(photo.name, photo.variant and photo.variant.sku) for photo in shirt.photos.all()]
    assert photos == [
        *(("shirt.jpg", None), ("back.jpg", None), ("red.jpg", "LS-R-S"), ("label.jpg", None)),
    ]
    assert Product.objects.get(group_key="tea-tin").variants.get().currency == "EUR"


@pytest.mark.parametrize(
    "content",
    [
        shop_files.HANDLES.encode(),
        shop_files.WOO.encode(),
        shop_files.GOOGLE.encode(),
        shop_files.FEED.encode(),
    ],
    ids=["shopify", "woocommerce", "tsv", "xml"],
)
def test_the_same_file_again_changes_nothing(euros, content):
    first = done(euros, content, ALL_PHOTOS)
    assert reasons(first) == {}
    before = [list(kind.objects.values()) for kind in (Product, Variant, Photo)]

    again = checked(euros, content, ALL_PHOTOS)
    rows = again.rows.count()
    assert numbers(again)[2:] == (0, 0, rows, 0)
    import_start(source=again)
    imports_advance()

    assert numbers(again)[2:] == (0, 0, rows, 0)
    assert [list(kind.objects.values()) for kind in (Product, Variant, Photo)] == before


def test_variations_take_the_place_of_their_parents_placeholder(euros):
    source = done(euros, shop_files.WOO.encode(), PHOTOS)

    shirt = Product.objects.get(group_key="SHIRT")
    assert (shirt.title, shirt.description) == ("Linen shirt", "Light")
    assert [one.sku for one in shirt.variants.all()] == ["SHIRT-S", "SHIRT-M"]
    assert Photo.objects.get(name="small.jpg").variant.sku == "SHIRT-S"
    assert source.rows.values("group").distinct().count() == 3


def test_a_variation_before_its_parent_waits_for_its_title(euros):
    lines = shop_files.WOO.splitlines()
    turned = "\n".join([lines[0], lines[4], lines[2]]).encode()

    done(euros, turned, PHOTOS)

    shirt = Product.objects.get(group_key="SHIRT")
    assert (shirt.title, shirt.variants.get().sku) == ("Linen shirt", "SHIRT-S")


def test_a_picture_at_an_address_is_taken_from_the_zip_or_waited_for(euros):
    without = done(euros, shop_files.GOOGLE.encode())

    assert reasons(without) == {}
    names = ["a,b.jpg", "back.jpg", "shirt.jpg", "tin.jpg"]
    assert sorted(fetch.address for fetch in without.fetches.all()) == [
        f"https://shop.example/i/{name}" for name in names
    ]
    assert not Photo.objects.exists()

    within = done(euros, shop_files.GOOGLE.encode(), PHOTOS)
    [fetch] = within.fetches.all()
    assert fetch.address == "https://shop.example/i/a,b.jpg"
    assert [row.status for row in within.rows.all()] == ["fetching", "done", "done"]
    assert set(Photo.objects.values_list("name", flat=True)) == {"shirt.jpg", "tin.jpg"}


def test_taobao_pictures_are_found_in_the_package_and_called_jpg(shop):
    photos = zip_of(
        {
            f"goods/{name}.tbi": one
            for name, one in zip(("0a1b", "2c3d", "4e5f"), PICTURES.values(), strict=False)
        }
    )

    source = done(shop, shop_files.taobao(), photos)

    assert reasons(source) == {}
    cup = Variant.objects.get(sku="CUP-01")
    assert (str(cup.price), cup.currency) == ("128.00", "CNY")
    assert [photo.name for photo in cup.product.photos.all()] == ["0a1b.jpg", "2c3d.jpg"]


def test_a_sku_of_another_product_is_refused_and_named(euros):
    done(euros, shop_files.HANDLES.encode())
    theirs = shop_files.HANDLES.replace("LS-R-M", "OLD")

    source = checked(euros, theirs.encode())

    assert reasons(source) == {3: ["sku_elsewhere"], 6: ["photos_without_zip"]}
    told = problem_of(source.rows.get(number=3).problems[0]).in_language("en")
    assert told == "The SKU “OLD” belongs to another product, “Old”."


def test_where_no_currency_is_known_its_rows_say_so(shop):
    assert reasons(checked(shop, shop_files.URL_HANDLES.encode(), PHOTOS)) == {
        2: ["currency_missing"],
        3: ["currency_missing"],
    }

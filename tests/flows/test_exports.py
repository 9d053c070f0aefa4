"""Pictures leave the studio: one file with a good name, or a ZIP of a channel."""

import csv
import io
import zipfile

import pytest
from asgiref.sync import async_to_sync
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from catalog.models import Review, Variant
from catalog.services import exports
from catalog.spreadsheet import cell_safe
from imaging.models import Job
from tests.factories import make_job, make_photo, make_product, make_rendition, stored_picture
from tests.pictures import product_jpeg


def export(client, shop, **query):
    return client.get(reverse("catalog:export_zip", args=[shop.slug]), query)


def unpacked(response):
    """Names to bytes, and the manifest's rows."""

    async def read():
        return [chunk async for chunk in response.streaming_content]

    archive = zipfile.ZipFile(io.BytesIO(b"".join(async_to_sync(read)())))
    assert archive.testzip() is None
    files = {name: archive.read(name) for name in archive.namelist()}
    text = files.pop("manifest.csv").decode("utf-8-sig")
    return files, list(csv.DictReader(io.StringIO(text)))


def finished(photo, data=b"", **fields):
    job = make_job(
        photo.shop.tenant, status=Job.Status.DONE, outputs={"picture": stored_picture(data)}
    )
    return make_rendition(photo, job=job, preset="ebay", **fields)


def test_a_channels_zip_holds_the_chosen_else_the_latest_picture_of_each_product(
    client_of, viewer, shop, owner
):
    kettle, cup = make_product(shop, "Kettle", sku="KET-1"), make_product(shop, "Cup", sku="CUP-1")
    chosen_bytes = product_jpeg(64, 48, seed=900)
    chosen = finished(make_photo(kettle), chosen_bytes, is_chosen=True)
    finished(make_photo(kettle))
    finished(make_photo(cup))
    latest_bytes = product_jpeg(64, 48, seed=901)
    finished(make_photo(cup), latest_bytes)
    make_rendition(make_photo(cup), preset="etsy")
    make_rendition(make_photo(cup), status=Job.Status.QUEUED, preset="ebay")
    Review.objects.create(rendition=chosen, verb="submitted", by=owner)
    Review.objects.create(rendition=chosen, verb="approved", by=owner)

    response = export(client_of(viewer), shop, preset="ebay")
    files, rows = unpacked(response)

    assert response["Content-Disposition"] == 'attachment; filename="teashop-ebay.zip"'
    assert files == {
        "approved/KET-1-ebay.jpg": chosen_bytes,
        "not-approved/CUP-1-ebay.jpg": latest_bytes,
    }
    told = [(row["file"], row["sku"], row["review"], row["chosen"]) for row in rows]
    assert told == [
        ("approved/KET-1-ebay.jpg", "KET-1", "approved", "yes"),
        ("not-approved/CUP-1-ebay.jpg", "CUP-1", "draft", "no"),
    ]


def test_a_channels_zip_holds_what_was_chosen_of_every_kind(client_of, viewer, shop):
    photo = make_photo(make_product(shop, "Kettle", sku="KET-1"))
    finished(photo, is_chosen=True)
    scene_job = make_job(shop.tenant, status=Job.Status.DONE, recipe="scene")
    make_rendition(photo, job=scene_job, preset="ebay", is_chosen=True)
    finished(photo)  # later than both, and not chosen

    _files, rows = unpacked(export(client_of(viewer), shop, preset="ebay"))

    assert [(row["file"], row["recipe"], row["chosen"]) for row in rows] == [
        ("not-approved/KET-1-ebay.jpg", "main-image", "yes"),
        ("not-approved/KET-1-ebay-2.jpg", "scene", "yes"),
    ]


def test_deleted_pictures_and_archived_products_stay_home(client_of, viewer, shop, product):
    kept = finished(make_photo(product))
    finished(make_photo(product), deleted_at=timezone.now())
    gone = make_product(shop, "Gone", archived_at=timezone.now())
    finished(make_photo(gone))

    files, rows = unpacked(export(client_of(viewer), shop, preset="ebay"))

    assert [row["sha256"] for row in rows] == [kept.job.outputs["picture"]["sha256"]]
    assert len(files) == 1


def test_names_are_safe_unique_and_keep_chinese(client_of, viewer, shop):
    for title in ("../../etc/passwd", "青瓷 茶杯", "青瓷/茶杯"):
        product = make_product(shop, title, sku="")
        Variant.objects.filter(product=product).update(sku="")
        finished(make_photo(product))

    files, _rows = unpacked(export(client_of(viewer), shop, preset="ebay"))

    assert sorted(files) == [
        "not-approved/etc-passwd-ebay.jpg",
        "not-approved/青瓷-茶杯-ebay-2.jpg",
        "not-approved/青瓷-茶杯-ebay.jpg",
    ]


def test_a_channel_that_names_its_files_gets_a_main_picture_and_numbered_ones(shop):
    product = make_product(shop, "Kettle", sku="KET 1/A")
    photo = make_photo(product)
    made = [make_rendition(photo, preset="amazon_main") for _ in range(3)]
    nameless = make_product(shop, "Cup")
    Variant.objects.filter(product=nameless).update(sku="")
    made.append(make_rendition(make_photo(nameless), preset="amazon_main"))

    items = [exports.Exported(one, "approved") for one in made]
    data = b"".join(exports.zip_stream(items))

    assert sorted(zipfile.ZipFile(io.BytesIO(data)).namelist()) == [
        "approved/Cup-amazon_main.jpg",
        "approved/KET-1-A.MAIN.jpg",
        "approved/KET-1-A.PT01.jpg",
        "approved/KET-1-A.PT02.jpg",
        "manifest.csv",
    ]


def test_names_that_are_too_long_or_differ_in_case_alone_stay_apart(shop):
    long = "K" * 300
    made = []
    for sku in (f"{long[:70]}1", "ket", "KET"):
        product = make_product(shop, "Kettle", sku=sku)
        made.append(make_rendition(make_photo(product), preset="ebay"))
    title = make_product(shop, long[:200])
    Variant.objects.filter(product=title).update(sku="")
    made.append(make_rendition(make_photo(title), preset="ebay"))

    items = [exports.Exported(one, "approved") for one in made]
    names = zipfile.ZipFile(io.BytesIO(b"".join(exports.zip_stream(items)))).namelist()

    assert max(map(len, names)) < 110
    assert "approved/ket-ebay.jpg" in names
    assert "approved/KET-ebay-2.jpg" in names
    assert len({name.casefold() for name in names}) == 5


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_is_neutralised(start):
    assert cell_safe(f"{start}1+2") == f"'{start}1+2"
    assert cell_safe("tea = good") == "tea = good"


def test_a_formula_in_a_title_leaves_as_text(client_of, viewer, shop):
    finished(make_photo(make_product(shop, '=HYPERLINK("http://x")', sku="@SUM(A1)")))

    _files, [row] = unpacked(export(client_of(viewer), shop, preset="ebay"))

    assert row["product"] == '\'=HYPERLINK("http://x")'
    assert row["sku"] == "'@SUM(A1)"


def test_the_zip_is_sent_in_parts_as_it_is_written(photo, monkeypatch):
    monkeypatch.setattr(exports, "CHUNK", 1000)
    rendition = finished(photo, product_jpeg(320, 240, seed=902))

    parts = list(exports.zip_stream([exports.Exported(rendition, "draft")]))

    assert len(parts) > 5
    assert max(map(len, parts)) < 2_500
    assert zipfile.ZipFile(io.BytesIO(b"".join(parts))).testzip() is None


def test_a_file_that_is_gone_is_named_in_the_manifest_and_breaks_nothing(
    client_of, viewer, product
):
    lost = finished(make_photo(product))
    default_storage.delete(lost.job.outputs["picture"]["file"])

    files, [row] = unpacked(export(client_of(viewer), product.shop, preset="ebay"))

    assert files == {}
    assert row["file"] == "(missing)"


def test_one_products_zip_holds_that_product_only(client_of, viewer, shop, product, photo):
    finished(photo)
    finished(make_photo(make_product(shop, "Another")))

    files, _rows = unpacked(export(client_of(viewer), shop, preset="ebay", product=product.pk))

    assert len(files) == 1


def test_nothing_to_export_is_said_and_unknown_channels_are_not_found(client_of, viewer, shop):
    client = client_of(viewer)

    empty = export(client, shop, preset="ebay")

    assert empty.status_code == 422
    assert "no finished picture for this channel" in empty.content.decode()
    assert export(client, shop, preset="myspace").status_code == 404
    assert export(client, shop, preset="ebay", product="x").status_code == 404


def test_a_stranger_exports_nothing_of_this_shop(client_of, stranger, product, photo):
    finished(photo)
    client = client_of(stranger)
    theirs = stranger.memberships.get().shop

    assert export(client, product.shop, preset="ebay").status_code == 404
    assert export(client, theirs, preset="ebay", product=product.pk).status_code == 404
    assert export(client, theirs, preset="ebay").status_code == 422

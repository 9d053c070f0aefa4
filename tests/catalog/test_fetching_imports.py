"""Imports whose pictures lie at web addresses: fetched after the start, and written with them."""

from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from catalog.models import Fetch, Import, Photo, Product, Variant
from catalog.services import fetches
from catalog.services.import_advance import imports_advance
from catalog.services.import_files import import_drop_files
from catalog.services.import_pause import import_pause, import_resume
from catalog.services.imports import import_cancel, import_retry, import_start
from catalog.services.photos import photo_delete
from tests import fetch_host
from tests.factories import make_shop
from tests.fetch_host import Host, host_running
from tests.fetch_world import fetched, rows_with, shopify, started, time_passes, written
from tests.pictures import product_jpeg
from tests.sheets import checked, csv_of, done, numbers, reasons

FRONT, BACK, TIN = (product_jpeg(64, 48, seed=seed) for seed in range(3))


@pytest.fixture(scope="module")
def running() -> Iterator[Host]:
    with host_running() as host:
        yield host


@pytest.fixture
def host(running: Host, settings, monkeypatch) -> Host:
    monkeypatch.setattr(fetches, "IDLE_S", 0.1)
    running.forget()
    running.pages |= {
        "/front.jpg?v=1": fetch_host.file(FRONT),
        "/back.jpg": fetch_host.file(BACK),
        "/tin.jpg": fetch_host.file(TIN),
    }
    settings.FETCH_ALLOW = [running.authority]
    settings.FETCH_INTERVAL_S = 0
    return running


@pytest.fixture
def euros(shop):
    """The shop sells in euros already: Shopify's prices name no currency."""
    done(shop, csv_of({"sku": "OLD", "title": "Old", "price": "1", "currency": "EUR"}))
    return shop


def kept_photos(product: Product) -> list[bytes]:
    return [default_storage.open(photo.file).read() for photo in product.photos.all()]


def test_a_shopify_file_ends_as_products_with_the_pictures_of_their_addresses(euros, host):
    shirt = ("shirt", ["/front.jpg?v=1", "/back.jpg"])
    sheet = shopify(host, shirt, ("tin", ["/tin.jpg"]))
    source = checked(euros, sheet)
    assert numbers(source) == (2, 2, 2, 0, 0, 0)
    assert fetched() == 0
    assert host.asked == {}  # nothing is opened before the start

    import_start(source=source)
    written(source)

    assert source.status == Import.Status.DONE
    assert kept_photos(Product.objects.get(group_key="shirt")) == [FRONT, BACK]
    assert kept_photos(Product.objects.get(group_key="tin")) == [TIN]
    assert Photo.objects.first().name == "front.jpg"
    assert host.asked == {"/front.jpg?v=1": 1, "/back.jpg": 1, "/tin.jpg": 1}
    assert not source.fetches.exclude(file="").exists()
    assert not default_storage.listdir(f"imports/{euros.tenant}/{source.pk}/fetched")[1]


def test_the_same_file_again_changes_nothing(euros, host):
    sheet = shopify(host, ("shirt", ["/front.jpg?v=1", "/back.jpg"]))
    written(started(euros, sheet))
    before = [list(kind.objects.values()) for kind in (Product, Variant, Photo)]

    again = written(started(euros, sheet))

    assert numbers(again) == (1, 1, 0, 0, 1, 0)
    assert [list(kind.objects.values()) for kind in (Product, Variant, Photo)] == before


def test_what_a_host_says_is_unchanged_is_not_fetched_again(shop, host):
    host.pages["/tin.jpg"] = fetch_host.tagged(TIN, '"v1"')
    sheet = rows_with(host, "/tin.jpg")
    written(started(shop, sheet))
    again = written(started(shop, sheet))
    assert numbers(again) == (1, 1, 0, 0, 1, 0)
    assert host.heads[1][1]["If-None-Match"] == '"v1"'
    [first, second] = Fetch.objects.all()
    assert (first.sha256, second.sha256, second.tag) == (first.sha256, first.sha256, '"v1"')

    host.pages["/tin.jpg"] = fetch_host.tagged(BACK, '"v2"')
    written(started(shop, sheet))
    assert kept_photos(Product.objects.get()) == [TIN, BACK]


def test_a_picture_that_the_shop_no_longer_has_is_fetched_whole(shop, host):
    host.pages["/tin.jpg"] = fetch_host.tagged(TIN, '"v1"')
    written(started(shop, rows_with(host, "/tin.jpg")))
    photo_delete(photo=Photo.objects.get())
    written(started(shop, rows_with(host, "/tin.jpg")))
    assert "If-None-Match" not in host.heads[1][1]


def test_another_shop_learns_nothing_of_what_was_fetched(shop, host):
    host.pages["/tin.jpg"] = fetch_host.tagged(TIN, '"v1"')
    written(started(shop, rows_with(host, "/tin.jpg")))
    written(started(make_shop(), rows_with(host, "/tin.jpg")))
    assert "If-None-Match" not in host.heads[1][1]


def test_an_address_that_gives_nothing_refuses_its_row_alone(client_of, editor, shop, host):
    source = written(started(shop, rows_with(host, "/tin.jpg", "/gone.jpg")))

    assert reasons(source) == {3: ["answer_missing"]}
    assert source.status == Import.Status.DONE
    assert Product.objects.get().title == "T0"
    client = client_of(editor)
    page = client.get(source.get_absolute_url()).text
    said = "127.0.0.1 says that there is nothing at this address (answer 404)."
    assert f"{host.address('/gone.jpg')}: {said}" in page
    assert "1 of 2 fetched" in page
    chinese = client.get(source.get_absolute_url(), headers={"accept-language": "zh-hans"}).text
    assert "表示该网址没有内容（返回 404）。" in chinese
    assert "已下载 1 / 2" in chinese
    errors = reverse("catalog:import_errors", args=[shop.slug, source.pk])
    assert b"answer 404" in b"".join(client.get(errors).streaming_content)


def test_once_the_host_is_mended_a_retry_makes_the_row_good(shop, host):
    source = written(started(shop, rows_with(host, "/tin.jpg", "/gone.jpg")))
    host.pages["/gone.jpg"] = fetch_host.file(BACK)

    import_retry(source=source)
    written(source)

    assert reasons(source) == {}
    assert kept_photos(Product.objects.get(title="T1")) == [BACK]
    assert host.asked == {"/tin.jpg": 1, "/gone.jpg": 2}


@pytest.mark.parametrize(
    "content, code",
    [(b"<html>not found</html>", "not_a_picture"), (FRONT[:-200], "picture_damaged")],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(content, code, shop, host):
    host.pages["/a.jpg"] = fetch_host.file(content, "image/jpeg")
    source = written(started(shop, rows_with(host, "/a.jpg")))
    assert reasons(source) == {2: [code]}


def test_a_private_address_refuses_its_row_and_is_never_opened(shop, host, settings):
    settings.FETCH_ALLOW = []
    sheet = csv_of({"sku": "A", "title": "T", "photos": "http://127.0.0.1/a.jpg"})
    source = written(started(shop, sheet))
    assert reasons(source) == {2: ["address_private"]}


def test_an_address_that_cannot_be_opened_is_told_before_the_start(shop, host):
    photos = ["ftp://cdn.example/a.jpg", "https://me:secret@cdn.example/b.jpg"]
    source = checked(
        shop, csv_of(*({"sku": one[:3], "title": "T", "photos": one} for one in photos))
    )
    assert reasons(source) == {2: ["address_scheme"], 3: ["address_password"]}
    assert not source.fetches.exists()


def test_a_row_with_more_photos_than_any_product_has_is_refused(shop, host):
    many = "|".join(host.address(f"/{number}.jpg") for number in range(251))
    source = checked(shop, csv_of({"sku": "A", "title": "T", "photos": many}))
    assert reasons(source) == {2: ["photos_too_many"]}


def test_ten_rows_with_one_address_fetch_it_once(shop, host):
    source = written(started(shop, rows_with(host, *["/tin.jpg"] * 10)))
    assert source.status == Import.Status.DONE
    assert Photo.objects.count() == 10
    assert host.asked == {"/tin.jpg": 1}


def test_a_row_waits_for_all_its_pictures_and_others_do_not_wait_for_it(shop, host):
    host.pages["/slow.jpg"] = fetch_host.in_turn(fetch_host.status(503), fetch_host.file(BACK))
    both = f"{host.address('/tin.jpg')}|{host.address('/slow.jpg')}"
    sheet = csv_of(
        {"sku": "A", "title": "A", "photos": both},
        {"sku": "B", "title": "B", "photos": host.address("/tin.jpg")},
    )
    source = written(started(shop, sheet))
    assert [product.title for product in Product.objects.all()] == ["B"]
    assert source.status == Import.Status.RUNNING

    time_passes()
    written(source)
    assert source.status == Import.Status.DONE
    assert kept_photos(Product.objects.get(title="A")) == [TIN, BACK]


@pytest.mark.parametrize("policy", ["all", "stop"])
def test_where_one_row_decides_for_others_nothing_is_written_before_all_are_there(
    policy, shop, host
):
    host.pages["/slow.jpg"] = fetch_host.in_turn(fetch_host.status(503), fetch_host.file(BACK))
    source = written(started(shop, rows_with(host, "/tin.jpg", "/slow.jpg"), policy))
    assert not Product.objects.exists()

    time_passes()
    written(source)
    assert source.status == Import.Status.DONE
    assert Product.objects.count() == 2


def test_all_or_nothing_is_nothing_where_one_picture_is_not_there(shop, host):
    source = written(started(shop, rows_with(host, "/tin.jpg", "/gone.jpg"), "all"))
    assert source.status == Import.Status.CANCELLED
    assert reasons(source) == {3: ["answer_missing"]}
    assert not Product.objects.exists()


def test_stop_writes_what_comes_before_the_first_picture_that_is_not_there(shop, host):
    paths = ("/tin.jpg", "/gone.jpg", "/back.jpg")
    source = written(started(shop, rows_with(host, *paths), "stop"))
    assert source.status == Import.Status.CANCELLED
    assert [product.title for product in Product.objects.all()] == ["T0"]


@pytest.mark.parametrize(
    "rest, go_on", [(import_cancel, import_retry), (import_pause, import_resume)]
)
def test_an_import_that_rests_opens_nothing_until_it_goes_on(rest, go_on, shop, host):
    source = started(shop, rows_with(host, "/tin.jpg"))
    rest(source=source)
    assert fetched() == 0
    assert host.asked == {}

    go_on(source=source)
    written(source)
    assert source.status == Import.Status.DONE


def test_files_of_rows_that_may_be_tried_again_are_kept_until_the_imports_own_go(shop, host):
    both = f"{host.address('/tin.jpg')}|{host.address('/gone.jpg')}"
    source = written(started(shop, csv_of({"sku": "A", "title": "A", "photos": both})))
    [kept] = source.fetches.exclude(file="")
    assert default_storage.exists(kept.file)
    unnoted = default_storage.save(f"{kept.file}-of-a-killed-process", ContentFile(b"x"))

    import_drop_files(source)
    assert not default_storage.exists(kept.file)
    assert not default_storage.exists(unnoted)
    assert not source.fetches.exclude(file="").exists()


def test_checking_the_same_rows_twice_notes_each_address_once(shop, host):
    source = checked(shop, rows_with(host, "/tin.jpg", "/back.jpg"))
    Import.objects.filter(pk=source.pk).update(status="checking")
    source.rows.filter(number=3).delete()
    imports_advance()
    assert source.fetches.count() == 2
    assert Fetch.rows.through.objects.count() == 2
